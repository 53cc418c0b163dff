"""How much of a limit was used, between two moments: by working days, days, months or instants."""

from dataclasses import dataclass

from tests.oracle.days import DAY, months_later
from tests.oracle.lengthening import granted
from tests.oracle.situation import Moment, Row, Situation
from tests.oracle.stops import stopped_days, stopped_time

HOUR = 3_600_000_000


@dataclass(frozen=True)
class Measure:
    """Used and allowed; measured None: not checkable. ``due_at``: the last civil moment in time."""

    measured: int | None
    allowed: int
    unit: str
    due_at: int | None = None
    provisional: bool = False


def by_instant(limit: Row) -> bool:
    """True when the limit runs by the clock, not by the date."""
    return bool(limit["precision"] == "instant" or limit["unit"] == "hour")


def measure(situation: Situation, limit: Row, start: Moment | None, end: Moment) -> Measure:
    """The limit as used from ``start`` to ``end``; only an `until` limit can do without a start."""
    if limit["until_date"] is not None:
        return _until(situation, limit, start, end)
    if start is None:
        message = f"limit {limit['limit_id']} has neither a start nor an until"
        raise ValueError(message)
    if limit["kind"] == "minimum":
        return _minimum(situation, limit, start, end)
    amount = granted(situation, limit, start, end)
    if amount is None:
        whole = "workday" if limit["unit"] == "workday" else "day"
        return Measure(None, 0, "microsecond" if by_instant(limit) else whole)
    if by_instant(limit):
        return _instants(situation, limit, amount, start, end)
    if limit["unit"] == "workday":
        return _working_days(situation, limit, amount, start, end)
    return _days(situation, limit, amount, start, end)


def _provisional(situation: Situation, *days: int) -> bool:
    return any(day in situation.calendar.unofficial for day in days)


def _end_of(day: int) -> int:
    return day * DAY + DAY - 1_000_000


def _working_days(situation: Situation, limit: Row, amount: int, start: Moment, end: Moment) -> Measure:
    allowed = amount - limit["under"]
    used = situation.calendar.working_days(start.day, end.day)
    stopped = stopped_days(situation, "workday", start.day, end.day) if limit["stops"] else 0
    if used is None or stopped is None:
        return Measure(None, allowed, "workday")
    due = situation.calendar.working_days_later(start.day, allowed + stopped)
    provisional = _provisional(situation, start.day, end.day, *([] if due is None else [due]))
    return Measure(used - stopped, allowed, "workday", None if due is None else _end_of(due), provisional)


def _days(situation: Situation, limit: Row, allowed: int, start: Moment, end: Moment) -> Measure:
    if limit["unit"] == "month":
        target = months_later(start.day, allowed)
        if not {start.day, target} <= situation.calendar.listed:
            return Measure(None, allowed, "day")
        allowed = target - start.day
    stopped = stopped_days(situation, "day" if limit["unit"] == "day" else "month", start.day, end.day)
    if stopped is None or not limit["stops"]:
        stopped = 0
    measured = end.day - start.day - stopped
    return _rolled(situation, limit, measured, allowed, start.day + stopped)


def _rolled(situation: Situation, limit: Row, measured: int, allowed: int, base: int) -> Measure:
    """``measured`` against ``allowed`` days after the day ``base``, moved to a working day if it rolls."""
    less = limit["under"]
    if not limit["roll"]:
        return Measure(measured, allowed - less, "day", _end_of(base + allowed - less))
    due = situation.calendar.roll(base + allowed)
    if due is None:
        # Nobody knows where the last day falls; what was in time anyway stays in time.
        in_time = measured <= allowed - less
        return Measure(measured if in_time else None, allowed - less, "day")
    rolled = due - base - less
    return Measure(measured, rolled, "day", _end_of(base + rolled), _provisional(situation, due))


def _instants(situation: Situation, limit: Row, amount: int, start: Moment, end: Moment) -> Measure:
    allowed = amount * (HOUR if limit["unit"] == "hour" else DAY) - limit["under"]
    stopped = stopped_time(situation, start.at, end.at) if limit["stops"] else 0
    passed = end.since(start)
    due_at = start.at + allowed + stopped
    return Measure(None if passed is None else passed - stopped, allowed, "microsecond", due_at)


def _until(situation: Situation, limit: Row, start: Moment | None, end: Moment) -> Measure:
    until = situation.date(limit["until_date"])
    unit = "microsecond" if by_instant(limit) else "day"
    if until is None:
        return Measure(None, 0, unit)
    begin = until if start is None else start
    if not by_instant(limit):
        used, allowed = end.day - begin.day, until.day - begin.day
        return _rolled(situation, limit, used, allowed, begin.day)
    passed, time = end.since(begin), until.since(begin)
    if passed is None or time is None:
        return Measure(None, 0, unit)
    return Measure(passed, time, unit, until.at)


def _minimum(situation: Situation, limit: Row, start: Moment, end: Moment) -> Measure:
    gap = int(limit["allowed"])
    if by_instant(limit):
        passed = end.since(start)
        least = gap * (HOUR if limit["unit"] == "hour" else DAY) + limit["under"]
        return Measure(None if passed is None else least - passed, 0, "microsecond")
    if limit["unit"] == "workday":
        used = situation.calendar.working_days(start.day, end.day)
        provisional = _provisional(situation, start.day, end.day)
        return Measure(None if used is None else gap + limit["under"] - used, 0, "workday", None, provisional)
    if limit["unit"] == "month":
        target = months_later(start.day, gap)
        if not {start.day, target} <= situation.calendar.listed:
            return Measure(None, 0, "day")
        gap = target - start.day
    return Measure(gap + limit["under"] - (end.day - start.day), 0, "day")
