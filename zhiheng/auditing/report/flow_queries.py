"""What the report asks of the tables of `auditing/flows.py` and of the findings, whole sets at a time."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from zhiheng.auditing.flows import choose
from zhiheng.auditing.report.queries import GRADE

if TYPE_CHECKING:
    import duckdb

MOST_CASES_NAMED = 3


class PowerCases(NamedTuple):
    """Cases under one power, and how many of them have a finding."""

    power_id: str
    cases: int
    found: int


class StepCases(NamedTuple):
    """In how many cases a step occurs, and how often in all."""

    step: str
    cases: int
    times: int


class Transition(NamedTuple):
    """One step straight after another: how often, and half took no longer (minutes). ``before`` None: the first act."""

    before: str | None
    step: str
    times: int
    half: int | None


class Variant(NamedTuple):
    """Cases with the same steps in the same order; ``half`` of them took no longer (minutes); of how many variants."""

    power_id: str
    key: int
    cases: int
    half: int | None
    of: int
    case_id: str | None


class Breach(NamedTuple):
    """Findings of one control on one line of one power, and the gravest that the report lists."""

    control_id: str
    subject_id: str | None
    version: str | None
    many: int
    grade: int
    place: int | None
    case_id: str | None


class Group(NamedTuple):
    """Cases of one unit under one power that began in the earlier or later half, and those found."""

    power_id: str
    unit_id: str | None
    later: bool
    cases: int
    found: int


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary tables that the other questions here stand on; ``gravest`` is there already."""
    choose(connection)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE found_cases AS"
        " SELECT hash(case_id) AS case_key, control_id, min(case_id) AS case_id FROM findings"
        " WHERE measured > allowed AND case_id IS NOT NULL GROUP BY 1, 2"
    )


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what `prepare` made."""
    connection.execute("DROP TABLE IF EXISTS shown_variants")
    connection.execute("DROP TABLE IF EXISTS found_cases")


_NAMES = "(SELECT DISTINCT key, name FROM flow_names)"
_ANY_FOUND = "(SELECT DISTINCT case_key FROM found_cases)"


def powers(connection: duckdb.DuckDBPyConnection) -> list[PowerCases]:
    """All powers with cases, most cases first."""
    rows = connection.execute(
        f"""SELECT n.name, count(*), count(d.case_key) FROM flows AS f JOIN {_NAMES} AS n ON n.key = f.power_key
            LEFT JOIN {_ANY_FOUND} AS d ON d.case_key = f.case_key GROUP BY 1 ORDER BY 2 DESC, 1"""  # noqa: S608 - our names
    ).fetchall()
    return [PowerCases(*row) for row in rows]


def steps(connection: duckdb.DuckDBPyConnection) -> dict[str, list[StepCases]]:
    """By power, the steps in most cases first."""
    found: defaultdict[str, list[StepCases]] = defaultdict(list)
    for power, *row in connection.execute(
        """SELECT power_id, step, CAST(sum(cases) AS BIGINT) AS cases, CAST(sum(times) AS BIGINT) FROM flow_steps
           WHERE power_id IN (SELECT power_id FROM shown_variants) GROUP BY 1, 2 ORDER BY 1, cases DESC, 2"""
    ).fetchall():
        found[power].append(StepCases(*row))
    return found


def transitions(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Transition]]:
    """By power, the most frequent first."""
    found: defaultdict[str, list[Transition]] = defaultdict(list)
    for power, *row in connection.execute("""
WITH spans AS (
  SELECT power_id, from_step, to_step, gap, sum(times) AS times FROM transitions
  WHERE power_id IN (SELECT power_id FROM shown_variants) GROUP BY ALL),
summed AS (
  SELECT *, sum(times) OVER (PARTITION BY power_id, from_step, to_step ORDER BY gap NULLS LAST) AS through,
         sum(times) OVER (PARTITION BY power_id, from_step, to_step) AS total
  FROM spans)
SELECT power_id, from_step, to_step, CAST(any_value(total) AS BIGINT) AS times,
       min(gap) FILTER (WHERE 2 * through >= total)
FROM summed GROUP BY 1, 2, 3 ORDER BY 1, times DESC, 2 NULLS FIRST, 3
""").fetchall():
        found[power].append(Transition(*row))
    return found


def variants(connection: duckdb.DuckDBPyConnection) -> list[Variant]:
    """The commonest of the powers with most cases, by power and place."""
    rows = connection.execute(
        """SELECT v.power_id, v.variant, v.cases, v.lasted, v.of, c.case_id FROM shown_variants AS v
           LEFT JOIN (SELECT case_id, hash(case_id) AS case_key FROM cases) AS c ON c.case_key = v.case_key
           ORDER BY v.power_id, v.place"""
    ).fetchall()
    return [Variant(*row) for row in rows]


def walks(connection: duckdb.DuckDBPyConnection, cases: list[str]) -> dict[str, list[str]]:
    """The steps of these cases in their order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for case, step in connection.execute(
        """SELECT case_id, COALESCE(step_id, chr(31) || COALESCE(activity, '')) FROM events
           WHERE list_contains(?, case_id) ORDER BY case_id, sequence""",
        [cases],
    ).fetchall():
        found[case].append(step)
    return found


