"""What the report asks of the database: whole sets, one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from zhiheng.auditing.report.quantities import DAY_US

if TYPE_CHECKING:
    import duckdb

GRADE = """CASE level WHEN 'red' THEN 0 WHEN 'yellow' THEN 1 WHEN 'warning' THEN 2
                    WHEN 'notice' THEN 3 ELSE 4 END"""

# The gravest first: by level, then the greatest excess of every control and line in turn, so that
# one crowded rule does not hide the others; ties by the later act, then by id. Only rows that may be
# among the first of their line are put in order: those not below its `floor`. Where not all can be
# listed, every level of every line has the first `share` of its own, so that no line is empty.
GRAVEST_FIRST = f"""
WITH weighed AS (
  SELECT rowid AS place_of, level, control_id, subject_id, finding_id,
         CAST(measured - allowed AS HUGEINT) * 10000000000000000000
           + coalesce(coalesce(occurred_at, due_at) + 4000000000000000000, 0) AS weight
  FROM findings
),
floors AS (
  SELECT level AS at_level, control_id AS of_control, subject_id AS of_line,
         list_aggregate(max(weight, {{most}}), 'min') AS floor
  FROM weighed GROUP BY ALL
),
graded AS (
  SELECT place_of, control_id, subject_id, {GRADE} AS grade,
         row_number() OVER (PARTITION BY level, control_id, subject_id ORDER BY weight DESC, finding_id) AS turn
  FROM weighed JOIN floors
    ON at_level IS NOT DISTINCT FROM level AND of_control = control_id AND of_line IS NOT DISTINCT FROM subject_id
   AND weight >= floor
)
SELECT place_of, row_number() OVER (ORDER BY grade, turn, control_id, subject_id) AS place
FROM (
  SELECT place_of, grade, turn, control_id, subject_id,
         row_number() OVER (ORDER BY turn > {{share}}, grade, turn, control_id, subject_id) AS pick
  FROM graded WHERE turn <= {{most}}
  QUALIFY pick <= {{most}}
)
"""  # noqa: S608 - our own text

_LEVEL_COUNTS = """
  count(*) FILTER (WHERE level = 'red') AS red,
  count(*) FILTER (WHERE level = 'yellow') AS yellow,
  count(*) FILTER (WHERE level = 'warning') AS warning,
  count(*) FILTER (WHERE level = 'notice') AS notice,
  count(*) FILTER (WHERE level IS NULL OR level NOT IN ('red', 'yellow', 'warning', 'notice'))
"""


class Levels(NamedTuple):
    """Findings by level."""

    red: int = 0
    yellow: int = 0
    warning: int = 0
    notice: int = 0
    none: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)

    def plus(self, other: Levels) -> Levels:
        """Both together."""
        return Levels(*(a + b for a, b in zip(self, other, strict=True)))


def tables(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The names of the tables that there are."""
    rows = connection.execute("SELECT table_name FROM information_schema.tables").fetchall()
    return frozenset(name for (name,) in rows)


def rank_gravest(connection: duckdb.DuckDBPyConnection, most: int, share: int) -> None:
    """Make the temporary table ``gravest``: ``most`` findings with their place from 1, the gravest first.

    Of every level of every control and line there are the first ``share``, then whatever is gravest.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE gravest AS SELECT f.*, p.place"  # noqa: S608 - our own text
        f" FROM findings AS f JOIN ({GRAVEST_FIRST.format(most=most, share=share)}) AS p ON f.rowid = p.place_of"
    )


def totals(connection: duckdb.DuckDBPyConnection) -> tuple[int, int, int]:
    """All rows of findings, cases with one beyond what is allowed, and rows resting on provisional days."""
    row = connection.execute(
        "SELECT count(*), count(DISTINCT case_id) FILTER (WHERE measured > allowed),"
        " count(*) FILTER (WHERE provisional = 1) FROM findings"
    ).fetchone()
    return (0, 0, 0) if row is None else (row[0], row[1], row[2])


def keeps_clock(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the log tells the time of day; it does not where every act has the same one."""
    row = connection.execute(
        "SELECT count(*) < 2 OR min(clock) < max(clock) FROM"  # noqa: S608 - a number of our own
        f" (SELECT (occurred_at % {DAY_US} + {DAY_US}) % {DAY_US} AS clock FROM events)"
    ).fetchone()
    return row is None or bool(row[0])


def by_control(connection: duckdb.DuckDBPyConnection) -> dict[str, Levels]:
    """Findings by control and level."""
    return {
        row[0]: Levels(*row[1:])
        for row in connection.execute(
            f"SELECT control_id, {_LEVEL_COUNTS} FROM findings GROUP BY 1"  # noqa: S608 - our own text
        ).fetchall()
    }


def by_holder(
    connection: duckdb.DuckDBPyConnection, column: str
) -> list[tuple[str | None, Levels]]:
    """Findings by ``unit_id`` or ``official_id``, most first; None: not recorded."""
    rows = connection.execute(
        f"SELECT {column}, {_LEVEL_COUNTS} FROM findings"  # noqa: S608 - column is ours
        f" GROUP BY 1 ORDER BY count(*) DESC, {column} NULLS LAST"
    ).fetchall()
    return [(row[0], Levels(*row[1:])) for row in rows]


