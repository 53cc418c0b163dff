"""The gravest findings with what the record holds of their cases: sets from SQL, grouped by place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import duckdb

MOST_ACTS = 24
MOST_ALSO = 6


class Found(NamedTuple):
    """One of the gravest findings; moments in microseconds of civil time."""

    place: int
    finding_id: str
    control_id: str
    control_hash: str
    case_id: str | None
    power_id: str | None
    version: str | None
    subject_id: str | None
    event_id: str | None
    unit_id: str | None
    official_id: str | None
    occurred_at: int | None
    due_at: int | None
    measured: int
    allowed: int
    measure_unit: str
    level: str | None
    state: str
    provisional: int
    basis: str | None
    as_of: int
    side: str | None


class Act(NamedTuple):
    """One event of the case, with the sums charged and paid by it (minor units)."""

    event_id: str
    sequence: int
    at: int | None
    activity: str | None
    step_id: str | None
    power_id: str | None
    version: str | None
    official_id: str | None
    unit_id: str | None
    charged: int | None
    paid: int | None


class Stop(NamedTuple):
    """A stopped clock; ``to_at`` None: still stopped."""

    ground: str | None
    from_at: int | None
    to_at: int | None


class Start(NamedTuple):
    """When the limit began to run, by which act, and how much stopped time was left out."""

    event_id: str | None
    at: int | None
    stopped: int | None


class Also(NamedTuple):
    """Another finding in the same case."""

    control_id: str
    subject_id: str | None
    level: str | None
    place: int | None


@dataclass
class CaseRecord:
    """What the record holds of a finding's case; ``left_out`` acts are not listed."""

    acts: list[Act] = field(default_factory=list)
    left_out: int = 0
    start: Start | None = None
    stops: list[Stop] = field(default_factory=list)
    also: list[Also] = field(default_factory=list)
    also_more: int = 0


def gravest(connection: duckdb.DuckDBPyConnection, most: int) -> list[Found]:
    """The first findings of the table ``gravest``."""
    columns = ", ".join(Found._fields)
    rows = connection.execute(
        f"SELECT {columns} FROM gravest WHERE place <= ? ORDER BY place", [most]  # noqa: S608 - our names
    ).fetchall()
    return [Found(*row) for row in rows]


def case_records(
    connection: duckdb.DuckDBPyConnection, most: int, *, tables: frozenset[str], on_limits: Sequence[str]
) -> dict[int, CaseRecord]:
    """The cases of the first findings, by place; ``on_limits``: controls whose subject is a limit."""
    records: defaultdict[int, CaseRecord] = defaultdict(CaseRecord)
    for place, total, *act in connection.execute(_acts(tables), [most, MOST_ACTS]).fetchall():
        records[place].acts.append(Act(*act))
        records[place].left_out = total - len(records[place].acts)
    if "clocks" in tables:
        for place, *start in connection.execute(_STARTS, [most, list(on_limits)]).fetchall():
            records[place].start = Start(*start)
    if "suspensions" in tables:
        for place, *stop in connection.execute(_STOPS, [most]).fetchall():
            records[place].stops.append(Stop(*stop))
    for place, total, *also in connection.execute(_ALSO, [most, MOST_ALSO]).fetchall():
        records[place].also.append(Also(*also))
        records[place].also_more = total - len(records[place].also)
    return records


