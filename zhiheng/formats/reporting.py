"""Counts what was read, and what was odd about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhiheng.formats.log_report import FileRead, LogReport
from zhiheng.formats.quoting import one_of
from zhiheng.formats.raw_log import empty_log

if TYPE_CHECKING:
    from zhiheng.formats.checks import Span
    from zhiheng.formats.making import Making
    from zhiheng.formats.raw_log import RawLog


@dataclass(frozen=True)
class PartCounts:
    """What the relations of a part of a log's cases hold, in numbers and sets that add up over the parts."""

    cases: int
    unmatched_cases: int
    powerless: int
    eventless: int
    events: int
    nameless: int
    backward: int
    first_at: int | None
    offsets: frozenset[int]
    unmatched_activities: Counter[str]
    activities: frozenset[str]


def count_part(making: Making) -> PartCounts:
    """Counts the relations that were just filled."""
    connection = making.connection
    cases, unmatched, powerless = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE version IS NULL), count(*) FILTER (WHERE power_id IS NULL) FROM cases"
    ).fetchall()[0]
    events, offsets, nameless, first = connection.execute(
        "SELECT count(*), list(DISTINCT utc_offset), count(*) FILTER (WHERE activity IS NULL), min(occurred_at)"
        " FROM events"
    ).fetchall()[0]
    activities = connection.execute(
        "SELECT COALESCE(activity, ''), count(*) FROM events WHERE version IS NOT NULL AND step_id IS NULL"
        " GROUP BY activity"
    ).fetchall()
    return PartCounts(
        cases=cases,
        unmatched_cases=unmatched,
        powerless=powerless,
        eventless=_count(making, "SELECT count(*) FROM making.made WHERE start IS NULL"),
        events=events,
        nameless=nameless,
        backward=_count(making, "SELECT count(*) FROM making.placed WHERE back"),
        first_at=first,
        offsets=frozenset(offset for offset in offsets or () if offset is not None),
        unmatched_activities=Counter(dict(activities)),
        activities=_seen(making),
    )


def report_on(making: Making, log: RawLog, span: Span, parts: Sequence[PartCounts]) -> LogReport:
    """The report on a log whose relations were filled; raises LogError where no row has a case."""
    cases = sum(part.cases for part in parts)
    if not cases:
        raise empty_log(log)
    unmatched, powerless = sum(part.unmatched_cases for part in parts), sum(part.powerless for part in parts)
    offsets = frozenset[int]().union(*(part.offsets for part in parts))
    seen = frozenset[str]().union(*(part.activities for part in parts))
    activities = sum((part.unmatched_activities for part in parts), Counter[str]())
    never_seen = tuple(sorted(_named(making) - seen))
    odd = {
        "out_of_order_events": sum(part.backward for part in parts),
        "merged_traces": _merged(making, log),
        "several_offsets": len(offsets) if len(offsets) > 1 else 0,
        "filtered_events": _count(making, "SELECT count(*) FROM memory.reading.acts WHERE is_event = 1 AND NOT kept")
        if making.mapping.keep else 0,
        "cases_without_events": sum(part.eventless for part in parts),
        "events_without_activity": sum(part.nameless for part in parts),
        "events_without_case": log.counts.loose_events,
        "events_of_several_cases": log.counts.shared_events,
        "further_objects": log.counts.further_objects,
        "unknown_objects": log.counts.unknown_objects,
        "cases_without_power": powerless,
        "cases_without_version": unmatched - powerless,
        "activities_never_seen": len(never_seen),
    }  # fmt: skip
    return LogReport(
        cases=cases,
        events=sum(part.events for part in parts),
        unmatched_activities=dict(sorted(activities.items(), key=lambda item: (-item[1], item[0]))),
        unmatched_cases=unmatched,
        never_seen=never_seen,
        odd={name: count for name, count in odd.items() if count},
        first_at=min((part.first_at for part in parts if part.first_at is not None), default=None),
        last_at=span.last_at,
        last_offset=span.last_offset,
        files=tuple(FileRead(file.path, file.format, file.rows) for file in log.files),
    )


def _count(making: Making, query: str) -> int:
    return int(making.connection.execute(query).fetchall()[0][0])


def _merged(making: Making, log: RawLog) -> int:
    """How many traces continue a case that another trace began; a log that names cases by event has none."""
    xes = [index for index, file in enumerate(log.files) if file.format == "xes"]
    if not xes or not making.fields["case"].attribute.name.startswith("case:"):
        return 0
    which = ", ".join(map(str, xes))
    return log.counts.traces - _count(
        making,
        f"SELECT count(DISTINCT case_id) FROM memory.reading.acts WHERE file IN ({which})",  # noqa: S608
    )


def _named(making: Making) -> frozenset[str]:
    """The activities that the mapping names beside those of the steps."""
    mapping = making.mapping
    return frozenset(
        activity
        for on in (
            *(amount.on for amount in (*mapping.money.charges, *mapping.money.payments)),
            *(on for stop in mapping.suspensions for on in (stop.from_, stop.to)),
            *(longer.on for longer in mapping.extensions),
            *(public.on for public in mapping.publications),
        )
        for activity in on
    )


def _seen(making: Making) -> frozenset[str]:
    """Those of the named activities that some act has."""
    named = _named(making)
    if not named:
        return named
    query = f"SELECT DISTINCT activity FROM events WHERE activity IN {one_of(sorted(named))}"  # noqa: S608
    return frozenset(row[0] for row in making.connection.execute(query).fetchall())
