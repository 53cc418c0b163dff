"""T06: a limit made longer without a ground, by too much, too often or too late."""

from dataclasses import replace

from tests.oracle.clocks import Clock, clocks
from tests.oracle.days import DAY, months_later
from tests.oracle.judged import Judged
from tests.oracle.measure import HOUR, by_instant
from tests.oracle.situation import Row, Situation
from tests.oracle.stops import stopped_days, stopped_time


def wrongly_extended(situation: Situation) -> list[Judged]:
    """T06: every extension of a limit of which the catalogue says how it may be made longer."""
    judged = []
    for limit_id in dict.fromkeys(row["limit_id"] for row in situation.law("allowed_extensions")):
        rules = [row for row in situation.law("allowed_extensions") if row["limit_id"] == limit_id]
        made = sorted((row for row in situation.own("extensions") if row["limit_id"] == limit_id), key=_turn)
        judged += [_judged(situation, rules, made, place) for place in range(len(made))]
    return judged


def _turn(row: Row) -> tuple[bool, int, int, str, bool, str]:
    return row["at"] is None, row["at"] or 0, row["days"], row["unit"], row["ground"] is None, row["ground"] or ""


def _judged(situation: Situation, rules: list[Row], made: list[Row], place: int) -> Judged:
    row, rule = made[place], rules[0]
    grounds = {one["ground"] for one in rules}
    earlier = sum(one["days"] for one in made[:place] if one["unit"] == rule["unit"])
    defects = [
        ("no-ground", None not in grounds and row["ground"] not in grounds),
        ("too-long", row["days"] > rule["most"] if row["unit"] == rule["unit"] else None),
        ("too-often", rule["times"] is not None and place >= rule["times"]),
        ("too-late", _too_late(situation, row, earlier)),
    ]
    certain = sum(there is True for _, there in defects)
    unclear = certain == 0 and any(there is None for _, there in defects)
    return Judged(
        case_id=situation.case_id,
        subject_id=row["limit_id"],
        measured=None if unclear else certain,
        allowed=0,
        measure_unit="count",
        said="done",
        side=next((name for name, there in defects if there), None),
    )


def _too_late(situation: Situation, row: Row, earlier: int) -> bool | None:
    """Made when the limit, with what was granted before, had passed and the act was not done."""
    if row["at"] is None:
        return None
    without = replace(situation, rows={**situation.rows, "extensions": []})
    answers = [
        _passed(situation, clock, row["at"], clock.limit["allowed"] + earlier)
        for clock in clocks(without)
        if clock.limit["limit_id"] == row["limit_id"] and clock.start and clock.start.moment.at <= row["at"]
    ]
    return True if True in answers else None if None in answers else False


def _passed(situation: Situation, clock: Clock, at: int, granted: int) -> bool | None:
    limit, start, end = clock.limit, clock.start, clock.end.moment
    if start is None:
        return False
    if by_instant(limit):
        stopped = stopped_time(situation, start.moment.at, end.at) if limit["stops"] else 0
        due_at = start.moment.at + granted * (HOUR if limit["unit"] == "hour" else DAY) + stopped - limit["under"]
        return due_at < at and (clock.state == "pending" or end.at > due_at)
    due = _due(situation, limit, start.moment.day, end.day, granted)
    if due is None:
        return None
    return (due + 1) * DAY <= at and (clock.state == "pending" or end.day > due)


def _due(situation: Situation, limit: Row, start: int, end: int, granted: int) -> int | None:
    """The last day in time."""
    calendar = situation.calendar
    stopped = stopped_days(situation, limit["unit"], start, end) if limit["stops"] else 0
    if stopped is None:
        return None
    if limit["unit"] == "workday":
        more = granted + stopped - limit["under"]
        while more == 0 and calendar.works.get(start) is False:
            start -= 1
        return calendar.working_days_later(start, more)
    target = start + granted if limit["unit"] == "day" else months_later(start, granted)
    if limit["unit"] == "month" and not {start, target} <= calendar.listed:
        return None
    due = calendar.roll(target + stopped) if limit["roll"] else target + stopped
    return None if due is None else due - int(limit["under"])
