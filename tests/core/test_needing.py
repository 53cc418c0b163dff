"""What a query cannot do without: where a relation so named has no rows, the query has none."""

import sqlite3
from itertools import combinations

import pytest
import sqlglot

from zhiheng.core.portable.needing import needed

QUERIES = [
    ("SELECT x.a FROM x JOIN y ON y.a = x.a LEFT JOIN z ON z.a = x.a", {"x", "y"}),
    ("SELECT x.a FROM x FULL JOIN y ON y.a = x.a", set()),
    ("SELECT x.a FROM x FULL JOIN y ON y.a = x.a JOIN z ON z.a = x.a", {"z"}),
    ("SELECT a FROM x UNION ALL SELECT x.a FROM x JOIN y ON y.a = x.a", {"x"}),
    ("SELECT COUNT(*) AS a FROM x", set()),
    ("SELECT COUNT(*) AS a FROM x GROUP BY x.a", {"x"}),
    ("SELECT COUNT(*) OVER (PARTITION BY a) AS a FROM x", {"x"}),
    ("WITH w AS (SELECT y.a FROM y JOIN z ON z.a = y.a) SELECT w.a FROM x JOIN w ON w.a = x.a", {"x", "y", "z"}),
    ("WITH w AS (SELECT MAX(a) AS a FROM y) SELECT w.a FROM w LEFT JOIN x ON x.a = w.a", set()),
    ("WITH x AS (SELECT a FROM y) SELECT a FROM x", {"y"}),
    ("SELECT s.a FROM (SELECT a FROM y) AS s JOIN x ON x.a = s.a", {"x", "y"}),
    ("SELECT a FROM x WHERE a IN (SELECT a FROM y)", {"x"}),
]


@pytest.mark.parametrize(("sql", "needs"), QUERIES)
def test_inner_sides_are_needed_and_outer_ones_are_not(sql: str, needs: set[str]):
    assert needed(sqlglot.parse_one(sql, dialect="duckdb")) == needs


@pytest.mark.parametrize("sql", [sql for sql, _ in QUERIES])
def test_without_what_it_needs_a_query_has_no_rows(sql: str):
    needs = needed(sqlglot.parse_one(sql, dialect="duckdb"))
    for size in range(3):
        for filled in combinations("xyz", size):
            with sqlite3.connect(":memory:") as connection:
                for name in "xyz":
                    connection.execute(f"CREATE TABLE {name} (a)")
                for name in filled:
                    connection.execute(f"INSERT INTO {name} VALUES (1)")
                assert needs <= set(filled) or connection.execute(sql).fetchall() == []
