"""By how much a finding differs, and what kind of situation it is."""

from __future__ import annotations

from typing import Final, NamedTuple

from zhiheng.auditing.report import words
from zhiheng.auditing.report.content import ControlText
from zhiheng.auditing.report.quantities import Currency, quantity
from zhiheng.auditing.report.text import Text

_TEXTS: Final = dict(words.PHRASES)
PLACES: Final = {key: place for place, (key, _) in enumerate(words.PHRASES)}
_SPANS: Final = {"workday", "day", "month", "hour", "microsecond"}


class Measure(NamedTuple):
    """What was measured, and of what: ``excess`` is measured minus allowed, ``listed`` the subject's list."""

    unit: str
    excess: int
    state: str
    side: str | None
    listed: str | None
    minimum: bool


def listed_in(control: ControlText | None) -> str | None:
    """The catalogue list that a control's subjects are lines of."""
    return control.subject if control else None


def state_of(state: str, listed: str | None) -> str:
    """done, pending or absent; only limits and responses wait for an act, so only there is one pending."""
    return "done" if state == "pending" and listed not in {"time_limits", "responses"} else state


def phrase(measure: Measure) -> str:
    """Which of ``words.PHRASES`` says by how much."""
    state = state_of(measure.state, measure.listed)
    if state == "absent":
        return "absent"
    if measure.unit == "flag":
        return "not-yet" if state == "pending" else "is"
    if measure.unit == "minor":
        return {"less": "short", "more": "over"}.get(measure.side or "", "differs")
    if measure.unit in _SPANS and measure.listed == "time_limits":
        return _limit(measure)
    return "many" if measure.unit == "count" else "differs"


def _limit(measure: Measure) -> str:
    if measure.minimum:
        return "early"
    return "late" if measure.excess > 0 else "left" if measure.excess < 0 else "today"


def by_how_much(key: str, excess: int, unit: str, currency: Currency) -> Text:
    """The phrase with its quantity: "超 3 个工作日", "late by 3 working days"."""
    return _TEXTS[key].fill(q=quantity(abs(excess), unit, currency))


def unproven(control: ControlText | None, unit: str, state: str) -> Text:
    """What a finding does not prove: what its control cannot see, and that it is no ruling."""
    if control and control.blind:
        return words.AND_NO_RULING.fill(blind=control.blind)
    if state_of(state, listed_in(control)) == "absent":
        return words.NOT_PROVEN["absent"]
    if listed_in(control) == "time_limits":
        return words.NOT_PROVEN["limit"]
    by_unit = {"minor": "money", "microsecond": "time"}
    by_list = {"separations": "hand"}
    return words.NOT_PROVEN[by_unit.get(unit) or by_list.get(listed_in(control) or "") or "other"]


def head(unit: str, *, on_limit: bool) -> Text:
    """What the classes of a distribution count."""
    if on_limit:
        return words.HEAD_LIMIT
    return words.HEAD_MONEY if unit == "minor" else words.HEAD_OTHER
