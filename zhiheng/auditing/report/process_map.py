"""A process map as inline SVG, in pixels: boxes for steps, lines for transitions, findings in colour with a shape.

It is drawn downwards, scrolls in a box of its own, and is scaled to the page in print; the same is told in tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log1p
from typing import Final

from markupsafe import Markup, escape

from zhiheng.auditing.report.flow_map import END, START, Arrow, FlowMap, Node, outside
from zhiheng.auditing.report.flow_queries import Breach
from zhiheng.auditing.report.flow_words import FLOW_WORDS, elapsed, step_name
from zhiheng.auditing.report.layers import Layers, Link, layered
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.placing import Placed, Size, placed
from zhiheng.auditing.report.queries import Levels
from zhiheng.auditing.report.text import Text, both

_BOX: Final = 178
_LINE: Final = 17
_PADDING: Final = 9
_ENDS: Final = Size(96, 30)
_LABEL: Final = 28
_MARGIN: Final = 8
_THICKEST: Final = 5.0
_HEAD: Final = 6.5
_SHAPES: Final = "■■◆○○"
_MOST_LINES: Final = 2


def draw(power_id: str, shown: FlowMap, naming: Naming, ident: str) -> Markup:
    """The map; ``ident`` is the page's id for it: its table's rows are ``{ident}-w…``."""
    return _Drawing(power_id, shown, naming, ident).svg()


class _Drawing:
    def __init__(self, power_id: str, shown: FlowMap, naming: Naming, ident: str) -> None:
        self._shown, self._naming, self._ident = shown, naming, ident
        self._name = {node.step: step_name(power_id, node.step, naming) for node in shown.nodes}
        self._name |= {START: FLOW_WORDS["start"], END: FLOW_WORDS["end"]}
        used = {end for arrow in shown.arrows for end in (arrow.source, arrow.target)}
        self._nodes = [Node(one) for one in (START, END) if one in used] + shown.nodes
        self._place = {node.step: place for place, node in enumerate(self._nodes)}
        self._wrapped = {step: (_wrap(name.zh), _wrap(name.en)) for step, name in self._name.items()}
        self._most = max((arrow.times for arrow in shown.arrows), default=1)

    def svg(self) -> Markup:
        links = [Link(self._place[one.source], self._place[one.target], one.times) for one in self._shown.arrows]
        layers = layered(len(self._nodes), links)
        sizes = {place: self._size(node) for place, node in enumerate(self._nodes)}
        labels: list[int] = []
        for arrow, chain in zip(self._shown.arrows, layers.chains, strict=True):
            inner = chain[1:-1]
            point = inner[(len(inner) // 2) // 2 * 2]
            labels.append(point)
            sizes[point] = Size(_label_width(arrow, self._naming), _LABEL)
        where = placed(layers, sizes)
        ports = self._ports(layers, where, sizes)
        lines = [self._line(i, layers, where, ports) for i in range(len(links))]
        tags = [self._label(one, where.at[point]) for one, point in zip(self._shown.arrows, labels, strict=True)]
        boxes = [self._box(node, where.at[place], sizes[place]) for place, node in enumerate(self._nodes)]
        wide, high = where.size.width + 2 * _MARGIN, where.size.height + 2 * _MARGIN
        told = FLOW_WORDS["map-desc"].fill(steps=len(self._shown.nodes), links=len(self._shown.arrows))
        title = FLOW_WORDS["map-title"]
        return Markup(
            '<svg class="flow-map" role="group" aria-labelledby="{i}-mt" aria-describedby="{i}-md" width="{w:.0f}"'
            ' height="{h:.0f}" viewBox="{m} {m} {w:.0f} {h:.0f}"><title id="{i}-mt">{t}</title>'
            '<desc id="{i}-md">{d}</desc>{s}</svg>'
        ).format(
            i=self._ident, w=wide, h=high, m=-_MARGIN, t=f"{title.zh} / {title.en}", d=f"{told.zh} {told.en}",
            s=Markup("".join([*lines, *boxes, *tags])),  # noqa: S704 - escaped where it was made
        )  # fmt: skip

    def _size(self, node: Node) -> Size:
        if node.step in {START, END}:
            return _ENDS
        lines = max(map(len, self._wrapped[node.step])) + 1 + bool(node.loop) + bool(node.breaches)
        return Size(_BOX, lines * _LINE + 2 * _PADDING - 3)

    def _ports(self, layers: Layers, where: Placed, sizes: Mapping[int, Size]) -> dict[tuple[int, int, bool], float]:
        """Where on a box's edge each line begins or ends, side by side in the order of where they come from."""
        tied: dict[tuple[int, bool], list[tuple[float, int]]] = {}
        for number, chain in enumerate(layers.chains):
            tied.setdefault((chain[0], False), []).append((where.at[chain[1]][0], number))
            tied.setdefault((chain[-1], True), []).append((where.at[chain[-2]][0], number))
        ports = {}
        for (box, top), lines in tied.items():
            room = min(sizes[box].width * 0.8, 34.0 * (len(lines) - 1))
            for turn, (_, number) in enumerate(sorted(lines)):
                share = turn / (len(lines) - 1) - 0.5 if len(lines) > 1 else 0
                ports[number, box, top] = where.at[box][0] + room * share
        return ports

    def _line(
        self, number: int, layers: Layers, where: Placed, ports: Mapping[tuple[int, int, bool], float]
    ) -> str:
        arrow, chain, up = self._shown.arrows[number], layers.chains[number], layers.upwards[number]
        first, last = self._nodes[chain[0]], self._nodes[chain[-1]]
        top = where.at[chain[0]][1] + self._size(first).height / 2 + (_HEAD if up else 0)
        bottom = where.at[chain[-1]][1] - self._size(last).height / 2 - (0 if up else _HEAD)
        points = [(ports[number, chain[0], False], top), *(where.at[point] for point in chain[1:-1]),
                  (ports[number, chain[-1], True], bottom)]  # fmt: skip
        path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
        for (x1, y1), (x2, y2) in pairwise(points):
            path += f"C{x1:.1f} {(y1 + y2) / 2:.1f} {x2:.1f} {(y1 + y2) / 2:.1f} {x2:.1f} {y2:.1f}"
        width = 1.2 + (_THICKEST - 1.2) * log1p(arrow.times) / log1p(self._most) * (arrow.times / self._most) ** 0.35
        kind = _kind(arrow.breaches) + (" faint" if arrow.source == START or arrow.target == END else "")
        x, y = points[0] if up else points[-1]
        tip = -_HEAD if up else _HEAD
        return (
            f'<path class="flow-line {kind}" d="{path}" stroke-width="{width:.1f}"/>'
            f'<path class="flow-head {kind}" d="M{x - 4.5:.1f} {y:.1f}h9l-4.5 {tip:.1f}z"/>'
        )

    def _label(self, arrow: Arrow, at: tuple[float, float]) -> str:
        x, y = at
        name = FLOW_WORDS["from-to"].fill(a=self._name[arrow.source], b=self._name[arrow.target])
        parts = [f"<title>{escape(name.zh)} / {escape(name.en)}</title>"]
        upper, lower = _label_lines(arrow, self._naming)
        if arrow.breaches:
            wide = _label_width(arrow, self._naming)
            place = f'x="{x - wide / 2:.1f}" y="{y - 16:.1f}" width="{wide:.1f}" height="32"'
            parts += [f'<rect class="flow-tag" {place} rx="3"/>', *_text(upper, x, y - 3, "flow-count")]
            parts += _text(lower or upper, x, y + 12, "flow-found")
        else:
            parts += _text(upper, x, y - 2 if lower else y + 4, "flow-count")
            parts += _text(lower, x, y + 11, "flow-half") if lower else []
        return self._linked(arrow.breaches, "flow-label", parts)

    def _box(self, node: Node, at: tuple[float, float], size: Size) -> str:
        (x, y), (wide, high) = at, size
        place = f'x="{x - wide / 2:.1f}" y="{y - high / 2:.1f}" width="{wide}" height="{high:.0f}"'
        if node.step in {START, END}:
            said = _text(self._name[node.step], x, y + 4.5, "flow-end-name")
            return f'<g class="flow-end"><rect {place} rx="15"/>{"".join(said)}</g>'
        name = self._name[node.step]
        parts = [f"<title>{escape(name.zh)} / {escape(name.en)}</title>", f'<rect {place} rx="4"/>']
        zh, en = self._wrapped[node.step]
        top = y - high / 2 + _PADDING + 10
        rows = max(len(zh), len(en))
        for lang, lines in (("zh-CN", zh), ("en", en)):
            start = top + (rows - len(lines)) * _LINE / 2
            parts += [
                f'<text lang="{lang}" class="flow-name" x="{x:.1f}" y="{start + i * _LINE:.1f}" text-anchor="middle">'
                f"{escape(lines[i]) if i < len(lines) else ''}</text>"
                for i in range(rows)
            ]
        top += rows * _LINE
        counted = "case" if node.cases == 1 else "cases"
        word = FLOW_WORDS[counted if node.cases == node.times else f"{counted}-times"]
        parts += _text(word.fill(n=f"{node.cases:,}", m=f"{node.times:,}"), x, top, "flow-half")
        if node.loop is not None:
            top += _LINE
            half = FLOW_WORDS["unknown"] if node.loop.half is None else elapsed(node.loop.half, self._naming)
            parts += _text(FLOW_WORDS["again"].fill(n=f"{node.loop.times:,}", t=half), x, top, "flow-half")
        if node.breaches:
            top += _LINE
            parts += _text(_found(node.breaches), x, top, "flow-found")
        kind = "flow-box outside" if outside(node.step) else "flow-box"
        return self._linked(node.breaches, kind, parts)

    def _linked(self, breaches: Sequence[Breach], kind: str, parts: Sequence[str]) -> str:
        """A part of the drawing; one with findings leads to their first row in the table below."""
        inside = "".join(parts)
        if not breaches:
            return f'<g class="{kind}">{inside}</g>'
        row = self._shown.row_of(breaches)
        return f'<a class="{kind} {_kind(breaches)}" href="#{self._ident}-w{row}">{inside}</a>'


