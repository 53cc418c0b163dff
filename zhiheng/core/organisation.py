"""The organisation of a city: units, officials, posts, interests and the like, from CSV tables.

A table is called as its relation (``units.csv``) and has its columns, with ``valid_from`` and ``valid_to``
written as dates. ``units.csv`` may also say what a unit is called: ``title_zh``, ``title_en``.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from zhiheng.core.catalogue.context import CatalogueWarning
from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.errors import CityError
from zhiheng.core.moments import day_of, microseconds
from zhiheng.core.relations import ORGANISATION, RELATIONS

Row = tuple[Any, ...]

_DATES = {"valid_from_day": "valid_from", "valid_to_day": "valid_to"}
_TITLES = ("title_zh", "title_en")
# What a row cannot do without; the other columns may be left out, and their cells empty.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "units": ("unit_id",),
    "officials": ("official_id",),
    "posts": ("official_id", "unit_id"),
    "interests": ("official_id", "party_id"),
    "portfolios": ("official_id", "unit_id"),
    "kinships": ("official_id", "other_id"),
}
# Columns that name a row of another table, where the city has that table.
_REFERS = {"unit_id": "units", "parent_id": "units", "official_id": "officials", "other_id": "officials"}


@dataclass(frozen=True)
class Organisation:
    """Rows of the organisation's relations, in column order, and the titles (zh, en) of units."""

    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class _Line(NamedTuple):
    """One row of a table, and where it stands."""

    path: Path
    number: int
    cells: Mapping[str, str]

    def error(self, column: str, *, en: str, zh: str) -> CityError:
        return CityError(f"{self.path}:{self.number}", en=f"column {column}: {en}", zh=f"{column} 列：{zh}")


def load_organisation(folder: Path) -> Organisation:
    """The tables that a city folder has; none, if it has none.

    Raises CityError with file, row, column and remedy for the first thing that is wrong.
    """
    tables = {name: _lines(folder / f"{name}.csv", name) for name in ORGANISATION if (folder / f"{name}.csv").exists()}
    rows = {name: [_row(name, line) for line in lines] for name, lines in tables.items()}
    for name, lines in tables.items():
        _check_references(name, lines, tables)
    _check_units(tables.get("units", []), rows.get("units", []))
    titles = {line.cells["unit_id"]: _titles(line) for line in tables.get("units", [])}
    return Organisation(rows, {unit: title for unit, title in titles.items() if any(title)})


def organisation_row(name: str, given: Mapping[str, Any]) -> Row:
    """A row of one of the tables as its relation has it, from names as the CSV file uses them.

    Raises KeyError for a table or column that is not there, ValueError for what is no date or number.
    """
    if name not in ORGANISATION:
        raise KeyError(name)
    values = dict(given)
    row = tuple(_value(column.type, values.pop(_DATES.get(column.name, column.name), None), column.name)
                for column in RELATIONS[name].columns)  # fmt: skip
    if values:
        raise KeyError(min(values))
    return row


def _value(kind: str, said: Any, column: str) -> Any:
    if said is None or said == "":
        return None
    if column in _DATES:
        return day_of(microseconds(said if isinstance(said, date) else date.fromisoformat(said)))
    return str(said) if kind == "text" else int(said)


def _columns(name: str) -> tuple[str, ...]:
    columns = tuple(_DATES.get(column, column) for column in RELATIONS[name].names)
    return (*columns, *_TITLES) if name == "units" else columns


def _lines(path: Path, name: str) -> list[_Line]:
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    lines: list[_Line] = []
    head: list[str] | None = None
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if head is None:
                head = _head(path, name, [cell.strip() for cell in cells])
                continue
            if len(cells) != len(head):
                raise CityError(
                    f"{path}:{reader.line_num}",
                    en=f"the row has {len(cells)} cells and the head {len(head)}; give each column one cell,"
                    " and quote a cell that holds a comma",
                    zh=f"本行有 {len(cells)} 格，而表头有 {len(head)} 列；请使每列一格，含逗号的内容请加引号",
                )
            lines.append(_Line(path, reader.line_num, dict(zip(head, (cell.strip() for cell in cells), strict=True))))
    except csv.Error as error:
        raise CityError(
            f"{path}:{reader.line_num}",
            en=f"this is not CSV ({error}); save the table as CSV with commas, in UTF-8",
            zh=f"不是有效的 CSV（{error}）；请另存为以逗号分隔的 UTF-8 CSV",
        ) from None
    if head is None:
        raise CityError(
            str(path),
            en=f"the table is empty; begin it with its columns, {', '.join(_columns(name))}",
            zh=f"表是空的；首行请写各列：{'、'.join(_columns(name))}",
        )
    return lines


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")  # spreadsheet programs put a byte order mark in front
    except UnicodeDecodeError as error:
        line = path.read_bytes().count(b"\n", 0, error.start) + 1
        raise CityError(
            f"{path}:{line}", en="the file is not UTF-8; save it as UTF-8", zh="文件不是 UTF-8 编码；请另存为 UTF-8"
        ) from None
    except OSError as error:
        raise CityError(
            str(path),
            en=f"the file cannot be read ({error.strerror}); check its name and rights",
            zh=f"文件无法读取（{error.strerror}）；请检查文件名和权限",
        ) from None


