"""The one door to the record: append, read on, erase what the law wants erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest
from secrets import token_bytes
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from zhiheng.record.actor import Actor
from zhiheng.record.commitment import SALT_BYTES, canonical, commit, leaf_hash
from zhiheng.record.errors import (
    ConflictError,
    OutsideTransactionError,
    RecordRefusalError,
    UnknownKindError,
    UnwritableBodyError,
)
from zhiheng.record.kinds import KINDS
from zhiheng.record.models import Event, Leaf, Opening

# Any number will do, as long as nobody else in the database takes it.
_LOCK = 0x5A48_4845_4E47


@dataclass(frozen=True)
class NewEvent:
    """Something to put on record. ``source_id`` is the source's own name for it, by which it is taken only once."""

    kind: str
    object_id: str
    organ: str
    source: str
    source_id: str
    happened_at: datetime
    body: Mapping[str, Any] = field(default_factory=dict)


def append(actor: Actor, events: Sequence[NewEvent]) -> list[Event]:
    """Put events on record, in order, with their leaves; those that are there already are left as they are.

    Has to be called inside the transaction that writes what the events tell of: both are kept, or neither.
    Raises OutsideTransactionError, UnknownKindError, UnwritableBodyError and ConflictError, and has then written
    nothing.
    """
    if not connection.in_atomic_block:
        raise OutsideTransactionError(
            en="an event was appended outside a transaction; write it in the one that writes its rows",
            zh="事件不在事务之中；请与其所记载的数据写入同一事务",
        )
    bodies = [_checked(event) for event in events]
    if not events:
        return []
    _wait_for_turn()
    known = _recorded(actor, events)
    found: dict[tuple[str, str], Event] = {}
    fresh: list[tuple[NewEvent, str]] = []
    seen: dict[tuple[str, str], str] = {}
    for event, body in zip(events, bodies, strict=True):
        key = (event.source, event.source_id)
        if key in known:
            _refuse_another(event, body, known[key])
            found[key] = known[key]
        elif key in seen:
            if seen[key] != body:
                raise _conflict(event)
        else:
            seen[key] = body
            fresh.append((event, body))
    for (event, _), row in zip(fresh, _write(actor, fresh), strict=True):
        found[event.source, event.source_id] = row
    return [found[event.source, event.source_id] for event in events]


def read_after(cursor: int, *, limit: int = 1000, city_id: int | None = None) -> list[Event]:
    """At most ``limit`` events after a position, in order. No event will ever appear before one that was read."""
    events = Event.objects.filter(position__gt=cursor).order_by("position")
    if city_id is not None:
        events = events.filter(city_id=city_id)
    return list(events[:limit])


def redact(actor: Actor, event: Event, *, basis: str, happened_at: datetime) -> Event:
    """Erase what an event says, and put on record that this was done, by whom and on what ground.

    The leaf stays, so every proof stays valid. Raises RecordRefusalError for an event that says nothing any more.
    """
    redaction = append(actor, [
        NewEvent(
            kind="redaction", object_id=str(event.position), organ=event.organ, source="zhiheng",
            source_id=f"redaction/{event.position}", happened_at=happened_at, body={"basis": basis},
        ),
    ])[0]  # fmt: skip
    erased, _ = Opening.objects.filter(event=event).delete()
    if not erased:
        raise RecordRefusalError(
            en=f"event {event.position} has no body any more; it was erased before",
            zh=f"事件 {event.position} 的内容此前已经删除",
        )
    return redaction


def _checked(event: NewEvent) -> str:
    if event.kind not in KINDS:
        raise UnknownKindError(
            en=f"{event.kind!r} is no kind of event; choose one of {', '.join(sorted(KINDS))}",
            zh=f"没有 {event.kind!r} 这类事件；可选：{'、'.join(sorted(KINDS))}",
        )
    if timezone.is_naive(event.happened_at):
        raise UnwritableBodyError(
            en=f"happened_at of {event.source_id} is {event.happened_at} without an offset; give the office's offset",
            zh=f"{event.source_id} 的发生时间 {event.happened_at} 没有时区；请给出时区偏移",
        )
    return canonical(event.body)


