"""Reading tables of working days: one CSV a year, and an index of the years' status and source.

A CSV has the columns ``day,is_workday,name`` and, if wanted, ``status``. Days that it does not name are
worked from Monday to Friday, so it may hold the exceptions only or all 365 days.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

import yaml

from zhiheng.core.errors import CalendarError

Status = Literal["official", "provisional"]

FIRST_YEAR, LAST_YEAR = 1900, 2100

_NEEDED = ("day", "is_workday")
_COLUMNS = (*_NEEDED, "name", "status")
_STATUSES = ("official", "provisional")
_FLAGS = {"0": 0, "1": 1}
_WEEK = bytes([1, 1, 1, 1, 1, 0, 0])


@dataclass(frozen=True)
class Year:
    """One year: a flag for each day from 1 January (1 = worked), its status, and its source by language."""

    number: int
    flags: bytes
    status: Status
    source: Mapping[str, str]
    path: Path


@dataclass(frozen=True)
class _Entry:
    """What the index says of a year, and on which line."""

    status: Status
    source: Mapping[str, str]
    line: int


def read_years(path: Path) -> dict[int, Year]:
    """The years in a folder (every ``<year>.csv``) or in one CSV file, with the ``years.yaml`` beside them.

    A year is provisional if the index or any of its rows says so, since one uncertain day makes every
    later count uncertain; else it is official. Raises CalendarError with file, line and remedy.
    """
    folder = path if path.is_dir() else path.parent
    index_path = folder / "years.yaml"
    index = _read_index(index_path) if index_path.exists() else {}
    files = [path] if path != folder else sorted(folder.glob("*.csv"))
    years = {year.number: year for year in (_read_year(file, index) for file in files)}
    for number, entry in index.items():
        if number not in years and path == folder:
            raise _wrong(
                index_path, entry.line,
                f"the year {number} has no table; add {number}.csv or remove this line",
                f"{number} 年没有对应的表；请补充 {number}.csv 或删去此行",
            )
    return years


def _read_year(path: Path, index: Mapping[int, _Entry]) -> Year:
    number = _year_number(path.stem)
    if number is None or path.suffix != ".csv":
        raise _wrong(
            path, None,
            f"'{path.name}' does not say which year it holds; name it after the year, as 2026.csv",
            f"文件名“{path.name}”未表明年份；请以年份命名，如 2026.csv",
        )
    text = _text(path)
    entry = index.get(number)
    flags, provisional = _read_rows(path, text, number)
    uncertain = provisional or (entry is not None and entry.status == "provisional")
    source = entry.source if entry else {"zh": path.name, "en": path.name}
    return Year(number, flags, "provisional" if uncertain else "official", source, path)


def _read_rows(path: Path, text: str, number: int) -> tuple[bytes, bool]:
    """The flags of a year's days, and whether a row calls itself provisional."""
    january = date(number, 1, 1)
    length = date(number, 12, 31).toordinal() - january.toordinal() + 1
    flags = bytearray((_WEEK * 54)[january.weekday() : january.weekday() + length])
    seen: dict[int, int] = {}
    provisional = False
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = _header(path, next(reader, []))
        for fields in reader:
            if not fields:
                continue
            line = reader.line_num
            row = _fields(path, line, header, fields)
            position = _day(path, line, row["day"], number).toordinal() - january.toordinal()
            if position in seen:
                raise _wrong(
                    path, line,
                    f"the day {row['day']} stands here and on line {seen[position]}; keep one of them",
                    f"{row['day']} 在此行与第 {seen[position]} 行重复；请只保留一行",
                )
            seen[position] = line
            flags[position] = _flag(path, line, row["is_workday"])
            if row.get("status"):
                provisional |= _status(path, line, row["status"]) == "provisional"
    except csv.Error as error:
        raise _wrong(
            path, reader.line_num,
            f"this is not a line of CSV ({error}); check its quotation marks",
            f"此行不是有效的 CSV（{error}）；请检查引号",
        ) from error
    return bytes(flags), provisional


def _header(path: Path, fields: list[str]) -> list[str]:
    header = [field.strip() for field in fields]
    for name in _NEEDED:
        if name not in header:
            raise _wrong(
                path, 1,
                f"the column '{name}' is missing; the first line must be day,is_workday,name",
                f"缺少“{name}”列；首行应为 day,is_workday,name",
            )
    for position, name in enumerate(header):
        if name not in _COLUMNS or name in header[:position]:
            raise _wrong(
                path, 1,
                f"the column '{name}' is unknown or stands twice; use {', '.join(_COLUMNS)}",
                f"“{name}”列无法识别或重复；可用的列为 {'、'.join(_COLUMNS)}",
            )
    return header


