"""DuckDB for history: extensions and external access off, only named files allowed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhiheng.core.engines.arrow import Batch
from zhiheng.core.relations import Relation

if TYPE_CHECKING:
    import duckdb


def open_history(
    *, reads: Iterable[Path] = (), writes: Iterable[Path] = (), memory_gib: float = 2.2, threads: int = 2,
    spill: Path | None = None,
) -> duckdb.DuckDBPyConnection:
    """A database in memory that may touch the named files and nothing else.

    ``spill`` is a folder for what does not fit into memory; without it nothing is spilled.
    """
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": threads,
            "memory_limit": f"{memory_gib}GiB",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "false",
            # Joins run in the order that a text gives them: with dozens of them over a case's acts, guesses at
            # their size went wrong by a hundred times, differently for every log.
            "disabled_optimizers": "join_order",
            # A database in memory has nothing to save: checkpoints would only rewrite its tables.
            "checkpoint_threshold": "1TB",
        },
    )
    allowed = [str(path.resolve()) for path in (*reads, *writes)]
    connection.execute("SET allowed_paths = ?", [allowed])
    if spill is None:
        connection.execute("SET temp_directory = ''")
    else:
        connection.execute("SET temp_directory = ?", [str(spill.resolve())])
    connection.execute("SET enable_external_access = false")
    return connection


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """From here on no statement can change a setting: what runs next may come from a city's folder."""
    connection.execute("SET lock_configuration = true")


def append(connection: duckdb.DuckDBPyConnection, table: str, batch: Batch) -> None:
    """Add a batch's rows to a table with the same columns in the same order."""
    with registered(connection, batch) as name:
        connection.execute(f"INSERT INTO {table} SELECT * FROM {name}")  # noqa: S608 - names of our own


@contextlib.contextmanager
def registered(connection: duckdb.DuckDBPyConnection, batch: Batch) -> Iterator[str]:
    """The batch under a name that SQL can read, for as long as the block lasts."""
    name = "arriving"
    connection.register(name, batch)
    try:
        yield name
    finally:
        connection.unregister(name)


def load(
    connection: duckdb.DuckDBPyConnection, relation: Relation, rows: Sequence[Sequence[Any]], *,
    table: str | None = None,
) -> None:
    """Append rows, given in the relation's column order, to its table (or to another with its columns)."""
    if not rows:
        return
    columns = list(zip(*rows, strict=True))
    batch = Batch(
        {c.name: (c.type, values) for c, values in zip(relation.columns, columns, strict=True)}
    )
    append(connection, table or relation.name, batch)
