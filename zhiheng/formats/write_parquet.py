"""A told record as one table of acts, every column text: exact, and the same names as XES."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhiheng.core.engines.arrow import Batch
from zhiheng.core.engines.duckdb import append
from zhiheng.formats.fields import OF_CASE
from zhiheng.formats.quoting import literal, named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import duckdb

    from zhiheng.formats.told import ToldCase

_BATCH = 20_000


def write_table(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    cases: Iterable[ToldCase],
    told: Callable[[int], None] | None = None,
) -> int:
    """Writes the acts, what is said of a case as ``case:X``; how many cases without an act were left out."""
    columns: list[str] = []
    rows: list[dict[str, str]] = []
    acts = actless = 0
    connection.execute("CREATE TEMP TABLE told (place BIGINT)")
    for case in cases:
        actless += not case.acts
        of_case = {OF_CASE + name: value for name, (_, value) in case.said.items()}
        rows += [of_case | {name: value for name, (_, value) in act.items()} for act in case.acts]
        if len(rows) >= _BATCH:
            _append(connection, rows, columns, acts)
            acts, rows = acts + len(rows), []
            if told is not None:
                told(acts)
    _append(connection, rows, columns, acts)
    chosen = ", ".join(map(named, columns)) or "NULL AS nothing"
    connection.execute(
        f"COPY (SELECT {chosen} FROM told ORDER BY place) TO {literal(str(path.resolve()))}"  # noqa: S608
        " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
    )
    connection.execute("DROP TABLE told")
    return actless


def _append(
    connection: duckdb.DuckDBPyConnection, rows: list[dict[str, str]], columns: list[str], start: int
) -> None:
    """Adds rows; a column that none before them had is added to the table."""
    for name in dict.fromkeys(name for row in rows for name in row):
        if name not in columns:
            columns.append(name)
            connection.execute(f"ALTER TABLE told ADD COLUMN {named(name)} VARCHAR")
    if rows:
        texts = {f"c{i}": ("text", [row.get(name) for row in rows]) for i, name in enumerate(columns)}
        append(connection, "told", Batch({"place": ("int", range(start, start + len(rows))), **texts}))
