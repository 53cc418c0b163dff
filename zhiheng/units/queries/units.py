"""The tree, a unit, the chart: as of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q

from zhiheng.record.actor import Actor
from zhiheng.units.models import InspectionTeam, Portfolio, Post, Rank, Site, TeamBlock, Unit
from zhiheng.units.models.dated import DatedQuerySet, in_force

SEE = "units.see"
_Held = TypeVar("_Held", Post, Portfolio)
_HEAD = Q(rank=Rank.HEAD) | Q(post="head")


@dataclass(frozen=True)
class Seat:
    """A unit of the chart with those who have posts in it and those who are in charge of it."""

    unit: Unit
    posts: Sequence[Post]
    portfolios: Sequence[Portfolio]


@dataclass(frozen=True)
class Chart:
    """The chart of a day, depth first."""

    day: date
    seats: Sequence[Seat]


@dataclass(frozen=True)
class UnitPage:
    """All that a unit's page shows."""

    unit: Unit
    above: Sequence[Unit]
    below: Sequence[Unit]
    posts: Sequence[Post]
    portfolios: Sequence[Portfolio]
    sites: Sequence[Site]
    teams: Sequence[InspectionTeam]
    rows: Sequence[Unit]


def visible_units(actor: Actor, day: date, *, right: str = SEE) -> DatedQuerySet[Unit]:
    """The units of that day for which the right is held."""
    return Unit.objects.filter(actor.scope(right), city=actor.city).on(day)


def tree_on(actor: Actor, day: date, *, tier: str = "", below: str = "") -> DatedQuerySet[Unit]:
    """The units of that day, depth first: all, those of a tier, or a path and all below it."""
    units = visible_units(actor, day)
    if tier:
        units = units.filter(tier=tier)
    if below:
        units = units.filter(path__startswith=below)
    return units.order_by("path")


def units_named(actor: Actor, day: date, words: str) -> DatedQuerySet[Unit]:
    """The units of that day whose name or code has all the words."""
    units = visible_units(actor, day)
    for word in words.split():
        units = units.filter(Q(title_zh__contains=word) | Q(title_en__icontains=word) | Q(code__icontains=word))
    return units.order_by("path")


@dataclass(frozen=True)
class Staff:
    """Who works in a unit: how many, and who is at its head."""

    many: int
    heads: Sequence[str]


def staffed_units(actor: Actor, day: date, codes: Sequence[str]) -> Mapping[str, Staff]:
    """How many posts there are in each of the units on that day, and the names of their heads: two queries."""
    posts = Post.objects.filter(city=actor.city, unit_code__in=codes).on(day)
    many = dict(posts.order_by().values_list("unit_code").annotate(many=Count("pk")))
    heads: dict[str, list[str]] = {}
    for code, name in posts.filter(_HEAD).order_by("rank", "pk").values_list("unit_code", "official__name"):
        heads.setdefault(code, []).append(name)
    return {code: Staff(number, heads.get(code, ())) for code, number in many.items()}


def teams_on(actor: Actor, day: date) -> Sequence[InspectionTeam]:
    """The teams of that day that watch a unit the actor may see, each with the blocks of that day."""
    seen = visible_units(actor, day).values("code")
    blocks = TeamBlock.objects.filter(city=actor.city, unit_code__in=seen).on(day)
    teams = InspectionTeam.objects.filter(city=actor.city).on(day)
    if not actor.may(SEE):
        teams = teams.filter(blocks__in=blocks).distinct()
    return list(teams.prefetch_related(Prefetch("blocks", blocks, "watched")))


def units_without_head(actor: Actor, day: date) -> DatedQuerySet[Unit]:
    """The units of that day in which nobody is head."""
    heads = Post.objects.filter(_HEAD, city=actor.city, unit_code=OuterRef("code")).on(day)
    return visible_units(actor, day).exclude(Exists(heads)).order_by("path")


def org_chart_on(actor: Actor, day: date, *, below: str = "") -> Chart:
    """Who had which post, and who was in charge of what, in the units of that day: three queries for any number."""
    units = list(tree_on(actor, day, below=below))
    codes = tree_on(actor, day, below=below).order_by().values("code")
    posts = _by_unit(posts_in(actor, day).filter(unit_code__in=codes))
    portfolios = _by_unit(
        Portfolio.objects.filter(city=actor.city, unit_code__in=codes).on(day).select_related("official")
    )
    return Chart(day, [Seat(unit, posts.get(unit.code, ()), portfolios.get(unit.code, ())) for unit in units])


def posts_in(actor: Actor, day: date) -> DatedQuerySet[Post]:
    """The posts of the city on that day, the highest first, with their officials."""
    posts = Post.objects.filter(city=actor.city).on(day).select_related("official")
    return posts.order_by(F("rank").asc(nulls_last=True), "official__code", "pk")


def unit_page(actor: Actor, code: str, day: date) -> UnitPage | None:
    """A unit on that day; None where there is none, or the actor may not see it."""
    unit = visible_units(actor, day).filter(code=code).first()
    if unit is None:
        return None
    city = actor.city
    codes = unit.path.split("/")[:-1]
    above = visible_units(actor, day).filter(code__in=codes[:-1]).order_by("path")
    watching = Q(blocks__unit_code__in=codes) & in_force(day, "blocks__")
    return UnitPage(
        unit=unit,
        above=list(above),
        below=list(visible_units(actor, day).filter(parent_code=code).order_by("path")),
        posts=list(posts_in(actor, day).filter(unit_code=code)),
        portfolios=list(Portfolio.objects.filter(city=city, unit_code=code).on(day).select_related("official")),
        sites=list(Site.objects.filter(city=city, unit_code=code).on(day)),
        teams=list(InspectionTeam.objects.filter(watching, city=city).on(day).distinct()),
        rows=list(Unit.objects.filter(actor.scope(SEE), city=city, code=code).order_by("valid_from")),
    )


def titles_on(actor: Actor, day: date, codes: set[str]) -> Mapping[str, Unit]:
    """The units with these codes on that day, or else as they were last, for naming them."""
    rows = Unit.objects.filter(city=actor.city, code__in=codes).order_by(F("valid_from").asc(nulls_first=True))
    found: dict[str, Unit] = {}
    for row in rows:
        if row.code not in found or not found[row.code].holds_on(day):
            found[row.code] = row
    return found


def _by_unit(rows: DatedQuerySet[_Held]) -> Mapping[str, Sequence[_Held]]:
    found: dict[str, list[_Held]] = {}
    for row in rows:
        found.setdefault(row.unit_code, []).append(row)
    return found
