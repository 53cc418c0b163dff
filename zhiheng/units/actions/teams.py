"""Service sites, and the teams that watch organs."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from zhiheng.record.actor import Actor
from zhiheng.units import identifiers
from zhiheng.units.actions.recording import EDIT, record, told, unit_on, written
from zhiheng.units.errors import PeriodError, UnknownError, demand
from zhiheng.units.models import InspectionTeam, Site, TeamBlock


@dataclass(frozen=True)
class Place:
    """A site to be opened; ``parent`` is the site above."""

    code: str
    kind: str
    title_zh: str
    title_en: str = ""
    parent: str = ""
    address: str = ""


@transaction.atomic
def open_site(actor: Actor, *, place: Place, unit: str, day: date, at: datetime) -> Site:
    """From that day the unit runs a site. Raises NotAllowedError, UnknownError, and PeriodError for a code in use."""
    unit_on(actor, unit, day)
    if Site.objects.filter(city=actor.city, code=identifiers.unit_code(place.code)).going_on(day).exists():
        raise PeriodError(en=f"the site '{place.code}' is open already; choose another code",
                          zh=f"场所“{place.code}”已经开办；请另选代码")  # fmt: skip
    above = Site.objects.filter(city=actor.city, code=place.parent).on(day)
    if place.kind not in Site.SiteKind.values or (place.parent and not above.exists()):
        raise UnknownError(
            en=f"no kind '{place.kind}', or no site '{place.parent}' above; kinds: {', '.join(Site.SiteKind.values)}",
            zh=f"没有类型“{place.kind}”或上级场所“{place.parent}”；类型可选：{'、'.join(Site.SiteKind.values)}",
        )
    site = Site.objects.create(
        city=actor.city, code=place.code, unit_code=unit, kind=place.kind, title_zh=place.title_zh,
        title_en=place.title_en, parent_code=place.parent, address=place.address, valid_from=day,
    )  # fmt: skip
    body = {"act": "site", "unit": unit, "kind": place.kind, "from": written(day), "title_zh": place.title_zh}
    record(actor, [told(actor, "unit.change", f"site/{place.code}", at, body)])
    return site


@transaction.atomic
def create_team(
    actor: Actor, *, code: str, title_zh: str, sender: str, day: date, at: datetime, title_en: str = ""
) -> InspectionTeam:
    """A team that the unit ``sender`` dispatches. Needs the right everywhere: no watched organ makes its watchers."""
    demand(actor, EDIT)
    unit_on(actor, sender, day)
    if InspectionTeam.objects.filter(city=actor.city, code=identifiers.unit_code(code)).exists():
        raise PeriodError(en=f"the team '{code}' exists already; choose another code",
                          zh=f"派驻组“{code}”已存在；请另选代码")  # fmt: skip
    team = InspectionTeam.objects.create(
        city=actor.city, code=code, title_zh=title_zh, title_en=title_en, sender_code=sender, valid_from=day
    )
    body = {"act": "team", "sender": sender, "from": written(day), "title_zh": title_zh}
    record(actor, [told(actor, "unit.change", f"team/{code}", at, body)])
    return team


@transaction.atomic
def assign_block(actor: Actor, *, team: str, unit: str, day: date, at: datetime) -> TeamBlock:
    """From that day the team watches the unit. Needs the right everywhere. Raises UnknownError and PeriodError."""
    demand(actor, EDIT)
    unit_on(actor, unit, day)
    found = InspectionTeam.objects.filter(city=actor.city, code=team).on(day).first()
    if found is None:
        raise UnknownError(en=f"there is no team '{team}' on {day}; create it first",
                           zh=f"{day} 没有派驻组“{team}”；请先设立")  # fmt: skip
    if found.blocks.filter(unit_code=unit, valid_to=None).exists():
        raise PeriodError(en=f"the team '{team}' watches '{unit}' already; end that first",
                          zh=f"派驻组“{team}”已负责监督“{unit}”；请先终止")  # fmt: skip
    block = TeamBlock.objects.create(city=actor.city, team=found, unit_code=unit, valid_from=day)
    body = {"act": "block", "unit": unit, "from": written(day)}
    record(actor, [told(actor, "unit.change", f"team/{team}", at, body)])
    return block


@transaction.atomic
def end_block(actor: Actor, *, team: str, unit: str, day: date, at: datetime) -> TeamBlock:
    """From that day the team watches the unit no longer. Needs the right everywhere. Raises UnknownError."""
    demand(actor, EDIT)
    block = TeamBlock.objects.filter(city=actor.city, team__code=team, unit_code=unit).on(day).first()
    if block is None or block.valid_from == day:
        raise UnknownError(en=f"the team '{team}' does not watch '{unit}' before {day}; look at its block",
                           zh=f"{day} 之前派驻组“{team}”不监督“{unit}”；请查看其监督范围")  # fmt: skip
    TeamBlock.objects.filter(pk=block.pk).update(valid_to=day)
    block.valid_to = day
    body = {"act": "block-end", "unit": unit, "to": written(day)}
    record(actor, [told(actor, "unit.change", f"team/{team}", at, body)])
    return block