def cases_of(
    connection: duckdb.DuckDBPyConnection, column: str, names: Sequence[str]
) -> dict[str, int]:
    """How many cases each of these units or officials acted in; of a log that was judged in parts, as counted then."""
    counted = f"SELECT {column} AS id, count(DISTINCT case_id) AS cases FROM events GROUP BY 1"  # noqa: S608 - column is ours
    if "handled" in tables(connection):
        counted = f"SELECT id, sum(cases) AS cases FROM handled WHERE holder = '{column}' GROUP BY 1"  # noqa: S608
    rows = connection.execute(
        f"SELECT id, CAST(cases AS BIGINT) FROM ({counted}) WHERE list_contains(?, id)",  # noqa: S608
        [list(names)],
    ).fetchall()
    return dict(rows)


def by_month(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, Levels]]:
    """Findings by month of the act (or of the due date): year * 12 + month - 1."""
    rows = connection.execute(
        f"""SELECT CAST(date_part('year', moment) * 12 + date_part('month', moment) - 1 AS BIGINT) AS month,
                   {_LEVEL_COUNTS}
            FROM (SELECT make_timestamp(coalesce(occurred_at, due_at)) AS moment, level FROM findings)
            WHERE moment IS NOT NULL GROUP BY 1 ORDER BY 1"""  # noqa: S608 - our own text
    ).fetchall()
    return [(row[0], Levels(*row[1:])) for row in rows]


class Spread(NamedTuple):
    """How far what was found goes beyond what is allowed, for one control, line and unit."""

    control_id: str
    subject_id: str | None
    unit: str
    found: int
    half: int
    nine_tenths: int
    most: int


def spreads(connection: duckdb.DuckDBPyConnection) -> list[Spread]:
    """Median, ninth decile and greatest excess of what was found; yes/no measures left out."""
    rows = connection.execute(
        """SELECT control_id, subject_id, measure_unit, count(*),
                  quantile_disc(measured - allowed, [0.5, 0.9, 1.0]) AS q
           FROM findings WHERE measured > allowed AND measure_unit <> 'flag'
           GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
    ).fetchall()
    return [Spread(*row[:4], *row[4]) for row in rows]


HOUR_US = DAY_US // 24

# Upper edges of the classes in which an excess is counted; the last class is open.
EDGES: dict[str, tuple[int, ...]] = {
    "workday": (1, 3, 5, 10, 20, 60, 250),
    "day": (1, 7, 30, 90, 180, 365, 1095),
    "month": (1, 2, 3, 6, 12, 24),
    "hour": (1, 4, 8, 24, 72, 168),
    "microsecond": (HOUR_US, 8 * HOUR_US, DAY_US, 7 * DAY_US, 30 * DAY_US, 90 * DAY_US, 365 * DAY_US),
    "minor": (1, 10, 50, 100, 500, 1000, 10_000),
    "count": (1, 2, 3, 5, 10),
}


def distribution(
    connection: duckdb.DuckDBPyConnection, minor_units: int
) -> dict[tuple[str, str], list[int]]:
    """How many findings of a control, in one unit, fall into each class of ``EDGES``.

    ``minor_units``: how many minor units make one of the currency (money edges are in whole ones).
    """
    classes = []
    for unit, edges in EDGES.items():
        scaled = [edge * minor_units for edge in edges] if unit == "minor" else list(edges)
        classes += [
            (unit, low, high, index)
            for index, (low, high) in enumerate(
                zip([0, *scaled], [*scaled, 2**62], strict=True)
            )
        ]
    values = ", ".join(f"('{unit}', {low}, {high}, {index})" for unit, low, high, index in classes)
    rows = connection.execute(
        f"""SELECT f.control_id, f.measure_unit, c.place, sum(f.many)
            FROM (SELECT control_id, measure_unit, measured - allowed AS excess, count(*) AS many
                  FROM findings WHERE measured > allowed GROUP BY 1, 2, 3) AS f
            JOIN (VALUES {values}) AS c(unit, low, high, place)
              ON c.unit = f.measure_unit AND f.excess > c.low AND f.excess <= c.high
            GROUP BY 1, 2, 3"""  # noqa: S608 - numbers of our own
    ).fetchall()
    counts: dict[tuple[str, str], list[int]] = {}
    for control, unit, place, many in rows:
        counts.setdefault((control, unit), [0] * (len(EDGES[unit]) + 1))[place] = int(many)
    return counts


def bases(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str | None, str, int]]:
    """What law the findings cite: control, subject, basis and how often."""
    return connection.execute(
        """SELECT control_id, subject_id, basis, count(*) FROM findings
           WHERE basis IS NOT NULL AND basis <> '' GROUP BY 1, 2, 3 ORDER BY 1, 4 DESC, 2, 3"""
    ).fetchall()
