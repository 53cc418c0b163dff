"""Charts as inline SVG: across in percent, so that they fit any width; colours come from the CSS.

Every chart stands beside a table with the same numbers; the bars inside tables are for the eye only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from zhiheng.auditing.report.queries import Levels
from zhiheng.auditing.report.svg import percent
from zhiheng.auditing.report.text import Text

_PLOT = 150
_TOP = 18
_AXIS = 24
_WIDEST = 6.0
_THINNEST = 0.6
_LONGEST_MONTHS = 240
_MOST_LABELS = 12


def stacked_bar(levels: Levels, most: int) -> Markup:
    """One bar, gravest first from the left; ``most`` is the length that fills it."""
    parts, at = [], 0.0
    for level, count in levels._asdict().items():
        if count:
            width = max(100 * count / most, _THINNEST)
            parts.append(f'<rect class="f-{level}" x="{percent(at)}" width="{percent(width)}" height="14"/>')
            at += width
    return Markup('<svg class="bar" aria-hidden="true" height="14">{}</svg>').format(
        Markup("".join(parts))  # noqa: S704 - numbers and our own words only
    )


def bar(count: int, most: int) -> Markup:
    """One plain bar."""
    width = percent(max(100 * count / most, _THINNEST) if count else 0)
    return Markup(
        '<svg class="bar" aria-hidden="true" height="14"><rect class="f-plain" width="{}" height="14"/></svg>'
    ).format(width)


class Column(NamedTuple):
    """One column: what stands under it, and its findings by level."""

    name: str
    levels: Levels


def columns(months: Sequence[tuple[int, Levels]]) -> list[Column]:
    """Months in order without gaps; years instead where the log spans more than twenty of them."""
    if not months:
        return []
    first, last = months[0][0], months[-1][0]
    if last - first < _LONGEST_MONTHS:
        known = dict(months)
        return [
            Column(f"{at // 12:04d}-{at % 12 + 1:02d}", known.get(at, Levels()))
            for at in range(first, last + 1)
        ]
    years: dict[int, Levels] = {}
    for month, levels in months:
        years[month // 12] = years.get(month // 12, Levels()).plus(levels)
    return [Column(f"{year:04d}", levels) for year, levels in years.items()]


def column_chart(drawn: Sequence[Column], *, labelled_by: str, described_by: str) -> Markup:
    """Stacked columns over time, with a scale; named and described by elements of the page."""
    most = _round_up(max((column.levels.total for column in drawn), default=1))
    step = 100 / len(drawn)
    parts = [_scale(most, share) for share in (0.0, 0.5, 1.0)]
    for place, column in enumerate(drawn):
        parts.append(_column(column, place * step, step, most))
    parts += _time_labels(drawn, step)
    return Markup(
        '<svg class="columns" role="img" aria-labelledby="{}" aria-describedby="{}" height="{}">{}</svg>'
    ).format(labelled_by, described_by, _TOP + _PLOT + _AXIS, Markup("".join(parts)))  # noqa: S704 - numbers and our own words only


def _column(column: Column, x: float, step: float, most: int) -> str:
    rects, y = [], float(_TOP + _PLOT)
    width = min(step * 0.8, _WIDEST)
    x += (step - width) / 2
    for level, count in column.levels._asdict().items():
        if count:
            height = max(_PLOT * count / most, 0.5)
            y -= height
            rects.append(
                f'<rect class="f-{level}" x="{percent(x)}" width="{percent(width)}"'
                f' y="{y:.1f}" height="{height:.1f}"/>'
            )
    if not rects:
        return ""
    return f"<g><title>{column.name}: {column.levels.total:,}</title>{''.join(rects)}</g>"


def _scale(most: int, share: float) -> str:
    y = _TOP + _PLOT * (1 - share)
    label = f'<text class="scale" x="0" y="{y - 4:.0f}">{round(most * share):,}</text>' if share else ""
    return f'<line class="grid-line" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>{label}'


def _time_labels(drawn: Sequence[Column], step: float) -> list[str]:
    """Years where there are many columns, else every column's own name, thinned to a dozen."""
    monthly = "-" in drawn[0].name
    many = len(drawn) > 2 * _MOST_LABELS
    places = [i for i, c in enumerate(drawn) if not (monthly and many) or c.name.endswith("-01")]
    every = max(1, -(-len(places) // _MOST_LABELS))
    labels = []
    for turn, place in enumerate(places[::every]):
        name = drawn[place].name[:4] if monthly and many else drawn[place].name
        x = place * step if monthly and many else (place + 0.5) * step
        anchor = "start" if x < 4 else "end" if x > 96 else "middle"  # noqa: PLR2004 - percent of the width
        kind = "tick minor" if turn % 2 else "tick"
        labels.append(
            f'<text class="{kind}" x="{percent(x)}" y="{_TOP + _PLOT + 17}"'
            f' text-anchor="{anchor}">{name}</text>'
        )
    return labels


def _round_up(value: int) -> int:
    """The next 1, 2, 4, 6, 8 or 10 times a power of ten: halves of it are whole from 2 on."""
    size = 1
    while True:
        for lead in (1, 2, 4, 6, 8):
            if lead * size >= value:
                return lead * size
        size *= 10


def class_names(edges: Sequence[int], unit: str, name: dict[int, Text]) -> list[Text]:
    """What the classes of a distribution are called; ``name`` says each edge in words."""
    whole = unit in {"workday", "day", "month", "hour", "count"}
    names = []
    low = 0
    for edge in edges:
        if whole and edge == low + 1:
            names.append(name[edge])
        elif whole:
            start = f"{low + 1:,}–"
            names.append(Text(start + name[edge].zh, start + name[edge].en))
        elif low == 0:
            names.append(Text(f"不超过 {name[edge].zh}", f"up to {name[edge].en}"))
        else:
            names.append(Text(f"{name[low].zh} 至 {name[edge].zh}", f"{name[low].en} to {name[edge].en}"))
        low = edge
    names.append(Text(f"超过 {name[low].zh}", f"over {name[low].en}"))
    return names
