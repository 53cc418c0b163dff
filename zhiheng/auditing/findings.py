"""The findings of an audit, as a table that is read only as far as it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhiheng.core.finding import COLUMNS, Finding

if TYPE_CHECKING:
    import duckdb

_NAMES = ", ".join(column.name for column in COLUMNS)

# The gravest first; within a level by how far beyond what is allowed.
ORDER = (
    "CASE level WHEN 'red' THEN 0 WHEN 'yellow' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, control_id,"
    " measured - allowed DESC, case_id, subject_id, finding_id"
)

_MOMENTS = {"occurred_at", "due_at", "as_of"}
_TEXTS = {column.name for column in COLUMNS if column.type == "text"}  # some are kept as numbers


class Findings:
    """All findings of an audit: has a length, can be iterated and narrowed; nothing is copied."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, where: dict[str, Any] | None = None) -> None:
        self._connection = connection
        self._where = where or {}

    def where(self, **equal: str | int | None) -> Findings:
        """Those whose columns equal the values, as in ``where(control_id="T01", level="red")``.

        Raises KeyError for a name that is no column of a finding.
        """
        for name in equal:
            if name not in Finding.__dataclass_fields__:
                raise KeyError(name)
        return Findings(self._connection, {**self._where, **equal})

    def __len__(self) -> int:
        row = self._connection.execute(f"SELECT COUNT(*) FROM findings{self._filter()}", self._values())  # noqa: S608 - column names only
        return int(row.fetchall()[0][0])

    def __iter__(self) -> Iterator[Finding]:
        for rows in self.batches(10_000):
            yield from (Finding(*row) for row in rows)

    def batches(self, size: int) -> Iterator[list[tuple[Any, ...]]]:
        """Rows in the order of ``finding.COLUMNS``, so many at a time."""
        cursor = self._connection.cursor()
        cursor.execute(f"SELECT {_NAMES} FROM findings{self._filter()} ORDER BY {ORDER}", self._values())  # noqa: S608 - column names only
        while rows := cursor.fetchmany(size):
            yield rows

    def _filter(self) -> str:
        terms = [f"{name} IS NULL" if value is None else f"{name} = ?" for name, value in self._where.items()]
        return f" WHERE {' AND '.join(terms)}" if terms else ""

    def _values(self) -> list[Any]:
        return [value for value in self._where.values() if value is not None]


def write_parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """findings.parquet as `docs/outputs.md` describes it: moments as timestamps, flags as booleans."""
    columns = ", ".join(exported(column.name) for column in COLUMNS)
    connection.execute(
        f"COPY (SELECT {columns} FROM (SELECT * FROM findings ORDER BY {ORDER})) TO '{_literal(path)}'"  # noqa: S608 - names of our own
        " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, USE_TMP_FILE false)"
    )


def exported(name: str, prefix: str = "") -> str:
    """SQL for a column of findings as files show it; ``prefix`` begins its name."""
    held = f"{prefix}{name}"
    if name in _MOMENTS:
        return f"make_timestamp({held}) AS {held}"
    if name == "provisional":
        return f"CAST({held} AS BOOLEAN) AS {held}"
    return f"CAST({held} AS VARCHAR) AS {held}" if name in _TEXTS else held


def _literal(path: Path) -> str:
    return str(path.resolve()).replace("'", "''")
