"""A city with drafts in place of some of its documents and controls; the city's own folder is not touched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhiheng.auditing.city import City, load_city
from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.catalogue.reading import read_source
from zhiheng.core.control import load_control
from zhiheng.core.errors import CityError, InputError
from zhiheng.core.relations import ORGANISATION

_DOCUMENTS = (".yaml", ".yml")
_TOP = ("city.yaml", "log.yaml", *(f"{name}.csv" for name in ORGANISATION))
_KINDS = (*_DOCUMENTS, ".csv", ".sql")


@dataclass(frozen=True)
class Laid:
    """One draft: the file, and what it stands in for (a path in the city folder, or a control's id)."""

    path: Path
    place: str
    new: bool


@dataclass(frozen=True)
class DraftCity:
    """The city as it would be, the drafts that make it so, and the names of files as their authors know them."""

    city: City
    laid: tuple[Laid, ...]
    names: Mapping[str, str]

    def named(self, text: str) -> str:
        """The text with every file called by its author's name for it."""
        return _renamed(text, self.names)

    @contextmanager
    def naming(self) -> Iterator[None]:
        """Errors raised within the block name the drafts, not where they were laid."""
        with _named(self.names):
            yield


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """All names at once, the longest first, so that no name is changed twice; a part of a longer path is none."""
    ours = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<![\w./-])(?:{ours})", lambda found: names[found[0]], text)


@contextmanager
def _named(names: Mapping[str, str]) -> Iterator[None]:
    try:
        yield
    except InputError as error:
        place, en, zh = (_renamed(text, names) for text in (error.place, error.en, error.zh))
        raise type(error)(place, en=en, zh=zh) from None


@contextmanager
def draft_city(city: City, drafts: Sequence[Path]) -> Iterator[DraftCity]:
    """The city with the drafts in place, for as long as the block lasts.

    A draft is a power document, a control with its examples beside it, a file such as city.yaml, or a folder laid over
    the city folder; a control stands in for the one with its id, shipped or the city's own.
    Raises InputError where a draft has no place, and CityError where nothing would be different.
    """
    laid = [one for draft in drafts for one in _places(city, draft)]
    _refuse_twice(laid)
    controls = {control.id: control for control in city.controls()}
    changed = []
    for one in laid:
        if one.path.suffix == ".sql":
            known = controls.get(one.place)
            if known is None or known.hash != load_control(one.path).hash:
                changed.append(replace(one, new=known is None))
        elif one.new or one.path.read_bytes() != (city.folder / one.place).read_bytes():
            changed.append(one)
    if not changed:
        raise CityError(
            ", ".join(map(str, drafts)),
            en=f"nothing in it differs from {city.folder}, so there is nothing to replay; change a document or control",
            zh=f"与 {city.folder} 没有任何不同，无可比较；请先修改文档或规则",
        )
    with TemporaryDirectory(prefix="zhiheng-") as made:
        folder = Path(made) / city.folder.resolve().name
        documents = [one for one in changed if one.path.suffix != ".sql"]
        _fill(folder, city.folder, documents)
        names = {str(folder / one.place): str(one.path) for one in documents}
        names |= {one.place: str(one.path) for one in documents if one.place.startswith("powers/")}
        names |= {str(folder): str(city.folder)}
        with _named(names):
            place = load_city(folder)
        controls_changed = tuple(one.path for one in changed if one.path.suffix == ".sql")
        yield DraftCity(replace(place, drafts=controls_changed), tuple(changed), names)


def _fill(folder: Path, city: Path, laid: Sequence[Laid]) -> None:
    """The folder with links to the city's files, and to the drafts where there are any."""
    files = {name: city / name for name in _TOP if (city / name).exists()}
    for room in ("powers", "workdays", "controls"):
        files |= {path.relative_to(city).as_posix(): path for path in (city / room).rglob("*") if path.is_file()}
    files |= {one.place: one.path for one in laid}
    for place, path in files.items():
        link = folder / place
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(path.resolve())


