"""Units and two periods side by side: shares of cases with a finding, with their uncertainty, and no ranking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from zhiheng.auditing.report import flow_queries
from zhiheng.auditing.report.flow_queries import Group
from zhiheng.auditing.report.intervals import Share, Verdict, interval_chart, scale_for
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.quantities import day_text
from zhiheng.auditing.report.text import Text

if TYPE_CHECKING:
    import duckdb

_MOST_TABLES: Final = 4
_MOST_UNITS: Final = 20
_MOST_FEW: Final = 30
_MOST_POWERS: Final = 12
_ALL: Final = Text("全部职权", "All powers")


@dataclass(frozen=True)
class Unit:
    """One unit's share against that of the others together; no verdict where units do different work."""

    name: Text
    share: Share
    chart: Markup
    verdict: Verdict | None


@dataclass(frozen=True)
class Units:
    """Units under one power, or under all where none has several; ``few``: those with too few cases."""

    title: Text
    whole: Share
    rows: Sequence[Unit]
    more: int
    few: Sequence[tuple[Text, Share]]
    few_more: int
    end: str
    like: bool


@dataclass(frozen=True)
class Period:
    """One power's shares in the two halves; no verdict where one has too few cases."""

    title: Text
    earlier: Share
    later: Share
    chart: Markup
    verdict: Verdict | None


@dataclass(frozen=True)
class Compared:
    """What the section tells; ``units_more``: powers with several units that are not shown."""

    units: Sequence[Units]
    units_more: int
    periods: Sequence[Period]
    periods_more: int
    end: str
    first: str
    split: str
    last: str


def compared(connection: duckdb.DuckDBPyConnection, naming: Naming) -> Compared | None:
    """Units and periods; None where no case has a date."""
    span = flow_queries.span(connection)
    if span is None:
        return None
    first, last = span
    split = first + (last - first + 1) // 2
    groups = flow_queries.groups(connection, split)
    units, units_more = _units(groups, naming)
    periods, periods_more, end = _periods(groups, naming)
    return Compared(
        units, units_more, periods, periods_more, end, day_text(first), day_text(split), day_text(last)
    )


def _sum(groups: Iterable[Group]) -> Share:
    return reduce(Share.plus, (Share(one.found, one.cases) for one in groups), Share(0, 0))


def _by(groups: Sequence[Group], column: str) -> dict[str | None, list[Group]]:
    found: dict[str | None, list[Group]] = {}
    for one in groups:
        found.setdefault(getattr(one, column), []).append(one)
    return found


def _units(groups: Sequence[Group], naming: Naming) -> tuple[list[Units], int]:
    """The powers with most cases under which two units or more have enough of them; else all powers together."""
    tables: list[tuple[Text, dict[str | None, Share], bool]] = []
    for power, own in _by(groups, "power_id").items():
        shares = _of_units(own)
        if sum(not share.few for share in shares.values()) > 1:
            tables.append((naming.titles.power(power or ""), shares, True))
    tables.sort(key=lambda table: -sum(share.cases for share in table[1].values()))
    if not tables:
        shares = _of_units(groups)
        if sum(not share.few for share in shares.values()) > 1:
            tables.append((_ALL, shares, False))
    made = [_table(title, shares, naming, like=like) for title, shares, like in tables[:_MOST_TABLES]]
    return made, max(0, len(tables) - _MOST_TABLES)


def _of_units(groups: Sequence[Group]) -> dict[str | None, Share]:
    return {unit: _sum(rows) for unit, rows in _by(groups, "unit_id").items() if unit is not None}


def _table(title: Text, shares: dict[str | None, Share], naming: Naming, *, like: bool) -> Units:
    whole = reduce(Share.plus, shares.values(), Share(0, 0))
    order = sorted(shares.items(), key=lambda one: (-one[1].cases, one[0] or ""))
    enough = [(unit, share) for unit, share in order if not share.few]
    few = [(naming.unit(unit), share) for unit, share in order if share.few]
    end = scale_for([share for _, share in enough[:_MOST_UNITS]])
    rows = [
        Unit(
            naming.unit(unit), share, interval_chart([share], end, whole.value if whole.value <= end else None),
            share.against(Share(whole.found - share.found, whole.cases - share.cases)) if like else None,
        )
        for unit, share in enough[:_MOST_UNITS]
    ]  # fmt: skip
    return Units(
        title, whole, rows, max(0, len(enough) - _MOST_UNITS), few[:_MOST_FEW], max(0, len(few) - _MOST_FEW),
        f"{end:.0%}", like,
    )  # fmt: skip


def _periods(groups: Sequence[Group], naming: Naming) -> tuple[list[Period], int, str]:
    """All powers together, then each, those with most cases first."""
    halves: list[tuple[Text, Share, Share]] = []
    by_power = sorted(_by(groups, "power_id").items(), key=lambda one: (-_sum(one[1]).cases, one[0] or ""))
    told = [(naming.titles.power(power or ""), own) for power, own in by_power]
    if len(told) > 1:
        told.insert(0, (_ALL, list(groups)))
    for title, own in told:
        earlier, later = (_sum(one for one in own if one.later is half) for half in (False, True))
        halves.append((title, earlier, later))
    shown = halves[:_MOST_POWERS]
    end = scale_for([share for _, earlier, later in shown for share in (earlier, later) if not share.few])
    made = [
        Period(
            title, earlier, later,
            _chart(earlier, later, end),
            None if earlier.few or later.few else later.against(earlier),
        )
        for title, earlier, later in shown
    ]  # fmt: skip
    return made, max(0, len(halves) - _MOST_POWERS), f"{end:.0%}"


def _chart(earlier: Share, later: Share, end: float) -> Markup:
    """The two intervals, the earlier above; none where there are too few cases."""
    if earlier.few or later.few:
        return Markup()
    return interval_chart([earlier, later], end)


