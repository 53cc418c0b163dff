"""Uploaded files to lines of cells: CSV files called as their table, or a workbook with a sheet for each."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import Any, Final

from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.errors import InputError
from zhiheng.formats.workbook_guard import check_workbook
from zhiheng.units.errors import Fault
from zhiheng.units.importing.tables import TABLES, Table

MOST_ROWS: Final = 500_000
FORMULA: Final = re.compile("[=+\\-@\t\r＝＋－＠]")
_GUARDED = re.compile(f"'+{FORMULA.pattern}")


@dataclass(frozen=True)
class Upload:
    """A file as it came."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Line:
    """A row of a table: its number as the spreadsheet shows it, and its cells by column."""

    table: str
    row: int
    cells: Mapping[str, str]

    def fault(self, column: str, en: str, zh: str) -> Fault:
        """That something is wrong in a column."""
        return Fault(self.table, self.row, column, self.cells.get(column, ""), en, zh)


@dataclass
class Reading:
    """The lines of every table that was given, and what is wrong so far."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_uploads(uploads: Sequence[Upload]) -> Reading:
    """Every table in the files. What cannot be read is a fault."""
    reading = Reading()
    for upload in uploads:
        if upload.name.lower().endswith(".xlsx"):
            _read_workbook(upload, reading)
        else:
            _read_csv(upload, reading)
    if not reading.lines and not reading.faults:
        names = ", ".join(f"{name}.csv" for name in TABLES)
        reading.faults.append(
            Fault(
                "",
                0,
                "",
                "",
                f"no table was given; give {names} or one workbook",
                f"没有上传任何表；请上传 {names} 或一个工作簿",
            )
        )
    return reading


def _read_csv(upload: Upload, reading: Reading) -> None:
    name = PurePath(upload.name).stem.lower()
    if not _known(name, upload.name, reading):
        return
    try:
        text = upload.content.decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        _take(TABLES[name], ((rows.line_num, [_plain(cell) for cell in row]) for row in rows), reading)
    except UnicodeDecodeError as error:
        row = upload.content.count(b"\n", 0, error.start) + 1
        reading.faults.append(
            Fault(
                name,
                row,
                "",
                "",
                "the file is not UTF-8; save it as CSV UTF-8, or give a workbook",
                "文件不是 UTF-8 编码；请另存为 CSV UTF-8，或改用工作簿",
            )
        )
    except csv.Error as error:
        reading.faults.append(
            Fault(
                name,
                0,
                "",
                "",
                f"this is not CSV ({error}); save it as CSV with commas",
                f"不是有效的 CSV（{error}）；请另存为以逗号分隔的 CSV",
            )
        )


def _read_workbook(upload: Upload, reading: Reading) -> None:
    import openpyxl

    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file.write(upload.content)
        file.flush()
        try:
            check_workbook(Path(file.name))
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                name = str(sheet.title).strip().lower()
                if sheet.sheet_state == "visible" and _known(name, upload.name, reading):
                    sheet.reset_dimensions()  # what a sheet says of its size may be wrong
                    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
                    _take(TABLES[name], ((number, [_text(cell) for cell in row]) for number, row in rows), reading)
            book.close()
        except InputError as error:
            reading.faults.append(Fault(upload.name, 0, "", "", error.en, error.zh))
        except Exception as error:  # noqa: BLE001 - the library checks little: any class may come
            reading.faults.append(
                Fault(
                    upload.name,
                    0,
                    "",
                    "",
                    f"the workbook is damaged ({error!r:.120}); save it again",
                    f"工作簿已损坏（{error!r:.120}）；请重新保存",
                )
            )


def _known(name: str, place: str, reading: Reading) -> bool:
    """Whether this is the name of a table that was not given before."""
    if name in TABLES and name not in reading.lines:
        return True
    if name in TABLES:
        reading.faults.append(
            Fault(name, 0, "", place, "the table is given twice; give it once", "该表重复上传；请只上传一份")
        )
    else:
        end = hint(name, TABLES)
        reading.faults.append(
            Fault(name, 0, "", place, f"there is no table of this name; {end.en}", f"没有这个名称的表；{end.zh}")
        )
    return False


def _take(table: Table, rows: Iterable[tuple[int, list[str]]], reading: Reading) -> None:
    """The lines below the head; a row that is all empty is none."""
    lines = reading.lines.setdefault(table.name, [])
    filled = ((number, [cell.strip() for cell in row]) for number, row in rows if any(cell.strip() for cell in row))
    number, head = next(filled, (1, []))
    while head and not head[-1]:
        head.pop()
    if not _head(table, number, head, reading):
        return
    for number, cells in filled:
        if len(lines) >= MOST_ROWS:
            reading.faults.append(
                Fault(
                    table.name,
                    number,
                    "",
                    "",
                    f"there are more than {MOST_ROWS:,} rows; split them",
                    f"超过 {MOST_ROWS:,} 行；请分次导入",
                )
            )
            return
        if any(cells[len(head) :]):
            reading.faults.append(
                Fault(
                    table.name,
                    number,
                    "",
                    cells[len(head)],
                    "a cell stands outside the columns; give it a column, and quote a cell that holds a comma",
                    "有内容超出表头各列；请补列名，含逗号的内容请加引号",
                )
            )
            continue
        filled_up = [*cells, *[""] * (len(head) - len(cells))]
        lines.append(Line(table.name, number, dict(zip(head, filled_up, strict=False))))


def _head(table: Table, number: int, head: list[str], reading: Reading) -> bool:
    faults = list(_head_faults(table, number, head))
    reading.faults += faults
    return not faults


def _head_faults(table: Table, number: int, head: list[str]) -> Iterator[Fault]:
    for column in dict.fromkeys(head):
        if column not in table.columns:
            end = hint(column, table.columns)
            yield Fault(
                table.name, number, column, column, f"the column is unknown here; {end.en}", f"此表没有该列；{end.zh}"
            )
        elif head.count(column) > 1:
            yield Fault(
                table.name, number, column, column, "the column stands twice; keep one", "该列重复；请只保留一列"
            )
    for column in table.needed:
        if column not in head:
            yield Fault(table.name, number, column, "", "the column is missing; add it", "缺少该列；请补上")


def _plain(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _text(cell: Any) -> str:
    """A cell of a workbook as CSV would have it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
