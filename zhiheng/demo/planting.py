"""Faults into cases: each kind as often as it should be, each case at most once, all of it written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from zhiheng.demo.case import Case
from zhiheng.demo.faults import FAULTS
from zhiheng.demo.faults.across import BATCH, GAP, after_the_gap, closed_in_bulk
from zhiheng.demo.faults.fault import Fault
from zhiheng.demo.faults.slow import SLOW, far_slower, left_lying
from zhiheng.demo.referee import CONTROLS, Found, Referee

Role = Literal["planted", "follows", "near"]


@dataclass(frozen=True)
class Planted:
    """What must be found: what was planted, what follows from it, or that a limit is near."""

    control: str
    case: str
    subject: str
    fault: str
    role: Role
    what: str


def plant(cases: Sequence[Case], referee: Referee, rng: Random) -> tuple[list[Case], list[Planted]]:
    """The cases with faults in some of them, and every finding that these must make."""
    spoiled = list(cases)
    order = list(range(len(cases)))
    rng.shuffle(order)
    planted: list[Planted] = []
    for place in after_the_gap(spoiled):
        order.remove(place)
        planted.append(Planted(GAP.control, cases[place].id, cases[place].series, GAP.id, "planted", GAP.en))
    for fault in FAULTS:
        wanted = max(1, round(fault.share * len(cases)))
        untouched: list[int] = []
        for position, place in enumerate(order):
            if not wanted:
                untouched += order[position:]
                break
            made = _spoiled(spoiled[place], fault, referee, rng)
            if made is None:
                untouched.append(place)
                continue
            spoiled[place], lines = made
            planted += lines
            wanted -= 1
        order = untouched
        rng.shuffle(order)
    bulk = closed_in_bulk(spoiled, order, referee)
    for place, case in bulk.items():
        spoiled[place] = case
        planted.append(Planted(BATCH.control, case.id, "batch", BATCH.id, "planted", BATCH.en))
    for place, case in left_lying(spoiled, [place for place in order if place not in bulk], referee).items():
        spoiled[place] = case
    faults = {line.case: (line.fault, line.what) for line in planted}
    for place in far_slower(spoiled, referee):
        case_id = cases[place].id
        role: Role = "follows" if case_id in faults else "planted"
        cause = faults.get(case_id, (SLOW.id, SLOW.en))
        planted.append(Planted(SLOW.control, case_id, "duration", cause[0], role, cause[1]))
    return spoiled, planted


def _spoiled(case: Case, fault: Fault, referee: Referee, rng: Random) -> tuple[Case, list[Planted]] | None:
    """The case with the fault and its findings; None where it cannot be, or would bring others along."""
    made = fault.spoil(case, referee, rng) if case.is_closed or not fault.closed else None
    if made is None or (made.case.acts[-1].day > referee.today and fault.id != "future"):
        return None
    main: Found = (fault.control, made.subject)
    found = referee.found(made.case)
    if fault.control in CONTROLS and (main in found) == fault.near:
        return None
    others = {*made.also, *found} - {main}
    if any(one not in made.also and one[0] not in fault.brings for one in others):
        return None
    role: Role = "near" if fault.near else "planted"
    lines = [Planted(fault.control, case.id, made.subject, fault.id, role, fault.en)]
    for control, subject in sorted(others):
        lines.append(Planted(control, case.id, subject, fault.id, "follows", fault.en))
    return made.case, lines
