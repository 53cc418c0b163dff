"""Officials and their posts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from zhiheng.record.actor import Actor
from zhiheng.units import identifiers, sealing
from zhiheng.units.actions.recording import official_on, record, told, unit_on, written
from zhiheng.units.errors import IdentifierError, PeriodError, UnknownError, demand
from zhiheng.units.models import Official, Post
from zhiheng.units.queries.officials import visible_official

NUMBER = "officials.number"


@dataclass(frozen=True)
class Person:
    """Who is appointed. The personal number may be unknown."""

    code: str
    name: str
    number: str = ""


@transaction.atomic
def appoint_official(
    actor: Actor, *, person: Person, unit: str, post: str, day: date, at: datetime, rank: int | None = None
) -> Post:
    """From that day the person has a post in the unit; who was no official before is one now.

    Raises NotAllowedError, UnknownError, IdentifierError, PeriodError for a post that he has already, NumberKeyError.
    """
    unit_on(actor, unit, day)
    official = Official.objects.filter(city=actor.city, code=person.code).first()
    if official is None:
        official = _new_official(actor, person, day)
        record(actor, [told(actor, "official.change", person.code, at, {"act": "create", "name": person.name})])
    if Post.objects.filter(official=official, unit_code=unit, post=post).going_on(day).exists():
        raise PeriodError(
            en=f"'{person.code}' has the post '{post}' in '{unit}' already; end it first, or choose another",
            zh=f"“{person.code}”已在“{unit}”任“{post}”；请先终止该任职或另选岗位",
        )
    held = Post.objects.create(
        city=actor.city, official=official, unit_code=unit, post=post, rank=rank, valid_from=day
    )
    body = {"act": "begin", "unit": unit, "post": post, "rank": rank, "from": written(day)}
    record(actor, [told(actor, "post.change", person.code, at, body)])
    return held


@transaction.atomic
def end_post(actor: Actor, *, official: str, unit: str, post: str, day: date, at: datetime) -> Post:
    """The official has that post no longer from that day. Raises NotAllowedError and UnknownError."""
    unit_on(actor, unit, day)
    held = Post.objects.filter(city=actor.city, official__code=official, unit_code=unit, post=post).on(day).first()
    if held is None or held.valid_from == day:
        raise UnknownError(
            en=f"'{official}' has no post '{post}' in '{unit}' that began before {day}; look at his posts",
            zh=f"“{official}”在 {day} 之前没有于“{unit}”担任“{post}”；请查看其任职",
        )
    Post.objects.filter(pk=held.pk).update(valid_to=day)
    held.valid_to = day
    body = {"act": "end", "unit": unit, "post": post, "to": written(day)}
    record(actor, [told(actor, "post.change", official, at, body)])
    return held


@dataclass(frozen=True)
class Held:
    """A post in a unit."""

    unit: str
    post: str
    rank: int | None = None


@transaction.atomic
def transfer_official(
    actor: Actor, *, official: str, leaves: Held, takes: Held, day: date, at: datetime
) -> Post:
    """From that day the official has another post in place of one. Raises as `end_post` and `appoint_official` do."""
    end_post(actor, official=official, unit=leaves.unit, post=leaves.post, day=day, at=at)
    person = Person(official, "")
    return appoint_official(actor, person=person, unit=takes.unit, post=takes.post, rank=takes.rank, day=day, at=at)


@transaction.atomic
def open_number(actor: Actor, *, official: str, reason: str, day: date, at: datetime) -> str:
    """The personal number in full. That it was opened, by whom and why, is on record before anybody reads it.

    Needs a right of its own for a unit in which the official has a post, beside the right to see him.
    Raises NotAllowedError, UnknownError, and NumberKeyError.
    """
    if not reason.strip():
        raise UnknownError(
            en="no reason is given; write why the number has to be opened",
            zh="没有写明理由；请写明为何需要查看完整号码",
        )
    found = visible_official(actor, official, day, right=NUMBER)
    if found is None or visible_official(actor, official, day) is None:
        demand(actor, NUMBER)
        raise UnknownError(en=f"there is no official '{official}'; look for him by name",
                           zh=f"没有工作人员“{official}”；请按姓名查找")  # fmt: skip
    if not found.number_sealed:
        raise UnknownError(
            en=f"the number of '{official}' is not known; add it first", zh=f"“{official}”的号码未登记；请先补录"
        )
    body = {"what": "number", "reason": reason.strip()}
    record(actor, [told(actor, "file.open", f"official/{official}", at, body)])
    return sealing.unseal(found.number_sealed.encode()).decode()


@transaction.atomic
def keep_number(actor: Actor, *, official: str, number: str, day: date, at: datetime) -> Official:
    """Take down an official's number, or correct it. Raises as `appoint_official` does."""
    found = official_on(actor, official, day)
    for column, value in _number(actor, number, but=found).items():
        setattr(found, column, value)
    found.save(update_fields=["number_sealed", "number_digest", "number_masked"])
    record(actor, [told(actor, "official.change", official, at, {"act": "number", "masked": found.number_masked})])
    return found


def _new_official(actor: Actor, person: Person, day: date) -> Official:
    if not person.name.strip():
        raise IdentifierError(
            en=f"'{person.code}' is new and has no name; give one", zh=f"“{person.code}”是新登记人员，缺少姓名；请填写"
        )
    return Official.objects.create(
        city=actor.city, code=identifiers.unit_code(person.code), name=person.name, valid_from=day,
        **_number(actor, person.number),
    )  # fmt: skip


def _number(actor: Actor, said: str, *, but: Official | None = None) -> dict[str, str]:
    """The three columns of a number; raises IdentifierError where somebody else has it."""
    if not said:
        return {}
    number = identifiers.personal_number(said)
    digest = sealing.digest(actor.city.code, number)
    if Official.objects.filter(city=actor.city, number_digest=digest).exclude(pk=but.pk if but else 0).exists():
        raise IdentifierError(
            en=f"another official has the number {identifiers.masked(number)}; look him up by it",
            zh=f"号码 {identifiers.masked(number)} 已属于另一名工作人员；请按号码查找",
        )
    return sealed_number(actor, number)


def sealed_number(actor: Actor, number: str) -> dict[str, str]:
    """How a valid number lies in the table."""
    return {
        "number_sealed": sealing.seal(number.encode()).decode(),
        "number_digest": sealing.digest(actor.city.code, number),
        "number_masked": identifiers.masked(number),
    }
