"""Limits running in a case: T01, T02 and T03."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.oracle.judged import Judged
from tests.oracle.measure import Measure, measure
from tests.oracle.situation import Act, Moment, Row, Situation


@dataclass(frozen=True)
class End:
    """Where a limit starts or ends: at an act, at a date that the case carries, or now."""

    moment: Moment
    act: Act | None = None


@dataclass(frozen=True)
class Clock:
    """One limit from one start: how much was used (None: not checkable) and how much is allowed."""

    limit: Row
    start: End | None
    end: End
    state: str
    measure: Measure

    @property
    def before(self) -> bool:
        """True when the end came before the start."""
        if self.start is None or self.state == "pending":
            return False
        if self.measure.unit == "microsecond":
            return self.measure.measured is not None and self.measure.measured < 0
        return self.end.moment.at < self.start.moment.at


def clocks(situation: Situation) -> Iterator[Clock]:
    """Every limit of the power, from every act or date at which it starts."""
    for limit in situation.law("time_limits"):
        starts = _starts(situation, limit)
        for start in starts:
            yield from _from_start(situation, limit, start)
        if not starts:
            yield from _without_start(situation, limit)


def _starts(situation: Situation, limit: Row) -> list[End]:
    if limit["from_date"] is not None:
        date = situation.date(limit["from_date"])
        return [] if date is None else [End(date)]
    acts = [End(act.moment, act) for act in situation.acts_of(limit["from_step"])]
    if limit["from_which"] == "each" or not acts:
        return acts
    return [acts[-1] if limit["from_which"] == "last" else acts[0]]


def _end(situation: Situation, limit: Row, after: int | None) -> End | None:
    """The act (after a position, if one is given) or the date at which the limit ends."""
    if limit["to_date"] is not None:
        date = situation.date(limit["to_date"])
        return None if date is None else End(date)
    acts = [act for act in situation.acts_of(limit["to_step"]) if after is None or act.sequence > after]
    if not acts:
        return None
    act = acts[-1] if limit["to_which"] == "last" else acts[0]
    return End(act.moment, act)


def _from_start(situation: Situation, limit: Row, start: End) -> Iterator[Clock]:
    each = limit["from_step"] is not None and limit["from_which"] == "each"
    end = _end(situation, limit, start.act.sequence if each and start.act else None)
    if end is not None:
        yield Clock(limit, start, end, "done", measure(situation, limit, start.moment, end.moment))
    elif _still_runs(situation, limit, start):
        now = situation.now
        yield Clock(limit, start, End(now), "pending", measure(situation, limit, start.moment, now))


def _still_runs(situation: Situation, limit: Row, start: End | None) -> bool:
    """True while the act must still happen: no minimum, not closed, not lifted."""
    if limit["kind"] == "minimum" or not limit["must_happen"] or situation.over:
        return False
    return not _lifted(situation, limit, start)


def _lifted(situation: Situation, limit: Row, start: End | None) -> bool:
    """True when the step that ends the limit came after the act it starts with (else at any time)."""
    after = -1 if start is None or start.act is None else start.act.sequence
    return any(act.sequence > after for act in situation.acts_of(limit["ends_with"]))


def _without_start(situation: Situation, limit: Row) -> Iterator[Clock]:
    """A start that is named and did not happen leaves an end that cannot be checked."""
    named = limit["from_step"] is not None or limit["from_date"] is not None
    end = _end(situation, limit, None)
    if end is not None:
        told = Measure(None, 0, "") if named else measure(situation, limit, None, end.moment)
        yield Clock(limit, None, end, "done", told)
    elif not named and _still_runs(situation, limit, None):
        now = situation.now
        yield Clock(limit, None, End(now), "pending", measure(situation, limit, None, now))


def _judged(situation: Situation, *kinds: str, sides: bool = True) -> Iterator[Judged]:
    for clock in clocks(situation):
        if clock.limit["kind"] in kinds:
            told = clock.measure
            yield Judged(
                case_id=situation.case_id,
                subject_id=clock.limit["limit_id"],
                measured=told.measured,
                allowed=told.allowed,
                measure_unit=told.unit,
                start_event_id=clock.start.act.event_id if clock.start and clock.start.act else None,
                event_id=clock.end.act.event_id if clock.end.act else None,
                said=clock.state,
                side="before" if sides and clock.before else None,
                due_at=told.due_at,
                provisional=int(told.provisional),
            )


def limit_passed(situation: Situation) -> list[Judged]:
    """T01: limits that the law sets or the office promised."""
    return list(_judged(situation, "statutory", "promised"))


def step_overdue(situation: Situation) -> list[Judged]:
    """T02: limits of single steps."""
    return list(_judged(situation, "step"))


def too_early(situation: Situation) -> list[Judged]:
    """T03: something was done before the least time had passed."""
    return list(_judged(situation, "minimum", sides=False))
