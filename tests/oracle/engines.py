"""One example on both engines and before the oracle, each answer in the same words."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from tests.oracle import Judged, judge
from tests.oracle.parameters import PARAMETERS
from zhiheng.core import conformance, elsewhere, runner
from zhiheng.core.control import Control
from zhiheng.core.engines.duckdb import load, open_history
from zhiheng.core.engines.exchange import given
from zhiheng.core.examples import Example, Situation, When, situation
from zhiheng.core.finding import COLUMNS, Finding
from zhiheng.core.judging import Adjustment, Judgement, Moment
from zhiheng.core.live import LiveChecker
from zhiheng.core.measure import published_rows
from zhiheng.core.moments import civil_in, day_of, microseconds, offset_of, zone_offset
from zhiheng.core.record import CaseRows, Completer
from zhiheng.core.relations import CATALOGUE, INTERNAL, ORGANISATION, PUBLISHED, RECORD, RELATIONS, create_table
from zhiheng.core.runner import Count
from zhiheng.core.workdays import Calendar

Tables = Mapping[str, Sequence[Sequence[Any]]]

JUDGEMENT = Judgement(
    adjustments={control: Adjustment(parameters=own) for control, own in PARAMETERS.items()}
)

# Longer than any limit or stop of a story reaches, shorter than a whole calendar.
_REACH = 500


@dataclass
class Answer:
    """Findings and near findings with how often each, and the counts by (control, subject)."""

    found: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    near: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    judged: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add_findings(self, findings: Sequence[Finding]) -> None:
        """Take findings in: those that are found, and those that are only near."""
        for row in findings:
            words = (row.control_id, row.case_id, row.subject_id, row.event_id, row.state, row.side)
            figures = (row.measured, row.allowed, row.measure_unit, row.due_at, row.provisional)
            (self.found if row.measured > row.allowed else self.near)[*words, *figures] += 1

    def add_counts(self, counts: Mapping[str, Mapping[str, Count]]) -> None:
        """Take in what was judged, found and not checkable, and on which side."""
        for control, subjects in counts.items():
            for subject, count in subjects.items():
                self.judged[control, subject, "judged"] += count.judged
                self.judged[control, subject, "found"] += count.found
                self.judged[control, subject, "not checkable"] += count.not_checkable
                for side, many in count.sides.items():
                    self.judged[control, subject, f"side {side}"] += many


@dataclass(frozen=True)
class Near:
    """The part of a calendar that one example can reach; the rest would only take time."""

    calendar: Calendar
    first: int
    last: int

    def rows(self, first_day: int, last_day: int) -> list[Any]:
        """The calendar's rows within reach."""
        return list(self.calendar.rows(max(first_day, self.first), min(last_day, self.last)))


def as_situation(story: Mapping[str, Any]) -> Situation:
    """A story, as YAML would give it, in relations."""
    told = situation(as_example(story))
    powers = sorted({row[0] for row in told.catalogue.rows["powers"]})
    peers = [
        {"power_id": power, "cases": 3 - place, "median": f"{24 * place} hours", "deviation": "20 hours"}
        for place, power in enumerate(powers)
    ]
    return replace(told, organisation={**told.organisation, **published_rows({"peer_durations": peers})})


def as_example(story: Mapping[str, Any]) -> Example:
    """A story, as YAML would give it, read."""
    return msgspec.convert(story, Example, dec_hook=lambda _, value: When.of(value))


def only(told: Situation, cases: Collection[str]) -> Situation:
    """The same with no more than these cases."""
    return replace(told, rows={
        name: [row for row in rows if row["case_id"] in cases] for name, rows in told.rows.items()
    })  # fmt: skip


def near(told: Situation) -> Near:
    """The days around an example's acts."""
    day = day_of(microseconds(told.as_of))
    return Near(told.calendar, day - _REACH, day + _REACH)


