"""How cases ran under each power: the map, where findings fall on it, its transitions, the commonest variants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from zhiheng.auditing.report import charts, flow_queries
from zhiheng.auditing.report.flow_map import END, MOST_WHERE, START, Arrow, FlowMap, flow_map, outside
from zhiheng.auditing.report.flow_queries import PowerCases, Variant
from zhiheng.auditing.report.flow_words import FLOW_WORDS, elapsed, step_name
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.process_map import draw
from zhiheng.auditing.report.queries import Levels
from zhiheng.auditing.report.text import Text

if TYPE_CHECKING:
    import duckdb

_MOST_TRANSITIONS: Final = 60
_MOST_CHIPS: Final = 24
_MOST_OTHERS: Final = 40
_HUES: Final = 10


@dataclass(frozen=True)
class Listed:
    """A case that the report names; ``place``: of its gravest finding among those listed, 0 for none."""

    name: Text
    place: int


@dataclass(frozen=True)
class Where:
    """Findings of one control on one line, and the step or transition they fall on."""

    place: Text
    control_id: str
    title: Text
    line: Text
    level: str
    count: int
    case: Listed | None


@dataclass(frozen=True)
class Step:
    """One or several acts of a variant, the same step in a row."""

    name: Text
    times: int
    hue: str


@dataclass(frozen=True)
class Way:
    """A variant: its cases, their share and median duration, its steps, and what was found in them."""

    cases: int
    share: str
    bar: Markup
    half: Text
    steps: Sequence[Step]
    more: int
    found: int
    controls: Sequence[tuple[str, Text, int]]
    gravest: Sequence[Listed]
    example: Text


@dataclass(frozen=True)
class Row:
    """A transition in the table; ``drawn``: whether the map has it."""

    source: Text
    target: Text
    times: int
    half: Text | None
    drawn: bool


@dataclass(frozen=True)
class PowerWays:
    """All that is told of one power; ``of``: how many variants there are."""

    title: Text
    cases: int
    found: int
    map: FlowMap
    drawing: Markup
    where: Sequence[Where]
    where_more: int
    rows: Sequence[Row]
    rows_more: int
    ways: Sequence[Way]
    of: int
    told: str


@dataclass(frozen=True)
class Ways:
    """The powers with most cases, and the others in numbers alone; ``more``: those not even named."""

    powers: Sequence[PowerWays]
    others: Sequence[tuple[Text, int, int]]
    more: int


def ways(connection: duckdb.DuckDBPyConnection, naming: Naming, tables: frozenset[str]) -> Ways:
    """What the section tells; the tables of `flow_queries.prepare` are there."""
    counted = flow_queries.powers(connection)
    variants = flow_queries.variants(connection)
    shown = {one.power_id for one in variants}
    steps, transitions = flow_queries.steps(connection), flow_queries.transitions(connection)
    breaches, ends = flow_queries.breaches(connection), flow_queries.ends(connection, tables)
    tell = _Variants(connection, variants, naming)
    powers = []
    for place, power in enumerate([one for one in counted if one.power_id in shown], 1):
        name = power.power_id
        found = flow_map(name, steps.get(name, []), transitions.get(name, []), breaches.get(name, []), ends, naming)
        powers.append(_told(power, found, tell, naming, f"m{place}"))
    others = [(naming.titles.power(one.power_id), one.cases, one.found) for one in counted if one.power_id not in shown]
    return Ways(powers, others[:_MOST_OTHERS], max(0, len(others) - _MOST_OTHERS))


def _told(power: PowerCases, found: FlowMap, tell: _Variants, naming: Naming, ident: str) -> PowerWays:
    name = power.power_id
    where = found.where
    every = sorted([*found.arrows, *found.folded], key=lambda one: (-one.times, one.source, one.target))
    drawn = {id(arrow) for arrow in found.arrows}
    rows = [_row(name, one, naming, drawn=id(one) in drawn) for one in every]
    of, told = tell.of(power)
    return PowerWays(
        title=naming.titles.power(name),
        cases=power.cases,
        found=power.found,
        map=found,
        drawing=draw(name, found, naming, ident),
        where=[_where(name, row, naming) for row in where[:MOST_WHERE]],
        where_more=max(0, len(where) - MOST_WHERE),
        rows=rows[:_MOST_TRANSITIONS],
        rows_more=max(0, len(rows) - _MOST_TRANSITIONS),
        ways=told,
        of=of,
        told=_share(sum(way.cases for way in told), power.cases),
    )


def _row(power_id: str, arrow: Arrow, naming: Naming, *, drawn: bool) -> Row:
    half = None if arrow.half is None else elapsed(arrow.half, naming)
    return Row(_name(power_id, arrow.source, naming), _name(power_id, arrow.target, naming), arrow.times, half, drawn)


def _name(power_id: str, step: str, naming: Naming) -> Text:
    ends = {START: FLOW_WORDS["start"], END: FLOW_WORDS["end"]}
    return ends.get(step) or step_name(power_id, step, naming)


def _where(
    power_id: str, row: tuple[str | None, str | None, flow_queries.Breach], naming: Naming
) -> Where:
    source, target, breach = row
    place = FLOW_WORDS["nowhere"] if target is None else _name(power_id, target, naming)
    if source is not None:
        place = FLOW_WORDS["from-to"].fill(a=_name(power_id, source, naming), b=place)
    return Where(
        place=place,
        control_id=breach.control_id,
        title=naming.control(breach.control_id),
        line=naming.line(breach.control_id, power_id, breach.version, breach.subject_id).label,
        level=Levels._fields[breach.grade],
        count=breach.many,
        case=None if breach.place is None else Listed(naming.case(breach.case_id), breach.place),
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "—"


class _Variants:
    """The commonest variants of all shown powers."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, variants: Sequence[Variant], naming: Naming) -> None:
        self._variants, self._naming = variants, naming
        self._walks = flow_queries.walks(connection, [one.case_id for one in variants if one.case_id is not None])
        self._found = flow_queries.found_of_variants(connection)
        self._gravest = flow_queries.gravest_of_variants(connection)

    def of(self, power: PowerCases) -> tuple[int, list[Way]]:
        """How many variants the power has, and the commonest."""
        own = [one for one in self._variants if one.power_id == power.power_id]
        most = max((one.cases for one in own), default=1)
        hues: dict[str, str] = {}
        return max((one.of for one in own), default=0), [self._way(one, power.cases, most, hues) for one in own]

    def _way(self, variant: Variant, cases: int, most: int, hues: dict[str, str]) -> Way:
        naming, key = self._naming, (variant.power_id, variant.key)
        found = self._found.get(key, {})
        with_any, example = found.get(None, (0, variant.case_id))
        runs = [(step, len(list(same))) for step, same in groupby(self._walks.get(variant.case_id or "", []))]
        return Way(
            cases=variant.cases,
            share=_share(variant.cases, cases),
            bar=charts.bar(variant.cases, most),
            half=FLOW_WORDS["unknown"] if variant.half is None else elapsed(variant.half, naming),
            steps=[
                Step(step_name(variant.power_id, step, naming), times, _hue(step, hues))
                for step, times in runs[:_MOST_CHIPS]
            ],
            more=max(0, len(runs) - _MOST_CHIPS),
            found=with_any,
            controls=[(one, naming.control(one), number) for one, (number, _) in found.items() if one is not None],
            gravest=[Listed(naming.case(case), place) for place, case in self._gravest.get(key, [])],
            example=naming.case(example),
        )


def _hue(step: str, hues: dict[str, str]) -> str:
    """The same step has the same colour in all variants of a power."""
    return "aside" if outside(step) else hues.setdefault(step, f"h{len(hues) % _HUES}")