def _fields(path: Path, line: int, header: list[str], fields: list[str]) -> dict[str, str]:
    if len(fields) != len(header):
        raise _wrong(
            path, line,
            f"there are {len(fields)} fields, the first line has {len(header)}; give each column one value",
            f"此行有 {len(fields)} 个字段，首行有 {len(header)} 个；请逐列填写",
        )
    return {name: field.strip() for name, field in zip(header, fields, strict=True)}


def _day(path: Path, line: int, value: str, number: int) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise _wrong(
            path, line,
            f"'{value}' is not a day; write it as {number}-01-31",
            f"“{value}”不是日期；请写作 {number}-01-31 的形式",
        ) from error
    if day.year != number:
        raise _wrong(
            path, line,
            f"{value} is not in {number}; move it to {day.year}.csv",
            f"{value} 不属于 {number} 年；请移至 {day.year}.csv",
        )
    return day


def _flag(path: Path, line: int, value: str) -> int:
    if value not in _FLAGS:
        raise _wrong(
            path, line,
            f"is_workday is '{value}'; write 1 for a working day or 0 for a day of rest",
            f"is_workday 为“{value}”；工作日请写 1，休息日请写 0",
        )
    return _FLAGS[value]


def _status(path: Path, line: int, value: object) -> Status:
    if value not in _STATUSES:
        raise _wrong(
            path, line,
            f"the status is '{value}'; write official or provisional",
            f"status 为“{value}”；请写 official（正式）或 provisional（暂定）",
        )
    return cast("Status", value)


def _read_index(path: Path) -> dict[int, _Entry]:
    """The entries of years.yaml: a mapping of year to ``{status, source}``."""
    try:
        # Not the C loader: it ends the process on brackets nested deep enough. This file is short.
        root = yaml.compose(_text(path), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise _wrong(
            path, mark.line + 1 if mark else None,
            "this is not YAML; write a line for each year, as 2026: {status: official}",
            "此处不是有效的 YAML；请每年写一行，如 2026: {status: official}",
        ) from error
    index: dict[int, _Entry] = {}
    for key, value in [] if root is None else _pairs(path, root):
        line = key.start_mark.line + 1
        number = _year_number(str(key.value))
        if number is None or number in index:
            raise _wrong(
                path, line,
                f"'{key.value}' is not a year or stands twice; begin each line with one year, as 2026:",
                f"“{key.value}”不是年份或重复；每行以一个年份开头，如 2026:",
            )
        parts = {str(name.value): part for name, part in _pairs(path, value)}
        if unknown := parts.keys() - {"status", "source"}:
            raise _wrong(
                path, line,
                f"'{min(unknown)}' is unknown here; a year has status and source",
                f"此处不能使用“{min(unknown)}”；年份只有 status 和 source",
            )
        status = parts.get("status")
        said = _status(path, line, status.value if status else "")
        index[number] = _Entry(said, _source(path, parts.get("source")), line)
    return index


def _source(path: Path, node: yaml.Node | None) -> dict[str, str]:
    """A source in both languages; one plain text serves both."""
    if node is None:
        return {"zh": path.name, "en": path.name}
    if isinstance(node, yaml.ScalarNode):
        return {"zh": node.value, "en": node.value}
    texts = {str(name.value): str(text.value) for name, text in _pairs(path, node)}
    if texts.keys() != {"zh", "en"}:
        raise _wrong(
            path, node.start_mark.line + 1,
            f"the source is given as {', '.join(texts)}; give it in zh and en, or as one plain text",
            f"source 只有 {'、'.join(texts)}；请同时写明 zh 和 en，或只写一段文字",
        )
    return texts


def _pairs(path: Path, node: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(
            path, node.start_mark.line + 1,
            "a list of names and values is expected here, as 2026: {status: official}",
            "此处应为“名称: 值”，如 2026: {status: official}",
        )
    pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
    return pairs


def _year_number(text: str) -> int | None:
    """The year that four digits name; None for any other text and for years outside 1900 to 2100."""
    plain = text.isascii() and text.isdigit() and len(text) == len("2026")
    return int(text) if plain and FIRST_YEAR <= int(text) <= LAST_YEAR else None


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _wrong(
            path, None,
            f"the file cannot be read ({error.strerror}); check its name and rights",
            f"文件无法读取（{error.strerror}）；请检查文件名和权限",
        ) from error
    try:
        return data.decode("utf-8-sig")  # spreadsheet programs put a byte order mark in front
    except UnicodeDecodeError as error:
        raise _wrong(
            path, data.count(b"\n", 0, error.start) + 1,
            f"the byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8",
            f"字节 0x{data[error.start]:02x} 不是 UTF-8；请将文件另存为 UTF-8 编码",
        ) from error


def _wrong(path: Path, line: int | None, en: str, zh: str) -> CalendarError:
    return CalendarError(f"{path}:{line}" if line else str(path), en=en, zh=zh)
