"""What officials are in charge of, whom they are kin to, where they have an interest."""

from datetime import date, datetime

from django.db import transaction

from zhiheng.record.actor import Actor
from zhiheng.units.actions.recording import official_on, record, told, unit_on, written
from zhiheng.units.errors import PeriodError, UnknownError
from zhiheng.units.models import Interest, Kinship, Official, Portfolio


@transaction.atomic
def give_portfolio(
    actor: Actor, *, official: str, unit: str, role: str, matter: str = "", day: date, at: datetime
) -> Portfolio:
    """From that day the official is in charge of the unit, or of one matter in it.

    Raises NotAllowedError, UnknownError, and PeriodError where he is already.
    """
    unit_on(actor, unit, day)
    for said, known in ((role, Portfolio.Role.values), (matter, ["", *Portfolio.Matter.values])):
        if said not in known:
            raise UnknownError(
                en=f"'{said}' is not known here; choose one of {', '.join(filter(None, known))}",
                zh=f"此处没有“{said}”；可选：{'、'.join(filter(None, known))}",
            )
    same = Portfolio.objects.filter(city=actor.city, official__code=official, unit_code=unit, role=role, matter=matter)
    if same.going_on(day).exists():
        raise PeriodError(
            en=f"'{official}' has this portfolio in '{unit}' already; end it first",
            zh=f"“{official}”已分管“{unit}”的该事项；请先终止",
        )
    given = Portfolio.objects.create(
        city=actor.city, official=_somebody(actor, official), unit_code=unit, role=role, matter=matter, valid_from=day
    )
    body = {"act": "portfolio", "unit": unit, "role": role, "matter": matter, "from": written(day)}
    record(actor, [told(actor, "post.change", official, at, body)])
    return given


@transaction.atomic
def end_portfolio(
    actor: Actor, *, official: str, unit: str, role: str, matter: str = "", day: date, at: datetime
) -> Portfolio:
    """From that day he is in charge of it no longer. Raises NotAllowedError and UnknownError."""
    unit_on(actor, unit, day)
    same = Portfolio.objects.filter(city=actor.city, official__code=official, unit_code=unit, role=role, matter=matter)
    held = same.on(day).first()
    if held is None or held.valid_from == day:
        raise UnknownError(
            en=f"'{official}' has no such portfolio in '{unit}' that began before {day}; look at his portfolios",
            zh=f"“{official}”在 {day} 之前没有分管“{unit}”的该事项；请查看其分管事项",
        )
    Portfolio.objects.filter(pk=held.pk).update(valid_to=day)
    held.valid_to = day
    body = {"act": "portfolio-end", "unit": unit, "role": role, "matter": matter, "to": written(day)}
    record(actor, [told(actor, "post.change", official, at, body)])
    return held


@transaction.atomic
def declare_kinship(actor: Actor, *, official: str, other: str, kind: str, day: date, at: datetime) -> Kinship:
    """The two are kin, as is known from that day. Raises NotAllowedError and UnknownError, PeriodError if declared."""
    one, two = official_on(actor, official, day), _somebody(actor, other)
    known = Kinship.objects.filter(official__in=[one, two], other__in=[one, two], kind=kind)
    if one == two or known.going_on(day).exists():
        raise PeriodError(
            en=f"'{official}' and '{other}' are one person, or declared as kin already; look at his page",
            zh=f"“{official}”与“{other}”为同一人或该关系已申报；请查看其个人页",
        )
    declared = Kinship.objects.create(city=actor.city, official=one, other=two, kind=kind, valid_from=day)
    body = {"act": "kinship", "other": other, "kind": kind, "from": written(day)}
    record(actor, [told(actor, "official.change", official, at, body)])
    return declared


@transaction.atomic
def declare_interest(actor: Actor, *, official: str, party: str, kind: str, day: date, at: datetime) -> Interest:
    """The official has an interest in the party from that day. Raises as `declare_kinship` does."""
    one = official_on(actor, official, day)
    if Interest.objects.filter(official=one, party_id=party, kind=kind).going_on(day).exists():
        raise PeriodError(
            en=f"the interest of '{official}' in '{party}' is declared already; look at his page",
            zh=f"“{official}”与“{party}”的利害关系已申报；请查看其个人页",
        )
    declared = Interest.objects.create(city=actor.city, official=one, party_id=party, kind=kind, valid_from=day)
    body = {"act": "interest", "party": party, "kind": kind, "from": written(day)}
    record(actor, [told(actor, "official.change", official, at, body)])
    return declared


def _somebody(actor: Actor, code: str) -> Official:
    """An official of the city, wherever his post is."""
    found = Official.objects.filter(city=actor.city, code=code).first()
    if found is None:
        raise UnknownError(en=f"there is no official '{code}'; appoint him first",
                           zh=f"没有工作人员“{code}”；请先任命")  # fmt: skip
    return found
