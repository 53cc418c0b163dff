"""What the lines of one version may refer to, and where each of them is written."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple

from zhiheng.core.catalogue.document import LISTS
from zhiheng.core.catalogue.durations import Duration, NotADurationError, duration
from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.errors import CatalogueError, Language


@dataclass(frozen=True)
class CatalogueWarning:
    """Something doubtful in a document; it loads all the same."""

    place: str
    en: str
    zh: str

    def text(self, language: Language) -> str:
        """The sentence in one language, with its place in front."""
        return f"{self.place}: {self.zh if language == 'zh' else self.en}"


class Context(NamedTuple):
    """``where(list, line, key)`` finds the place; ``other_days`` are steps of other versions."""

    where: Callable[[str, str, str], str]
    steps: Collection[str]
    other_days: Collection[str]
    dates: Collection[str]
    digits: int


class Spot(NamedTuple):
    """One line of one list, for errors about it."""

    context: Context
    list: str
    line: str

    def error(self, key: str, *, en: str, zh: str) -> CatalogueError:
        """The error about one key of this line."""
        list_ = LISTS[self.list]
        return CatalogueError(
            self.context.where(self.list, self.line, key),
            en=f"{list_.en} '{self.line}', `{key}`: {en}",
            zh=f"{list_.zh}“{self.line}”，“{key}”：{zh}",
        )

    def warning(self, key: str, *, en: str, zh: str) -> CatalogueWarning:
        """The warning about one key of this line."""
        error = self.error(key, en=en, zh=zh)
        return CatalogueWarning(error.place, error.en, error.zh)

    def step(self, key: str, step: str) -> str:
        """The step, if this version has it; else CatalogueError."""
        if step in self.context.steps:
            return step
        if step in self.context.other_days:
            raise self.error(
                key,
                en=f"step '{step}' is not in force whenever this line is; give both the same validity",
                zh=f"环节“{step}”并非在本条有效的每一天都有效；请使两者的 valid_from、valid_to 一致",
            )
        end = hint(step, self.context.steps)
        raise self.error(key, en=f"there is no step '{step}'; {end.en}", zh=f"没有环节“{step}”；{end.zh}")

    def duration(self, key: str, value: str | int, unit: str | None) -> Duration:
        """The duration; else CatalogueError."""
        try:
            return duration(value, unit)
        except NotADurationError as error:
            raise self.error(key, en=error.en, zh=error.zh) from None

    def missing(self, key: str) -> CatalogueError:
        """The error that the line lacks a key."""
        return self.error(key, en="it is missing; add it", zh="缺少此键；请补上")
