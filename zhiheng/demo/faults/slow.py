"""A fault that only a case's peers show: T07, counted here without any SQL."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from statistics import median_low

from zhiheng.demo.case import Case
from zhiheng.demo.faults.across import Across
from zhiheng.demo.referee import Referee

SLOW = Across("left-lying", "T07", "a case is filed long after everything was done", "迟迟不办结")

_PEERS, _K, _LEAST = 20, 6, timedelta(hours=120)  # as the control has them
_LATER = 70  # working days
_SHARE = 0.003


def left_lying(cases: Sequence[Case], free: Sequence[int], referee: Referee) -> dict[int, Case]:
    """Some cases in which all was done in time, and the last act, the close, much later; by their places."""
    made: dict[int, Case] = {}
    for place in sorted(free):
        case = cases[place]
        last = case.acts[-1]
        if last.step != case.procedure.closes or last.day + _LATER > referee.today:
            continue
        slow = case.changed(len(case.acts) - 1, replace(last, day=last.day + _LATER))
        if referee.found(slow) == referee.found(case):
            made[place] = slow
        if len(made) == max(1, round(_SHARE * len(cases))):
            break
    return made


def far_slower(cases: Sequence[Case], referee: Referee) -> list[int]:
    """The places of the closed cases that took far longer than the others of their power."""
    took = {place: time for place, case in enumerate(cases) if (time := _took(case, referee)) is not None}

    def power(place: int) -> str:
        return cases[place].procedure.power

    found: list[int] = []
    for _, group in groupby(sorted(took, key=power), key=power):
        places = list(group)
        if len(places) < _PEERS:
            continue
        half = median_low(took[place] for place in places)
        deviation = median_low(abs(took[place] - half) for place in places)
        bound = half + max(_K * deviation, _LEAST)
        found += [place for place in places if took[place] > bound]
    return sorted(found)


def _took(case: Case, referee: Referee) -> timedelta | None:
    """From opening to close, stopped time left out; None for a case that is not closed."""
    ends = [act for act in case.acts if act.step in (case.procedure.closes, "withdraw")]
    if not ends or ends[-1].step != case.procedure.closes:
        return None
    opened, closed = case.opened_at(referee.days), ends[-1].at(referee.days)
    if closed < opened:
        return None
    stopped, reached = timedelta(), opened
    for first, last in sorted(_stops(case, referee, closed)):
        begin, end = max(first, reached), min(last, closed)
        if begin < end:
            stopped += end - begin
            reached = end
    return closed - opened - stopped


def _stops(case: Case, referee: Referee, closed: datetime) -> list[tuple[datetime, datetime]]:
    """When the clock stopped and ran again."""
    found = []
    for place, act in enumerate(case.acts):
        if act.step == "suspend":
            ground = act.fields["ground"]
            ends = (a for a in case.acts[place:] if a.step == "resume" and a.fields["ground"] == ground)
            end = next(ends, None)
            found.append((act.at(referee.days), closed if end is None else end.at(referee.days)))
    return found
