"""Where the findings lie: by control, unit, official and month; each bar with its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from zhiheng.auditing.report import charts, queries, words
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.queries import Levels
from zhiheng.auditing.report.text import Text

if TYPE_CHECKING:
    import duckdb

_MOST_HOLDERS = 12


@dataclass(frozen=True)
class Holder:
    """A unit or official (or the rest together) with its findings; ``cases`` it acted in, if counted."""

    name: Text
    levels: Levels
    cases: int | None
    bar: Markup
    aside: bool = False


@dataclass(frozen=True)
class Holders:
    """Units or officials, most findings first; ``known``: how many are named in findings."""

    rows: Sequence[Holder]
    known: int
    counted_cases: bool


@dataclass(frozen=True)
class Months:
    """Findings over time: the chart, and its columns as a table."""

    chart: Markup
    columns: Sequence[charts.Column]
    yearly: bool


def holders(
    connection: duckdb.DuckDBPyConnection, column: str, naming: Naming, *, count_cases: bool
) -> Holders:
    """Findings by ``unit_id`` or ``official_id``: the dozen with most, the rest together, those unknown."""
    counted = queries.by_holder(connection, column)
    known = [(name, levels) for name, levels in counted if name is not None]
    unknown = [levels for name, levels in counted if name is None]
    first = known[:_MOST_HOLDERS] if len(known) > _MOST_HOLDERS + 1 else known
    rest = known[len(first) :]
    named = naming.unit if column == "unit_id" else naming.official
    cases = queries.cases_of(connection, column, [name for name, _ in first]) if count_cases else {}
    told: list[tuple[Text, Levels, int | None, bool]] = [
        (named(name), levels, cases.get(name), False) for name, levels in first
    ]
    if rest:
        together = Levels()
        for _, levels in rest:
            together = together.plus(levels)
        told.append((words.OTHERS.fill(n=f"{len(rest):,}"), together, None, True))
    if unknown:
        told.append((words.NOT_RECORDED, unknown[0], None, True))
    most = max((levels.total for _, levels, _, _ in told), default=1)
    return Holders(
        [
            Holder(name, levels, number, charts.stacked_bar(levels, most), aside)
            for name, levels, number, aside in told
        ],
        len(known),
        bool(cases),
    )


def months(connection: duckdb.DuckDBPyConnection) -> Months | None:
    """Findings over time; None if no finding has a date."""
    drawn = charts.columns(queries.by_month(connection))
    if not drawn:
        return None
    chart = charts.column_chart(drawn, labelled_by="months-t", described_by="months-d")
    return Months(chart, drawn, "-" not in drawn[0].name)
