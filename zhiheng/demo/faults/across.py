"""Faults that only several cases together show: Q02, Q04."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from zhiheng.demo.case import Case
from zhiheng.demo.referee import Referee

# The number that was pulled from its series before anybody could see the case.
PULLED: Mapping[str, int] = {"SP-2025": 12}

_TOGETHER = 7
_AFTER_HOURS = 17 * 60 + 26


@dataclass(frozen=True)
class Across:
    """A kind of fault that lies between cases."""

    id: str
    control: str
    en: str
    zh: str


BATCH = Across("closed-in-bulk", "Q02", "many cases closed in one minute", "批量办结")
GAP = Across("number-pulled", "Q04", "a number is missing", "编号断号")
ACROSS = (BATCH, GAP)


def after_the_gap(cases: Sequence[Case]) -> list[int]:
    """The places of the cases whose number does not follow the one before."""
    return [place for place, case in enumerate(cases) if PULLED.get(case.series) == case.number - 1]


def closed_in_bulk(cases: Sequence[Case], free: Sequence[int], referee: Referee) -> dict[int, Case]:
    """Some cases of one official, left open for days and closed within a minute after hours; by their places."""
    waiting: dict[str, list[int]] = {}
    for place in sorted(free, key=lambda place: cases[place].acts[-1].day):
        case = cases[place]
        last = case.acts[-1]
        if last.step != case.procedure.closes or last.day >= referee.today:
            continue
        batch = waiting.setdefault(last.official, [])
        batch.append(place)
        if len(batch) == _TOGETHER:
            return {one: _closed(cases[one], last.day, second) for second, one in enumerate(batch)}
    return {}


def _closed(case: Case, day: int, second: int) -> Case:
    late = replace(
        case.acts[-1], day=day, minute=_AFTER_HOURS, second=8 * second, recorded_after=timedelta(minutes=1)
    )
    return case.changed(len(case.acts) - 1, late)
