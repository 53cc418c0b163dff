"""History judged elsewhere: the same texts on any engine that keeps tables and answers SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from zhiheng.core.conformance import Models, Trace, conformance_rows
from zhiheng.core.control import Control
from zhiheng.core.derivations import derivation, derivations
from zhiheng.core.judging import Judgement, Moment, findings_sql, judged_sql
from zhiheng.core.relations import RELATIONS, Column, Relation
from zhiheng.core.runner import FINDINGS, Count, Counts, Progress, counted, trouble_with

Rows = list[tuple[Any, ...]]


class Engine(Protocol):
    """What is asked of an engine; texts are in the portable subset, given values already in them.

    Before anything is derived it holds the relations of the record, the catalogue, the organisation
    and the calendar, and an empty table ``findings``, under their own names. It raises QueryError for a
    text that it cannot run, EngineError where it is itself in trouble.
    """

    def load(self, relation: Relation, rows: Iterable[Sequence[Any]]) -> None:
        """Make a table of rows in column order, in place of the last of that name."""

    def keep(self, relation: Relation, sql: str) -> None:
        """Make a table from a query that gives the relation's columns."""

    def show(self, name: str, sql: str) -> None:
        """Make a table, or what can be read like one, for two readings."""

    def add(self, relation: Relation, sql: str) -> None:
        """Add the rows of a query to a table."""

    def rows(self, sql: str) -> Rows:
        """The rows of a query."""


def derive(
    engine: Engine, *, moment: Moment, models: Models, needs: frozenset[str], without: frozenset[str] = frozenset()
) -> None:
    """Make the derived relations that the controls need; ``without``: relations known to have no rows."""
    for name in derivations(needs):
        engine.keep(RELATIONS[name], with_values(derivation(name, without), moment.given))
    if "conformance" in needs:
        _derive_conformance(engine, models)


def run(
    engine: Engine,
    controls: Sequence[Control],
    *,
    moment: Moment,
    judgement: Judgement,
    per: str = "subject_id",
    without: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> Counts:
    """Run each control and add what it finds to the table ``findings``.

    ``without``: relations known to have no rows; a control that needs one finds nothing and is not run.
    Returns what was judged, found and not checkable, by control and by the column ``per``. Raises ControlError
    for a control whose text the engine cannot run.
    """
    named = engine.rows("SELECT DISTINCT jurisdiction FROM powers WHERE jurisdiction IS NOT NULL")
    jurisdictions = sorted(str(row[0]) for row in named)
    used = [control for control in controls if judgement.uses(control)]
    counts: Counts = {}
    for number, control in enumerate(used):
        if progress:
            progress(control.id, number, len(used))
        if control.needs & without:
            counts[control.id] = {}
            continue
        values = moment.given | judgement.parameters(control)
        with trouble_with(control.path):
            engine.show("judged", with_values(judged_sql(control, judgement), values))
            counts[control.id], found = _count(engine, per)
            if found:
                engine.add(FINDINGS, findings_sql("judged", control, jurisdictions, as_of=moment.now))
    return counts


def _count(engine: Engine, per: str) -> tuple[dict[str, Count], bool]:
    """The counts of the rows judged, by the column ``per``, and whether there is a finding among them."""
    rows = engine.rows(
        f"SELECT COALESCE(j.{per}, '') AS subject, j.found, j.level, j.side, COUNT(*) AS many"  # noqa: S608 - our own names
        f" FROM judged AS j GROUP BY COALESCE(j.{per}, ''), j.found, j.level, j.side"
    )
    return counted(sorted(rows, key=str)), any(row[2] for row in rows)


def with_values(sql: str, values: Mapping[str, int | None]) -> str:
    """The text with every ``$name`` replaced by its value as a typed literal.

    Raises KeyError for a name without a value.
    """

    def literal(named: re.Match[str]) -> str:
        value = values[named[1]]
        return f"CAST({'NULL' if value is None else value} AS BIGINT)"

    return re.sub(r"\$([a-z_]\w*)", literal, sql)


# An act as one number, so that traces sort and compare alike everywhere: its sequence, then the
# step's place in the model + 1 (0: not in the catalogue).
_CODES = 1 << 16


def _relation(name: str, text: str, numbers: str) -> Relation:
    columns = [Column(column, "text", "", "") for column in text.split()]
    columns += [Column(column, "int", "", "") for column in numbers.split()]
    return Relation(name, "derived", "", "", tuple(columns), ())


_TRACES = _relation("traces", "case_id power_id version acts", "finished")
_ANSWERS = _relation("answers", "power_id version acts reason", "finished fits sequence")

_TRACES_SQL = f"""
SELECT c.case_id, c.power_id, c.version, COALESCE(a.acts, '') AS acts,
       CASE WHEN c.status IS NULL OR c.status = 'closed' THEN 1 ELSE 0 END AS finished
FROM cases AS c
LEFT JOIN (
  SELECT k.case_id, STRING_AGG(CAST(k.code AS VARCHAR), ',' ORDER BY k.code) AS acts
  FROM (
    SELECT e.case_id, e.sequence * {_CODES} + COALESCE(s.rank + 1, 0) AS code
    FROM events AS e
    LEFT JOIN power_steps AS s ON s.power_id = e.power_id AND s.version = e.version AND s.step_id = e.step_id
    WHERE e.version IS NOT NULL
  ) AS k
  GROUP BY k.case_id
) AS a ON a.case_id = c.case_id
WHERE c.power_id IS NOT NULL AND c.version IS NOT NULL
"""  # noqa: S608 - a number of our own

_CONFORMANCE_SQL = """
SELECT t.case_id, t.power_id, t.version, a.fits, e.event_id, a.sequence, a.reason
FROM traces AS t
JOIN answers AS a ON a.power_id = t.power_id AND a.version = t.version AND a.finished = t.finished AND a.acts = t.acts
LEFT JOIN events AS e ON e.case_id = t.case_id AND e.sequence = a.sequence
"""


def _derive_conformance(engine: Engine, models: Models) -> None:
    """The automaton runs here, over the distinct variants alone; the engine joins its answers to the cases."""
    engine.keep(_TRACES, _TRACES_SQL)
    variants = engine.rows("SELECT DISTINCT power_id, version, acts, finished FROM traces")
    engine.load(_ANSWERS, list(_answers(variants, models)))
    engine.keep(RELATIONS["conformance"], _CONFORMANCE_SQL)


def _answers(variants: Iterable[Sequence[Any]], models: Models) -> Iterator[tuple[Any, ...]]:
    known = [row for row in variants if (row[0], row[1]) in models]
    traces = (_trace(str(number), row, models) for number, row in enumerate(known))
    for place, power_id, version, fits, _, sequence, reason in conformance_rows(models, traces):
        _, _, acts, finished = known[int(str(place))]
        yield power_id, version, acts, reason, finished, fits, sequence


def _trace(name: str, variant: Sequence[Any], models: Models) -> Trace:
    power_id, version, acts, finished = variant
    names = [None, *(step.step_id for step in models[power_id, version].steps)]
    codes = [int(code) for code in acts.split(",")] if acts else []
    return Trace(
        name, power_id, version, "closed" if finished else "open",
        tuple(names[code % _CODES] for code in codes), [None] * len(codes), [code // _CODES for code in codes],
    )  # fmt: skip
