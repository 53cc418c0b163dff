"""Parquet through DuckDB: columns keep their types as far as moments need them, all else becomes text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from zhiheng.formats.quoting import literal, named
from zhiheng.formats.trouble import trouble_with

if TYPE_CHECKING:
    import duckdb

    from zhiheng.formats.moments import Kind

ROW = "file_row_number"


def parquet_columns(connection: duckdb.DuckDBPyConnection, path: Path) -> Mapping[str, str]:
    """The names and types of a file's columns; the file must be among those the connection may read.

    Raises LogError where it is no Parquet file, or a damaged one.
    """
    with trouble_with([path]):
        described = connection.execute(f"DESCRIBE SELECT * FROM {_table(path)}").fetchall()  # noqa: S608
    return {name: kind for name, kind, *_ in described if name != ROW}


def parquet_length(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """How many rows a file has."""
    with trouble_with([path]):
        counted = connection.execute(f"SELECT count(*) FROM {_table(path)}").fetchall()  # noqa: S608
    return int(counted[0][0])


def kind_of(column_type: str) -> Kind:
    """As what a column of that DuckDB type is read."""
    if column_type.startswith("TIMESTAMP") and "TIME ZONE" in column_type:
        return "instant"
    return "timestamp" if column_type.startswith(("TIMESTAMP", "DATE")) else "text"


def parquet_select(path: Path, columns: list[tuple[str | None, Kind]], *, file: int, start: int) -> str:
    """A query for the raw rows: position (from ``start``), file, is_event, then the columns as c0, c1 and so on.

    A column without a name gives nulls.
    """
    cells = "".join(f", {_cell(name, kind)} AS c{i}" for i, (name, kind) in enumerate(columns))
    return f"SELECT {ROW} + {start} AS position, {file} AS file, 1 AS is_event{cells} FROM {_table(path)}"  # noqa: S608


def _table(path: Path) -> str:
    return f"read_parquet({literal(str(path.resolve()))}, {ROW} = true, binary_as_string = true)"


def _cell(name: str | None, kind: Kind) -> str:
    if name is None:
        return "NULL"
    if kind == "instant":
        return named(name)
    if kind == "timestamp":
        return f"TRY_CAST({named(name)} AS TIMESTAMP)"
    return f"NULLIF(CAST({named(name)} AS VARCHAR), '')"
