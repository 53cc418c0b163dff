"""What a process map shows of one power: which steps and transitions, and which findings fall on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from zhiheng.auditing.flows import OUTSIDE
from zhiheng.auditing.report import phrases
from zhiheng.auditing.report.flow_queries import Breach, StepCases, Transition
from zhiheng.auditing.report.naming import Naming

MOST_STEPS: Final = 40
MOST_LINKS: Final = 56
MOST_WHERE: Final = 30
SHARE_SHOWN: Final = 0.97
START: Final = ""
END: Final = "\x1e"

Ends = Mapping[tuple[str, str, str], tuple[str | None, str | None]]
Place = tuple[str | None, str | None]


@dataclass
class Node:
    """A step on the map; ``loop``: how often it follows itself at once, and the median of that."""

    step: str
    cases: int = 0
    times: int = 0
    loop: Transition | None = None
    breaches: list[Breach] = field(default_factory=list)


@dataclass
class Arrow:
    """A transition on the map; from `START` or to `END` for the first and the last act of cases."""

    source: str
    target: str
    times: int
    half: int | None
    breaches: list[Breach] = field(default_factory=list)


@dataclass
class FlowMap:
    """The map of one power and what it leaves out.

    ``least``: transitions this frequent are all drawn. ``folded``: those not drawn (how many, how often together).
    ``hidden_steps``: steps not drawn. ``elsewhere``: findings that fall on no drawn step.
    """

    nodes: list[Node]
    arrows: list[Arrow]
    folded: list[Arrow]
    least: int
    hidden_steps: int
    elsewhere: list[Breach]

    @property
    def where(self) -> list[tuple[str | None, str | None, Breach]]:
        """Each finding's line with the steps it falls between or on (None: on none), most findings first."""
        rows: list[tuple[str | None, str | None, Breach]] = [(None, None, one) for one in self.elsewhere]
        rows += [(None, node.step, one) for node in self.nodes for one in node.breaches]
        rows += [(arrow.source, arrow.target, one) for arrow in self.arrows for one in arrow.breaches]
        return sorted(rows, key=lambda row: (-row[2].many, row[2].control_id, row[2].subject_id or ""))

    def row_of(self, breaches: Sequence[Breach]) -> int:
        """The first row of ``where``, from 1, that tells of one of these; the last that is listed where none is."""
        places = [place for place, row in enumerate(self.where, 1) if row[2] in breaches]
        return min(places[0], MOST_WHERE)

    @property
    def folded_times(self) -> int:
        """How often the transitions happened that are not drawn."""
        return sum(arrow.times for arrow in self.folded)

    @property
    def times(self) -> int:
        """How often all transitions happened, drawn or not; a step after itself is told in its box."""
        return self.folded_times + sum(arrow.times for arrow in self.arrows)


def flow_map(
    power_id: str,
    steps: Sequence[StepCases],
    transitions: Sequence[Transition],
    breaches: Sequence[Breach],
    ends: Ends,
    naming: Naming,
) -> FlowMap:
    """The steps in most cases, and between them the transitions that make up nearly all of what happened."""
    nodes = {one.step: Node(one.step, one.cases, one.times) for one in steps[:MOST_STEPS]}
    between = [one for one in transitions if one.before != one.step]
    arrows = [Arrow(one.before or START, one.step, one.times, one.half) for one in between]
    for one in transitions:
        if one.before == one.step and one.step in nodes:
            nodes[one.step].loop = one
    arrows += _last_acts(steps, transitions)
    arrows.sort(key=lambda arrow: (-arrow.times, arrow.source, arrow.target))
    known = {(arrow.source, arrow.target): arrow for arrow in arrows}
    elsewhere = []
    for breach in breaches:
        start, end = _place(power_id, breach, ends, naming)
        arrow = known.get((start or "?", end or "?"))
        if arrow is not None and start in nodes and end in nodes:
            arrow.breaches.append(breach)
        elif (end or start) in nodes:
            nodes[end or start or ""].breaches.append(breach)
        else:
            elsewhere.append(breach)
    shown, least = _shown(arrows, {START, END, *nodes})
    return FlowMap(
        list(nodes.values()), shown, [arrow for arrow in arrows if arrow not in shown], least,
        max(0, len(steps) - MOST_STEPS), elsewhere,
    )  # fmt: skip


def _last_acts(steps: Sequence[StepCases], transitions: Sequence[Transition]) -> list[Arrow]:
    """How often each step was the last act so far: what happened less what something followed."""
    followed: dict[str, int] = {}
    for one in transitions:
        if one.before is not None:
            followed[one.before] = followed.get(one.before, 0) + one.times
    left = ((one.step, one.times - followed.get(one.step, 0)) for one in steps)
    return [Arrow(step, END, times, None) for step, times in left if times > 0]


def _place(power_id: str, breach: Breach, ends: Ends, naming: Naming) -> Place:
    """Between which steps, or on which, what a finding is about happens."""
    subject = breach.subject_id
    if subject is None:
        return None, None
    own = phrases.listed_in(naming.controls.get(breach.control_id))
    for listed in dict.fromkeys((own or "responses", "responses", "separations")):
        if (listed, power_id, subject) in ends:
            return ends[listed, power_id, subject]
    return None, subject


def _shown(arrows: Sequence[Arrow], steps: set[str]) -> tuple[list[Arrow], int]:
    """The most frequent that make up `SHARE_SHOWN`, those with findings, and each step's strongest in and out."""
    possible = [arrow for arrow in arrows if arrow.source in steps and arrow.target in steps]
    wanted = SHARE_SHOWN * sum(arrow.times for arrow in arrows)
    through, least = 0, 0
    for place, arrow in enumerate(possible):
        if through >= wanted or place >= MOST_LINKS:
            break
        through += arrow.times
        least = arrow.times
    entered: set[str] = set()
    left: set[str] = set()
    shown = []
    for arrow in possible:
        new = arrow.target not in entered | {END} or arrow.source not in left | {START}
        if arrow.times >= least or arrow.breaches or new:
            shown.append(arrow)
            entered.add(arrow.target)
            left.add(arrow.source)
    return shown[: 2 * MOST_LINKS], least


def outside(step: str) -> bool:
    """Whether this is an act that the catalogue does not have."""
    return step.startswith(OUTSIDE)
