"""Lines to typed values; every cell is looked at, whatever is wrong with the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhiheng.core.catalogue.nearest import hint
from zhiheng.units import identifiers
from zhiheng.units.errors import Fault, IdentifierError
from zhiheng.units.importing.reading import Line, Reading
from zhiheng.units.importing.tables import CHOICES, CODES, EMPTY, LONGEST, TABLES, USUAL_LENGTH

Key = tuple[Any, ...]
_CONTROL = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")
_RANK = re.compile(r"-?\d{1,4}")
_IDENTIFIERS = {
    "credit_code": identifiers.credit_code,
    "division": identifiers.division,
    "number": identifiers.personal_number,
}


@dataclass(frozen=True)
class Entry:
    """A line as values, by column; a column that the table lacks is not in it."""

    line: Line
    key: Key
    values: Mapping[str, Any]


class _CellError(Exception):
    """A cell is wrong: why and what to do."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en, self.zh = en, zh


def check_lines(reading: Reading) -> dict[str, list[Entry]]:
    """The entries of each table; adds a fault for every wrong cell and every row that stands twice."""
    return {name: list(_entries(name, lines, reading.faults)) for name, lines in reading.lines.items()}


def _entries(name: str, lines: Sequence[Line], faults: list[Fault]) -> Iterator[Entry]:
    table = TABLES[name]
    rows: dict[Key, int] = {}
    for line in lines:
        before = len(faults)
        values: dict[str, Any] = {}
        for column, cell in line.cells.items():
            try:
                values[column] = _value(name, column, cell)
            except _CellError as error:
                faults.append(_shown(line.fault(column, error.en, error.zh)))
        faults += _row_faults(line, values)
        if len(faults) > before:
            continue
        key = tuple(values.get(column, EMPTY.get(column, "")) for column in table.key)
        if key in rows:
            faults.append(
                line.fault(
                    table.key[0],
                    f"the row says what row {rows[key]} says already; keep one",
                    f"与第 {rows[key]} 行重复；请只保留一行",
                )
            )
            continue
        rows[key] = line.row
        yield Entry(line, key, values)


def _value(table: str, column: str, cell: str) -> Any:
    if not cell:
        if column in TABLES[table].needed:
            raise _CellError("the cell is empty; fill it in or drop the row", "为空；请填写或删去本行")
        return EMPTY.get(column, "")
    if column in ("valid_from", "valid_to"):
        return _day(column, cell)
    if column == "rank":
        return _rank(cell)
    if _CONTROL.search(cell):
        raise _CellError("the cell holds a line break or a control character; remove it", "含有换行或控制字符；请删去")
    longest = LONGEST.get(column, USUAL_LENGTH)
    if len(cell) > longest:
        raise _CellError(
            f"the text has {len(cell)} characters; shorten it to {longest}",
            f"共 {len(cell)} 字；请缩短至 {longest} 字以内",
        )
    choices = CHOICES.get((table, column))
    if choices and cell not in choices:
        end = hint(cell, choices)
        raise _CellError(f"this is not known here; {end.en}", f"不在可选范围内；{end.zh}")
    try:
        if column in CODES:
            return identifiers.unit_code(cell)
        return _IDENTIFIERS[column](cell) if column in _IDENTIFIERS else cell
    except IdentifierError as error:
        raise _CellError(error.en, error.zh) from None


def _rank(cell: str) -> int:
    if not _RANK.fullmatch(cell):
        raise _CellError("this is no whole number of at most four digits; write one, as 3", "不是整数；请写例如 3")
    return int(cell)


def _day(column: str, cell: str) -> date:
    """A day; the last day of a table is kept as the day after it."""
    try:
        day = date.fromisoformat(cell)
        return day + timedelta(days=1) if column == "valid_to" else day
    except (ValueError, OverflowError):
        raise _CellError("this is no date; write it as 2026-03-01", "不是日期；请写成 2026-03-01") from None


def _row_faults(line: Line, values: Mapping[str, Any]) -> Iterator[Fault]:
    first, end = values.get("valid_from"), values.get("valid_to")
    if first and end and end <= first:
        yield line.fault(
            "valid_to", f"this is before valid_from {first}; correct one", f"早于 valid_from {first}；请改正"
        )
    if line.table == "kinships" and values.get("other_id") and values.get("other_id") == values.get("official_id"):
        yield line.fault("other_id", "nobody is his own kin; name the other official", "不能与本人为亲属；请填写另一方")


def _shown(fault: Fault) -> Fault:
    """A personal number is not repeated in full."""
    if fault.column != "number":
        return fault
    return Fault(fault.table, fault.row, fault.column, identifiers.masked(fault.value), fault.en, fault.zh)
