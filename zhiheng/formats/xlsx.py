"""Excel workbooks (.xlsx), one sheet, row by row: the first row that is not empty names the columns.

A cell becomes the text that CSV would have: a date as ISO 8601, a number with the 15 digits that Excel keeps,
a formula as the value it last had. A number in a column of moments is a day since Excel's epoch.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from zhiheng.core.errors import InputError, LogError
from zhiheng.formats.rows import BATCH, Rows
from zhiheng.formats.workbook_guard import check_workbook, damaged

if TYPE_CHECKING:
    from zhiheng.formats.log_bytes import Seen

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a sheet in Excel
# Days since Excel's epoch that are read as moments: smaller numbers are years or counts. 10000 is 18 May 1927.
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 73_415
_LARGEST_EXACT = 10**18

_Row = Sequence[Any]


def xlsx_header(path: Path, *, sheet: str | None) -> list[str]:
    """The column names; raises LogError where there are none, or one stands twice."""
    with _Sheet(path, sheet) as table:
        return [name for name in table.header() if name]


def read_xlsx(
    path: Path, attributes: Sequence[str], *, sheet: str | None, moments: Collection[str], seen: Seen | None = None
) -> Iterator[Rows]:
    """The rows in batches, one column for each attribute; an attribute that the sheet lacks is null.

    ``sheet`` is a sheet's name, else the first that is not hidden is read; ``moments`` are the attributes whose
    numbers are days since Excel's epoch. Raises LogError with the remedy.
    """
    with _Sheet(path, sheet) as table:
        header = table.header()
        places = [header.index(name) if name in header else None for name in attributes]
        size = path.stat().st_size
        while rows := table.batch():
            cells = list(zip(*rows, strict=True))
            nothing = (None,) * len(rows)
            yield Rows(
                [
                    nothing if place is None else table.texts(cells[place], moment=name in moments)
                    for name, place in zip(attributes, places, strict=True)
                ],
                len(rows),
            )
            if seen is not None:
                seen(size * table.done // max(table.expected, table.done))


class _Sheet:
    """The rows of one sheet; whatever the library makes of a damaged file becomes one sentence."""

    def __init__(self, path: Path, sheet: str | None) -> None:
        check_workbook(path)
        self.done = 0
        self._path = path
        self._width = MOST_COLUMNS
        self._file = path.open("rb")
        with _caught(self._path, self._file):
            import openpyxl

            self._book = openpyxl.load_workbook(self._file, read_only=True, data_only=True, keep_links=False)
            self._sheet = self._chosen(sheet)
            self.expected = min(self._sheet.max_row or 0, MOST_ROWS)
            self._sheet.reset_dimensions()  # what a sheet says of its size may be wrong
            self._rows = self._sheet.iter_rows(values_only=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()
        self._file.close()

    def header(self) -> list[str]:
        """The names in the first row that is not empty; a column without a name has an empty one."""
        row = next(iter(self._filled(1)), ())
        names = [_text(cell) or "" for cell in row]
        while names and not names[-1]:
            names.pop()
        if not names:
            raise LogError(
                self._place,
                en="there is no header row; write the column names in the first row,"
                " or name another sheet under `sheet:` in log.yaml",
                zh="缺少表头；请在首行写明列名，或在 log.yaml 的 sheet 中改用其他工作表",
            )
        twice = [name for i, name in enumerate(names) if name and name in names[:i]]
        if twice:
            raise LogError(
                self._place,
                en=f"the column {twice[0]!r} stands twice in the header; give each its own name",
                zh=f"表头中列名“{twice[0]}”重复；请使用不同的列名",
            )
        self._width = len(names)
        return names

    def batch(self) -> list[_Row]:
        """The next rows that are not empty, each as wide as the header."""
        width = self._width
        return [row if len(row) == width else (*row, *(None,) * (width - len(row))) for row in self._filled(BATCH)]

    def texts(self, cells: Sequence[Any], *, moment: bool) -> list[str | None]:
        """One column as text."""
        return [self._moment(cell) for cell in cells] if moment else [_text(cell) for cell in cells]

    def _filled(self, count: int) -> list[_Row]:
        """The next rows that hold something."""
        with _caught(self._path, self._file):
            return list(islice((row for row in self._counted() if any(cell is not None for cell in row)), count))

    def _counted(self) -> Iterator[_Row]:
        for row in self._rows:
            self.done += 1
            if self.done > MOST_ROWS:
                raise LogError(
                    self._place,
                    en=f"the sheet has more than {MOST_ROWS:,} rows, more than Excel can hold;"
                    " give the log as CSV or Parquet",
                    zh=f"工作表超过 {MOST_ROWS:,} 行，超出 Excel 的上限；请改用 CSV 或 Parquet",
                )
            yield row[: self._width]

    def _moment(self, cell: Any) -> str | None:
        if isinstance(cell, int | float) and _FIRST_SERIAL <= cell <= _LAST_SERIAL:
            from openpyxl.utils.datetime import from_excel

            return str(from_excel(cell, self._book.epoch).isoformat())
        return _text(cell)

    def _chosen(self, name: str | None) -> Any:
        sheets = self._book.worksheets
        if name is not None:
            for sheet in sheets:
                if sheet.title == name:
                    return sheet
            listed = [sheet.title[:40] for sheet in sheets[:12]]
            raise LogError(
                str(self._path),
                en=f"there is no sheet {name!r}, which log.yaml names; it has {', '.join(map(repr, listed))}",
                zh=f"没有 log.yaml 中 sheet 所写的工作表“{name}”；该工作簿有“{'”“'.join(listed)}”",
            )
        shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise damaged(self._path, "no sheet with cells")
        return (shown or sheets)[0]

    @property
    def _place(self) -> str:
        return f"{self._path}: {self._sheet.title}"


@contextmanager
def _caught(path: Path, opened: IO[bytes]) -> Iterator[None]:
    """The library meets damage in any class of exception, and warns of styles that nobody asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except InputError:
            opened.close()
            raise
        except Exception as error:  # noqa: BLE001 - it checks little: any class may come
            opened.close()
            raise damaged(path, repr(error.__cause__ or error)) from None


def _text(cell: Any) -> str | None:
    """A cell as CSV would have it; None where it is empty."""
    if cell is None or isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < _LARGEST_EXACT:
            return str(int(cell))
        return format(cell, ".15g")
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)
