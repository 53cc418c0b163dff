"""Too late, too early, too long: T01 to T03, T05, T06, D01."""

from dataclasses import replace
from random import Random

from zhiheng.demo.case import Case, Kind, Limit
from zhiheng.demo.faults.fault import Fault, Spoiled, places
from zhiheng.demo.referee import IDLE, Referee

MAIN = ("decision", "reply", "promised")  # the limits of a case as a whole
_OFTEN_LATE_BY = (1, 1, 1, 2, 2, 3, 4, 5, 7, 10)
_TOO_LONG = 120
_STILL_OPEN = 30  # days by which an undecided case may be late


def promised(case: Case) -> Limit | None:
    """The promise of how long the case as a whole takes."""
    return next((limit for limit in case.procedure.limits if limit.id == "promised"), None)


def _promise_broken(case: Case, referee: Referee, rng: Random) -> Spoiled | None:
    return _late(case, referee, rng, [limit for limit in (promised(case),) if limit])


def _law_broken(case: Case, referee: Referee, rng: Random) -> Spoiled | None:
    return _late(case, referee, rng, _limits(case, "statutory", main=True))


def _after_the_decision(case: Case, referee: Referee, rng: Random) -> Spoiled | None:
    limits = [*_limits(case, "statutory", main=False), *_limits(case, "promised", main=False)]
    return _late(case, referee, rng, limits)


def _step(case: Case, referee: Referee, rng: Random) -> Spoiled | None:
    return _late(case, referee, rng, _limits(case, "step", main=False))


def _limits(case: Case, kind: Kind, *, main: bool) -> list[Limit]:
    return [limit for limit in case.procedure.limits if limit.kind == kind and (limit.id in MAIN) == main]


def _late(case: Case, referee: Referee, rng: Random, limits: list[Limit]) -> Spoiled | None:
    """Some act within a limit, and all that follows it, comes so much later that the limit passes."""
    if not limits:
        return None
    limit = rng.choice(limits)
    start, end = case.place(limit.start), case.place(limit.end)
    if start is None or end is None:
        return None
    by = rng.choice(_OFTEN_LATE_BY)
    for place in places(case, rng):
        if start < place <= end:
            delayed = (case.delayed(place, days) for days in range(1, _TOO_LONG))
            late = next((one for one in delayed if referee.excess(one, limit) >= by), None)
            if late is not None:
                return Spoiled(late, limit.id)
    return None


def _never_decided(case: Case, referee: Referee, _: Random) -> Spoiled | None:
    """The case lies undecided to this day, and late."""
    return _undecided(case, referee, range(1, _STILL_OPEN))


def _nearly_due(case: Case, referee: Referee, _: Random) -> Spoiled | None:
    """The case lies undecided, and its last day is today or near."""
    return _undecided(case, referee, range(-2, 1))


def _undecided(case: Case, referee: Referee, by: range) -> Spoiled | None:
    limit = promised(case)
    start, end = (None, None) if limit is None else (case.place(limit.start), case.place(limit.end))
    if limit is None or start is None or (end is None and not case.is_open):
        return None
    undecided = replace(case, acts=case.acts[:end])
    return Spoiled(undecided, limit.id) if referee.excess(undecided, limit) in by else None


def _too_early(case: Case, referee: Referee, rng: Random) -> Spoiled | None:
    """An act is not waited for as long as it should be, and so all that follows it comes earlier."""
    for limit in case.procedure.limits:
        end = case.place(limit.end)
        if limit.kind != "minimum" or end is None:
            continue
        spare = case.acts[end].day - case.acts[end - 1].day
        earlier = [case.delayed(end, -days) for days in range(1, spare)]
        hasty = [one for one in earlier if referee.excess(one, limit) > 0]
        if hasty:
            return Spoiled(rng.choice(hasty), limit.id)
    return None


def _idle(case: Case, referee: Referee, rng: Random) -> Spoiled | None:
    """Nobody has touched the case for weeks."""
    for place in places(case, rng):
        left = replace(case, acts=case.acts[:place])
        if IDLE < referee.idle(left) < _STILL_OPEN:
            return Spoiled(left, "idle")
    return None


def _published_late(case: Case, referee: Referee, rng: Random) -> Spoiled | None:
    """What must be public in time comes some days late."""
    for duty in case.procedure.duties:
        place = case.place(duty.end)
        if place is not None:
            late = case.delayed(place, 1 + rng.randint(0, 3) - referee.unpublished(case, duty))
            return Spoiled(late, duty.id)
    return None


def _extended_too_far(case: Case, _: Referee, __: Random) -> Spoiled | None:
    """More time is taken than the rules give."""
    for place, act in enumerate(case.acts):
        for limit, most in case.procedure.longer.items():
            if "extension_days" in act.fields:
                fields = {**act.fields, "extension_days": str(most + 5)}
                return Spoiled(case.changed(place, replace(act, fields=fields)), limit)
    return None


_T01 = frozenset(("T01",))
_T06 = frozenset(("T06",))
_OPEN_TOO_LONG = frozenset(("T01", "T02"))
_WITH_IDLE = frozenset(("T01", "T05"))

FAULTS: tuple[Fault, ...] = (
    Fault("promise-broken", "T01", "promised limit passed", "超过承诺时限", 0.014, _promise_broken),
    Fault("law-broken", "T01", "statutory limit passed", "超过法定时限", 0.005, _law_broken, _T01),
    Fault("served-late", "T01", "late notice or service", "告知送达逾期", 0.004, _after_the_decision, _T01),
    Fault("undecided", "T01", "late and undecided", "逾期未决定", 0.002, _never_decided, _WITH_IDLE, closed=False),
    Fault("step-late", "T02", "step overdue", "环节超时", 0.005, _step),
    Fault("too-early", "T03", "waiting time cut short", "等待期未满", 0.0008, _too_early),
    Fault("idle", "T05", "nobody touched it for weeks", "办件搁置", 0.0008, _idle, _OPEN_TOO_LONG, closed=False),
    Fault("extended-too-far", "T06", "extended too far", "超幅延期", 0.0008, _extended_too_far, _T06),
    Fault("published-late", "D01", "published late", "逾期公开", 0.0008, _published_late),
    Fault("nearly-due", "T01", "limit near", "期限临近", 0.002, _nearly_due, closed=False, near=True),
)
