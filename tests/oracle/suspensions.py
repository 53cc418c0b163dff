"""T04: a clock that was stopped wrongly."""

from tests.oracle.clocks import Clock, clocks
from tests.oracle.days import DAY
from tests.oracle.judged import Judged
from tests.oracle.measure import by_instant, measure
from tests.oracle.situation import Moment, Row, Situation
from tests.oracle.stops import known_grounds

_HOUR = 3_600_000_000


def clock_stopped_wrongly(situation: Situation) -> list[Judged]:
    """T04: without a ground, beyond its cap, or when it was already too late."""
    return [_judged(situation, row) for row in situation.own("suspensions")]


def _judged(situation: Situation, suspension: Row) -> Judged:
    ground = known_grounds(situation).get(suspension["ground"])
    longer = _too_long(situation, suspension, ground)
    late = _after_limit(situation, suspension)
    defects = [("no-ground", ground is None), ("beyond-cap", longer), ("after-limit", late)]
    certain = sum(there is True for _, there in defects)
    unclear = certain == 0 and any(there is None for _, there in defects)
    return Judged(
        case_id=situation.case_id,
        subject_id=suspension["ground"],
        measured=None if unclear else certain,
        allowed=0,
        measure_unit="count",
        event_id=suspension["notice_event_id"],
        said="pending" if suspension["to_day"] is None else "done",
        side=next((name for name, there in defects if there), None),
    )


def _too_long(situation: Situation, suspension: Row, ground: Row | None) -> bool | None:
    """Longer than its cap or than was announced; None when the days cannot be counted."""
    bounds: list[int] = []
    if ground is not None and ground["cap"] is not None:
        if ground["unit"] == "hour":
            end = situation.now.at if suspension["to_day"] is None else suspension["to_at"]
            if suspension["from_at"] is None or end is None:
                return None
            if end - suspension["from_at"] > ground["cap"] * _HOUR:
                return True
        else:
            bounds.append(ground["cap"])
    if suspension["notified_days"] is not None:
        bounds.append(suspension["notified_days"])
    if not bounds:
        return False
    first = suspension["from_day"]
    last = situation.now.day if suspension["to_day"] is None else suspension["to_day"]
    length = last - first + 1
    if ground is not None and ground["unit"] == "workday":
        counted = situation.calendar.working_days(first - 1, last)
        if counted is None:
            return None
        length = counted
    return bool(length > min(bounds))


def _after_limit(situation: Situation, suspension: Row) -> bool | None:
    """Begun when a limit that stops had already passed; None when a limit's last day is not known."""
    answers = [
        _passed_before(situation, clock, suspension)
        for clock in clocks(situation)
        if clock.limit["stops"] and clock.limit["kind"] != "minimum" and clock.start is not None
    ]
    return None if None in answers and True not in answers else True in answers


def _done_before(clock: Clock, suspension: Row) -> bool:
    """The act was done when the clock was stopped: on an earlier day, or moment."""
    if clock.state == "pending":
        return False
    end = clock.end.moment
    return bool(end.at < suspension["from_at"] if by_instant(clock.limit) else end.day < suspension["from_day"])


def _passed_before(situation: Situation, clock: Clock, suspension: Row) -> bool | None:
    """The limit still ran, and its last day, with only the stops before this one, lay before this one began."""
    if clock.start is None:
        return False
    start, end = clock.start.moment, clock.end.moment
    first = Moment(suspension["from_at"], suspension["from_day"], start.offset)
    if by_instant(clock.limit):
        eve, begun, over = first, start.at <= first.at, end.at < first.at
    else:
        eve = Moment(first.at - DAY, first.day - 1, start.offset)
        begun, over = start.day < first.day, end.day < first.day
    if not begun or (over and clock.state == "done"):
        return False
    then = measure(situation, clock.limit, start, eve)
    if then.due_at is None:
        return None if then.measured is None or then.measured >= then.allowed else False
    return then.due_at < (first.at if by_instant(clock.limit) else first.day * DAY)
