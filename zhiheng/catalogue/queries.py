"""Reads of the catalogue, each with the right in its condition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from zhiheng.catalogue.models import Gram, Holding, Version
from zhiheng.catalogue.searching import grams
from zhiheng.record.actor import Actor
from zhiheng.record.models import City

PUBLISHED = Version.State.PUBLISHED


def versions_seen_by(actor: Actor) -> QuerySet[Version]:
    """Published versions of the whole city, and those under way of the units for which drafts may be seen."""
    under_way = Q(pk__in=())
    for right in ("catalogue.draft", "catalogue.check", "catalogue.approve", "catalogue.publish"):
        under_way |= actor.scope(right) if actor.rights.get(right) else Q(pk__in=())
    return Version.objects.filter(Q(state=PUBLISHED) | under_way, power__city=actor.city).select_related("power")


def in_force(city: City, day: date) -> QuerySet[Version]:
    """The version of each power in force on a day: the last published of those whose validity covers it."""
    covering = Version.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day),
        power__city=city, state=PUBLISHED,
    )  # fmt: skip
    later = covering.filter(power=OuterRef("power"), number__gt=OuterRef("number"))
    return covering.filter(~Exists(later)).select_related("power").order_by("power__code")


def powers_in_force(actor: Actor, day: date) -> QuerySet[Version]:
    """What is in force in the actor's city on a day; published, so all of it."""
    return in_force(actor.city, day)


def found_by(versions: QuerySet[Version], words: str) -> QuerySet[Version]:
    """Those whose title or id holds every pair of neighbouring characters of the words."""
    for gram in sorted(grams(words)):
        held = Gram.objects.filter(version=OuterRef("pk"))
        # One character by itself finds every word that it begins.
        match = held.filter(text=gram) if len(gram) > 1 else held.filter(text__startswith=gram)
        versions = versions.filter(Exists(match))
    return versions


@dataclass(frozen=True)
class Counters:
    """How many powers there are, by what, and what they lack."""

    total: int
    by_type: Mapping[str, int]
    by_tier: Mapping[str, int]
    by_unit: Mapping[str, int]
    in_hall: int
    without_basis: int
    without_steps: int
    without_limit: int
    without_holder: int
    listed_twice: int
    handed_on: Mapping[tuple[str, str], int]


def listed_twice(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Those that share their title with another; a power without a title is never one of them."""
    plain = versions.order_by().exclude(title_zh="")
    alike = plain.values("title_zh").annotate(many=Count("pk")).filter(many__gt=1).values("title_zh")
    return versions.filter(title_zh__in=alike)


def counters(versions: QuerySet[Version]) -> Counters:
    """The counters of the powers given. ``handed_on`` counts them by how, and to which tier."""
    plain = versions.order_by()
    alike = plain.exclude(title_zh="").values("title_zh").annotate(many=Count("pk")).filter(many__gt=1)
    handed = Holding.objects.filter(version__in=plain.values("pk")).exclude(by__in=["", Holding.By.STATUTORY])
    sums = plain.aggregate(
        total=Count("pk"),
        in_hall=Count("pk", filter=Q(in_hall=True)),
        without_basis=Count("pk", filter=Q(has_basis=False)),
        without_steps=Count("pk", filter=Q(steps=0)),
        without_limit=Count("pk", filter=Q(limits=0)),
        without_holder=Count("pk", filter=Q(holders=0)),
    )

    def by(column: str) -> dict[str, int]:
        rows = plain.values(key=F(column)).annotate(many=Count("pk")).order_by("-many", "key")
        return {row["key"]: row["many"] for row in rows}

    return Counters(
        by_type=by("type"), by_tier=by("tier"), by_unit=by("unit"),
        listed_twice=sum(row["many"] for row in alike), **sums,
        handed_on={
            (row["by"], row["tier"]): row["many"]
            for row in handed.order_by().values("by", "tier").annotate(many=Count("version", distinct=True))
        },
    )  # fmt: skip


def with_holdings(versions: QuerySet[Version], by: str = "", tier: str = "") -> QuerySet[Version]:
    """With their holders at hand; only those that are held in this way, or at this tier, where one is named."""
    held = Holding.objects.filter(version=OuterRef("pk"))
    if by:
        held = held.filter(by=by)
    if tier:
        held = held.filter(tier=tier)
    return (versions.filter(Exists(held)) if by or tier else versions).prefetch_related("holdings")


_NEXT: Mapping[str, tuple[tuple[str, str], ...]] = {
    "draft": (("submit", "catalogue.draft"), ("withdraw", "catalogue.draft")),
    "return": (("submit", "catalogue.draft"), ("withdraw", "catalogue.draft")),
    "submit": (("check", "catalogue.check"), ("return", "catalogue.check")),
    "check": (("approve", "catalogue.approve"), ("return", "catalogue.approve")),
    "approve": (("publish", "catalogue.publish"), ("return", "catalogue.publish")),
}


def next_steps(actor: Actor, version: Version) -> list[str]:
    """The acts to offer; whether one may be taken is the gate's word."""
    return [step for step, right in _NEXT.get(version.state, ()) if actor.may(right, version.path)]


# The state in which a version waits for each act that goes forward, and the right that the act asks for.
STEPS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "submit": ((Version.State.DRAFT, Version.State.RETURNED), "catalogue.draft"),
    "check": ((Version.State.SUBMITTED,), "catalogue.check"),
    "approve": ((Version.State.CHECKED,), "catalogue.approve"),
    "publish": ((Version.State.APPROVED,), "catalogue.publish"),
}


def waiting_for(actor: Actor, step: str = "") -> QuerySet[Version]:
    """Versions on whose next act (or on that one act) the actor's rights wait, the oldest first."""
    mine = Q(pk__in=())
    for name, (states, right) in STEPS.items():
        if actor.rights.get(right) and step in {"", name}:
            mine |= actor.scope(right) & Q(state__in=states)
    return Version.objects.filter(mine, power__city=actor.city).select_related("power").order_by("pk")


def steps_waiting_for(actor: Actor) -> dict[str, int]:
    """How many versions wait for each of the acts that the actor may take."""
    states = dict(waiting_for(actor).order_by().values_list("state").annotate(many=Count("pk")))
    many = {name: sum(states.get(state, 0) for state in waited) for name, (waited, _) in STEPS.items()}
    return {name: number for name, number in many.items() if number}
