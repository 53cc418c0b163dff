"""PostgreSQL for history that a database already holds: the controls' texts as they are written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from zhiheng.core.errors import EngineError, QueryError
from zhiheng.core.relations import Relation

if TYPE_CHECKING:
    import psycopg

# A text function of this name is all that PostgreSQL lacks: its own takes bytes.
_SHA256 = """
CREATE FUNCTION sha256(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN encode(sha256(convert_to(words, 'UTF8')), 'hex')
"""
# Names and text sort by their bytes on every engine, whatever the database's own order is.
_TYPES = {"text": 'VARCHAR COLLATE "C"', "int": "BIGINT", "flag": "BIGINT"}


class PostgresEngine:
    """A schema of its own in a database, dropped when it is closed.

    Raises EngineError where psycopg is missing or the server does not answer.
    """

    def __init__(self, database: str) -> None:
        self._connection = _connect(database)
        # Compiling a long plan takes longer than running it over a city's cases.
        self._connection.execute("SET jit = off")
        self._empty: set[str] = set()
        self._schema = f"zhiheng_{uuid4().hex}"
        self._connection.execute(f"CREATE SCHEMA {self._schema}".encode())
        self._connection.execute(f"SET search_path TO {self._schema}".encode())
        self._connection.execute(_SHA256)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the schema and all in it."""
        if not self._connection.closed:
            self._connection.execute(f"DROP SCHEMA {self._schema} CASCADE".encode())
            self._connection.close()

    def load(self, relation: Relation, rows: Iterable[Sequence[Any]]) -> None:
        """Make a relation's table and copy rows, in column order, into it."""
        rows = list(rows)
        if not rows and relation.name in self._empty:
            return
        self._create(relation)
        if not rows:
            self._empty.add(relation.name)
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {relation.name} FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)
        if relation.keys:
            keys = ", ".join(relation.keys)
            self._connection.execute(f"CREATE INDEX ON {relation.name} ({keys})".encode())
        self._connection.execute(f"ANALYZE {relation.name}".encode())

    def keep(self, relation: Relation, sql: str) -> None:
        """Make a relation's table from a query that gives its columns."""
        self._create(relation)
        self.add(relation, sql)
        self._connection.execute(f"ANALYZE {relation.name}".encode())

    def show(self, name: str, sql: str) -> None:
        """Make a temporary table from a query, in place of the last of that name."""
        with _refusals():
            self._connection.execute(f"DROP TABLE IF EXISTS {name}".encode())
            self._connection.execute(f"CREATE TEMP TABLE {name} AS {sql}".encode())

    def add(self, relation: Relation, sql: str) -> None:
        """Add the rows of a query to a relation's table."""
        self._empty.discard(relation.name)
        types = {"text": "VARCHAR", "int": "BIGINT", "flag": "BIGINT"}
        columns = ", ".join(f'CAST(t."{c.name}" AS {types[c.type]})' for c in relation.columns)
        text = f"INSERT INTO {relation.name} SELECT {columns} FROM ({sql}) AS t"  # noqa: S608 - names of our own
        with _refusals():
            self._connection.execute(text.encode())

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with _refusals():
            return self._connection.execute(sql.encode()).fetchall()

    def _create(self, relation: Relation) -> None:
        self._empty.discard(relation.name)
        columns = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in relation.columns)
        self._connection.execute(f"DROP TABLE IF EXISTS {relation.name}".encode())
        self._connection.execute(f"CREATE UNLOGGED TABLE {relation.name} ({columns})".encode())


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    """The server's word against a text as a QueryError; what is wrong with the server itself, as an EngineError."""
    import psycopg

    try:
        yield
    except psycopg.OperationalError as error:
        problem = _first_line(error)
        raise EngineError(
            "PostgreSQL",
            en=f"the server gave up ({problem}); see its log, its disk and its memory",
            zh=f"服务器中止了执行（{problem}）；请查看其日志、磁盘和内存",
        ) from None
    except psycopg.Error as error:
        raise QueryError(_first_line(error)) from None


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def _connect(database: str) -> psycopg.Connection[tuple[Any, ...]]:
    try:
        import psycopg
    except ImportError:
        raise EngineError(
            "PostgreSQL",
            en="psycopg is not installed; run pip install 'zhiheng[postgres]'",
            zh="没有安装 psycopg；请运行 pip install 'zhiheng[postgres]'",
        ) from None
    try:
        # Tables change their form between two runs of one text: nothing is prepared.
        return psycopg.connect(database, autocommit=True, prepare_threshold=None)
    except psycopg.Error as error:
        problem = _first_line(error)
        raise EngineError(
            "PostgreSQL",
            en=f"the server does not answer ({problem}); give its address as postgresql://user@host:5432/database",
            zh=f"服务器没有应答（{problem}）；请给出其地址，如 postgresql://user@host:5432/database",
        ) from None
