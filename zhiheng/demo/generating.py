"""The demo's log: cases told one after the other, cut off at the day of the audit, some of them spoiled."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from zhiheng.demo.case import Case
from zhiheng.demo.faults.across import PULLED
from zhiheng.demo.office import WorkingDays, working_days
from zhiheng.demo.planting import Planted, plant
from zhiheng.demo.procedures import PROCEDURES
from zhiheng.demo.referee import Referee
from zhiheng.demo.telling import Teller

AS_OF = datetime(2026, 11, 20, 18)
FIRST_DAY = date(2025, 1, 2)

COLUMNS = (
    "event", "case", "series", "number", "power", "responsible_unit", "opened", "party", "activity", "occurred",
    "recorded", "official", "unit", "channel", "ground", "notified_days", "extension_days", "item", "charged", "paid",
)  # fmt: skip
_FIELDS = COLUMNS[COLUMNS.index("channel") :]
_PARTIES = 4000

Row = tuple[str, ...]


@dataclass(frozen=True)
class Demo:
    """A log as rows of `COLUMNS`, and every finding that it must make."""

    rows: tuple[Row, ...]
    planted: tuple[Planted, ...]


def generate(seed: int = 1, cases: int = 6000) -> Demo:
    """A sample log of so many cases; the same seed gives the same log."""
    rng = Random(seed)  # noqa: S311 - a sample that can be made again, not a secret
    days = working_days()
    referee = Referee(days, days.since(AS_OF.date()))
    told = [_cut(case, referee) for case in _told(cases, referee, rng)]
    spoiled, planted = plant(told, referee, rng)
    return Demo(tuple(_rows(spoiled, days)), tuple(planted))


def _told(many: int, referee: Referee, rng: Random) -> list[Case]:
    """Cases that go well, in the order in which they begin."""
    first = referee.days.since(FIRST_DAY)
    begun = sorted(rng.randint(first, referee.today) for _ in range(many))
    kinds = rng.choices(PROCEDURES, [procedure.weight for procedure in PROCEDURES], k=many)
    serials: Counter[str] = Counter()
    told = []
    for day, procedure in zip(begun, kinds, strict=True):
        series = f"{procedure.letters}-{referee.days.days[day].year}"
        serials[series] += 1 + (PULLED.get(series) == serials[series] + 1)
        teller = Teller(procedure, rng.choice(procedure.units), day, referee.days, rng)
        procedure.tell(teller)
        told.append(teller.case(f"{series}-{serials[series]:04d}", f"P{rng.randint(1, _PARTIES):05d}"))
    return told


def _cut(case: Case, referee: Referee) -> Case:
    """What the office has done by the day of the audit.

    An act still to be answered, or a payment of which the rest is to come, is not yet on record: what is
    merely unfinished is no fault, and the demo's clean cases make no finding.
    """
    acts = [act for act in case.acts if act.day <= referee.today]
    rest = {act.step for act in case.acts[len(acts) :]}
    calling = {act for act, answer in case.procedure.responses.values() if answer in rest} | {"pay"} & rest
    while acts[-1].step in calling:
        acts.pop()
    return replace(case, acts=tuple(acts))


def _rows(cases: list[Case], days: WorkingDays) -> list[Row]:
    rows: list[Row] = []
    for case in cases:
        shared = (
            case.id, case.series, str(case.number), case.procedure.power, case.unit,
            _moment(case.opened_at(days)), case.party,
        )  # fmt: skip
        for act in case.acts:
            occurred = act.at(days)
            rows.append((
                f"E{len(rows) + 1:06d}", *shared, act.activity, _moment(occurred),
                _moment(occurred + act.recorded_after), act.official, act.unit,
                *(act.fields.get(name, "") for name in _FIELDS),
            ))  # fmt: skip
    return rows


def _moment(value: datetime) -> str:
    return value.isoformat(sep=" ")
