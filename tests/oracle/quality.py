"""Q01: entered late; Q03: times that cannot be, or that contradict each other."""

from collections.abc import Iterator

from tests.oracle.days import DAY
from tests.oracle.judged import Judged
from tests.oracle.parameters import PARAMETERS
from tests.oracle.situation import Act, Situation


def entered_late(situation: Situation) -> list[Judged]:
    """Q01: on record only long after it happened."""
    allowed = PARAMETERS["Q01"]["days"] * DAY
    return [
        Judged(
            situation.case_id, act.step or act.activity, act.recorded_at - act.moment.at, allowed, "microsecond",
            event_id=act.event_id,
        )
        for act in situation.acts
        if act.recorded_at is not None
    ]  # fmt: skip


def impossible_times(situation: Situation) -> list[Judged]:
    """Q03: recorded before it happened, in the future, out of order, closed before opened."""
    return [*_of_acts(situation), *_of_case(situation)]


def _of_acts(situation: Situation) -> Iterator[Judged]:
    previous: Act | None = None
    for act in situation.acts:
        if act.recorded_at is not None:
            yield _judged(situation, "recorded-first", act.moment.at - act.recorded_at, act)
        yield _judged(situation, "future", act.moment.since(situation.now), act)
        if previous is not None:
            yield _judged(situation, "out-of-order", previous.moment.since(act.moment), act)
        previous = act


def _of_case(situation: Situation) -> Iterator[Judged]:
    opened, closed = situation.case["opened_at"], situation.case["closed_at"]
    if opened is not None and closed is not None:
        yield _judged(situation, "closed-before-opened", opened - closed, None)


def _judged(situation: Situation, subject: str, measured: int | None, act: Act | None) -> Judged:
    return Judged(
        case_id=situation.case_id,
        subject_id=subject,
        measured=measured,
        allowed=0,
        measure_unit="microsecond",
        event_id=act.event_id if act else None,
    )
