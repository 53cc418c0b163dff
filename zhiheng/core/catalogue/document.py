"""A power document as an editor writes it, shorthand and all; ``docs/powers.md`` explains every key.

Every key but ``id`` may be left out, because a document that extends another gives only what differs.
``None`` always means "not written". Dated values are resolved before a document takes this shape.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct, field

Name = Annotated[str, Meta(min_length=1)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Which = Literal["first", "last", "each"]
LimitKind = Literal["statutory", "promised", "step", "minimum"]
Precision = Literal["day", "instant"]
Scope = Literal["official", "unit"]
StepKind = Literal["acceptance", "decision"]


class Title(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """What something is called."""

    zh: str | None = None
    en: str | None = None


class Basis(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A law and its article, and the day from which that text is in force."""

    law: Name
    article: str | None = None
    from_: date | None = field(default=None, name="from")
    note: str | None = None


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """What every line may say: its title, its law, and that an inherited line is dropped."""

    title: Title | str | None = None
    basis: Basis | tuple[Basis, ...] | None = None
    remove: bool = False


class TimedLine(Line, frozen=True, kw_only=True):
    """A line that is in force only from one day through another."""

    valid_from: date | None = None
    valid_to: date | None = None


class After(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Predecessors of which not all are needed: ``any`` of them, or ``at_least`` n ``of`` them."""

    any: tuple[Name, ...] | None = None
    at_least: Annotated[int, Meta(ge=1, le=1000)] | None = None
    of: tuple[Name, ...] | None = None


class Mark(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Where a limit begins or ends: an occurrence of a step, or a date that the case carries."""

    step: Name | None = None
    which: Which | None = None
    date: Name | None = None


class Step(TimedLine, frozen=True, kw_only=True):
    """One step of the procedure."""

    id: Name
    activity: Name | tuple[Name, ...] | None = None
    kind: StepKind | None = None
    role: str | None = None
    after: Name | tuple[Name, ...] | After | None = None
    required: bool = False
    max_times: Count | None = None
    officials: Count | None = None
    min_officials: Count | None = None
    within: str | int | None = None
    not_same_official_as: Name | tuple[Name, ...] | None = None
    not_same_unit_as: Name | tuple[Name, ...] | None = None
    closes: bool | Literal["closed", "withdrawn"] | None = None
    anytime: bool = False
    returns_to: Name | None = None


class Limit(TimedLine, frozen=True, kw_only=True):
    """One limit; ``from_step`` and the like are the names of the relation's columns, accepted too."""

    id: Name
    kind: LimitKind | None = None
    from_: Name | Mark | None = field(default=None, name="from")
    from_step: Name | None = None
    from_date: Name | None = None
    from_which: Which | None = None
    to: Name | Mark | None = None
    to_step: Name | None = None
    to_date: Name | None = None
    to_which: Which | None = None
    within: str | int | None = None
    under: str | int | None = None
    at_least: str | int | None = None
    over: str | int | None = None
    until: Name | Mark | None = None
    until_date: Name | None = None
    unit: str | None = None
    precision: Precision | None = None
    must_happen: bool | None = None
    ends_with: Name | None = None
    roll: bool | None = None
    stops: bool | None = None


class Response(TimedLine, frozen=True, kw_only=True):
    """An act that must follow another."""

    id: Name
    after: Name | Mark | None = None
    after_step: Name | None = None
    which: Which | None = None
    need: Name | None = None
    need_step: Name | None = None


class ClockStop(TimedLine, frozen=True, kw_only=True):
    """A ground on which the clock may stop, and for how long at most."""

    ground: Name
    cap: str | int | None = None
    unit: str | None = None


class LongerLimit(TimedLine, frozen=True, kw_only=True):
    """How a limit may be made longer: by how much each time, how often, and on which grounds."""

    limit: Name
    by: str | int | None = None
    unit: str | None = None
    times: Count | None = None
    grounds: Name | tuple[Name, ...] | None = None


class Separation(TimedLine, frozen=True, kw_only=True):
    """Two steps that one hand may not both take."""

    id: Name
    steps: tuple[Name, Name] | None = None
    step_a: Name | None = None
    step_b: Name | None = None
    scope: Scope = "official"


class Fee(TimedLine, frozen=True, kw_only=True):
    """What may be charged for one item, in the currency's major unit."""

    item: Name
    amount: Decimal | None = None
    min: Decimal | None = None
    max: Decimal | None = None


class Due(TimedLine, frozen=True, kw_only=True):
    """What has to be paid: which charges count, and which payments are held against them."""

    id: Name
    due: Name | tuple[Name, ...] | None = None
    paid: Name | None = None


class Disclosure(TimedLine, frozen=True, kw_only=True):
    """Something that must be made public after a step, within a time."""

    id: Name
    after: Name | None = None
    after_step: Name | None = None
    within: str | int | None = None
    unit: str | None = None


class Holder(Line, frozen=True, kw_only=True):
    """A unit that holds the power."""

    unit: Name
    tier: str | None = None
    by: Literal["statutory", "transfer", "entrustment", "agency_intake"] | None = None
    since: date | None = None
    until: date | None = None
    document: str | None = None


class Risk(Line, frozen=True, kw_only=True):
    """A step at which power is easily abused, and the controls that watch it."""

    step: Name
    grade: str | None = None
    controls: tuple[str, ...] = ()


class Document(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """One power."""

    id: Name | None = None
    title: Title | str | None = None
    type: str | None = None
    jurisdiction: Name | None = None
    extends: Name | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    basis: Basis | tuple[Basis, ...] | None = None
    holders: tuple[Holder, ...] = ()
    hall: bool | None = None
    unit: str | None = None
    tier: str | None = None
    steps: tuple[Step, ...] = ()
    limits: tuple[Limit, ...] = ()
    responses: tuple[Response, ...] = ()
    clock_stops: tuple[ClockStop, ...] = ()
    extensions: tuple[LongerLimit, ...] = ()
    separations: tuple[Separation, ...] = ()
    fees: tuple[Fee, ...] = ()
    dues: tuple[Due, ...] = ()
    disclosure: tuple[Disclosure, ...] = ()
    risks: tuple[Risk, ...] = ()
    note: str | None = None


class LineList(NamedTuple):
    """A list of lines in a document: what tells its lines apart, and what one line is called.

    ``needs``: groups of keys of which one at least must have a value; where the value is dated and not
    in force, the whole line is not in force.
    """

    key: str
    en: str
    zh: str
    needs: tuple[frozenset[str], ...] = ()


DURATIONS = ("within", "under", "at_least", "over")
_FIGURE = frozenset((*DURATIONS, "until", "until_date"))
_FROM = frozenset(("from", "from_step", "from_date"))
_TO = frozenset(("to", "to_step", "to_date"))
_AFTER = frozenset(("after", "after_step"))
_NEED = frozenset(("need", "need_step"))
_PAIR = frozenset(("steps", "step_a", "step_b"))
_MONEY = frozenset(("amount", "min", "max"))
_STAFF = frozenset(("officials", "min_officials"))

LISTS: Mapping[str, LineList] = {
    "steps": LineList("id", "step", "环节"),
    "limits": LineList("id", "limit", "时限", (_FIGURE, _FROM, _TO)),
    "responses": LineList("id", "response", "后续行为", (_AFTER, _NEED)),
    "clock_stops": LineList("ground", "clock stop", "停表事由"),
    "extensions": LineList("limit", "extension", "延期", (frozenset(("by",)),)),
    "separations": LineList("id", "separation", "分离要求", (_PAIR,)),
    "fees": LineList("item", "fee", "收费项目", (_MONEY,)),
    "dues": LineList("id", "due", "应缴款", (frozenset(("due",)),)),
    "disclosure": LineList("id", "disclosure duty", "公开义务", (_AFTER, frozenset(("within",)))),
    "risks": LineList("step", "risk", "风险点"),
    "holders": LineList("unit", "holder", "行使主体"),
}

# Keys that say one thing in several ways: a line that writes one of them takes the place of what it
# inherits under the others. `min` and `max` live side by side, and so do `step_a` and `step_b`.
DISPLACES: Mapping[str, frozenset[str]] = {
    **{key: group for group in (_FIGURE, _FROM, _TO, _AFTER, _NEED, _STAFF) for key in group},
    "steps": _PAIR,
    "step_a": frozenset(("steps",)),
    "step_b": frozenset(("steps",)),
    "amount": _MONEY,
    "min": frozenset(("amount",)),
    "max": frozenset(("amount",)),
}
