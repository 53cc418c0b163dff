"""A power in one version, shorthand written out: what lint, procedure and compiling read."""

from datetime import date
from typing import Literal

from msgspec import Struct

from zhiheng.core.catalogue.document import Basis, LimitKind, Precision, Scope, StepKind, Which
from zhiheng.core.catalogue.durations import Unit

Bases = tuple[Basis, ...]
Parts = Literal["first", "last", "sum"]


class Step(Struct, frozen=True, gc=False):
    """A step; ``needed`` says how many of ``after`` must be done before it (None: all)."""

    id: str
    zh: str
    en: str
    activities: tuple[str, ...]
    role: str | None
    after: tuple[str, ...]
    needed: int | None
    required: bool
    max_times: int | None
    min_officials: int | None
    closes: Literal["closed", "withdrawn"] | None
    anytime: bool
    returns_to: str | None
    basis: Bases
    kind: StepKind | None = None


class Limit(Struct, frozen=True, kw_only=True, gc=False):
    """A limit; the names are those of the relation's columns."""

    id: str
    kind: LimitKind
    from_step: str | None
    from_date: str | None
    from_which: Which | None
    to_step: str | None
    to_date: str | None
    to_which: Which | None
    until_date: str | None
    allowed: int | None
    unit: Unit
    precision: Precision
    must_happen: bool
    ends_with: str | None
    roll: bool
    stops: bool
    under: bool
    basis: Bases


class Response(Struct, frozen=True, gc=False):
    """After ``after`` there must be ``need``."""

    id: str
    after: str
    which: Which
    need: str
    basis: Bases


class ClockStop(Struct, frozen=True, gc=False):
    """A ground on which the clock may stop; cap None: as long as it takes."""

    ground: str
    cap: int | None
    unit: Unit | None
    basis: Bases


class LongerLimit(Struct, frozen=True, gc=False):
    """How a limit may be made longer; no ``grounds``: any will do, ``times`` None: as often as wanted."""

    limit: str
    most: int
    unit: Unit
    times: int | None
    grounds: tuple[str, ...]
    basis: Bases


class Separation(Struct, frozen=True, gc=False):
    """Two steps that one official (or unit) may not both take."""

    id: str
    step_a: str
    step_b: str
    scope: Scope
    basis: Bases


class Fee(Struct, frozen=True, gc=False):
    """Bounds for one item, in the currency's minor unit."""

    item: str
    least: int | None
    most: int | None
    basis: Bases


class DueItem(Struct, frozen=True, gc=False):
    """One item of a due."""

    item: str
    parts: Parts


class Due(Struct, frozen=True, gc=False):
    """What has to be paid; ``paid_item`` None: all payments count."""

    id: str
    items: tuple[DueItem, ...]
    paid_item: str | None
    basis: Bases


class Disclosure(Struct, frozen=True, gc=False):
    """What must be made public after a step, within so many units."""

    id: str
    after: str
    within: int
    unit: Unit
    basis: Bases


class Holder(Struct, frozen=True, gc=False):
    """A unit that holds the power, from ``since`` through ``until``."""

    unit: str
    tier: str | None
    by: str | None
    since: date | None
    until: date | None


class Power(Struct, frozen=True, kw_only=True, gc=False):
    """Everything that one version of a power says."""

    id: str
    type: str | None
    jurisdiction: str | None
    unit: str | None
    tier: str | None
    hall: bool | None
    basis: Bases
    steps: tuple[Step, ...]
    limits: tuple[Limit, ...]
    responses: tuple[Response, ...]
    clock_stops: tuple[ClockStop, ...]
    extensions: tuple[LongerLimit, ...]
    separations: tuple[Separation, ...]
    fees: tuple[Fee, ...]
    dues: tuple[Due, ...]
    disclosure: tuple[Disclosure, ...]
    holders: tuple[Holder, ...]
