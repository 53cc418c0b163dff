"""A directed graph in layers: which layer each box stands in, and in which order, so that few lines cross.

After Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System Structures", IEEE Trans. SMC
11(2), 1981; cycles are cut as in Eades, Lin and Smyth, "A fast and effective heuristic for the feedback arc set
problem", Information Processing Letters 47(6), 1993. Boxes stand in even layers; every line has at least one point in
an odd layer, where its label has room of its own.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

_SWEEPS: Final = 10


class Link(NamedTuple):
    """A line from one box to another; the heavier, the straighter and shorter."""

    source: int
    target: int
    weight: int


@dataclass
class Layers:
    """Points by layer, in order. Boxes are the points below ``boxes``; the others lie on lines.

    ``chains``: of each link its points downwards; ``upwards``: whether the link itself runs against that.
    """

    boxes: int
    rows: list[list[int]] = field(default_factory=list)
    chains: list[list[int]] = field(default_factory=list)
    upwards: list[bool] = field(default_factory=list)

    def neighbours(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """Of each point those above and those below that it is tied to."""
        above: dict[int, list[int]] = {point: [] for row in self.rows for point in row}
        below: dict[int, list[int]] = {point: [] for row in self.rows for point in row}
        for chain in self.chains:
            for upper, lower in pairwise(chain):
                above[lower].append(upper)
                below[upper].append(lower)
        return above, below


def layered(boxes: int, links: Sequence[Link]) -> Layers:
    """Layers for boxes 0, 1, ... and links between different ones."""
    turn = _without_cycles(boxes, links)
    upwards = [turn[link.source] > turn[link.target] for link in links]
    downwards = [
        link._replace(source=link.target, target=link.source) if back else link
        for link, back in zip(links, upwards, strict=True)
    ]
    rank = _ranks(boxes, downwards, turn)
    made = Layers(boxes, [[] for _ in range(2 * max(rank, default=0) + 1)], upwards=upwards)
    for box in sorted(range(boxes), key=lambda one: turn[one]):
        made.rows[2 * rank[box]].append(box)
    points = boxes
    for link in downwards:
        between = range(2 * rank[link.source] + 1, 2 * rank[link.target])
        chain = [link.source, *range(points, points + len(between)), link.target]
        for layer, point in zip(between, chain[1:], strict=False):
            made.rows[layer].append(point)
        points += len(between)
        made.chains.append(chain)
    _order(made)
    return made


def _without_cycles(boxes: int, links: Sequence[Link]) -> list[int]:
    """A turn for each box, such that links against the turns are few and light."""
    left = set(range(boxes))
    first: list[int] = []
    last: list[int] = []
    while left:
        inside = [link for link in links if link.source in left and link.target in left]
        gives = dict.fromkeys(sorted(left), 0)
        takes = dict(gives)
        for link in inside:
            gives[link.source] += link.weight
            takes[link.target] += link.weight
        sinks = [box for box in gives if not gives[box]]
        if sinks and not all(takes[box] == 0 for box in sinks):
            last = [box for box in sinks if takes[box]] + last
            left -= set(last)
            continue
        sources = [box for box in gives if not takes[box]]
        chosen = sources or [max(gives, key=lambda box: (gives[box] - takes[box], -box))]
        first += chosen
        left -= set(chosen)
    turn = [0] * boxes
    for place, box in enumerate(first + last):
        turn[box] = place
    return turn


def _ranks(boxes: int, links: Sequence[Link], turn: Sequence[int]) -> list[int]:
    """As high as the links allow, then each box nearer to where it is tied more."""
    rank = [0] * boxes
    order = sorted(range(boxes), key=lambda box: turn[box])
    into = {box: [link for link in links if link.target == box] for box in order}
    out = {box: [link for link in links if link.source == box] for box in order}
    for box in order:
        rank[box] = max((rank[link.source] + 1 for link in into[box]), default=0)
    for box in reversed(order):
        if out[box] and sum(link.weight for link in out[box]) > sum(link.weight for link in into[box]):
            rank[box] = min(rank[link.target] for link in out[box]) - 1
    lowest = min(rank, default=0)
    return [one - lowest for one in rank]


def _order(made: Layers) -> None:
    """Sweeps down and up, each point to the middle of those it is tied to; the best order is kept."""
    above, below = made.neighbours()
    best, fewest = [list(row) for row in made.rows], _crossings(made.rows, below)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        tied = above if down else below
        span = range(1, len(made.rows)) if down else range(len(made.rows) - 2, -1, -1)
        for layer in span:
            places = {point: place for place, point in enumerate(made.rows[layer - 1 if down else layer + 1])}
            middle = {}
            for place, point in enumerate(made.rows[layer]):
                near = [places[one] for one in tied[point]]
                middle[point] = (sum(near) / len(near) if near else float(place), place)
            made.rows[layer].sort(key=lambda point: middle[point])
        crossed = _crossings(made.rows, below)
        if crossed < fewest:
            best, fewest = [list(row) for row in made.rows], crossed
    made.rows = best


def _crossings(rows: Sequence[Sequence[int]], below: dict[int, list[int]]) -> int:
    """How often lines cross between all neighbouring layers."""
    total = 0
    for upper, lower in pairwise(rows):
        places = {point: place for place, point in enumerate(lower)}
        ends: list[int] = []
        for point in upper:
            mine = sorted(places[one] for one in below[point])
            total += sum(len(ends) - bisect_left(ends, end + 1) for end in mine)
            for end in mine:
                insort(ends, end)
    return total
