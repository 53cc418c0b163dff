"""What a log may not have: acts without a time or case, unreadable values, two acts of one identity.

Each check is a query that finds nothing in a good log; the first thing found ends the reading with its
place, its value and the remedy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from zhiheng.core.catalogue.durations import LONGEST
from zhiheng.core.errors import LogError
from zhiheng.formats.making import ACT
from zhiheng.formats.mapping_entry import Attribute
from zhiheng.formats.moments import day_number
from zhiheng.formats.numbers import count, flag, whole
from zhiheng.formats.quoting import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhiheng.core.errors import InputError
    from zhiheng.formats.acts import Readings
    from zhiheng.formats.evidence import Evidence
    from zhiheng.formats.fields import Field
    from zhiheng.formats.making import Making


class Span(NamedTuple):
    """From when to when a log reaches: days of acts, and the last recorded moment; None without acts.

    ``last_at`` is in microseconds of civil time, ``last_offset`` its minutes ahead of UTC.
    """

    first_day: int | None = None
    last_day: int | None = None
    last_at: int | None = None
    last_offset: int | None = None


def survey_rows(making: Making, readings: Readings, evidence: Evidence) -> Span:
    """Every act has a case and a time, and its times can be read; from when to when they reach.

    One pass over the rows. Raises LogError.
    """
    occurred, recorded = making.fields["occurred"], making.fields.get("recorded")
    last = "COALESCE(recorded, occurred)" if recorded else "occurred"
    found = evidence.one(
        f"""
        SELECT min(position) FILTER (WHERE case_id IS NULL), min(position) FILTER (WHERE occurred IS NULL),
               min(position) FILTER (WHERE {"recorded_unread" if recorded else "FALSE"}),
               {day_number("min(occurred)")}, {day_number("max(occurred)")},
               epoch_us(max({last})), arg_max(position, {last})
        FROM memory.reading.acts WHERE kept
        """  # noqa: S608
    )
    caseless, timeless, unrecorded, first_day, last_day, last_at, where = found or (None,) * 7
    if caseless is not None:
        raise _caseless(evidence.row(caseless), making.fields["case"])
    if timeless is not None:
        place, said = evidence.act(timeless), evidence.raw(timeless, readings.said(occurred))
        raise _timeless(place, occurred) if said is None else _unread(place, occurred, said)
    if unrecorded is not None and recorded is not None:
        raise _unread(evidence.act(unrecorded), recorded, evidence.raw(unrecorded, readings.said(recorded)))
    if first_day is None and making.mapping.keep:
        raise making.mapping.refuse(
            ("keep",),
            en="it keeps none of the log's events; correct the attribute or its values, or leave `keep` out",
            zh="日志中没有任何事件符合 keep；请更正属性或取值，或去掉 keep",
        )
    offset = evidence.one(f"SELECT occurred_offset FROM memory.reading.acts WHERE position = {where or 0}")  # noqa: S608
    return Span(first_day, last_day, last_at, offset[0] if offset else None)


def check_cases(making: Making, evidence: Evidence) -> None:
    """Every date of a case can be read, its number is whole, its status known. Raises LogError or MappingError."""
    for field in making.fields.values():
        if field.of_case and field.kind == "moment":
            found = evidence.one(
                f"SELECT m.case_id, CAST(f.{field.column}_said AS VARCHAR) FROM making.made AS m"  # noqa: S608
                f" JOIN making.firsts AS f ON f.first = m.first WHERE {field.unread} ORDER BY m.first LIMIT 1"
            )
            if found:
                raise _unread(evidence.case(found[0]), field, found[1])
    for key, good in (("number", f"{whole('m.number')} IS NOT NULL"), ("status", f"m.status IN {one_of(_STATUSES)}")):
        if told := making.fields.get(key):
            found = evidence.one(
                f"SELECT m.case_id, {told.sql} FROM making.made AS m"  # noqa: S608
                f" WHERE {told.sql} IS NOT NULL AND NOT ({good}) ORDER BY m.first LIMIT 1"
            )
            if found and key == "number":
                raise _not_whole(evidence.case(found[0]), told, found[1])
            if found:
                raise _no_status(making, told, *found)


def check_numbers(making: Making, evidence: Evidence) -> None:
    """Every number of days is whole, and whether reasons were told is yes or no. Raises LogError."""
    for field, activities, good in _counted(making):
        found = evidence.one(
            f"SELECT a.position, {field.sql} FROM {ACT} WHERE a.activity IN {activities}"  # noqa: S608
            f" AND {field.sql} IS NOT NULL AND {good} IS NULL ORDER BY a.position LIMIT 1"
        )
        if found:
            made = _neither if field.column.endswith("noticed") else _no_count
            raise made(evidence.act(found[0]), field, found[1])


def unreadable_amount(making: Making, evidence: Evidence, said: str, wanted: list[tuple[str, str]]) -> LogError:
    """The error for an amount that is none: names the first act that has it."""
    for expression, when in wanted:
        found = evidence.one(
            f"SELECT min(a.position) FROM {ACT} WHERE {expression} = ? AND {when}",  # noqa: S608
            said,
        )
        if found and found[0] is not None:
            break
    place = evidence.act(found[0]) if found and found[0] is not None else making.mapping.source.place
    return LogError(
        place,
        en=f"the amount {said[:40]!r} is no decimal number such as 1234.50, or is too large;"
        " correct it, or list it under `placeholders:`",
        zh=f"金额“{said[:40]}”不是 1234.50 这样的十进制数，或过大；请更正，或列入 placeholders",
    )


def check_identities(making: Making, evidence: Evidence) -> None:
    """No two acts have one identity; only a log that names its events can fail. Raises LogError."""
    if "event" not in making.fields:
        return
    found = evidence.one(
        "SELECT event_id, min(case_id), max(case_id), count(*) FROM events GROUP BY event_id"
        " HAVING count(*) > 1 ORDER BY min(rowid) LIMIT 1"
    )
    _refuse_twin(evidence, found)


def check_identities_across(making: Making, evidence: Evidence) -> None:
    """No two acts of the whole log, which is read in parts, have one identity. Raises LogError."""
    if "event" not in making.fields:
        return
    found = evidence.one(
        "SELECT event, min(case_id), max(case_id), count(*) FROM memory.reading.acts WHERE kept AND event IS NOT NULL"
        " GROUP BY event HAVING count(*) > 1 ORDER BY min(position) LIMIT 1"
    )
    _refuse_twin(evidence, found)


def _refuse_twin(evidence: Evidence, found: tuple[Any, ...] | None) -> None:
    if found:
        identity, case, other, count = found
        cases = case if case == other else f"{case}, {other}"
        raise LogError(
            evidence.case(case),
            en=f"{count} events have the identity {identity!r} (cases {cases}); give each its own,"
            " or leave `event:` out of log.yaml",
            zh=f"有 {count} 个事件的标识同为“{identity}”（办件 {cases}）；请使其各不相同，或在 log.yaml 中去掉 event",
        )


_STATUSES = ("open", "closed", "withdrawn")


def _counted(making: Making) -> Iterator[tuple[Field, str, str]]:
    """The fields that count or tell yes from no, the acts that carry them, and how they are read."""
    for i, stop in enumerate(making.mapping.suspensions):
        if field := making.fields.get(f"suspensions.{i}.notified_days"):
            yield field, one_of(stop.from_), count(field.sql)
    for i, longer in enumerate(making.mapping.extensions):
        if isinstance(longer.days, Attribute):
            field = making.fields[f"extensions.{i}.days"]
            yield field, one_of(longer.on), count(field.sql)
        if field := making.fields.get(f"extensions.{i}.noticed"):
            yield field, one_of(longer.on), flag(field.sql)


def _caseless(place: str, case: Field) -> LogError:
    name = case.attribute.name
    return LogError(
        place,
        en=f"the event does not say its case: {name!r} is empty; fill it in, or name another attribute under `case:`",
        zh=f"该事件未说明所属办件：“{name}”为空；请补上，或在 log.yaml 的 case 中改用其他属性",
    )


def _timeless(place: str, occurred: Field) -> LogError:
    name = occurred.attribute.name
    return LogError(
        place,
        en=f"the event has no time: {name!r} is empty; fill it in, or leave such events out with `keep:`",
        zh=f"该事件没有时间：“{name}”为空；请补上，或用 keep 滤除这类事件",
    )


def _unread(place: str, field: Field, said: str | None) -> LogError:
    return LogError(
        place,
        en=f"{field.attribute.name!r} is {said!r}, no moment such as 2026-03-01T09:30:00+08:00; correct it, state its"
        f" notation in log.yaml (`{field.key}: {{attribute: …, format: '%d.%m.%Y %H:%M'}}`), or list it under"
        " `placeholders:`",
        zh=f"“{field.attribute.name}”的值“{said}”不是 2026-03-01T09:30:00+08:00 这样的时刻；请更正，"
        f"或在 log.yaml 的 {field.key} 中用 format 注明写法，或列入 placeholders",
    )


def _not_whole(place: str, field: Field, said: str) -> LogError:
    return LogError(
        place,
        en=f"`{field.key}` is {said!r}, not a whole number; correct it, or list it under `placeholders:`",
        zh=f"“{field.key}”的值“{said}”不是整数；请更正，或列入 placeholders",
    )


def _no_count(place: str, field: Field, said: str) -> LogError:
    return LogError(
        place,
        en=f"`{field.key}` is {said!r}, not a whole number from 0 to {LONGEST}; correct it, or list it under"
        " `placeholders:`",
        zh=f"“{field.key}”的值“{said}”不是 0 至 {LONGEST} 的整数；请更正，或列入 placeholders",
    )


def _neither(place: str, field: Field, said: str) -> LogError:
    return LogError(
        place,
        en=f"`{field.key}` is {said!r}, neither yes nor no; say which under `map:` in log.yaml",
        zh=f"“{field.key}”的值“{said}”既非是也非否；请在 log.yaml 的 map 中注明",
    )


def _no_status(making: Making, field: Field, case_id: str, said: str) -> InputError:
    return making.mapping.refuse(
        field.attribute.path,
        en=f"case {case_id} has the status {said!r}; say under `map:` whether that is open, closed or withdrawn",
        zh=f"办件 {case_id} 的状态为“{said}”；请在 map 中注明它对应 open、closed 还是 withdrawn",
    )
