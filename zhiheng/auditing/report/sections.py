"""One control's section: what it flags, why, its law, what it judged and by how much it was exceeded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from zhiheng.auditing.report import charts, phrases, queries, words
from zhiheng.auditing.report.content import ControlText
from zhiheng.auditing.report.lines import Line
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.quantities import Currency, money, quantity
from zhiheng.auditing.report.queries import EDGES, Levels, Spread
from zhiheng.auditing.report.sentences import basis_text
from zhiheng.auditing.report.summary import ControlCounts, SubjectCounts, Summary
from zhiheng.auditing.report.text import Text, both, shown

if TYPE_CHECKING:
    import duckdb

_MOST_BASES = 8


@dataclass(frozen=True)
class Subject:
    """What was judged on one line, and how far what was found goes."""

    subject_id: str
    lines: Sequence[Line]
    counts: SubjectCounts
    share: str
    sides: Sequence[tuple[Text, int]]
    half: Text | None
    most: Text | None


@dataclass(frozen=True)
class Distribution:
    """Findings by how far they go beyond what is allowed, in one unit of measure."""

    unit: Text
    classes: Sequence[tuple[Text, int, Markup]]


@dataclass(frozen=True)
class Section:
    """A control with everything the page says of it; ``near``: not passed yet, but close."""

    control: ControlText
    counts: ControlCounts
    levels: Levels
    near: int
    bar: Markup
    subjects: Sequence[Subject]
    laws: Sequence[tuple[Text, int]]
    measured_in: Sequence[Text]
    distributions: Sequence[Distribution]


def sections(
    connection: duckdb.DuckDBPyConnection, summary: Summary, naming: Naming
) -> list[Section]:
    """Every control that was run, those with findings first by how many."""
    levels = queries.by_control(connection)
    spreads: dict[str, list[Spread]] = {}
    for spread in queries.spreads(connection):
        spreads.setdefault(spread.control_id, []).append(spread)
    classes = queries.distribution(connection, 10**naming.currency.digits)
    laws = _laws(connection, naming)
    most = max((one.total for one in levels.values()), default=1)
    made = []
    for control in naming.controls.values():
        counts = summary.controls.get(control.id) or ControlCounts(control.id, control.hash, [])
        found = levels.get(control.id, Levels())
        limit = control.subject == "time_limits"
        made.append(
            Section(
                control=control,
                counts=counts,
                levels=found,
                near=max(0, found.total - counts.found),
                bar=charts.stacked_bar(found, most),
                subjects=[_subject(control, one, spreads, naming) for one in counts.subjects],
                laws=laws.get(control.id) or [(basis_text(None, control), 0)],
                measured_in=[
                    words.UNITS.get(unit, both(shown(unit)))
                    for unit in dict.fromkeys(one.unit for one in spreads.get(control.id, []))
                ],
                distributions=[
                    _distribution(unit, numbers, naming.currency, on_limit=limit)
                    for (name, unit), numbers in sorted(classes.items())
                    if name == control.id
                ],
            )
        )
    return sorted(made, key=lambda one: (-one.levels.total, -one.counts.judged, one.control.id))


def _laws(
    connection: duckdb.DuckDBPyConnection, naming: Naming
) -> dict[str, list[tuple[Text, int]]]:
    """The distinct laws that each control's findings cite, most often first, a few at most."""
    cited: dict[str, dict[Text, int]] = {}
    for control_id, _, basis, count in queries.bases(connection):
        told = cited.setdefault(control_id, {})
        text = basis_text(basis, naming.controls.get(control_id))
        told[text] = told.get(text, 0) + count
    return {
        control_id: sorted(told.items(), key=lambda one: -one[1])[:_MOST_BASES]
        for control_id, told in cited.items()
    }


def _subject(
    control: ControlText, counts: SubjectCounts, spreads: Mapping[str, Sequence[Spread]], naming: Naming
) -> Subject:
    subject = counts.subject_id
    lines = naming.lines.heading(control, subject) if subject else [Line(control.title)]
    own = [one for one in spreads.get(control.id, []) if (one.subject_id or "") == subject]
    spread = own[0] if len(own) == 1 else None
    return Subject(
        subject_id=shown(counts.subject_id),
        lines=lines,
        counts=counts,
        share=f"{100 * counts.found / counts.judged:.1f}%" if counts.judged else "—",
        sides=[
            (words.SIDES.get(side, both(shown(side))), count)
            for side, count in sorted(counts.sides.items(), key=lambda one: -one[1])
        ],
        half=quantity(spread.half, spread.unit, naming.currency) if spread else None,
        most=quantity(spread.most, spread.unit, naming.currency) if spread else None,
    )


def _distribution(
    unit: str, numbers: Sequence[int], currency: Currency, *, on_limit: bool
) -> Distribution:
    edges = EDGES[unit]
    whole = Currency(currency.code, 0)
    said = {
        edge: money(edge, whole) if unit == "minor" else quantity(edge, unit, currency)
        for edge in edges
    }
    names = charts.class_names(edges, unit, said)
    told = [place for place, count in enumerate(numbers) if count]
    shown_classes = slice(told[0], told[-1] + 1)
    most = max(numbers)
    head = phrases.head(unit, on_limit=on_limit)
    return Distribution(
        head,
        [
            (name, count, charts.bar(count, most))
            for name, count in zip(names[shown_classes], numbers[shown_classes], strict=True)
        ],
    )
