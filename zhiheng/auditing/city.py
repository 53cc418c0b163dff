"""A city folder: what a city decides, and the documents it audits against."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from zhiheng.core.catalogue.misfits import misfit
from zhiheng.core.catalogue.reading import Source, read_source
from zhiheng.core.control import MEASURES, SHIPPED, Control, Words, load_controls
from zhiheng.core.errors import CityError
from zhiheng.core.examples import load_examples
from zhiheng.core.finding import Level
from zhiheng.core.judging import DEFAULT_LADDER, Adjustment, Judgement
from zhiheng.core.measure import Measure, load_measures
from zhiheng.core.organisation import Organisation, load_organisation

_KEYS = {"id", "title", "jurisdiction", "zone", "currency", "ladder", "controls", "language", "law"}


class Currency(msgspec.Struct, frozen=True):
    """A currency and how many decimals its minor unit has."""

    code: str
    digits: Annotated[int, msgspec.Meta(ge=0, le=6)] = 2


@dataclass(frozen=True)
class City:
    """What city.yaml says, and where the folder's other parts lie.

    ``drafts`` are files of controls that stand in for those with the same ids while a draft is tried.
    """

    folder: Path
    id: str
    title: Words
    jurisdiction: str | None
    zone: str | None
    currency: Currency
    judgement: Judgement
    warnings: tuple[str, ...]
    drafts: tuple[Path, ...] = ()

    @property
    def mapping_path(self) -> Path:
        """log.yaml."""
        return self.folder / "log.yaml"

    @property
    def powers(self) -> Path:
        """The folder of power documents."""
        return self.folder / "powers"

    @property
    def workdays(self) -> tuple[Path, ...]:
        """The city's own years of the working calendar."""
        return tuple(sorted((self.folder / "workdays").glob("*.csv")))

    def organisation(self) -> Organisation:
        """Its units, posts, interests and so on; raises CityError for a table that is wrong."""
        return load_organisation(self.folder)

    def controls(self, only: Sequence[str] | None = None) -> tuple[Control, ...]:
        """The shipped controls and the city's own, by id."""
        own = self.folder / "controls"
        loaded = load_controls([SHIPPED, own] if own.is_dir() else [SHIPPED], only=only, drafts=self.drafts)
        for control in loaded:
            if not control.path.is_relative_to(SHIPPED):
                load_examples(control)
        return loaded

    def measures(self, only: Sequence[str] | None = None) -> tuple[Measure, ...]:
        """The shipped measures and the city's own, by id."""
        own = self.folder / "measures"
        return load_measures([MEASURES, own] if own.is_dir() else [MEASURES], only=only)


class _File(msgspec.Struct, frozen=True):
    id: str | None = None
    title: Words | str | None = None
    jurisdiction: str | None = None
    zone: str | None = None
    currency: Currency | str | None = None
    ladder: dict[str, Level] = {}
    controls: dict[str, Adjustment] = {}


def load_city(folder: str | Path) -> City:
    """The city in a folder; raises CityError with place and remedy.

    A key of city.yaml that is not known is a warning, kept in ``City.warnings``.
    """
    folder = Path(folder)
    path = folder / "city.yaml"
    if not folder.is_dir():
        raise CityError(
            str(folder),
            en="there is no such city folder; give one with --city",
            zh="没有这个城市目录；请用 --city 指定",
        )
    source = _read(path)
    try:
        file = msgspec.convert(source.data, _File)
    except msgspec.ValidationError as error:
        raise _misfit(error, source) from None
    _check(file, source)
    title = file.title or file.id or folder.resolve().name
    currency = file.currency or "CNY"
    return City(
        folder=folder,
        id=file.id or folder.resolve().name,
        title=Words(zh=title, en=title) if isinstance(title, str) else title,
        jurisdiction=file.jurisdiction,
        zone=file.zone,
        currency=Currency(code=currency) if isinstance(currency, str) else currency,
        judgement=Judgement(ladder={**DEFAULT_LADDER, **file.ladder}, adjustments=file.controls),
        warnings=tuple(
            f"{path}: {key!r} is no key of city.yaml and was ignored" for key in source.data if key not in _KEYS
        ),
    )


def _read(path: Path) -> Source:
    if not path.exists():
        raise CityError(
            str(path),
            en="the city folder has no city.yaml; write one with at least jurisdiction and zone",
            zh="城市目录中没有 city.yaml；请写一个，至少含 jurisdiction 与 zone",
        )
    if path.is_file() and not path.stat().st_size:
        return Source(str(path), {}, "")
    return read_source(path, str(path), error=CityError)


def _misfit(error: msgspec.ValidationError, source: Source) -> CityError:
    found = misfit(error, source.data, _File)
    key = ".".join(str(part) for part in found.at)
    return CityError(
        source.at(*found.at, *(() if found.key is None else (found.key,))),
        en=f"`{key}`: {found.en} (docs/cities.md has every key)",
        zh=f"“{key}”：{found.zh}（各键见 docs/cities.md）",
    )


def _check(file: _File, source: Source) -> None:
    if file.zone is not None:
        try:
            ZoneInfo(file.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise CityError(
                source.at("zone"),
                en=f"zone {file.zone!r} is not known; write a name such as Asia/Shanghai",
                zh=f"时区 {file.zone!r} 不存在；请写如 Asia/Shanghai 的名称",
            ) from None
    unknown = [kind for kind in file.ladder if kind not in DEFAULT_LADDER]
    if unknown:
        raise CityError(
            source.at("ladder", unknown[0]),
            en=f"ladder: {unknown[0]!r} is no kind of limit; kinds are statutory, promised and step",
            zh=f"ladder：{unknown[0]!r} 不是时限种类；种类为 statutory、promised、step",
        )
