"""The form beside the text: what it was sent, what it shows, and what is wrong at which of its fields."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from zhiheng.catalogue.editing.fields import ROWS, TOP, Fields, Row, fields_of
from zhiheng.catalogue.editing.writing import with_fields
from zhiheng.catalogue.errors import ChangedApartError
from zhiheng.catalogue.flaws import Flaw
from zhiheng.core.catalogue.document import LISTS
from zhiheng.core.catalogue.reading import Source, lines_of, source_of_text
from zhiheng.core.errors import CatalogueError

MOST_ROWS: Final = 60  # of a list; longer ones are edited in the text
_CELL = re.compile(r"(basis|holders|limits|steps)-(\d{1,3})-was")
_NAMED = re.compile(r"^[a-z ]+ '([^']+)'")


@dataclass(frozen=True)
class Line:
    """A row of the form, by its number on the page."""

    number: int
    row: Row
    gone: bool = False


class Base(msgspec.Struct, frozen=True):
    """What the fields said when they were shown: sent back with them, to tell what somebody changed since."""

    top: Mapping[str, str]
    rows: Mapping[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True)
class Pane:
    """What the form shows; ``shown`` is its `Base`, and ``wrong`` has the flaws by the name of the field.

    Without ``readable`` there is no form.
    """

    readable: bool
    top: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[Line]] = field(default_factory=dict)
    too_long: tuple[str, ...] = ()
    wrong: Mapping[str, list[Flaw]] = field(default_factory=dict)
    shown: str = ""
    steps: tuple[str, ...] = ()


def posted(said: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[Line]]]:
    """The fields as they were sent."""
    top = {key: said[key] for key in TOP if key in said}
    lists: dict[str, list[Line]] = {}
    for name, number in sorted((found[1], int(found[2])) for key in said if (found := _CELL.fullmatch(key))):
        start = f"{name}-{number}-"
        cells = {column: said.get(start + column, "").strip() for column in ROWS[name]}
        was = said.get(f"{start}was", "")
        row = Row(int(was) if was.isdecimal() else None, cells)
        lists.setdefault(name, []).append(Line(number, row, gone=bool(said.get(f"{start}gone"))))
    return top, lists


def base_of(said: Mapping[str, str]) -> Base | None:
    """What the fields said when they were shown; None where the page had none."""
    try:
        return msgspec.json.decode(said.get("shown", ""), type=Base)
    except msgspec.DecodeError:
        return None


def is_changed(base: Base, top: Mapping[str, str], lists: Mapping[str, Sequence[Line]]) -> bool:
    """Whether somebody changed a field since the fields were shown."""
    return any(_top_changed(base, top)) or any(_list_changed(base, name, lines) for name, lines in lists.items())


def written(text: str, base: Base, top: Mapping[str, str], lists: Mapping[str, Sequence[Line]]) -> str:
    """The text with those fields in it that somebody changed; what the text says anew elsewhere stays.

    Raises CatalogueError where the text is no YAML, ChangedApartError where lines of one list were changed in both.
    """
    now = fields_of(source_of_text(text, "").data)
    rows = {
        name: [_merged(line, base.rows[name], now.rows[name]) for line in lines if not line.gone]
        for name, lines in lists.items()
        if _list_changed(base, name, lines)
    }
    for name in rows:
        if len(base.rows[name]) != len(now.rows[name]):
            raise ChangedApartError(name)
    changed = {key: " ".join(top[key].split()) for key in _top_changed(base, top)}
    return with_fields(text, Fields({**now.top, **changed}, rows))


def _top_changed(base: Base, top: Mapping[str, str]) -> Iterator[str]:
    return (key for key, said in top.items() if " ".join(said.split()) != " ".join(base.top.get(key, "").split()))


def _list_changed(base: Base, name: str, lines: Sequence[Line]) -> bool:
    was = base.rows.get(name, [])
    return any(
        (line.gone or line.row.was >= len(was) or dict(line.row.cells) != was[line.row.was])
        if line.row.was is not None else not (line.gone or line.row.is_empty)
        for line in lines
    )  # fmt: skip


def _merged(line: Line, base: Sequence[Mapping[str, str]], now: Sequence[Row]) -> Row:
    place = line.row.was
    if place is None or place >= len(base) or place >= len(now):
        return line.row
    cells = {
        column: now[place].cells[column] if said == base[place].get(column) else said
        for column, said in line.row.cells.items()
    }
    return Row(place, cells)


def pane_of(text: str, flaws: Iterable[Flaw], lists: Mapping[str, Sequence[Line]] | None = None) -> Pane:
    """The form of a text, with a row to fill in at the end of each list.

    ``lists`` are the rows that stand on the page already: they keep their numbers there.
    """
    try:
        source = source_of_text(text, "x")
    except CatalogueError:
        return Pane(readable=False)
    fields = fields_of(source.data)
    shown = {name: _standing(rows, (lists or {}).get(name)) for name, rows in fields.rows.items()}
    too_long = tuple(name for name, rows in fields.rows.items() if len(rows) > MOST_ROWS)
    shown = {name: lines for name, lines in shown.items() if name not in too_long}
    return Pane(
        readable=True, top=fields.top, lists=shown, too_long=too_long, wrong=_wrong(source, flaws, shown),
        shown=msgspec.json.encode(
            Base(fields.top, {name: [row.cells for row in fields.rows[name]] for name in shown})
        ).decode(),
        steps=tuple(row.cells["id"] for row in fields.rows["steps"] if row.cells["id"]),
    )  # fmt: skip


def _standing(rows: Sequence[Row], lines: Sequence[Line] | None) -> list[Line]:
    """The rows by their numbers on the page; those of a page that stands have theirs, and know their new places."""
    if lines is None:
        return [Line(number, row) for number, row in enumerate([*rows, Row(None, {})])]
    made, place = [], 0
    for line in lines:
        if line.gone or (line.row.was is None and line.row.is_empty):
            made.append(Line(line.number, Row(None, line.row.cells), line.gone))
        else:
            made.append(Line(line.number, Row(place, line.row.cells)))
            place += 1
    return made


def _wrong(source: Source, flaws: Iterable[Flaw], lists: Mapping[str, Sequence[Line]]) -> dict[str, list[Flaw]]:
    """Each flaw at the field that it is about, as far as there is one."""
    places: list[tuple[int, tuple[Any, ...]]] = sorted(
        (line, path) for path, line in lines_of(source.text or "", "x").items()
        if len(path) == 1 or (len(path) == 2 and isinstance(path[1], int))  # noqa: PLR2004 - a key, or a line of a list
    )  # fmt: skip
    starts = [line for line, _ in places]
    found: dict[str, list[Flaw]] = {}
    for flaw in flaws:
        at = bisect_right(starts, flaw.line) - 1
        if flaw.line and at >= 0:
            name = _field_of(places[at][1], flaw, lists)
            if name:
                found.setdefault(name, []).append(flaw)
    return found


def _field_of(path: tuple[Any, ...], flaw: Flaw, lists: Mapping[str, Sequence[Line]]) -> str:
    name = str(path[0])
    if name in lists:
        columns = ROWS[name]
        named = _NAMED.match(flaw.en)
        same = [
            line for line in lists[name]
            if line.row.was is not None and named and name in LISTS and line.row.cells[columns[0]] == named[1]
        ]  # fmt: skip
        place = path[1] if len(path) > 1 else 0
        same = same or [line for line in lists[name] if line.row.was == place]
        column = "title_zh" if flaw.key == "title" else flaw.key
        return f"{name}-{same[0].number}-{column if column in columns else columns[0]}" if same else ""
    return {"title": "title_zh"}.get(name, name if name in TOP else "")
