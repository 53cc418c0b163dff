"""A query in another engine's words, divided at its WITH."""

from collections import Counter
from typing import NamedTuple

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel


class Part(NamedTuple):
    """A step towards a query: a view, named, or the query itself (name None)."""

    name: str | None
    sql: str
    readings: int


def in_parts(sql: str, dialect: str) -> list[Part]:
    """A query in another engine's words, each of its WITH parts a view of its own, in their order.

    Some engines compute such a part anew wherever it is read; as a view it can be kept. Raises
    sqlglot's UnsupportedError rather than leave anything out.
    """
    text = sqlglot.parse_one(sql, dialect="duckdb").sql(dialect, comments=False, unsupported_level=ErrorLevel.RAISE)
    tree = sqlglot.parse_one(text, dialect=dialect)
    made: dict[str, str] = {}
    queries: list[tuple[str | None, exp.Expr]] = []
    with_ = tree.args.get("with_")
    ctes: list[exp.Expr] = [] if with_ is None else with_.expressions
    tree.set("with_", None)
    for number, query in enumerate([*(cte.this for cte in ctes), tree]):
        for table in query.find_all(exp.Table):
            if not table.db and table.name in made:
                if not table.alias:
                    table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
                table.set("this", exp.to_identifier(made[table.name]))
        name = None
        if number < len(ctes):
            name = made[ctes[number].alias] = f"part_{number}_{ctes[number].alias}"
        queries.append((name, query))
    readings = Counter(table.name for _, query in queries for table in query.find_all(exp.Table))
    return [Part(name, query.sql(dialect), readings[name or ""]) for name, query in queries]