def found_of_variants(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, int], dict[str | None, tuple[int, str]]]:
    """How many cases of each shown variant each control found, and one of them; under None, with any finding."""
    found: defaultdict[tuple[str, int], dict[str | None, tuple[int, str]]] = defaultdict(dict)
    for power, variant, control, cases, case in connection.execute(
        """SELECT v.power_id, v.variant, d.control_id, count(DISTINCT d.case_key) AS cases, min(d.case_id)
           FROM found_cases AS d JOIN flows AS f ON f.case_key = d.case_key
           JOIN shown_variants AS v ON v.power_key = f.power_key AND v.variant = f.variant
           GROUP BY GROUPING SETS ((1, 2, 3), (1, 2)) ORDER BY 1, 2, cases DESC, 3"""
    ).fetchall():
        found[power, variant][control] = (cases, case)
    return found


def gravest_of_variants(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], list[tuple[int, str]]]:
    """Of each shown variant the cases with the gravest findings that are listed: place in the list, and case."""
    found: defaultdict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    for power, variant, place, case in connection.execute(
        f"""SELECT v.power_id, v.variant, min(g.place) AS place, g.case_id
            FROM gravest AS g JOIN flows AS f ON f.case_key = hash(g.case_id)
            JOIN shown_variants AS v ON v.power_key = f.power_key AND v.variant = f.variant
            WHERE g.measured > g.allowed GROUP BY 1, 2, 4
            QUALIFY row_number() OVER (PARTITION BY v.power_id, v.variant ORDER BY min(g.place)) <= {MOST_CASES_NAMED}
            ORDER BY 1, 2, 3"""  # noqa: S608 - a number of our own
    ).fetchall():
        found[power, variant].append((place, case))
    return found


def breaches(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Breach]]:
    """By power, what was found on each line, most first."""
    found: defaultdict[str, list[Breach]] = defaultdict(list)
    for power, *row in connection.execute(
        f"""SELECT f.power_id, f.control_id, f.subject_id, f.version, f.many, f.grade, g.place, g.case_id
            FROM (SELECT power_id, control_id, subject_id, max(version) AS version, count(*) AS many,
                         min({GRADE}) AS grade
                  FROM findings WHERE measured > allowed GROUP BY 1, 2, 3) AS f
            LEFT JOIN (SELECT power_id, control_id, subject_id, min(place) AS place, arg_min(case_id, place) AS case_id
                       FROM gravest WHERE measured > allowed GROUP BY 1, 2, 3) AS g
              ON g.power_id = f.power_id AND g.control_id = f.control_id
             AND g.subject_id IS NOT DISTINCT FROM f.subject_id
            WHERE f.power_id IN (SELECT power_id FROM shown_variants)
            ORDER BY 1, 5 DESC, 2, 3"""  # noqa: S608 - our own text
    ).fetchall():
        found[power].append(Breach(*row))
    return found


# Where the lines of each list begin and end.
_ENDS = {
    "time_limits": ("limit_id", "from_step", "to_step"),
    "responses": ("response_id", "after_step", "NULL"),
    "separations": ("separation_id", "NULL", "step_b"),
    "disclosure_duties": ("duty_id", "after_step", "NULL"),
}


def ends(
    connection: duckdb.DuckDBPyConnection, tables: frozenset[str]
) -> dict[tuple[str, str, str], tuple[str | None, str | None]]:
    """The steps between which each line runs, by list, power and id; the last version's."""
    found: dict[tuple[str, str, str], tuple[str | None, str | None]] = {}
    for table, (name, start, end) in _ENDS.items():
        if table in tables:
            for power, line, first, last in connection.execute(
                f"SELECT power_id, {name}, {start}, {end} FROM {table} ORDER BY ALL"  # noqa: S608 - our names
            ).fetchall():
                found[table, power, line] = (first, last)
    return found


def span(connection: duckdb.DuckDBPyConnection) -> tuple[int, int] | None:
    """The days on which the first and the last case began."""
    row = connection.execute("SELECT min(began_day), max(began_day) FROM flows").fetchall()[0]
    return None if row[0] is None else (row[0], row[1])


def groups(connection: duckdb.DuckDBPyConnection, later_from: int) -> list[Group]:
    """Cases by power, unit and half of the span, and how many of them have a finding."""
    rows = connection.execute(
        f"""SELECT p.name, u.name, COALESCE(f.began_day >= ?, FALSE), count(*), count(d.case_key)
            FROM flows AS f JOIN {_NAMES} AS p ON p.key = f.power_key
            LEFT JOIN {_NAMES} AS u ON u.key = f.unit_key
            LEFT JOIN {_ANY_FOUND} AS d ON d.case_key = f.case_key
            GROUP BY 1, 2, 3 ORDER BY 1, 2 NULLS LAST, 3""",  # noqa: S608 - our names
        [later_from],
    ).fetchall()
    return [Group(*row) for row in rows]


