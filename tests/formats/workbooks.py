"""Workbooks for tests, written by XlsxWriter: cells as they are given, dates as Excel's dates."""

import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.formats.logs import Case, table


def write_sheet(path: Path, rows: Iterable[Sequence[Any]], name: str = "log", *, before: Sequence[str] = ()) -> Path:
    """A workbook with the rows on one sheet, empty sheets before it."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for other in before:
            book.add_worksheet(other)
        sheet = book.add_worksheet(name)
        dated = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss.000"})
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if isinstance(cell, datetime | date):
                    sheet.write_datetime(i, j, cell, dated)
                elif cell is not None:
                    sheet.write(i, j, cell)
    return path


def write_xlsx(path: Path, cases: Sequence[Case]) -> Path:
    """A log as a workbook, every cell text."""
    header, rows = table(cases)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate([header, *rows]):
            for j, cell in enumerate(row):
                if cell is not None:
                    sheet.write_string(i, j, cell)
    return path


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one of its parts changed (made, where it was not there)."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path
