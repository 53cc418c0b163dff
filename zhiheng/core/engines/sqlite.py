"""SQLite in memory: one case at a time, in about a millisecond."""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zhiheng.core.errors import EngineError
from zhiheng.core.relations import INTERNAL, RELATIONS, create_table

STANDING = ("catalogue", "organisation", "published")

# FULL JOIN came with this release.
_OLDEST = (3, 39)


def open_live(
    standing: Mapping[str, Sequence[Sequence[Any]]], workdays: Iterable[Sequence[Any]], *, statements: int
) -> sqlite3.Connection:
    """A database that holds the catalogue, the organisation and the calendar, and no case yet.

    ``statements`` is how many texts will be run for each case: all of them are kept prepared.
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        found = sqlite3.sqlite_version
        raise EngineError(
            f"SQLite {found}", en="it is too old; install 3.39 or newer", zh="版本过旧；请安装 3.39 或更新的版本"
        )
    connection = sqlite3.connect(
        ":memory:", isolation_level=None, cached_statements=statements + 64, check_same_thread=False
    )
    connection.create_function("sha256", 1, _sha256, deterministic=True)
    for relation in (*RELATIONS.values(), *INTERNAL.values()):
        connection.execute(create_table(relation))
        if relation.group in STANDING or relation.name in ("events", "steps", "workdays"):
            connection.execute(f"CREATE INDEX {relation.name}_keys ON {relation.name} ({', '.join(relation.keys)})")
    connection.execute("CREATE INDEX workdays_n ON workdays (n) WHERE is_workday = 1")
    connection.execute("CREATE INDEX workdays_month ON workdays (month_index)")
    for name, rows in standing.items():
        insert(connection, name, rows)
    insert(connection, "workdays", workdays)
    connection.execute("PRAGMA optimize")
    return connection


def insert(connection: sqlite3.Connection, name: str, rows: Iterable[Sequence[Any]]) -> None:
    """Add rows, in column order, to a relation."""
    relation = RELATIONS[name] if name in RELATIONS else INTERNAL[name]
    marks = ", ".join("?" * len(relation.columns))
    connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608 - names of our own


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
