"""How cases ran, in tables that add up over the parts of a log: one narrow row a case, and counted transitions.

Made while the record is there, since that of a large log does not stay; the report asks them at the end. What is
counted is exact. Times between acts are kept as whole minutes below a day, whole days below a thousand, and tens of
days beyond, so that medians can be taken over all parts: `rounded`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import duckdb

OUTSIDE: Final = "\x1f"  # before the log's own word for an act that is no step of the catalogue
MOST_POWERS: Final = 8
MOST_VARIANTS: Final = 8

_MINUTE: Final = 60_000_000
_DAY: Final = 1440 * _MINUTE

_TABLES: Final = """
CREATE OR REPLACE TABLE flows (
  case_key UBIGINT, power_key UBIGINT, variant UBIGINT, unit_key UBIGINT, began_day BIGINT, lasted BIGINT);
CREATE OR REPLACE TABLE flow_names (key UBIGINT, name VARCHAR);
CREATE OR REPLACE TABLE flow_steps (power_id VARCHAR, step VARCHAR, cases BIGINT, times BIGINT);
CREATE OR REPLACE TABLE transitions (power_id VARCHAR, from_step VARCHAR, to_step VARCHAR, gap BIGINT, times BIGINT);
"""

# The acts as they lie, each with the one before it: as fast as counting, where they lie in order.
_AS_STORED: Final = "lag({}) OVER ()"
_IN_ORDER: Final = "lag({}) OVER (PARTITION BY case_id ORDER BY sequence)"


def rounded(span: str) -> str:
    """SQL for a span of microseconds in minutes, to the precision in which spans are kept."""
    return (
        f"CASE WHEN {span} < {_DAY} THEN {span} // {_MINUTE}"
        f" WHEN {span} < {1000 * _DAY} THEN {span} // {_DAY} * 1440 ELSE {span} // {10 * _DAY} * 14400 END"
    )


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables, empty, in the main database."""
    connection.execute(_TABLES)


def add(worker: duckdb.DuckDBPyConnection) -> None:
    """Count the cases of the record that this connection sees, those under a power of the catalogue."""
    _walk(worker, _AS_STORED)
    begun, cases = worker.execute(
        "SELECT (SELECT count(*) FROM walked WHERE before IS NULL),"
        " (SELECT count(*) FROM events WHERE version IS NOT NULL AND sequence = 0)"
    ).fetchall()[0]
    if begun != cases:
        _walk(worker, _IN_ORDER)
    worker.execute(f"""
INSERT INTO memory.main.transitions
SELECT power_id, before, step, {rounded("gap")} AS gap, count(*) FROM walked GROUP BY ALL
""")  # noqa: S608 - our own text
    worker.execute("DROP TABLE walked")
    worker.execute("""
INSERT INTO memory.main.flow_steps
SELECT power_id, step_id, count(*), CAST(sum(times) AS BIGINT) FROM steps
WHERE version IS NOT NULL AND step_id IS NOT NULL GROUP BY ALL
UNION ALL
SELECT power_id, chr(31) || COALESCE(activity, ''), count(DISTINCT case_id), count(*) FROM events
WHERE version IS NOT NULL AND step_id IS NULL GROUP BY ALL
""")
    worker.execute(f"""
INSERT INTO memory.main.flows
SELECT hash(e.case_id), hash(c.power_id), e.variant, hash(c.unit_id), e.first_at // {_DAY},
       {rounded("(e.last_at - e.first_at)")}
FROM (SELECT case_id,
             bit_xor(hash(xor(hash(COALESCE(step_id, chr(31) || COALESCE(activity, ''))), CAST(sequence AS UBIGINT))))
               AS variant,
             min(occurred_at) AS first_at, max(occurred_at) AS last_at
      FROM events WHERE version IS NOT NULL GROUP BY case_id) AS e
JOIN cases AS c ON c.case_id = e.case_id
""")  # noqa: S608 - our own text
    worker.execute("""
INSERT INTO memory.main.flow_names
SELECT DISTINCT hash(power_id), power_id FROM cases WHERE version IS NOT NULL
UNION SELECT DISTINCT hash(unit_id), unit_id FROM cases WHERE unit_id IS NOT NULL
""")


def _walk(worker: duckdb.DuckDBPyConnection, lag: str) -> None:
    """The table ``walked``: each act's step, that of the act before it in its case, and the span between."""
    worker.execute(f"""
CREATE OR REPLACE TEMP TABLE walked AS
WITH acts AS (
  SELECT case_id, sequence, power_id, COALESCE(step_id, chr(31) || COALESCE(activity, '')) AS step, occurred_at
  FROM events WHERE version IS NOT NULL),
pairs AS (
  SELECT power_id, step, occurred_at,
         {lag.format("case_id")} = case_id AND {lag.format("sequence")} + 1 = sequence AS follows,
         {lag.format("step")} AS earlier, {lag.format("occurred_at")} AS earlier_at
  FROM acts)
SELECT power_id, step, CASE WHEN follows THEN earlier END AS before,
       CASE WHEN follows THEN occurred_at - earlier_at END AS gap
FROM pairs
""")  # noqa: S608 - our own text


def choose(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary table ``shown_variants``: the commonest of the powers with most cases, each by one case."""
    connection.execute(f"""
CREATE OR REPLACE TEMP TABLE shown_variants AS
WITH powers AS (
  SELECT f.power_key, min(n.name) AS power_id, count(*) AS many FROM flows AS f
  JOIN (SELECT DISTINCT key, name FROM flow_names) AS n ON n.key = f.power_key
  GROUP BY 1 ORDER BY many DESC, power_id LIMIT {MOST_POWERS}),
variants AS (
  SELECT f.power_key, p.power_id, f.variant, count(*) AS cases, min(f.case_key) AS case_key,
         quantile_disc(f.lasted, 0.5) AS lasted
  FROM flows AS f JOIN powers AS p ON p.power_key = f.power_key GROUP BY 1, 2, 3)
SELECT *, row_number() OVER (PARTITION BY power_key ORDER BY cases DESC, lasted, case_key) AS place,
       count(*) OVER (PARTITION BY power_key) AS of
FROM variants QUALIFY place <= {MOST_VARIANTS}
""")  # noqa: S608 - our own text