def completed(told: Situation, workdays: Sequence[Sequence[Any]]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of the example's cases, every column filled."""
    return Completer(told.catalogue.rows, workdays, told.zone).complete(told.rows)


def moment(told: Situation, workdays: Sequence[Sequence[Any]]) -> Moment:
    """As of when the example is judged."""
    civil = civil_in(told.as_of, told.zone)
    now = microseconds(civil)
    offset = offset_of(civil) if civil.tzinfo else zone_offset(now, told.zone)
    today_n = next((row[1] for row in workdays if row[0] == day_of(now)), None)
    return Moment(now=now, today=day_of(now), today_n=today_n, offset=offset)


def by_sqlite(told: Situation, controls: Sequence[Control]) -> Answer:
    """Case by case, in memory; what needs the whole record, all at once."""
    answer = Answer()
    reach: Any = near(told)
    for scope, parts in (("case", one_by_one(told.rows)), ("record", [told.rows])):
        own = [control for control in controls if control.header.scope == scope]
        with LiveChecker(
            told.catalogue, own, calendar=reach, zone=told.zone, organisation=told.organisation, judgement=JUDGEMENT,
            unplaced=True, whole=scope == "record",
        ) as live:  # fmt: skip
            for rows in parts:
                answer.add_findings(live.check(rows, as_of=told.as_of))
                answer.add_counts(live.count(rows, as_of=told.as_of))
    return answer


def one_by_one(rows: CaseRows) -> Iterator[CaseRows]:
    """The rows of one case after the other."""
    for case in rows.get("cases", ()):
        assert isinstance(case, Mapping)
        yield {
            name: [row for row in of_all if isinstance(row, Mapping) and row["case_id"] == case["case_id"]]
            for name, of_all in rows.items()
        }


def by_duckdb(told: Situation, controls: Sequence[Control]) -> Answer:
    """The cases at once, as history."""
    reach = near(told)
    workdays = reach.rows(reach.first, reach.last)
    connection = open_history(threads=1)
    tables: Tables = {
        **completed(told, workdays),
        **told.catalogue.rows,
        **told.organisation,
        "workdays": workdays,
    }
    for relation in (*RELATIONS.values(), *INTERNAL.values()):
        if relation.group != "derived":
            connection.execute(create_table(relation))
            load(connection, relation, tables.get(relation.name, ()))
    then = moment(told, workdays)
    runner.derive(connection, moment=then, models=conformance.models(told.catalogue))
    answer = Answer()
    runner.new_findings(connection)
    answer.add_counts(runner.run(connection, controls, moment=then, judgement=JUDGEMENT))
    columns = ", ".join(column.name for column in COLUMNS)
    rows = connection.execute(f"SELECT {columns} FROM findings").fetchall()
    answer.add_findings([Finding(*row) for row in rows])
    connection.close()
    return answer


def by_engine(engine: elsewhere.Engine, told: Situation, controls: Sequence[Control]) -> Answer:
    """All cases at once, on any engine that answers SQL."""
    reach = near(told)
    workdays = reach.rows(reach.first, reach.last)
    tables: Tables = {
        **completed(told, workdays), **told.catalogue.rows, **told.organisation, "workdays": workdays,
    }  # fmt: skip
    for relation in (*given(), runner.FINDINGS):
        engine.load(relation, tables.get(relation.name, ()))
    then = moment(told, workdays)
    needs = frozenset().union(*(control.reads for control in controls))
    elsewhere.derive(engine, moment=then, models=conformance.models(told.catalogue), needs=needs)
    answer = Answer()
    answer.add_counts(elsewhere.run(engine, controls, moment=then, judgement=JUDGEMENT))
    columns = ", ".join(column.name for column in COLUMNS)
    answer.add_findings([Finding(*row) for row in engine.rows(f"SELECT {columns} FROM findings")])
    return answer


def by_oracle(told: Situation) -> dict[str, list[Judged]]:
    """By the rules' own words."""
    reach = near(told)
    workdays = reach.rows(reach.first, reach.last)
    tables: Tables = {
        **completed(told, workdays), **told.catalogue.rows, **told.organisation, "workdays": workdays,
    }  # fmt: skip
    rows = {
        name: [dict(zip(RELATIONS[name].names, row, strict=True)) for row in tables.get(name, ())]
        for name in (*RECORD, *CATALOGUE, *ORGANISATION, *PUBLISHED, "workdays")
    }
    then = moment(told, workdays)
    return judge(rows, now_at=then.now, now_offset=then.offset)


def as_answer(judged: Mapping[str, Sequence[Judged]]) -> Answer:
    """The oracle's rows as an engine would give them; it knows nothing of near findings."""
    answer = Answer()
    for control, rows in judged.items():
        for row in rows:
            words = (control, row.case_id, row.subject_id, row.event_id, row.state, row.side)
            figures = (row.measured, row.allowed, row.measure_unit, row.due_at, row.provisional)
            answer.found[*words, *figures] += row.found
            answer.judged[control, row.subject_id, "judged"] += row.measured is not None
            answer.judged[control, row.subject_id, "found"] += row.found
            answer.judged[control, row.subject_id, "not checkable"] += row.measured is None
            if row.side is not None and row.measured is not None:
                answer.judged[control, row.subject_id, f"side {row.side}"] += 1
    return answer
