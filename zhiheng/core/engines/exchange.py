"""Relations as Parquet files in a folder: how DuckDB and a cluster hand them to each other."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from zhiheng.core.relations import INTERNAL, RELATIONS, Relation

if TYPE_CHECKING:
    import duckdb


def given() -> tuple[Relation, ...]:
    """All relations that are not derived from others."""
    return tuple(r for r in (*RELATIONS.values(), *INTERNAL.values()) if r.group != "derived")


def file_of(folder: Path, relation: Relation) -> Path:
    """Where a relation's file lies."""
    return folder / f"{relation.name}.parquet"


def hand_over(connection: duckdb.DuckDBPyConnection, folder: Path, relations: Iterable[Relation]) -> None:
    """Write relations of the database, one file each."""
    for relation in relations:
        columns = ", ".join(f'"{column.name}"' for column in relation.columns)
        connection.execute(
            f"COPY (SELECT {columns} FROM {relation.name}) TO '{_literal(file_of(folder, relation))}'"  # noqa: S608 - names of our own
            " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
        )


def take_in(connection: duckdb.DuckDBPyConnection, folder: Path, relation: Relation) -> None:
    """Add the rows of a relation's file to its table."""
    columns = ", ".join(f'"{column.name}"' for column in relation.columns)
    connection.execute(
        f"INSERT INTO {relation.name} SELECT {columns} FROM read_parquet('{_literal(file_of(folder, relation))}')"  # noqa: S608 - names of our own
    )


def _literal(path: Path) -> str:
    return str(path.resolve()).replace("'", "''")