def _wait_for_turn() -> None:
    """Positions and counters go by turn. SQLite has one writer anyway; held until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _recorded(actor: Actor, events: Sequence[NewEvent]) -> dict[tuple[str, str], Event]:
    by_source: dict[str, list[str]] = {}
    for event in events:
        by_source.setdefault(event.source, []).append(event.source_id)
    return {
        (event.source, event.source_id): event
        for source, ids in by_source.items()
        for event in Event.objects.filter(city=actor.city, source=source, source_id__in=ids).select_related(
            "leaf", "opening"
        )
    }


def _refuse_another(event: NewEvent, body: str, known: Event) -> None:
    opening = getattr(known, "opening", None)
    if opening is None:
        return  # Erased: what it said cannot be compared, and must not come back.
    same = compare_digest(commit(event.kind, bytes(opening.salt), body), known.leaf.commitment)
    if not same or (event.kind, event.object_id, event.organ, event.happened_at) != (
        known.kind, known.object_id, known.organ, known.happened_at,
    ):  # fmt: skip
        raise _conflict(event)


def _conflict(event: NewEvent) -> ConflictError:
    return ConflictError(
        en=f"{event.source} said something else under the id {event.source_id!r} before;"
        " send a correction as an event of its own, with a new id",
        zh=f"来源 {event.source} 此前以编号 {event.source_id!r} 报送过不同的内容；更正请作为新的事件、使用新的编号报送",
    )


def _write(actor: Actor, fresh: Sequence[tuple[NewEvent, str]]) -> list[Event]:
    now = timezone.now()
    events = Event.objects.bulk_create(
        Event(
            city=actor.city, organ=event.organ, kind=event.kind, object_id=event.object_id, source=event.source,
            source_id=event.source_id, recorded_by=actor.name, happened_at=event.happened_at, arrived_at=now,
        )
        for event, _ in fresh
    )  # fmt: skip
    leaves, openings = [], []
    numbers, objects = _counters(actor, fresh)
    for (new, body), event in zip(fresh, events, strict=True):
        salt = token_bytes(SALT_BYTES)
        numbers[new.organ] = number = numbers.get(new.organ, 0) + 1
        count, previous = objects.get((new.kind.partition(".")[0], new.object_id), (0, ""))
        commitment = commit(new.kind, salt, body)
        text = _leaf_text(event, number, count + 1, previous, commitment)
        leaf = Leaf(
            event=event, city=actor.city, organ=new.organ, number=number, object_number=count + 1,
            previous=previous, commitment=commitment, text=text, hash=leaf_hash(text),
        )  # fmt: skip
        objects[new.kind.partition(".")[0], new.object_id] = count + 1, leaf.hash
        leaves.append(leaf)
        openings.append(Opening(event=event, salt=salt, body=body))
    Leaf.objects.bulk_create(leaves)
    Opening.objects.bulk_create(openings)
    return events


def _counters(
    actor: Actor, fresh: Sequence[tuple[NewEvent, str]]
) -> tuple[dict[str, int], dict[tuple[str, str], tuple[int, str]]]:
    """How far each organ has counted, and of each object how many leaves there are and the last one's hash."""
    organs = {event.organ for event, _ in fresh}
    counted = Leaf.objects.filter(city=actor.city, organ__in=organs).values_list("organ").annotate(Max("number"))
    ids = {event.object_id for event, _ in fresh}
    objects: dict[tuple[str, str], tuple[int, str]] = {}
    for kind, object_id, number, last in (
        Leaf.objects.filter(event__city=actor.city, event__object_id__in=ids)
        .order_by("event_id")
        .values_list("event__kind", "event__object_id", "object_number", "hash")
    ):
        objects[kind.partition(".")[0], object_id] = number, last
    return dict(counted), objects


def _leaf_text(event: Event, number: int, object_number: int, previous: str, commitment: str) -> str:
    return canonical({
        "v": 1, "t": event.kind, "org": event.organ, "obj": event.object_id, "os": object_number, "ts": number,
        "at": round(event.arrived_at.timestamp() * 1000), "prev": previous, "c": commitment, "s": f"{event.kind}@1",
    })  # fmt: skip