def _found(breaches: Sequence[Breach]) -> Text:
    """How many findings, after the shape of the gravest level: card, diamond or ring."""
    shape = _SHAPES[min(breach.grade for breach in breaches)]
    return FLOW_WORDS["found"].fill(shape=shape, n=f"{sum(breach.many for breach in breaches):,}")


def _kind(breaches: Sequence[Breach]) -> str:
    return f"l-{Levels._fields[min(breach.grade for breach in breaches)]}" if breaches else "plain"


def _text(text: Text, x: float, y: float, kind: str) -> list[str]:
    place = f'class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="middle"'
    return [
        f'<text lang="zh-CN" {place}>{escape(text.zh)}</text>',
        f'<text lang="en" {place}>{escape(text.en)}</text>',
    ]


def _pixels(value: str, ascii_wide: float = 6.6, other_wide: float = 12.5) -> float:
    return sum(ascii_wide if character.isascii() else other_wide for character in value)


def _label_lines(arrow: Arrow, naming: Naming) -> tuple[Text, Text | None]:
    """How often and the median; with findings these stand together above the findings."""
    count = both(f"{arrow.times:,}")
    half = None if arrow.half is None else elapsed(arrow.half, naming)
    if not arrow.breaches:
        return count, half
    both_told = count if half is None else Text(f"{count.zh} · {half.zh}", f"{count.en} · {half.en}")
    return both_told, _found(arrow.breaches)


def _label_width(arrow: Arrow, naming: Naming) -> float:
    lines = [line for line in _label_lines(arrow, naming) if line is not None]
    wide = max(max(_pixels(line.zh), _pixels(line.en)) for line in lines)
    return wide + (20 if arrow.breaches else 10)


def _wrap(name: str) -> list[str]:
    """A name in at most two lines that fit into a box; what is too long ends in dots (its title has all of it)."""
    room, lines, line = _BOX - 18, [], ""
    for word in _words(name):
        if line and _pixels(line + word, 6.9, 13) > room:
            lines.append(line.strip())
            line = ""
        line += word
    lines.append(line.strip())
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]}…"]
    return [_cut(one, room) for one in lines if one] or ["…"]


def _words(name: str) -> list[str]:
    """Where a line may break: after a space, and between characters that are no letters of a word."""
    parts, word = [], ""
    for character in name:
        word += character
        if character == " " or not character.isascii():
            parts.append(word)
            word = ""
    return [*parts, word]


def _cut(line: str, room: float) -> str:
    while len(line) > 1 and _pixels(line, 6.9, 13) > room:
        line = f"{line[:-2]}…"
    return line
