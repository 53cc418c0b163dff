"""Where in the log something stands, as an error names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhiheng.formats.raw_log import format_of

if TYPE_CHECKING:
    import duckdb

    from zhiheng.formats.raw_log import LogFile, RawLog


class Evidence:
    """Finds the file, the case and the count of an act by its position over all files."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, log: RawLog) -> None:
        self._connection = connection
        self._log = log

    def one(self, query: str, *values: str) -> tuple[Any, ...] | None:
        """The first row that a query finds, the values put in the place of its question marks."""
        found: list[tuple[Any, ...]] = self._connection.execute(query, values).fetchall()
        return found[0] if found else None

    def row(self, position: int) -> str:
        """A row by its number in its file, a table's headings counted: "log.csv: row 12"."""
        file = self._file(position)
        headings = 1 if format_of(file.path) in ("csv", "xlsx") else 0
        return f"{file.path}: row {position - file.start + 1 + headings}"

    def act(self, position: int) -> str:
        """An act by its number in its case, in a table by its row too: "log.csv: row 12, event 5 of case A1"."""
        found = self.one(f"SELECT case_id FROM memory.reading.acts WHERE position = {position}")  # noqa: S608
        if found is None or found[0] is None:
            return self.row(position)
        before = self.one(
            f"SELECT count(*) FROM memory.reading.acts WHERE case_id = ? AND is_event = 1 AND position <= {position}",  # noqa: S608
            found[0],
        )
        path = self._file(position).path
        place = f"{path}:" if format_of(path) in ("xes", "ocel") else f"{self.row(position)},"
        return f"{place} event {before[0] if before else 1} of case {found[0]}"

    def case(self, case_id: str) -> str:
        """A case, in the file where it begins."""
        found = self.one("SELECT arg_min(file, position) FROM memory.reading.acts WHERE case_id = ?", case_id)
        return f"{self._log.files[found[0] if found else 0].path}: case {case_id}"

    def raw(self, position: int, column: str) -> str | None:
        """What stands in a raw column, as text."""
        found = self.one(f"SELECT CAST({column} AS VARCHAR) FROM memory.reading.raw WHERE position = {position}")  # noqa: S608
        return None if found is None else found[0]

    def _file(self, position: int) -> LogFile:
        return [file for file in self._log.files if file.start <= position][-1]
