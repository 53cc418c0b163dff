"""A case as time: one lane a holder, the limit above, stopped clocks hatched, the breach in red."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from zhiheng.auditing.report import words
from zhiheng.auditing.report.cases import Act, CaseRecord, Found, hands, missing
from zhiheng.auditing.report.lines import Line
from zhiheng.auditing.report.marks import LANE, holder, marks, thread
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.phrases import listed_in
from zhiheng.auditing.report.quantities import DAY_US
from zhiheng.auditing.report.scale import Scale
from zhiheng.auditing.report.svg import anchor, label, percent, rect, width
from zhiheng.auditing.report.text import Text

_HEAD = 22
_LIMIT = 32
_BAR = 18
_AXIS = 24
_MOST_LANES = 6
_SHADED_DAYS = 70
_LABELS_APART = 30


@dataclass(frozen=True)
class Timeline:
    """The drawing, and what stands at the left of each lane."""

    svg: Markup
    lanes: Sequence[Text]
    above: Text | None


@dataclass(frozen=True)
class Drawn:
    """What a drawing shows: the finding, its case, the span of time, and what is said of it."""

    found: Found
    record: CaseRecord
    scale: Scale
    naming: Naming
    line: Line
    by: Text
    rest: frozenset[int]

    @property
    def minimum(self) -> bool:
        """Whether it is a gap to be kept, not a limit to be met."""
        return self.line.minimum

    @property
    def listed(self) -> str | None:
        """The catalogue list that the finding's subject is a line of."""
        return listed_in(self.naming.controls.get(self.found.control_id))


