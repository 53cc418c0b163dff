"""Units come, change, move and go."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from zhiheng.record.actor import EVERYWHERE, Actor
from zhiheng.units import identifiers
from zhiheng.units.actions.recording import EDIT, record, told, unit_on, written
from zhiheng.units.errors import PeriodError, demand
from zhiheng.units.models import Portfolio, Post, Unit


@dataclass(frozen=True)
class About:
    """The particulars of a unit; an empty one is not known."""

    title_zh: str = ""
    title_en: str = ""
    tier: str = ""
    kind: str = ""
    credit_code: str = ""
    division: str = ""

    def checked(self) -> dict[str, str]:
        """The columns; raises IdentifierError for a code that cannot be right."""
        return vars(self) | {
            "credit_code": self.credit_code and identifiers.credit_code(self.credit_code),
            "division": self.division and identifiers.division(self.division),
        }


@transaction.atomic
def create_unit(actor: Actor, *, code: str, parent: str, about: About, day: date, at: datetime) -> Unit:
    """A new unit below another from that day, or at the top (no parent), which needs the right everywhere.

    Raises NotAllowedError, UnknownError, IdentifierError, and PeriodError for a code that is in use.
    """
    path = unit_on(actor, parent, day).path if parent else EVERYWHERE
    demand(actor, EDIT, path)
    identifiers.unit_code(code)
    taken = Unit.objects.filter(city=actor.city, code__iexact=code).going_on(day).first()
    if taken is not None or Unit.objects.filter(city=actor.city, code__iexact=code).exclude(code=code).exists():
        raise PeriodError(
            en=f"the code '{code}' is in use; choose another, which differs in more than capitals",
            zh=f"代码“{code}”已被使用；请另选一个（仅大小写不同亦不可）",
        )
    unit = Unit.objects.create(
        city=actor.city, code=code, parent_code=parent, path=f"{path}{code}/", valid_from=day, **about.checked()
    )
    record(actor, [told(actor, "unit.change", code, at, {"act": "create", "from": written(day), **_said(unit)})])
    return unit


@transaction.atomic
def change_unit(actor: Actor, *, code: str, about: About, day: date, at: datetime) -> Unit:
    """Another name or other particulars from that day; its place stays. Raises as `create_unit` does."""
    old = unit_on(actor, code, day)
    _refuse_later(actor, [old], day)
    new = _successors([old], day)[0]
    for column, value in about.checked().items():
        setattr(new, column, value)
    _replace([old], [new], day)
    record(actor, [told(actor, "unit.change", code, at, {"act": "change", "from": written(day), **_said(new)})])
    return new


@transaction.atomic
def move_unit(actor: Actor, *, code: str, parent: str, day: date, at: datetime) -> Unit:
    """From that day the unit, with all below it, is below another. Its old rows end, new ones begin.

    The right is needed at both places. Raises as `create_unit` does, and PeriodError where a later row exists.
    """
    unit = unit_on(actor, code, day)
    above = unit_on(actor, parent, day).path if parent else EVERYWHERE
    demand(actor, EDIT, above)
    if above.startswith(unit.path):
        raise PeriodError(
            en=f"'{parent}' is below '{code}', so '{code}' cannot be moved there; choose a unit outside it",
            zh=f"“{parent}”在“{code}”之下，不能将其移入；请选择其外的单位",
        )
    old = list(Unit.objects.filter(city=actor.city, path__startswith=unit.path).on(day))
    _refuse_later(actor, old, day)
    new = _successors(old, day)
    for row in new:
        row.path = f"{above}{code}/{row.path[len(unit.path) :]}"
        row.parent_code = parent if row.code == code else row.parent_code
    _replace(old, new, day)
    body = {"act": "move", "from": written(day)}
    record(actor, [told(actor, "unit.change", row.code, at, body | _said(row)) for row in new])
    return next(row for row in new if row.code == code)


@transaction.atomic
def close_unit(actor: Actor, *, code: str, day: date, at: datetime) -> Unit:
    """The unit is there no longer from that day. Raises PeriodError while units, posts or portfolios go on in it."""
    unit = unit_on(actor, code, day)
    _refuse_later(actor, [unit], day)
    children = Unit.objects.filter(city=actor.city, parent_code=code).going_on(day).count()
    posts = Post.objects.filter(city=actor.city, unit_code=code).going_on(day).count()
    portfolios = Portfolio.objects.filter(city=actor.city, unit_code=code).going_on(day).count()
    if children or posts or portfolios:
        raise PeriodError(
            en=f"'{code}' still has {children} units below it, {posts} posts and {portfolios} portfolios on {day};"
            " move or end them first",
            zh=f"“{code}”在 {day} 仍有下级单位 {children} 个、任职 {posts} 项、分管 {portfolios} 项；请先移出或终止",
        )
    _replace([unit], [], day)
    record(actor, [told(actor, "unit.change", code, at, {"act": "close", "from": written(day)})])
    return unit


def _said(unit: Unit) -> dict[str, str]:
    return {
        "parent": unit.parent_code, "path": unit.path, "title_zh": unit.title_zh, "title_en": unit.title_en,
        "tier": unit.tier, "kind": unit.kind, "credit_code": unit.credit_code, "division": unit.division,
    }  # fmt: skip


def _refuse_later(actor: Actor, rows: list[Unit], day: date) -> None:
    """What already begins later, or begins that very day, would contradict the change."""
    below = Unit.objects.filter(city=actor.city, path__startswith=rows[0].path, valid_from__gt=day)
    own = Unit.objects.filter(city=actor.city, code=rows[0].code, valid_from__gt=day)
    later = (below | own).first()
    same = next((row for row in rows if row.valid_from == day), None)
    if later or same:
        code, begins = (later.code, later.valid_from) if later else (same.code, day) if same else ("", day)
        raise PeriodError(
            en=f"'{code}' has a row that begins on {begins}; choose a later day, or correct that row first",
            zh=f"“{code}”已有自 {begins} 起的记录；请选择更晚的日期，或先更正该记录",
        )


def _successors(rows: list[Unit], day: date) -> list[Unit]:
    """Copies that begin on that day; written by `_replace`."""
    names = [field.attname for field in Unit._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 - public by name
    copies = [Unit(**{name: getattr(row, name) for name in names}) for row in rows]
    for copy in copies:
        copy.valid_from = day
    return copies


def _replace(old: list[Unit], new: list[Unit], day: date) -> None:
    Unit.objects.filter(pk__in=[row.pk for row in old]).update(valid_to=day)
    Unit.objects.bulk_create(new)
