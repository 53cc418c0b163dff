"""The acts of a case as numbered marks in their holders' lanes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from zhiheng.auditing.report.cases import Act
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.scale import Scale
from zhiheng.auditing.report.svg import USUAL_WIDTH, label, percent, width
from zhiheng.auditing.report.text import Text

LANE = 34
_APART = 3.2


class _Mark(NamedTuple):
    x: float
    numbers: tuple[int, ...]
    name: Text | None
    tip: str
    kind: str = "act"


def holder(act: Act) -> str:
    """Whose lane an act stands in: the official's, else the unit's."""
    return f"o:{act.official_id}" if act.official_id is not None else f"u:{act.unit_id}"


def thread(acts: Sequence[Act], scale: Scale, lane_of: Mapping[str, int], top: int) -> list[str]:
    """A thin line from act to act: the way the case went."""
    placed = [
        (scale.x(act.at), _middle(lane_of[holder(act)], top)) for act in acts if act.at is not None
    ]
    return [
        f'<line class="thread" x1="{percent(a[0])}" y1="{a[1]}" x2="{percent(b[0])}" y2="{b[1]}"/>'
        for a, b in pairwise(placed)
        if a != b
    ]


def marks(
    acts: Sequence[Act],
    kinds: Mapping[str, str],
    scale: Scale,
    naming: Naming,
    lane_of: Mapping[str, int],
    top: int,
) -> list[str]:
    """Every act as a mark with its number in the case, named where there is room.

    ``kinds``: the acts that are not like the others ("judged", "also"), by event; they are drawn last.
    """
    lanes: dict[int, list[_Mark]] = {}
    for act in acts:
        if act.at is None:
            continue
        number = act.sequence + 1
        kind = kinds.get(act.event_id, "act")
        mark = _Mark(scale.x(act.at), (number,), naming.act(act), naming.moment(act.at), kind)
        lanes.setdefault(lane_of[holder(act)], []).append(mark)
    drawn: list[tuple[bool, list[str]]] = []
    for lane, placed in lanes.items():
        joined = _joined([m for m in placed if m.kind == "act"]) + [m for m in placed if m.kind != "act"]
        red = [mark for mark in joined if mark.kind != "act"]
        for mark in joined:
            others = [other.x for other in joined if other is not mark]
            aside = _aside(mark, red) if mark.kind == "act" else 0
            drawn.append((mark.kind != "act", _mark(mark, _middle(lane, top), others, aside)))
    return [shape for _, shapes in sorted(drawn, key=lambda one: one[0]) for shape in shapes]


def _middle(lane: int, top: int) -> int:
    return top + LANE * lane + LANE // 2


def _joined(placed: Sequence[_Mark]) -> list[_Mark]:
    """Marks too close to be told apart become one that says which acts it stands for."""
    joined: list[_Mark] = []
    for mark in sorted(placed, key=lambda m: m.x):
        before = joined[-1] if joined else None
        if before and mark.x - before.x < _APART:
            joined[-1] = _Mark(before.x, tuple(sorted(before.numbers + mark.numbers)), None, before.tip)
        else:
            joined.append(mark)
    return joined


def _aside(mark: _Mark, red: Sequence[_Mark]) -> int:
    """How many pixels a mark steps aside so that a red one beside it can be read."""
    for other in red:
        apart = (mark.x - other.x) * USUAL_WIDTH / 100
        needed = _half(mark) + _half(other) + 2
        if abs(apart) < needed:
            return round(needed - apart) if mark.numbers > other.numbers else round(-needed - apart)
    return 0


def _number(mark: _Mark) -> str:
    """1, or 1–3 for three acts in a row, 1,3 for two that are not, 1…9 for more."""
    first, last, many = mark.numbers[0], mark.numbers[-1], len(mark.numbers)
    if many == 1:
        return f"{first}"
    between = "–" if last - first == many - 1 else "," if many == 2 else "…"  # noqa: PLR2004 - a pair
    return f"{first}{between}{last}"


def _half(mark: _Mark) -> int:
    return max(10, 4 * len(_number(mark)) + 3)


def _mark(mark: _Mark, y: int, others: Sequence[float], aside: int) -> list[str]:
    kind, half = mark.kind, _half(mark)
    shape = (
        f'<svg x="{percent(mark.x)}" y="{y}" class="mark {kind}"><title>{mark.tip}</title>'
        f'<rect x="{aside - half}" y="-10" width="{2 * half}" height="20" rx="{10 if kind == "act" else 3}"/>'
        f'<text x="{aside}" y="4" text-anchor="middle">{_number(mark)}</text></svg>'
    )
    if mark.name is None or aside:
        return [shape]
    room = width(mark.name) + 2.4
    right = min((other for other in others if other >= mark.x), default=101.0) - mark.x - 1.6
    left = mark.x - max((other for other in others if other <= mark.x), default=-1.0) - 1.6
    if room <= right:
        return [shape, *label(mark.name, mark.x + 2, y + 4, "start", f"act-name {kind}")]
    if room <= left:
        return [shape, *label(mark.name, mark.x - 2, y + 4, "end", f"act-name {kind}")]
    return [shape]
