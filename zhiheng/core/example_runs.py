"""One example on one engine: what the control said, and where that is not what the example expects."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from zhiheng.core import conformance
from zhiheng.core.control import Control
from zhiheng.core.engines.duckdb import load, open_history
from zhiheng.core.errors import Language
from zhiheng.core.examples import Example, Situation, When, judgement_of, situation
from zhiheng.core.finding import COLUMNS, Finding
from zhiheng.core.judging import Moment
from zhiheng.core.live import LiveChecker
from zhiheng.core.moments import DAY, civil_in, day_of, iso, microseconds, offset_of, zone_offset
from zhiheng.core.record import Completer
from zhiheng.core.relations import DERIVED, INTERNAL, RELATIONS, Relation, create_table
from zhiheng.core.runner import Count, derive, new_findings, run

Engine = Literal["sqlite", "duckdb"]
_Rows = Mapping[str, Sequence[Mapping[str, Any]]]

# How far before and after its own days an example may need the calendar: a long limit, a month's first day.
_BEFORE, _AFTER = 400, 1100


@dataclass(frozen=True)
class Outcome:
    """What a control said of an example: its findings, near ones too, and its counts over all subjects."""

    findings: tuple[Finding, ...]
    judged: int
    not_checkable: int
    sides: Mapping[str, int]


def run_example(control: Control, example: Example, engine: Engine) -> Outcome:
    """The control's answer to an example: case by case on SQLite, all cases at once on DuckDB.

    A control that needs the whole record gets all cases at once on both.
    """
    story = situation(example, f"{control.examples_path}: {example.name.en}")
    days = days_of(story)
    found, counts = (_live if engine == "sqlite" else _history)(control, example, story, days)
    sides: dict[str, int] = {}
    for count in counts:
        for side, many in count.sides.items():
            sides[side] = sides.get(side, 0) + many
    return Outcome(
        findings=tuple(sorted(found, key=place_of)),
        judged=sum(count.judged for count in counts),
        not_checkable=sum(count.not_checkable for count in counts),
        sides=sides,
    )


def place_of(finding: Finding) -> tuple[str, str, int, str]:
    """Where a finding stands among others."""
    return finding.case_id or "", finding.subject_id or "", finding.occurred_at or 0, finding.finding_id


def days_of(story: Situation) -> tuple[int, int]:
    """The first and last day of the calendar that an example may need."""
    moments = [microseconds(story.as_of)]
    for rows in story.rows.values():
        moments += [row[key] for row in rows for key in row if key.endswith("_at") and row[key] is not None]
        moments += [row["at"] for row in rows if row.get("at") is not None]
    return day_of(min(moments)) - _BEFORE, day_of(max(moments)) + _AFTER


def _live(
    control: Control, example: Example, story: Situation, days: tuple[int, int]
) -> tuple[list[Finding], list[Count]]:
    found: list[Finding] = []
    counts: list[Count] = []
    judgement = judgement_of(control, example)
    with LiveChecker(
        story.catalogue, [control],
        calendar=story.calendar, judgement=judgement, zone=story.zone, organisation=story.organisation, days=days,
        unplaced=True, whole=control.header.scope == "record",
    ) as live:
        for rows in [story.rows] if control.header.scope == "record" else _case_by_case(story.rows):
            found += live.check(rows, as_of=story.as_of)
            counts += live.count(rows, as_of=story.as_of)[control.id].values()
    return found, counts


def _case_by_case(rows: _Rows) -> Iterator[_Rows]:
    for case in rows["cases"]:
        yield {name: [row for row in list_ if row["case_id"] == case["case_id"]] for name, list_ in rows.items()}


def _history(
    control: Control, example: Example, story: Situation, days: tuple[int, int]
) -> tuple[list[Finding], list[Count]]:
    tables = tables_of(story, days)
    moment = moment_of(story, {row[0]: row[1] for row in tables["workdays"]})
    with open_history(memory_gib=1, threads=1) as connection:
        for relation in _tables():
            connection.execute(create_table(relation))
            load(connection, relation, tables.get(relation.name, ()))
        derive(
            connection, moment=moment, models=conformance.models(story.catalogue), needs=frozenset(control.reads)
        )
        new_findings(connection)
        counts = run(connection, [control], moment=moment, judgement=judgement_of(control, example))
        rows = connection.execute(f"SELECT {', '.join(c.name for c in COLUMNS)} FROM findings").fetchall()  # noqa: S608 - names of our own
    return [Finding(*row) for row in rows], list(counts[control.id].values())


def tables_of(story: Situation, days: tuple[int, int]) -> dict[str, Sequence[Sequence[Any]]]:
    """The rows of an example by relation, all columns filled."""
    workdays = story.calendar.rows(*days)
    record = Completer(story.catalogue.rows, workdays, story.zone).complete(story.rows)
    return {**story.catalogue.rows, **story.organisation, **record, "workdays": workdays}


def _tables() -> Iterable[Relation]:
    return (relation for relation in (*RELATIONS.values(), *INTERNAL.values()) if relation.name not in DERIVED)


def moment_of(story: Situation, n: Mapping[int, int | None]) -> Moment:
    """As of when an example is judged; ``n`` gives the working-day number of a day."""
    civil = civil_in(story.as_of, story.zone)
    now = microseconds(civil)
    offset = offset_of(civil) if civil.tzinfo else zone_offset(now, story.zone)
    return Moment(now=now, today=day_of(now), today_n=n.get(day_of(now)), offset=offset)


def differences(example: Example, outcome: Outcome, language: Language = "en") -> list[str]:
    """Where the outcome is not what the example expects, a sentence each; none if all is as expected."""
    zh = language == "zh"
    told = []
    left = list(outcome.findings)
    # The more an expectation names, the fewer findings it fits: it chooses first.
    for wanted in sorted(example.finds, key=len, reverse=True):
        fit = next((finding for finding in left if _fits(wanted, finding)), None)
        if fit is None:
            shown = ", ".join(f"{name}: {value}" for name, value in wanted.items())
            told.append(f"没有发现 {{{shown}}}" if zh else f"{{{shown}}} was not found")
        else:
            left.remove(fit)
    for finding in left:
        shown = _shown(finding)
        told.append(f"多出发现 {{{shown}}}" if zh else f"{{{shown}}} was found and is not expected")
    for name, expected in (
        ("judged", example.judged), ("not_checkable", example.not_checkable), ("sides", example.sides),
    ):  # fmt: skip
        value = getattr(outcome, name)
        if expected is not None and value != expected:
            told.append(f"{name} 为 {value}，应为 {expected}" if zh else f"{name} is {value}, expected {expected}")
    return told


def _fits(wanted: Mapping[str, Any], finding: Finding) -> bool:
    return all(_equal(value, getattr(finding, name), name) for name, value in wanted.items())


def _equal(wanted: Any, value: Any, name: str) -> bool:
    """A moment may be expected as a day or as a moment, in words."""
    if not name.endswith("_at") and name != "as_of":
        return bool(wanted == value)
    if wanted is None or value is None or isinstance(wanted, int):
        return bool(wanted == value)
    if isinstance(wanted, date) and not isinstance(wanted, datetime):
        return bool(value // DAY == microseconds(wanted) // DAY)
    return bool(value == microseconds(When.of(wanted)))


def _shown(finding: Finding) -> str:
    """A finding as its example would name it."""
    parts = {
        "case_id": finding.case_id, "subject_id": finding.subject_id, "measured": finding.measured,
        "allowed": finding.allowed, "level": finding.level, "state": finding.state, "side": finding.side,
        "due_at": None if finding.due_at is None else iso(finding.due_at),
    }  # fmt: skip
    return ", ".join(f"{name}: {value}" for name, value in parts.items() if value is not None)


