"""Counts what was read, and what was odd about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhiheng.formats.log_report import FileRead, LogReport
from zhiheng.formats.quoting import one_of
from zhiheng.formats.raw_log import empty_log

if TYPE_CHECKING:
    from zhiheng.formats.making import Making
    from zhiheng.formats.raw_log import RawLog

_INSTANT = "occurred_at - COALESCE(utc_offset, 0) * 60000000"


def report_on(making: Making, log: RawLog) -> LogReport:
    """The report on a log whose relations are filled; raises LogError where no row has a case."""
    connection = making.connection
    cases, unmatched, powerless = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE version IS NULL), count(*) FILTER (WHERE power_id IS NULL) FROM cases"
    ).fetchall()[0]
    if not cases:
        raise empty_log(log)
    events, offsets, nameless, first, last, last_offset = connection.execute(
        "SELECT count(*), count(DISTINCT utc_offset), count(*) FILTER (WHERE activity IS NULL), min(occurred_at),"
        " max(COALESCE(recorded_at, occurred_at)), arg_max(utc_offset, COALESCE(recorded_at, occurred_at)) FROM events"
    ).fetchall()[0]
    activities = connection.execute(
        "SELECT COALESCE(activity, ''), count(*) FROM events WHERE version IS NOT NULL AND step_id IS NULL"
        " GROUP BY activity ORDER BY count(*) DESC, activity"
    ).fetchall()
    odd = {
        "out_of_order_events": _count(making, _OUT_OF_ORDER),
        "merged_traces": _merged(making, log),
        "several_offsets": offsets if offsets > 1 else 0,
        "filtered_events": _count(making, "SELECT count(*) FROM reading.acts WHERE is_event = 1 AND NOT kept")
        if making.mapping.keep else 0,
        "cases_without_events": cases - _count(making, "SELECT count(*) FROM reading.places WHERE sequence = 0"),
        "events_without_activity": nameless,
        "events_without_case": log.counts.loose_events,
        "cases_without_power": powerless,
        "cases_without_version": unmatched - powerless,
        "activities_never_seen": _never_seen(making),
    }  # fmt: skip
    return LogReport(
        cases=cases,
        events=events,
        unmatched_activities=dict(activities),
        unmatched_cases=unmatched,
        odd={name: count for name, count in odd.items() if count},
        first_at=first,
        last_at=last,
        last_offset=last_offset,
        files=tuple(FileRead(file.path, file.format, file.rows) for file in log.files),
    )


_OUT_OF_ORDER = f"""
    SELECT count(*) FROM (
        SELECT {_INSTANT} < lag({_INSTANT}) OVER (PARTITION BY case_id ORDER BY sequence) AS back FROM events
    ) WHERE back
"""  # noqa: S608 - constants of our own


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
        f"SELECT count(DISTINCT case_id) FROM reading.acts WHERE file IN ({which})",  # noqa: S608
    )


def _never_seen(making: Making) -> int:
    """How many activities the mapping names that no act has."""
    mapping = making.mapping
    named = {
        activity
        for on in (
            *(amount.on for amount in (*mapping.money.charges, *mapping.money.payments)),
            *(on for stop in mapping.suspensions for on in (stop.from_, stop.to)),
            *(longer.on for longer in mapping.extensions),
            *(public.on for public in mapping.publications),
        )
        for activity in on
    }
    if not named:
        return 0
    query = f"SELECT count(DISTINCT activity) FROM events WHERE activity IN {one_of(sorted(named))}"  # noqa: S608
    return len(named) - _count(making, query)
