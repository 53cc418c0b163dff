"""DuckDB for history: extensions and external access off, only named files allowed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhiheng.core.engines.arrow import Batch
from zhiheng.core.relations import INTERNAL, RELATIONS, Relation, create_table

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
            # Joins run as a text gives them, the larger side first: with dozens of them over a case's acts, guesses
            # at their size went wrong by a hundred times, differently for every log.
            "disabled_optimizers": "join_order,build_side_probe_side",
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


def load_standing(
    connection: duckdb.DuckDBPyConnection, catalogue: Mapping[str, Sequence[Sequence[Any]]],
    organisation: Mapping[str, Sequence[Sequence[Any]]], *, enumerated: bool = True,
) -> Mapping[str, str]:
    """Create and fill the catalogue's relations, and those of the organisation.

    With ``enumerated`` the ids of powers, versions and steps are kept as numbers and read as texts, which joins over
    them feel. Returns the types of such columns by name, for the relations of the record.
    """
    types = _id_types(connection, catalogue) if enumerated else {}
    for rows, given in ((catalogue, types), (organisation, {})):
        for name, lines in rows.items():
            relation = RELATIONS[name] if name in RELATIONS else INTERNAL[name]
            connection.execute(create_table(relation, given))
            load(connection, relation, lines)
    return types


# Columns of the catalogue that hold ids, and the type that enumerates them.
_STEPS = (
    "step_id", "before_step", "after_step", "need_step", "from_step", "to_step", "ends_with", "step_a", "step_b",
)  # fmt: skip
_IDS = {"power_id": "power_ids", "version": "versions", **dict.fromkeys(_STEPS, "step_ids")}


def _id_types(
    connection: duckdb.DuckDBPyConnection, catalogue: Mapping[str, Sequence[Sequence[Any]]]
) -> dict[str, str]:
    found: dict[str, set[str]] = {kind: set() for kind in _IDS.values()}
    for name, rows in catalogue.items():
        names = (RELATIONS[name] if name in RELATIONS else INTERNAL[name]).names
        for place, column in enumerate(names):
            if column in _IDS:
                found[_IDS[column]].update(row[place] for row in rows)
    types = {kind: enumerate_texts(connection, kind, ids - {None}) for kind, ids in found.items()}
    return {column: types[kind] for column, kind in _IDS.items()}


def enumerate_texts(connection: duckdb.DuckDBPyConnection, name: str, texts: Iterable[str]) -> str:
    """Make a type of the main database that keeps these texts as numbers, and no other; its full name."""
    # In the order of texts, so that the least and the greatest are those of the texts.
    connection.execute(f"CREATE TYPE {name} AS ENUM (SELECT unnest($texts))", {"texts": sorted(texts) or [""]})
    return f"memory.main.{name}"


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