def _places(city: City, draft: Path) -> list[Laid]:
    """Where a draft goes; of a folder, where each of its files goes."""
    if draft.is_dir():
        paths = [path for path in sorted(draft.rglob("*")) if path.is_file() and path.suffix in _KINDS]
        found = [_in_folder(city, draft, path) for path in paths if not path.name.endswith(".examples.yaml")]
        if not found:
            raise CityError(
                str(draft),
                en="the folder holds no document or control; lay them as in a city folder, as powers/stall.yaml",
                zh="目录中没有文档或规则；请按城市目录的样式放置，例如 powers/stall.yaml",
            )
        return found
    if not draft.is_file():
        raise CityError(
            str(draft),
            en="there is no such draft; name a power document, a control, a city.yaml or a folder with --with",
            zh="没有这个草案；请用 --with 指定职权文档、规则、city.yaml 或目录",
        )
    if draft.suffix == ".sql":
        return [_control(draft)]
    if draft.name in _TOP:
        return [_document(city, draft, draft.name)]
    if draft.suffix in _DOCUMENTS and not draft.name.endswith(".examples.yaml"):
        return [_power(city, draft)]
    raise CityError(
        str(draft),
        en=f"a file of this name has no place in a city; name a power document (.yaml), a control (.sql),"
        f" {', '.join(_TOP)}, or a folder laid out as the city's",
        zh=f"城市目录中没有此种文件；请指定职权文档（.yaml）、规则（.sql）、{'、'.join(_TOP)}，或与城市目录同样布置的目录",
    )


def _in_folder(city: City, draft: Path, path: Path) -> Laid:
    place = path.relative_to(draft)
    if path.suffix == ".sql":
        return _control(path)
    room = place.parts[0] if len(place.parts) > 1 else ""
    rooms = {"powers": _DOCUMENTS, "workdays": (".csv",)}
    if place.as_posix() in _TOP or path.suffix in rooms.get(room, ()):
        return _document(city, path, place.as_posix())
    near = hint(place.as_posix(), [f"powers/{path.name}", f"workdays/{path.name}", *_TOP])
    raise CityError(
        str(path),
        en=f"{place} is no place in a city folder, nothing would read it; {near.en}",
        zh=f"城市目录中没有 {place} 这个位置，不会被读取；{near.zh}",
    )


def _control(path: Path) -> Laid:
    return Laid(path, load_control(path).id, new=False)


def _document(city: City, path: Path, place: str) -> Laid:
    return Laid(path, place, new=not (city.folder / place).exists())


def _power(city: City, draft: Path) -> Laid:
    """A power document named alone stands in for the one with its id; of several, for that with its first day."""
    power_id, first = _identity(draft)
    known = [
        (path, _identity(path)[1])
        for path in sorted(city.powers.rglob("*"))
        if path.suffix in _DOCUMENTS and _identity(path)[0] == power_id
    ]
    fit = known if len(known) == 1 else [(path, day) for path, day in known if day == first]
    if known and len(fit) != 1:
        raise CityError(
            str(draft),
            en=f"{len(known)} documents of the city have the id {power_id!r} and none of them alone begins on {first};"
            " lay the draft in a folder under the path of the one that it replaces",
            zh=f"城市中有 {len(known)} 份文档的 id 为 {power_id!r}，自 {first} 起施行的不是恰好一份；"
            "请把草案放在目录中，路径与被替换的文档相同",
        )
    place = fit[0][0].relative_to(city.folder).as_posix() if fit else f"powers/{draft.name}"
    if not known and (city.folder / place).exists():
        place = f"powers/draft-{draft.name}"
    return Laid(draft, place, new=not known)


def _identity(path: Path) -> tuple[Any, Any]:
    """The id and first day of a power document."""
    data = read_source(path, str(path)).data
    return data.get("id"), data.get("valid_from")


def _refuse_twice(laid: Sequence[Laid]) -> None:
    seen: dict[str, Path] = {}
    for one in laid:
        if one.place in seen:
            raise CityError(
                str(one.path),
                en=f"{seen[one.place]} stands in for {one.place} already; name one of them",
                zh=f"{seen[one.place]} 已用于替换 {one.place}；请只指定其一",
            )
        seen[one.place] = one.path
