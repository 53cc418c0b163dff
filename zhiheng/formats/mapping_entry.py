"""One mapping of keys inside log.yaml, read key by key; errors name the line, the value and the remedy."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from zhiheng.core.catalogue.durations import LONGEST
from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.catalogue.reading import Place, Source
from zhiheng.core.errors import MappingError

Choice = TypeVar("Choice", bound=str)

_SHOWN = 40


@dataclass(frozen=True)
class Attribute:
    """An attribute of the log, and how its values are read; ``path`` is its place in log.yaml."""

    name: str
    path: Place
    map: Mapping[str, str | None] = field(default_factory=dict)
    format: str | None = None
    placeholders: tuple[str, ...] = ()


class Entry:
    """The keys at a path of the document; a key that is not known, or is needed and missing, is refused.

    ``known`` None accepts every key.
    """

    def __init__(
        self,
        source: Source,
        path: Place,
        data: Any,
        *,
        known: Sequence[str] | None = None,
        needed: Sequence[str] = (),
    ) -> None:
        self.path = path
        self._source = source
        if not isinstance(data, dict):
            raise self.refuse(
                en=f"{_shown(data)} stands where `key: value` pairs are expected; write them",
                zh=f"此处应为“键: 值”，却是{_shown_zh(data)}；请改写",
            )
        self._data: dict[str, Any] = {_text(key): value for key, value in data.items() if value is not None}
        unknown = [key for key in map(_text, data) if known is not None and key not in known]
        if unknown and known is not None:
            near = hint(unknown[0], known)
            raise self.refuse(
                unknown[0], en=f"unknown key '{unknown[0]}'; {near.en}", zh=f"未知的键“{unknown[0]}”；{near.zh}"
            )
        for key in needed:
            if key not in self._data:
                raise self.refuse(en=f"the key '{key}' is missing; add it", zh=f"缺少键“{key}”；请补上")

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that have a value, in order."""
        return tuple(self._data)

    def refuse(self, *keys: str | int, en: str, zh: str) -> MappingError:
        """The error for what lies below here, with its line."""
        return MappingError(self._source.at(*self.path, *keys), en=en, zh=zh)

    def text(self, key: str) -> str | None:
        """A text; None where the key is absent."""
        return None if key not in self._data else self._as_text(self._data[key], key)

    def needed_text(self, key: str) -> str:
        """A text under a key that was needed."""
        return self._as_text(self._data[key], key)

    def texts(self, key: str) -> tuple[str, ...]:
        """Texts; one alone may stand without brackets."""
        value = self._data.get(key, [])
        values = value if isinstance(value, list) else [value]
        if key in self._data and not values:
            raise self.refuse(
                key, en=f"'{key}' is an empty list; name at least one", zh=f"“{key}”是空列表；请至少写一项"
            )
        return tuple(self._as_text(one, key, i) for i, one in enumerate(values))

    def whole(self, key: str) -> int | None:
        """A whole number; None where the key is absent."""
        value = self._data.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        if isinstance(value, str) and re.fullmatch(r"[-+]?[0-9]+", value):
            raise self.refuse(
                key,
                en=f"'{key}' is {value[:_SHOWN]}, which has too many digits; write a smaller number",
                zh=f"“{key}”为 {value[:_SHOWN]}，位数过多；请填写较小的整数",
            )
        raise self.refuse(
            key,
            en=f"'{key}' is {_shown(value)}, not a whole number; write one",
            zh=f"“{key}”为{_shown_zh(value)}，不是整数；请填写整数",
        )

    def choice(self, key: str, options: tuple[Choice, ...], default: Choice) -> Choice:
        """One of a few words."""
        value = self.text(key)
        if value is None:
            return default
        if value not in options:
            listed = ", ".join(options)
            raise self.refuse(
                key, en=f"'{key}' is '{value}'; write one of {listed}", zh=f"“{key}”为“{value}”；请在 {listed} 中选择"
            )
        return value

    def attribute(self, key: str, *, moment: bool = False) -> Attribute | None:
        """An attribute, by name or with how it is read; None where the key is absent."""
        return None if key not in self._data else self.needed_attribute(key, moment=moment)

    def needed_attribute(self, key: str, *, moment: bool = False) -> Attribute:
        """An attribute under a key that was needed."""
        value = self._data.get(key)
        if not isinstance(value, dict):
            return Attribute(self._as_text(value, key), (*self.path, key))
        how = "format" if moment else "map"
        inner = self._below(key, known=("attribute", "placeholders", how), needed=("attribute",))
        return inner.own_attribute()

    def own_attribute(self) -> Attribute:
        """The attribute that this entry itself describes."""
        return Attribute(
            name=self.needed_text("attribute"),
            path=(*self.path, "attribute"),
            map=self._map(),
            format=self.text("format"),
            placeholders=self.texts("placeholders") if self._data.get("placeholders") else (),
        )

    def text_or_attribute(self, key: str) -> str | Attribute:
        """A text that holds always, or ``{attribute: …}``."""
        return self.needed_attribute(key) if isinstance(self._data.get(key), dict) else self.needed_text(key)

    def count_or_attribute(self, key: str) -> int | Attribute:
        """A number from 0 that holds always, or ``{attribute: …}``."""
        if isinstance(self._data.get(key), dict):
            return self.needed_attribute(key)
        value = self.whole(key) or 0
        if not 0 <= value <= LONGEST:
            raise self.refuse(
                key,
                en=f"'{key}' is {value}; write a whole number from 0 to {LONGEST}",
                zh=f"“{key}”为 {value}；请填写 0 至 {LONGEST} 的整数",
            )
        return value

    def entry(self, key: str, *, known: Sequence[str]) -> "Entry | None":
        """The mapping under a key; None where the key is absent."""
        return self._below(key, known=known) if key in self._data else None

    def named_entries(self, key: str) -> "Entry":
        """The mapping under a key whose own keys are free names; empty where the key is absent."""
        return Entry(self._source, (*self.path, key), self._data.get(key, {}))

    def entries(self, key: str, *, known: Sequence[str], needed: Sequence[str]) -> Iterator["Entry"]:
        """The list of mappings under a key."""
        values = self._data.get(key, [])
        if not isinstance(values, list):
            raise self.refuse(
                key,
                en=f"'{key}' is {_shown(values)}, not a list; begin each line with `-`",
                zh=f"“{key}”不是列表；每项请以 `-` 开头",
            )
        for i, value in enumerate(values):
            yield Entry(self._source, (*self.path, key, i), value, known=known, needed=needed)

    def _below(self, key: str, *, known: Sequence[str], needed: Sequence[str] = ()) -> "Entry":
        return Entry(self._source, (*self.path, key), self._data[key], known=known, needed=needed)

    def _map(self) -> Mapping[str, str | None]:
        if "map" not in self._data:
            return {}
        inner = Entry(self._source, (*self.path, "map"), self._data["map"])
        return {
            _text(key): None if value is None else inner._as_text(value, _text(key))
            for key, value in self._data["map"].items()
        }

    def _as_text(self, value: Any, *keys: str | int) -> str:
        if value is None or isinstance(value, bool | list | dict) or value == "":
            raise self.refuse(
                *keys,
                en=f"{_shown(value)} is no text here; write a word, in quotes if YAML reads it otherwise",
                zh=f"此处应为文字，却是{_shown_zh(value)}；请填写文字，必要时加引号",
            )
        return _text(value)


def _text(value: str | int | Decimal | date) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


_KINDS = {list: ("a list", "列表"), dict: ("a mapping", "键值"), type(None): ("nothing", "空值")}


def _shown(value: Any) -> str:
    return _KINDS[type(value)][0] if type(value) in _KINDS else repr(value)


def _shown_zh(value: Any) -> str:
    return _KINDS[type(value)][1] if type(value) in _KINDS else repr(value)
