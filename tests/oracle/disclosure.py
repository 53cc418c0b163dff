"""D01: not made public, or late."""

from tests.oracle.days import DAY, months_later
from tests.oracle.judged import Judged
from tests.oracle.situation import Moment, Row, Situation

_HOUR = 3_600_000_000


def not_public_in_time(situation: Situation) -> list[Judged]:
    """D01: each duty of a step that happened, by its first publication."""
    return [
        _judged(situation, duty, acts[0].moment)
        for duty in situation.law("disclosure_duties")
        if (acts := situation.acts_of(duty["after_step"]))
    ]


def _judged(situation: Situation, duty: Row, start: Moment) -> Judged:
    made = [row for row in situation.own("publications") if row["duty_id"] == duty["duty_id"]]
    end_at = min((row["at"] for row in made), default=situation.now.at)
    measured, allowed, due_at, doubtful = _measured(situation, duty, start, end_at)
    return Judged(
        case_id=situation.case_id,
        subject_id=duty["duty_id"],
        measured=measured,
        allowed=allowed,
        measure_unit={"hour": "microsecond", "workday": "workday"}.get(duty["unit"], "day"),
        said="done" if made else "pending",
        due_at=due_at,
        provisional=int(bool(doubtful & situation.calendar.unofficial)),
    )


def _measured(
    situation: Situation, duty: Row, start: Moment, end_at: int
) -> tuple[int | None, int, int | None, set[int]]:
    """Used, allowed, the last moment in time, and the days on which the answer rests."""
    within, calendar, end = duty["within"], situation.calendar, end_at // DAY
    if duty["unit"] == "hour":
        return end_at - start.at, within * _HOUR, start.at + within * _HOUR, set()
    if duty["unit"] == "workday":
        due = calendar.working_days_later(start.day, within)
        used = calendar.working_days(start.day, end)
        return used, within, _end_of(due), {start.day, end} | ({due} if due is not None else set())
    bare = start.day + within if duty["unit"] == "day" else months_later(start.day, within)
    if duty["unit"] == "month" and not {start.day, bare} <= calendar.listed:
        return None, 0, None, set()
    due = calendar.roll(bare)
    if due is None:
        return (end - start.day if end <= bare else None), bare - start.day, None, {bare}
    return end - start.day, due - start.day, _end_of(due), {bare, due}


def _end_of(day: int | None) -> int | None:
    return None if day is None else day * DAY + DAY - 1_000_000
