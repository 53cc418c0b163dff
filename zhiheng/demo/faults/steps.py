"""Steps that are missing, out of order, unknown, repeated, or come after the close: P01 to P07."""

from dataclasses import replace
from random import Random

from zhiheng.demo.case import Case
from zhiheng.demo.faults.fault import Fault, Spoiled, soon_after, trace
from zhiheng.demo.referee import Referee

# Hurdles that no catalogue knows.
_HURDLES = ("加盖会签章", "要求另交证明", "请示分管领导")


def _left_out(case: Case, _: Referee, rng: Random) -> Spoiled | None:
    done = [act.step for act in case.acts]
    steps = [step for step in case.procedure.omittable if done.count(step) == 1]
    if not steps:
        return None
    step = rng.choice(steps)
    return Spoiled(case.without(done.index(step)), step, (trace(case),))


def _unanswered(case: Case, _: Referee, __: Random) -> Spoiled | None:
    for name, (_act, answer) in case.procedure.responses.items():
        place = case.place(answer)
        if place is not None:
            return Spoiled(case.without(place), name)
    return None


def _turned_round(case: Case, _: Referee, rng: Random) -> Spoiled | None:
    """The later of two steps is taken first, and the other right after it."""
    before, after = rng.choice(case.procedure.reversible)
    place = case.place(before)
    if place is None or place + 1 >= len(case.acts) or case.acts[place + 1].step != after:
        return None
    first, second = case.acts[place], case.acts[place + 1]
    hasty = replace(second, day=first.day, minute=first.minute, second=first.second)
    made_up = replace(first, minute=first.minute + 2)
    return Spoiled(case.changed(place, hasty).changed(place + 1, made_up), after, (trace(case),))


def _hurdle(case: Case, _: Referee, rng: Random) -> Spoiled | None:
    activity = rng.choice(_HURDLES)
    place = rng.randrange(1, len(case.acts))
    extra = soon_after(case.acts[place - 1], 2, None, activity)
    return Spoiled(case.inserted(place, extra), activity, (trace(case),))


def _asked_twice(case: Case, _: Referee, rng: Random) -> Spoiled | None:
    """The applicant, who was to be told everything at once, is told a second time."""
    for step in case.procedure.once:
        place = case.place(step)
        if place is None:
            continue
        asked, brought = case.acts[place], case.acts[place + 1]
        days = rng.randint(1, 4)
        again = replace(asked, day=brought.day, minute=brought.minute + 2)
        brought_again = replace(brought, day=brought.day + days, minute=brought.minute + 3)
        longer = case.delayed(place + 2, days)
        return Spoiled(longer.inserted(place + 2, again, brought_again), step, (trace(case),))
    return None


def _after_the_close(case: Case, _: Referee, rng: Random) -> Spoiled | None:
    amend = case.procedure.steps.get("amend")
    if amend is None:
        return None
    changed = soon_after(case.acts[-1], 2, "amend", amend.activity)
    late = replace(changed, day=changed.day + rng.randint(1, 15))
    return Spoiled(replace(case, acts=(*case.acts, late)), "amend", (trace(case),))


def _return_ignored(case: Case, _: Referee, __: Random) -> Spoiled | None:
    """The file is sent back for another review, and decided without one."""
    sent_back = case.procedure.steps.get("return")
    place = case.place("review")
    if sent_back is None or place is None or case.place("return") is not None:
        return None
    back = soon_after(case.acts[place], 2, "return", sent_back.activity, post="head")
    return Spoiled(case.inserted(place + 1, back), case.procedure.power)


def _never_accepted(case: Case, _: Referee, __: Random) -> Spoiled | None:
    """The decision is taken without the case ever having been accepted."""
    procedure = case.procedure
    place = None if procedure.acceptance is None else case.place(procedure.acceptance)
    if not place or procedure.decision is None or case.place(procedure.decision) is None:
        return None
    also = (("P01", str(procedure.acceptance)), trace(case))
    return Spoiled(case.without(place), procedure.decision, also)


_SHARE = 0.0008
_P02 = frozenset(("P02",))
_P02_P06 = frozenset(("P02", "P06"))

FAULTS: tuple[Fault, ...] = (
    Fault("step-left-out", "P01", "required step left out", "必经环节缺失", _SHARE, _left_out, _P02_P06),
    Fault("unanswered", "P01", "response missing", "应有的后续行为缺失", _SHARE, _unanswered),
    Fault("turned-round", "P02", "step before its predecessor", "环节倒置", _SHARE, _turned_round),
    Fault("hurdle", "P03", "step not in the catalogue", "清单外环节", _SHARE, _hurdle),
    Fault("asked-twice", "P04", "applicant sent back twice", "两次要求补正", _SHARE, _asked_twice),
    Fault("after-close", "P05", "decision changed after the close", "办结后更改", _SHARE, _after_the_close),
    Fault("never-accepted", "P06", "decided without acceptance", "未受理即决定", _SHARE, _never_accepted, _P02),
    Fault("return-ignored", "P07", "sent back, not reviewed again", "退回后未重审", _SHARE, _return_ignored),
)
