"""Units and people who may not act: A01 to A03, S03, S04."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from zhiheng.demo.case import Act, Case
from zhiheng.demo.faults.fault import Fault, Spoil, Spoiled
from zhiheng.demo.office import UNITS, interest, retired
from zhiheng.demo.referee import Referee

_STREETS = ("east-street", "west-street")


def _decided(change: Callable[[Case, Act, Random], Act | None], *also: str) -> Spoil:
    """The decision is changed; ``also``: controls that find the same step."""

    def spoil(case: Case, _: Referee, rng: Random) -> Spoiled | None:
        place = None if case.procedure.decision is None else case.place(case.procedure.decision)
        changed = None if place is None else change(case, case.acts[place], rng)
        if place is None or changed is None:
            return None
        step = str(changed.step)
        return Spoiled(case.changed(place, changed), step, tuple((control, step) for control in also))

    return spoil


def _elsewhere(case: Case, act: Act, rng: Random) -> Act:
    """Another unit of the city decides."""
    taking_part = {one.unit for one in case.acts} | {act.unit, *_STREETS}
    return replace(act, unit=rng.choice([unit for unit in UNITS if unit not in taking_part]))


def _below(case: Case, act: Act, rng: Random) -> Act | None:
    """A sub-district office decides what is the city's."""
    return None if case.unit in _STREETS else replace(act, unit=rng.choice(_STREETS))


def _after_leaving(_: Case, act: Act, __: Random) -> Act:
    """The decision is signed with the account of someone who has left."""
    return replace(act, official=retired(act.unit))


def _own_interest(case: Case, _: Referee, __: Random) -> Spoiled | None:
    """The applicant is one in whom the deciding head has an interest."""
    act = None if case.procedure.decision is None else case.first(case.procedure.decision)
    party = None if act is None else interest(act.unit, act.official)
    if act is None or party is None:
        return None
    steps = dict.fromkeys(one.step or one.activity for one in case.acts if one.official == act.official)
    also = tuple(("S04", step) for step in steps if step != act.step)
    return Spoiled(replace(case, party=party), str(act.step), also)


def _one_house(case: Case, _: Referee, __: Random) -> Spoiled | None:
    """The unit that decides takes the other step too."""
    for name, (one, other) in case.procedure.houses.items():
        first, place = case.first(one), case.place(other)
        if first is not None and place is not None:
            return Spoiled(case.changed(place, replace(case.acts[place], unit=first.unit)), name)
    return None


_SHARE = 0.0008

FAULTS: tuple[Fault, ...] = (
    Fault("not-a-holder", "A01", "decided by another unit", "无权单位作出决定", _SHARE, _decided(_elsewhere)),
    Fault("left-long-ago", "A02", "signed by someone who has left", "离任人员签署", _SHARE, _decided(_after_leaving)),
    Fault("wrong-tier", "A03", "decided a tier below", "越级下沉决定", _SHARE, _decided(_below, "A01")),
    Fault("one-house", "S03", "one unit decides and pays", "一家既批又付", _SHARE, _one_house),
    Fault("own-interest", "S04", "an interest in the party", "应回避未回避", _SHARE, _own_interest),
)
