"""How the organisation's acts are put on record, and how they find what they are about."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from zhiheng.record import eventlog
from zhiheng.record.actor import Actor
from zhiheng.record.eventlog import NewEvent
from zhiheng.units.errors import UnknownError, demand
from zhiheng.units.models import Official, Post, Unit

EDIT = "units.edit"
_BATCH = 2_000


def told(actor: Actor, kind: str, object_id: str, at: datetime, body: Mapping[str, Any]) -> NewEvent:
    """An event of this service; every act is one of its own."""
    return NewEvent(
        kind=kind, object_id=object_id, organ=actor.organ, source="zhiheng",
        source_id=f"{kind}/{uuid4().hex}", happened_at=at, body=body,
    )  # fmt: skip


def record(actor: Actor, events: Sequence[NewEvent]) -> None:
    """Append them, so many at a time that no statement grows too long for the database."""
    for start in range(0, len(events), _BATCH):
        eventlog.append(actor, events[start : start + _BATCH])


def written(day: date | None) -> str | None:
    """A day as an event says it."""
    return day.isoformat() if day else None


def unit_on(actor: Actor, code: str, day: date) -> Unit:
    """The unit's row of that day, where the actor may edit it. Raises UnknownError and NotAllowedError."""
    unit = Unit.objects.filter(city=actor.city, code=code).on(day).first()
    if unit is None:
        raise UnknownError(
            en=f"there is no unit '{code}' on {day}; choose one of the tree of that day",
            zh=f"{day} 没有单位“{code}”；请从当日的单位树中选择",
        )
    demand(actor, EDIT, unit.path)
    return unit


def official_on(actor: Actor, code: str, day: date) -> Official:
    """The official, where the actor may edit a unit in which he has a post that day, or the whole city."""
    official = Official.objects.filter(city=actor.city, code=code).first()
    if official is None:
        raise UnknownError(
            en=f"there is no official '{code}'; appoint him first", zh=f"没有工作人员“{code}”；请先任命"
        )
    if not actor.may(EDIT):
        mine = Unit.objects.filter(actor.scope(EDIT), city=actor.city).on(day).values("code")
        if not Post.objects.filter(official=official, unit_code__in=mine).on(day).exists():
            demand(actor, EDIT)
    return official

