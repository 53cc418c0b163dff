"""Where the points of a layered graph stand: boxes apart, lines straight, everything as near as that allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from zhiheng.auditing.report.layers import Layers

_ROUNDS: Final = 24
_STRAIGHT: Final = 12.0  # how much more a line's own points hold together than a line and its box
_STRAIGHTENED: Final = 2
_BETWEEN_BOXES: Final = 26
_BETWEEN_LINES: Final = 14
_BETWEEN_LAYERS: Final = 15


class Size(NamedTuple):
    """Pixels across and down."""

    width: float
    height: float


@dataclass(frozen=True)
class Placed:
    """The middle of each point, and the size of the whole, in pixels."""

    at: Mapping[int, tuple[float, float]]
    size: Size


def placed(layers: Layers, sizes: Mapping[int, Size]) -> Placed:
    """Places for all points; those without a size are bare points on a line."""
    bare = Size(8, 8)
    size = {point: sizes.get(point, bare) for row in layers.rows for point in row}
    above, below = layers.neighbours()
    x: dict[int, float] = {}
    for row in layers.rows:
        at = 0.0
        for point in row:
            x[point] = at + size[point].width / 2
            at += size[point].width + _BETWEEN_BOXES
    for turn in range(_ROUNDS):
        rows = layers.rows if turn % 2 == 0 else layers.rows[::-1]
        for row in rows:
            wanted, weights = [], []
            for point in row:
                near = [*above[point], *below[point]] if turn >= _ROUNDS // 2 else (above, below)[turn % 2][point]
                weight = [_STRAIGHT if one >= layers.boxes and point >= layers.boxes else 1.0 for one in near]
                total = sum(weight)
                mean = sum(w * x[one] for w, one in zip(weight, near, strict=True)) / total if total else x[point]
                wanted.append(mean)
                weights.append(total or 0.1)
            x |= zip(row, _apart(row, wanted, weights, size, layers.boxes), strict=True)
    for _ in range(_STRAIGHTENED):
        _straighten(layers, x, size)
    left = min((x[point] - size[point].width / 2 for point in x), default=0)
    right = max((x[point] + size[point].width / 2 for point in x), default=0)
    middle: dict[int, tuple[float, float]] = {}
    y = 0.0
    for row in layers.rows:
        high = max((size[point].height for point in row), default=0)
        for point in row:
            middle[point] = (x[point] - left, y + high / 2)
        y += high + _BETWEEN_LAYERS
    return Placed(middle, Size(right - left, y - _BETWEEN_LAYERS))


def _straighten(layers: Layers, x: dict[int, float], size: Mapping[int, Size]) -> None:
    """Draw out each long line: as many of its points in a row as can stand straight below one another do."""
    sides = {
        point: (row[place - 1] if place else None, row[place + 1] if place + 1 < len(row) else None)
        for row in layers.rows
        for place, point in enumerate(row)
    }
    for chain in sorted(layers.chains, key=lambda one: -len(one)):
        run: list[int] = []
        low, high = float("-inf"), float("inf")
        for point in chain[1:-1]:
            before, behind = sides[point]
            least = float("-inf") if before is None else x[before] + _room(before, point, size, layers.boxes)
            most = float("inf") if behind is None else x[behind] - _room(point, behind, size, layers.boxes)
            if run and max(low, least) > min(high, most):
                _stand(run, low, high, x)
                run, low, high = [], float("-inf"), float("inf")
            run.append(point)
            low, high = max(low, least), min(high, most)
        _stand(run, low, high, x)


def _stand(run: Sequence[int], low: float, high: float, x: dict[int, float]) -> None:
    if run and low <= high:
        mean = sum(x[point] for point in run) / len(run)
        x |= dict.fromkeys(run, min(max(mean, low), high))


def _room(left: int, right: int, size: Mapping[int, Size], boxes: int) -> float:
    """From the middle of a point to that of its neighbour, at least."""
    apart = _BETWEEN_BOXES if left < boxes and right < boxes else _BETWEEN_LINES
    return (size[left].width + size[right].width) / 2 + apart


def _apart(
    row: Sequence[int], wanted: Sequence[float], weights: Sequence[float], size: Mapping[int, Size], boxes: int
) -> list[float]:
    """The places nearest to those wanted that keep the order and the distances.

    Weighted least squares under order: pool adjacent violators (Ayer et al., Annals of Mathematical Statistics 26(4),
    1955), on the places less the room that stands before each.
    """
    room, at = [], 0.0
    for place, point in enumerate(row):
        if place:
            at += _room(row[place - 1], point, size, boxes)
        room.append(at)
    pools: list[tuple[float, float, int]] = []
    for want, weight, before_it in zip(wanted, weights, room, strict=True):
        pools.append((want - before_it, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, w1, n1), (other, w2, n2) = pools[-2:]
            pools[-2:] = [((one * w1 + other * w2) / (w1 + w2), w1 + w2, n1 + n2)]
    flat = [value for value, _, many in pools for _ in range(many)]
    return [value + before_it for value, before_it in zip(flat, room, strict=True)]
