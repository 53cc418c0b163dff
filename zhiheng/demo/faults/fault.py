"""A fault: how a case that went well is made to go wrong, and what must then be found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

from zhiheng.demo.case import Act, Case
from zhiheng.demo.office import Post, officials
from zhiheng.demo.referee import Found, Referee


@dataclass(frozen=True)
class Spoiled:
    """A case with a fault in it: the subject that its control must name, and what else must be found."""

    case: Case
    subject: str
    also: tuple[Found, ...] = ()


Spoil = Callable[[Case, Referee, Random], Spoiled | None]


@dataclass(frozen=True)
class Fault:
    """A kind of fault. ``share``: of all cases; ``brings``: controls that may find more on account of it.

    ``spoil`` gives None for a case in which the fault cannot be. ``closed``: it needs a case that was closed.
    ``near``: no fault yet, but a notice is due.
    """

    id: str
    control: str
    en: str
    zh: str
    share: float
    spoil: Spoil
    brings: frozenset[str] = field(default_factory=frozenset)
    closed: bool = True
    near: bool = False


def trace(case: Case) -> Found:
    """The finding that the case as a whole is no way through its procedure."""
    return ("P07", case.procedure.power)


def soon_after(
    act: Act, minutes: int, step: str | None, activity: str, *,
    post: Post = "handler", fields: Mapping[str, str] | None = None,
) -> Act:  # fmt: skip
    """An act of another official of the same unit on the same day, before anything else happened."""
    return replace(
        act,
        step=step,
        activity=activity,
        minute=act.minute + minutes,
        official=officials(act.unit, post)[0],
        recorded_after=timedelta(minutes=minutes),
        fields=fields or {},
    )


def places(case: Case, rng: Random) -> list[int]:
    """The places of a case's acts but the first, in any order."""
    found = list(range(1, len(case.acts)))
    rng.shuffle(found)
    return found
