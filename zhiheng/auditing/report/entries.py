"""The gravest findings, each with its case, its four sentences, its drawing and its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhiheng.auditing.report import acts, phrases, timeline
from zhiheng.auditing.report.cases import Also, CaseRecord, Found
from zhiheng.auditing.report.lines import Line
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.scale import Scale
from zhiheng.auditing.report.sentences import FourSentences, four_sentences
from zhiheng.auditing.report.text import Text


@dataclass(frozen=True)
class AlsoFound:
    """Another finding in the same case, and where it stands on this page (0: only in the list)."""

    level: str
    control_id: str
    label: Text
    place: int


@dataclass(frozen=True)
class Entry:
    """One of the gravest findings as the page tells it."""

    place: int
    level: str
    state: str
    provisional: bool
    control_id: str
    title: Text
    power: Text | None
    case: Text
    holder: Text
    line: Line
    by: Text
    sentences: FourSentences
    drawing: timeline.Timeline | None
    rows: Sequence[acts.Row]
    amounts: bool
    also: Sequence[AlsoFound]
    also_more: int


def entry(found: Found, record: CaseRecord, naming: Naming, rest: frozenset[int]) -> Entry:
    """Tell one finding."""
    line = naming.line(found.control_id, found.power_id, found.version, found.subject_id)
    excess = found.measured - found.allowed
    listed = phrases.listed_in(naming.controls.get(found.control_id))
    found = found._replace(state=phrases.state_of(found.state, listed))
    measure = phrases.Measure(found.measure_unit, excess, found.state, found.side, listed, line.minimum)
    by = phrases.by_how_much(phrases.phrase(measure), excess, found.measure_unit, naming.currency)
    rows = acts.rows(found, record, line, naming)
    return Entry(
        place=found.place,
        level=found.level or "none",
        state=found.state,
        provisional=found.provisional == 1,
        control_id=found.control_id,
        title=naming.control(found.control_id),
        power=naming.titles.power(found.power_id) if found.power_id else None,
        case=naming.case(found.case_id),
        holder=naming.holder(found.official_id, found.unit_id),
        line=line,
        by=by,
        sentences=four_sentences(found, record, line, by, naming),
        drawing=_drawing(found, record, line, by, naming, rest),
        rows=rows,
        amounts=acts.has_amounts(rows),
        also=[_also(found, other, naming) for other in record.also],
        also_more=record.also_more,
    )


def spans(found: Sequence[Found], records: Mapping[int, CaseRecord]) -> list[tuple[int, int]]:
    """The spans of days in which rest days will be shaded."""
    scales = [timeline.scale_of(one, records[one.place]) for one in found]
    return [scale.days for scale in scales if scale and timeline.shaded(scale)]


def _drawing(
    found: Found, record: CaseRecord, line: Line, by: Text, naming: Naming, rest: frozenset[int]
) -> timeline.Timeline | None:
    scale: Scale | None = timeline.scale_of(found, record)
    if scale is None or not record.acts:
        return None
    drawn = timeline.Drawn(found, record, scale, naming, line, by, rest)
    return timeline.draw(drawn, labelled_by=f"f{found.place}-t", described_by=f"f{found.place}-r")


def _also(found: Found, other: Also, naming: Naming) -> AlsoFound:
    line = naming.line(other.control_id, found.power_id, found.version, other.subject_id)
    return AlsoFound(other.level or "none", other.control_id, line.label, other.place or 0)
