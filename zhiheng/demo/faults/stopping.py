"""Clocks stopped wrongly: T04 in its three kinds."""

from dataclasses import replace
from random import Random

from zhiheng.demo.case import Act, Case, Limit
from zhiheng.demo.faults.fault import Fault, Spoiled, soon_after
from zhiheng.demo.faults.lateness import promised
from zhiheng.demo.referee import Referee, stops

_NO_GROUND = "staff-shortage"


def _without_ground(case: Case, referee: Referee, rng: Random) -> Spoiled | None:
    """The clock is stopped because there are too few people."""
    limit = promised(case)
    if limit is None or not _can_stop(case):
        return None
    start, end = case.place(limit.start), case.place(limit.end)
    if start is None or end is None or end == start + 1:
        return None
    stopped = _stopped(case, referee, rng.randrange(start, end - 1), _NO_GROUND, rng.randint(1, 3))
    return Spoiled(stopped, _NO_GROUND)


def _beyond_cap(case: Case, referee: Referee, rng: Random) -> Spoiled | None:
    """The clock runs again only some days after the cap."""
    found, resume = stops(case), case.place("resume")
    if not found or resume is None:
        return None
    stop, last = found[0], case.acts[resume].day
    longest = case.procedure.caps[stop.ground] + rng.randint(1, 3)
    while referee.elapsed(case.procedure.caps_unit, stop.first, last) + 1 < longest:
        last += 1
    return Spoiled(case.delayed(resume, last - case.acts[resume].day), stop.ground)


def _after_the_limit(case: Case, referee: Referee, rng: Random) -> Spoiled | None:
    """The promised day goes by, and only then the clock is stopped."""
    limit = promised(case)
    if limit is None or not _can_stop(case) or not case.procedure.caps:
        return None
    start, end = case.first(limit.start), case.place(limit.end)
    if start is None or end is None:
        return None
    due = _due(case, limit, start, referee)
    stopped, lasting = due + rng.randint(1, 2), rng.randint(1, 2)
    late = case.delayed(end, stopped + lasting + 1 - case.acts[end].day)
    ground = rng.choice(list(case.procedure.caps))
    pair = _pair(case, referee, replace(case.acts[end - 1], day=stopped), ground, lasting)
    return Spoiled(late.inserted(end, *pair), ground, (("T01", limit.id),))


def _due(case: Case, limit: Limit, start: Act, referee: Referee) -> int:
    amount = limit.amount_on(case.opened_at(referee.days).date())
    if limit.unit == "workday":
        return start.day + amount
    return referee.days.since(referee.days.due(start.day, amount))


def _can_stop(case: Case) -> bool:
    """Whether the clock could be stopped, and was neither stopped nor given more time."""
    done = {act.step for act in case.acts}
    return "suspend" in case.procedure.steps and not done & {"suspend", "extend"}


def _stopped(case: Case, referee: Referee, place: int, ground: str, lasting: int) -> Case:
    """The case with a stop after an act; what follows comes so much later."""
    pair = _pair(case, referee, case.acts[place], ground, lasting)
    return case.delayed(place + 1, lasting).inserted(place + 1, *pair)


def _pair(case: Case, referee: Referee, before: Act, ground: str, lasting: int) -> tuple[Act, Act]:
    days, steps = referee.days.days, case.procedure.steps
    notified = (days[before.day + lasting] - days[before.day]).days + 1
    told = {"ground": ground, "notified_days": str(notified)}
    suspend = soon_after(before, 2, "suspend", steps["suspend"].activity, fields=told)
    resume = soon_after(before, 3, "resume", steps["resume"].activity, fields={"ground": ground})
    return suspend, replace(resume, day=before.day + lasting)


_SHARE = 0.0008
_T01 = frozenset(("T01",))

FAULTS: tuple[Fault, ...] = (
    Fault("stop-without-ground", "T04", "stopped without a ground", "无事由停表", _SHARE, _without_ground),
    Fault("stop-beyond-cap", "T04", "stopped beyond the cap", "停表超过上限", _SHARE, _beyond_cap),
    Fault("stop-after-limit", "T04", "stopped after the limit", "逾期后停表", _SHARE, _after_the_limit, _T01),
)
