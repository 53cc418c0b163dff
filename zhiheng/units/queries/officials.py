"""Officials: who may see whom follows from the unit in which one has a post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhiheng.record.actor import Actor
from zhiheng.units import identifiers, sealing
from zhiheng.units.models import Interest, Kinship, Official, Portfolio, Post, Unit
from zhiheng.units.models.dated import DatedQuerySet
from zhiheng.units.queries.units import SEE, posts_in, titles_on, visible_units

# What officials declare of their kin and interests is not for every colleague.
DECLARED = "interests.see"


@dataclass(frozen=True)
class OfficialPage:
    """All that an official's page shows: every period, and what he declared where the actor may know it."""

    official: Official
    posts: Sequence[Post]
    portfolios: Sequence[Portfolio]
    kinships: Sequence[Kinship]
    interests: Sequence[Interest]
    units: Mapping[str, Unit]


def officials_of(actor: Actor, code: str, day: date) -> DatedQuerySet[Post]:
    """The posts, each with its official, in a unit on that day; none where the actor may not see the unit."""
    return posts_in(actor, day).filter(unit_code__in=visible_units(actor, day).filter(code=code).values("code"))


def visible_officials(actor: Actor, day: date, *, right: str = SEE) -> DatedQuerySet[Official]:
    """Those with a post that day in a unit for which the right is held; all of the city for who holds it everywhere."""
    officials = Official.objects.filter(city=actor.city)
    if actor.may(right):
        return officials
    units = visible_units(actor, day, right=right).values("code")
    posts = Post.objects.filter(city=actor.city, unit_code__in=units).on(day)
    return officials.filter(pk__in=posts.values("official"))


def visible_official(actor: Actor, code: str, day: date, *, right: str = SEE) -> Official | None:
    """The official, where he may be seen."""
    return visible_officials(actor, day, right=right).filter(code=code).first()


def officials_named(actor: Actor, day: date, words: str) -> DatedQuerySet[Official]:
    """Those who may be seen and whose name or code has all the words."""
    officials = visible_officials(actor, day)
    for word in words.split():
        officials = officials.filter(Q(name__icontains=word) | Q(code__icontains=word))
    return officials.order_by("name", "code")


def official_by_number(actor: Actor, day: date, number: str) -> Official | None:
    """Who has that personal number, where he may be seen. Raises IdentifierError for what is no number."""
    digest = sealing.digest(actor.city.code, identifiers.personal_number(number))
    return visible_officials(actor, day).filter(number_digest=digest).first()


def official_page(actor: Actor, code: str, day: date) -> OfficialPage | None:
    """The official with his whole history; None where he may not be seen that day."""
    official = visible_official(actor, code, day)
    if official is None:
        return None
    posts = list(Post.objects.filter(official=official).order_by("-valid_from", "pk"))
    portfolios = list(Portfolio.objects.filter(official=official).order_by("-valid_from", "pk"))
    told = visible_official(actor, code, day, right=DECLARED) is not None
    kin = Kinship.objects.filter(Q(official=official) | Q(other=official)).select_related("official", "other")
    return OfficialPage(
        official=official,
        posts=posts,
        portfolios=portfolios,
        kinships=list(kin) if told else (),
        interests=list(Interest.objects.filter(official=official)) if told else (),
        units=titles_on(actor, day, {post.unit_code for post in posts} | {one.unit_code for one in portfolios}),
    )
