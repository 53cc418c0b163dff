"""One hand where there should be two: S01, S02."""

from dataclasses import replace
from random import Random

from zhiheng.demo.case import Case
from zhiheng.demo.faults.fault import Fault, Spoiled
from zhiheng.demo.referee import Referee
from zhiheng.demo.telling import SYSTEM

_SHARE = 0.0008
_S01 = frozenset(("S01",))


def _same_hand(case: Case, _: Referee, rng: Random) -> Spoiled | None:
    """Who took the one step takes the other too."""
    if not case.procedure.separations:
        return None
    name, (one, other) = rng.choice(list(case.procedure.separations.items()))
    first, second = case.first(one), case.first(other)
    if first is None or second is None or first.unit != second.unit or first.official == SYSTEM:
        return None
    acts = tuple(replace(act, official=first.official) if act.step == other else act for act in case.acts)
    return Spoiled(replace(case, acts=acts), name)


def _one_hand(case: Case, _: Referee, rng: Random) -> Spoiled | None:
    """One official does everything."""
    if len({act.unit for act in case.acts}) > 1:
        return None
    official = rng.choice([act.official for act in case.acts if act.official != SYSTEM])
    acts = tuple(replace(act, official=official) for act in case.acts)
    return Spoiled(replace(case, acts=acts), "one-hand")


FAULTS: tuple[Fault, ...] = (
    Fault("same-hand", "S01", "same hand in two steps", "不相容环节同手", _SHARE, _same_hand, _S01),
    Fault("one-hand", "S02", "whole case by one hand", "全程一人经办", _SHARE, _one_hand, _S01),
)
