"""From the service's database to DuckDB, where controls run: by ADBC, column by column, without pyarrow.

An app's relations.sql has a statement for each relation that it fills. It reads the app's tables, every column with the
name of its table in front; only the columns that it names, of one city, leave the database.
"""

import re
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.apps import apps
from django.db import connection

from zhiheng.record.models import City

if TYPE_CHECKING:
    import duckdb

_STATEMENT = re.compile(r"^-- relation: (\w+)\n", re.MULTILINE)
_ALL_AT_ONCE = "1000000"  # SQLite's driver learns a column's type from its first batch


def statements(path: Path) -> Mapping[str, str]:
    """The statement of each relation in a relations.sql."""
    _, *parts = _STATEMENT.split(path.read_text("utf-8"))
    return dict(zip(parts[::2], (text.strip() for text in parts[1::2]), strict=True))


def columns_read(statement: str) -> Mapping[str, set[str]]:
    """The columns that a statement reads, by table. Raises ValueError for one without its table in front."""
    import sqlglot
    from sqlglot import exp

    tree = sqlglot.parse_one(statement, dialect="duckdb")
    tables = {table.alias_or_name: table.name for table in tree.find_all(exp.Table)}
    read: dict[str, set[str]] = {name: set() for name in tables.values()}
    for column in tree.find_all(exp.Column):
        if column.table not in tables:
            raise ValueError(f"column {column.sql()} does not say of which table it is; write the table in front")
        read[tables[column.table]].add(column.name)
    return read


def fill(duck: "duckdb.DuckDBPyConnection", path: Path, city: City) -> None:
    """Make a table of each relation in a relations.sql, from the rows of one city that are committed."""
    texts = statements(path)
    needed: dict[str, set[str]] = {}
    for text in texts.values():
        for table, columns in columns_read(text).items():
            needed.setdefault(table, set()).update(columns)
    with closing(_connect()) as database, closing(database.cursor()) as cursor:
        if connection.vendor == "sqlite":
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": _ALL_AT_ONCE})
        for table, columns in needed.items():
            cursor.execute(_query(table, sorted(columns), city))
            batch = cursor.fetch_arrow()
            duck.register("arriving", batch)
            duck.execute(f'CREATE TEMP TABLE "{table}" AS SELECT * FROM arriving')  # noqa: S608 - a table of ours
            duck.unregister("arriving")
    for name, text in texts.items():
        duck.execute(f'CREATE TABLE "{name}" AS {text}')
    for table in needed:
        duck.execute(f'DROP TABLE "{table}"')


def rows_of(path: Path, city: City) -> Mapping[str, list[tuple[Any, ...]]]:
    """The rows of each relation in a relations.sql."""
    import duckdb

    with duckdb.connect(":memory:") as duck:
        fill(duck, path, city)
        return {name: duck.execute(f'SELECT * FROM "{name}"').fetchall() for name in statements(path)}  # noqa: S608 - names of our own


def _query(table: str, columns: list[str], city: City) -> str:
    """The columns as text, of the city's rows."""
    known = {model._meta.db_table: model for model in apps.get_models()}  # noqa: SLF001 - Django's public name
    if table not in known:
        raise ValueError(f"there is no table {table}; name a table of the service")
    own = {field.column for field in known[table]._meta.concrete_fields}  # noqa: SLF001 - Django's public name
    named = ", ".join(f'CAST("{column}" AS TEXT) AS "{column}"' for column in columns)
    where = f' WHERE "city_id" = {city.pk:d}' if "city_id" in own else ""
    return f'SELECT {named} FROM "{table}"{where}'  # noqa: S608 - names of our own


def _connect() -> Any:
    if connection.vendor == "postgresql":
        import adbc_driver_postgresql.dbapi as postgresql  # noqa: PLC0415 - only where there is a server

        return postgresql.connect(_address())
    import adbc_driver_sqlite.dbapi as sqlite  # noqa: PLC0415 - a page should not wait for it

    return sqlite.connect(f"file:{quote(str(connection.settings_dict['NAME']))}?mode=ro")


def _address() -> str:
    said = connection.settings_dict
    who = quote(said["USER"] or "", safe="")
    secret = f":{quote(said['PASSWORD'], safe='')}" if said["PASSWORD"] else ""
    return f"postgresql://{who}{secret}@{said['HOST'] or 'localhost'}:{said['PORT'] or 5432}/{quote(said['NAME'])}"