def scale_of(found: Found, record: CaseRecord) -> Scale | None:
    """The span of time that the drawing shows; None if nothing has a date."""
    moments = [act.at for act in record.acts if act.at is not None]
    moments += [at for stop in record.stops for at in (stop.from_at, stop.to_at) if at is not None]
    if found.due_at is not None:
        moments.append(found.due_at)
    if record.start and record.start.at is not None:
        moments.append(record.start.at)
    if found.occurred_at is not None:
        moments.append(found.occurred_at)
    if found.state == "pending":
        moments.append(found.as_of)
    if found.state == "absent" and moments:
        # Room at the right for what is not there.
        moments.append(max(moments) + (max(moments) - min(moments)) // 5)
    return Scale.around(moments) if moments else None


def shaded(scale: Scale) -> bool:
    """Whether rest days can be told apart at this scale."""
    return scale.last - scale.first <= _SHADED_DAYS * DAY_US


def draw(drawn: Drawn, *, labelled_by: str, described_by: str) -> Timeline:
    """Draw one finding's case; named and described by elements of the page."""
    found, record, scale = drawn.found, drawn.record, drawn.scale
    lanes, lane_of = _lanes(found, record.acts, drawn.naming)
    above = words.LIMIT_LANE if found.due_at is not None else words.STOP_LANE if record.stops else None
    top = _HEAD + (_LIMIT if above else 0)
    acted = len(lanes)
    if missing(found, drawn.listed):
        lanes.append(words.STATES["absent"] if found.state == "absent" else words.STATES["pending"])
    foot = top + LANE * len(lanes)
    parts = _rest_days(scale, drawn.rest, foot) if shaded(scale) else []
    parts += [_across(y) for y in range(top if above else top + LANE, foot + 1, LANE)]
    if above:
        parts += _limit_lane(drawn)
        parts += _stops(drawn, foot)
    parts += _uprights(drawn, foot)
    parts += thread(record.acts, scale, lane_of, top)
    parts += marks(record.acts, _kinds(drawn), scale, drawn.naming, lane_of, top)
    if len(lanes) > acted:
        parts += _nothing_there(drawn, top + LANE * acted)
    parts += _ticks(scale, foot)
    svg = Markup(
        '<svg class="case-time" role="img" aria-labelledby="{}" aria-describedby="{}" height="{}">{}</svg>'
    ).format(labelled_by, described_by, foot + _AXIS, Markup("".join(parts)))  # noqa: S704 - names are escaped
    return Timeline(svg, lanes, above)


def _lanes(found: Found, acts: Sequence[Act], naming: Naming) -> tuple[list[Text], dict[str, int]]:
    """A lane for each holder in order of appearance; the judged act's holder always has one."""
    names: dict[str, Text] = {}
    judged = [act for act in acts if act.event_id == found.event_id]
    for act in [*judged, *acts]:
        names.setdefault(holder(act), naming.who(act))
    most = _MOST_LANES if len(names) <= _MOST_LANES else _MOST_LANES - 1
    kept = set(list(names)[:most])
    order = [one for one in dict.fromkeys(holder(act) for act in acts) if one in kept]
    places = {one: place for place, one in enumerate(order)}
    lanes = [names[one] for one in order]
    if len(names) > len(kept):
        lanes.append(words.OTHER_LANES)
        places |= {one: len(order) for one in names if one not in kept}
    return lanes or [words.NOT_RECORDED], places


def _across(y: int) -> str:
    return f'<line class="grid-line" x1="0" x2="100%" y1="{y}" y2="{y}"/>'


def _rest_days(scale: Scale, rest: frozenset[int], foot: int) -> list[str]:
    first, last = scale.days
    rects, day = [], first
    while day <= last:
        begun = day
        while day in rest and day <= last:
            day += 1
        if day > begun:
            x = scale.x(begun * DAY_US)
            rects.append(rect("rest", x, scale.x(day * DAY_US) - x, _HEAD, foot - _HEAD))
        day += 1
    return rects


def _limit_lane(drawn: Drawn) -> list[str]:
    """From the start to the due moment, and what was done beyond (or short of) it."""
    found, scale, y = drawn.found, drawn.scale, _HEAD + 7
    actual_at = _actual(found, drawn.record)
    if found.due_at is None or actual_at is None:
        return []
    due, actual = scale.x(found.due_at), scale.x(actual_at)
    begun = drawn.record.start.at if drawn.record.start else None
    parts = []
    if begun is not None:
        start = scale.x(begun)
        end = due if drawn.minimum else min(due, actual)
        parts.append(rect("limit wait" if drawn.minimum else "limit", start, end - start, y, _BAR))
        if not drawn.minimum and actual < due:
            parts.append(rect("limit ahead", actual, due - actual, y, _BAR))
        parts.append(f'<circle class="limit-start" cx="{percent(start)}" cy="{y + _BAR / 2}" r="4"/>')
    if found.measured > found.allowed:
        low, high = (actual, due) if drawn.minimum else (due, actual)
        parts.append(rect("breach", low, max(high - low, 0.4), y, _BAR))
        parts += _beside(drawn.by, low, high, y + 13)
    return parts


def _actual(found: Found, record: CaseRecord) -> int | None:
    """When the judged act was done; while it is pending, the moment up to which was measured."""
    if found.state == "pending":
        return found.as_of
    judged = [act.at for act in record.acts if act.event_id == found.event_id and act.at is not None]
    return judged[0] if judged else found.occurred_at


def _beside(by: Text, low: float, high: float, y: int) -> list[str]:
    """The words of the breach: inside its bar if they fit, else where there is room."""
    needed = width(by)
    if high - low > needed:
        return label(by, (low + high) / 2, y, "middle", "on-breach")
    if high + needed < 100:  # noqa: PLR2004 - percent
        return label(by, high + 1, y, "start", "by-breach")
    return label(by, low - 1, y, "end", "by-breach over-limit")


def _kinds(drawn: Drawn) -> dict[str, str]:
    """The acts to be marked in red: the judged one, and what else the same hand did."""
    found = drawn.found
    kinds = {act.event_id: "also" for act in hands(found, drawn.record.acts, drawn.line.steps)}
    if found.event_id is not None and found.measured > found.allowed:
        kinds[found.event_id] = "judged"
    return kinds


def _nothing_there(drawn: Drawn, y: int) -> list[str]:
    """A dashed stretch where an act should be and is not, from the act that called for it."""
    acts = [act for act in drawn.record.acts if act.at is not None]
    calling = [act.at for act in acts if act.step_id == drawn.line.from_step] or [act.at for act in acts[:1]]
    start = drawn.scale.x(calling[-1] or drawn.scale.first)
    end = drawn.scale.x(drawn.found.as_of) if drawn.found.state == "pending" else 100.0
    middle = y + LANE / 2
    line = f'<line class="nothing" x1="{percent(start)}" x2="{percent(end)}" y1="{middle}" y2="{middle}"/>'
    name = drawn.line.to_name or drawn.line.label
    at, side = (start + 1, "start") if start < 50 else (start - 1, "end")  # noqa: PLR2004 - the middle
    return [line, *label(name, at, middle - 5 if side == "start" else middle + 4, side, "act-name judged")]


def _stops(drawn: Drawn, foot: int) -> list[str]:
    """Stopped spans, hatched; in red where the stop itself is what was found."""
    found, scale, parts = drawn.found, drawn.scale, []
    for stop in drawn.record.stops:
        if stop.from_at is None:
            continue
        x = scale.x(stop.from_at)
        end = scale.x(stop.to_at if stop.to_at is not None else max(found.as_of, stop.from_at))
        judged = drawn.listed == "clock_stops" and stop.ground == found.subject_id
        parts.append(rect("stopped wrongly" if judged else "stopped", x, max(end - x, 0.5), _HEAD + 7, _BAR))
        parts.append(rect("stopped faint", x, max(end - x, 0.5), _HEAD + _LIMIT, foot - _HEAD - _LIMIT))
    return parts


def _uprights(drawn: Drawn, foot: int) -> list[str]:
    """The due moment, and for what is pending the moment up to which was looked."""
    found, moment, parts, due = drawn.found, drawn.naming.moment, [], None
    if found.due_at is not None:
        due = drawn.scale.x(found.due_at)
        word = words.EARLIEST_ON if drawn.minimum else words.DUE_ON
        parts += [_upright("due", due, foot), *_over(word, due, moment(found.due_at), "due")]
    if found.state == "pending":
        now = drawn.scale.x(found.as_of)
        parts.append(_upright("as-of", now, foot))
        if due is None or abs(now - due) > _LABELS_APART:
            parts += _over(words.AS_OF, now, moment(found.as_of), "as-of")
    return parts


def _upright(kind: str, x: float, foot: int) -> str:
    return f'<line class="{kind}" x1="{percent(x)}" x2="{percent(x)}" y1="{_HEAD - 4}" y2="{foot}"/>'


def _over(word: Text, x: float, date: str, kind: str) -> list[str]:
    return label(word.fill(date=date), x, 13, anchor(x, 14), kind)


def _ticks(scale: Scale, foot: int) -> list[str]:
    parts = []
    for turn, tick in enumerate(scale.ticks()):
        x, kind = percent(tick.x), "tick minor" if turn % 2 else "tick"
        parts.append(
            f'<line class="tick-line" x1="{x}" x2="{x}" y1="{foot}" y2="{foot + 5}"/>'
            f'<text class="{kind}" x="{x}" y="{foot + 18}" text-anchor="{anchor(tick.x)}">{tick.label}</text>'
        )
    return parts
