"""One case while it is told: its acts in order, and the procedure it follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from zhiheng.demo.office import WorkingDays

if TYPE_CHECKING:
    from zhiheng.demo.telling import Teller

Unit = Literal["workday", "day"]
Kind = Literal["statutory", "promised", "step", "minimum"]


@dataclass(frozen=True)
class Limit:
    """A limit between the first occurrences of two steps, as the city's document has it.

    ``over``: a minimum that must be exceeded. ``changes``: other amounts for cases begun from a date on.
    """

    id: str
    kind: Kind
    start: str
    end: str
    amount: int
    unit: Unit = "workday"
    stops: bool = True
    over: bool = False
    must_happen: bool = True
    changes: tuple[tuple[date, int], ...] = ()

    def amount_on(self, day: date) -> int:
        """The amount for a case that began on a day."""
        return next((amount for since, amount in reversed(self.changes) if day >= since), self.amount)


@dataclass(frozen=True)
class Step:
    """What the log calls a step, and the steps that come before it."""

    activity: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Procedure:
    """A power as the storyteller knows it: how a case of it goes, and what faults need to know.

    ``caps``: grounds on which the clock may stop, with their caps. ``separations`` and ``responses`` are
    pairs of steps (act and answer). ``extended``: the limits that an extension makes longer. ``omittable``,
    ``once`` and ``reversible``: the steps that a fault leaves out, repeats, turns round. ``houses``: steps that
    one unit may not both take. ``duties``: what must be published. ``longer``: by how much a limit may be extended.
    """

    power: str
    letters: str
    weight: int
    units: tuple[str, ...]
    steps: Mapping[str, Step]
    limits: tuple[Limit, ...]
    closes: str
    tell: Callable[[Teller], None]
    separations: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    caps: Mapping[str, int] = field(default_factory=dict)
    caps_unit: Unit = "workday"
    omittable: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    reversible: tuple[tuple[str, str], ...] = ()
    responses: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    extended: tuple[str, ...] = ()
    due: str | None = None
    acceptance: str | None = None
    decision: str | None = None
    houses: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    duties: tuple[Limit, ...] = ()
    longer: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Act:
    """One act, on a working day known by its place in the row.

    ``step`` is None where the catalogue knows no such step; ``fields`` go to columns of the log.
    """

    step: str | None
    activity: str
    day: int
    minute: int
    second: int
    official: str
    unit: str
    recorded_after: timedelta
    fields: Mapping[str, str] = field(default_factory=dict)

    def at(self, days: WorkingDays) -> datetime:
        """When it happened, as the log says."""
        return days.at(self.day, self.minute, self.second)


@dataclass(frozen=True)
class Case:
    """A case: its acts in the order of the record.

    ``opened_after``: how long after the first act the log says that it was opened.
    """

    id: str
    procedure: Procedure
    unit: str
    party: str
    acts: tuple[Act, ...]
    opened_after: timedelta = timedelta()

    @property
    def series(self) -> str:
        """The numbering series."""
        return self.id.rpartition("-")[0]

    @property
    def number(self) -> int:
        """The number within the series."""
        return int(self.id.rpartition("-")[2])

    def opened_at(self, days: WorkingDays) -> datetime:
        """When it was opened, as the log says."""
        return self.acts[0].at(days) + self.opened_after

    def place(self, step: str) -> int | None:
        """Where a step occurs first; None if it does not."""
        return next((i for i, act in enumerate(self.acts) if act.step == step), None)

    def first(self, step: str) -> Act | None:
        """The first act of a step; None if it does not occur."""
        place = self.place(step)
        return None if place is None else self.acts[place]

    @property
    def is_closed(self) -> bool:
        """Whether it was closed, not merely withdrawn."""
        return self.first(self.procedure.closes) is not None

    @property
    def is_open(self) -> bool:
        """Whether it is neither closed nor withdrawn."""
        return not self.is_closed and self.first("withdraw") is None

    def changed(self, place: int, act: Act) -> Case:
        """The case with another act in a place."""
        return replace(self, acts=(*self.acts[:place], act, *self.acts[place + 1 :]))

    def inserted(self, place: int, *acts: Act) -> Case:
        """The case with acts put in before a place."""
        return replace(self, acts=(*self.acts[:place], *acts, *self.acts[place:]))

    def without(self, place: int) -> Case:
        """The case without the act in a place."""
        return replace(self, acts=(*self.acts[:place], *self.acts[place + 1 :]))

    def delayed(self, place: int, days: int) -> Case:
        """The case with the act in a place, and all later ones, so many working days later."""
        later = tuple(replace(act, day=act.day + days) for act in self.acts[place:])
        return replace(self, acts=(*self.acts[:place], *later))