def _acts(tables: frozenset[str]) -> str:
    """The acts of each case: the judged one, the first one, and those nearest to the judged one."""
    sums = " ".join(
        f"""LEFT JOIN (SELECT event_id, sum(amount) AS amount FROM {table}
              WHERE case_id IN (SELECT case_id FROM top) GROUP BY 1) AS {table}_of
            ON {table}_of.event_id = k.event_id"""  # noqa: S608 - our names
        for table in ("charges", "payments")
        if table in tables
    )
    charged = "charges_of.amount" if "charges" in tables else "NULL"
    paid = "payments_of.amount" if "payments" in tables else "NULL"
    return f"""
WITH top AS (SELECT place, case_id, event_id FROM gravest WHERE place <= ?),
acts AS (
  SELECT t.place, t.event_id AS judged, e.* FROM top AS t JOIN events AS e ON e.case_id = t.case_id
),
placed AS (
  SELECT *, count(*) OVER (PARTITION BY place) AS total,
         max(CASE WHEN event_id = judged THEN sequence END) OVER (PARTITION BY place) AS judged_sequence
  FROM acts
),
kept AS (
  SELECT * FROM placed
  QUALIFY row_number() OVER (
    PARTITION BY place
    ORDER BY CASE WHEN event_id = judged OR sequence = 0 THEN 0 ELSE 1 END,
             abs(sequence - coalesce(judged_sequence, 2147483647)), sequence) <= ?
)
SELECT k.place, k.total, k.event_id, k.sequence, k.occurred_at, k.activity, k.step_id,
       k.power_id, k.version, k.official_id, k.unit_id,
       CAST({charged} AS BIGINT), CAST({paid} AS BIGINT)
FROM kept AS k {sums}
ORDER BY k.place, k.sequence
"""  # noqa: S608 - our names


_STARTS = """
SELECT t.place, arg_min(c.start_event_id, c.start_at), min(c.start_at), any_value(c.stopped)
FROM gravest AS t JOIN clocks AS c
  ON c.case_id = t.case_id AND c.limit_id = t.subject_id
 AND c.event_id IS NOT DISTINCT FROM t.event_id AND c.due_at IS NOT DISTINCT FROM t.due_at
 AND c.measured = t.measured
WHERE t.place <= ? AND list_contains(?, t.control_id)
GROUP BY t.place
"""

_STOPS = """
SELECT t.place, s.ground, s.from_at, s.to_at
FROM gravest AS t JOIN suspensions AS s ON s.case_id = t.case_id
WHERE t.place <= ? ORDER BY t.place, s.from_at, s.ground
"""

_ALSO = """
WITH top AS (SELECT place, case_id, finding_id FROM gravest WHERE place <= ?),
others AS (
  SELECT t.place, o.control_id, o.subject_id, o.level, o.finding_id,
         count(*) OVER (PARTITION BY t.place) AS total,
         row_number() OVER (PARTITION BY t.place ORDER BY o.control_id, o.subject_id, o.finding_id) AS turn
  FROM top AS t JOIN findings AS o ON o.case_id = t.case_id AND o.finding_id <> t.finding_id
)
SELECT o.place, o.total, o.control_id, o.subject_id, o.level, t.place
FROM others AS o LEFT JOIN top AS t ON t.finding_id = o.finding_id
WHERE o.turn <= ? ORDER BY o.place, o.turn
"""


def rest_days(
    connection: duckdb.DuckDBPyConnection, spans: Iterable[tuple[int, int]], *, tables: frozenset[str]
) -> frozenset[int]:
    """The days without work inside these spans (first and last day)."""
    spans = list(spans)
    if not spans or "workdays" not in tables:
        return frozenset()
    values = ", ".join(f"({int(first)}, {int(last)})" for first, last in spans)
    rows: list[Any] = connection.execute(
        f"""SELECT DISTINCT w.day FROM workdays AS w JOIN (VALUES {values}) AS s(first, last)
              ON w.day >= s.first AND w.day <= s.last WHERE w.is_workday = 0"""  # noqa: S608 - numbers
    ).fetchall()
    return frozenset(day for (day,) in rows)


def missing(found: Found, listed: str | None) -> bool:
    """Whether what was found is that an act is not there (a response, a required step)."""
    return listed == "responses" and found.state in {"absent", "pending"}


def hands(found: Found, acts: Sequence[Act], steps: Sequence[str]) -> list[Act]:
    """The acts of these steps by the finding's official: what one hand did that two should have."""
    return [act for act in acts if act.step_id in steps and act.official_id == found.official_id]