def _head(path: Path, name: str, head: list[str]) -> list[str]:
    known = _columns(name)
    for column in head:
        if column not in known:
            end = hint(column, known)
            raise CityError(
                f"{path}:1",
                en=f"column '{column}' is unknown here; {end.en}",
                zh=f"此表没有“{column}”列；{end.zh}",
            )
        if head.count(column) > 1:
            raise CityError(
                f"{path}:1", en=f"column '{column}' stands twice; keep one", zh=f"“{column}”列重复；请只保留一列"
            )
    for column in _NEEDED[name]:
        if column not in head:
            raise CityError(f"{path}:1", en=f"column '{column}' is missing; add it", zh=f"缺少“{column}”列；请补上")
    return head


def _row(name: str, line: _Line) -> Row:
    for column in _NEEDED[name]:
        if not line.cells[column]:
            raise line.error(column, en="the cell is empty; fill it in or drop the row", zh="为空；请填写或删去本行")
    for column in _DATES.values():
        _check_date(line, column)
    first, last = line.cells.get("valid_from", ""), line.cells.get("valid_to", "")
    if first and last and date.fromisoformat(last) < date.fromisoformat(first):
        raise line.error(
            "valid_to",
            en=f"{last} is before valid_from {first}; correct one",
            zh=f"{last} 早于 valid_from {first}；请改正",
        )
    rank = line.cells.get("rank", "")
    if rank and not rank.removeprefix("-").isdecimal():
        raise line.error("rank", en=f"'{rank}' is no whole number; write one, as 3", zh=f"“{rank}”不是整数；请写例如 3")
    return organisation_row(name, {key: value for key, value in line.cells.items() if key not in _TITLES})


def _check_date(line: _Line, column: str) -> None:
    said = line.cells.get(column, "")
    try:
        if said:
            date.fromisoformat(said)
    except ValueError:
        raise line.error(
            column, en=f"'{said}' is no date; write it as 2026-03-01", zh=f"“{said}”不是日期；请写成 2026-03-01"
        ) from None


def _check_references(name: str, lines: Sequence[_Line], tables: Mapping[str, Sequence[_Line]]) -> None:
    for line in lines:
        for column, table in _REFERS.items():
            said = line.cells.get(column, "")
            if not said or table not in tables or (table == name and column != "parent_id"):
                continue
            known = {other.cells[_NEEDED[table][0]] for other in tables[table]}
            if said not in known:
                end = hint(said, known)
                raise line.error(
                    column,
                    en=f"'{said}' is not in {table}.csv; {end.en}",
                    zh=f"{table}.csv 中没有“{said}”；{end.zh}",
                )


def _check_units(lines: Sequence[_Line], rows: Sequence[Row]) -> None:
    """A unit stands once at any time, and no unit is above itself."""
    names = RELATIONS["units"].names
    spans: dict[str, list[tuple[int, int]]] = {}
    for line, row in zip(lines, rows, strict=True):
        unit = dict(zip(names, row, strict=True))
        first = -_ALWAYS if unit["valid_from_day"] is None else unit["valid_from_day"]
        last = _ALWAYS if unit["valid_to_day"] is None else unit["valid_to_day"]
        taken = spans.get(unit["unit_id"], ())
        if any(first <= other_last and other_first <= last for other_first, other_last in taken):
            raise line.error(
                "unit_id",
                en=f"'{unit['unit_id']}' stands in another row for the same days; keep one, or let one end before the"
                " other begins",
                zh=f"“{unit['unit_id']}”在同一时期另有一行；请只保留一行，或使两行的起止日期不重叠",
            )
        spans.setdefault(unit["unit_id"], []).append((first, last))
    above: dict[str, set[str]] = {}
    for line in lines:
        above.setdefault(line.cells["unit_id"], set()).update(filter(None, [line.cells.get("parent_id")]))
    for line in lines:
        if line.cells["unit_id"] in set(_all_above(line.cells["unit_id"], above)):
            raise line.error(
                "parent_id",
                en=f"'{line.cells['unit_id']}' is above itself; name the unit that is really above it",
                zh=f"“{line.cells['unit_id']}”成了自己的上级；请填写真正的上级单位",
            )


_ALWAYS = 10**9


def _all_above(unit: str, above: Mapping[str, set[str]]) -> Iterator[str]:
    seen: set[str] = set()
    left = list(above.get(unit, ()))
    while left:
        one = left.pop()
        if one not in seen:
            seen.add(one)
            yield one
            left += above.get(one, ())


def _titles(line: _Line) -> tuple[str, str]:
    zh, en = (line.cells.get(column, "") for column in _TITLES)
    return zh or en, en or zh


def unknown_holders(organisation: Organisation, holders: Sequence[Row]) -> list[CatalogueWarning]:
    """A warning for each holder of a power (rows of the relation) that is no unit of the city."""
    if "units" not in organisation.rows:
        return []
    known = {str(row[0]) for row in organisation.rows["units"]}
    made = []
    for power_id, unit_id in dict.fromkeys((str(row[0]), str(row[1])) for row in holders):
        if unit_id not in known:
            end = hint(unit_id, known)
            made.append(
                CatalogueWarning(
                    power_id,
                    f"holder '{unit_id}' is not in units.csv; {end.en}",
                    f"行使主体“{unit_id}”不在 units.csv 中；{end.zh}",
                )
            )
    return made
