"""OCEL 2.0: events that relate to many objects become rows of one case each, an act in every case they relate to.

Attributes have these names in log.yaml: ``ocel:id``, ``ocel:type`` and ``ocel:time`` of the event, X for its
attribute X, ``object:T`` for the object of type T that it relates to and ``object:T@Q`` where the relationship
has the qualifier Q. ``case: object:T`` makes the objects of type T the cases; then ``case:X`` is an attribute of
the case, the last value that it took, and ``case:object:T`` the object that the case itself relates to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhiheng.core.errors import LogError
from zhiheng.formats.fields import OF_CASE
from zhiheng.formats.ocel_stream import OcelEvent, OcelObject, Relationship, TimedValue, read_items, read_types
from zhiheng.formats.rows import BATCH, LogCounts, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from zhiheng.formats.log_bytes import Seen

OBJECT = "object:"
_OF_EVENT = ("ocel:id", "ocel:type", "ocel:time")


@dataclass
class _Objects:
    """The type of every object; of those that are cases, what is asked of them, as ``case:X``."""

    types: dict[str, str] = field(default_factory=dict)
    cases: dict[str, dict[str, str | None]] = field(default_factory=dict)


def ocel_names(path: Path, asked: Sequence[str]) -> list[str]:
    """Every attribute that a mapping may name; of those with a qualifier only what is ``asked``. Raises LogError."""
    events, objects = read_types(path)
    types = [kind.name for kind in objects]
    names = [*_OF_EVENT, *(f"{OBJECT}{name}" for name in types), *(f"{OF_CASE}{OBJECT}{name}" for name in types)]
    names += [attribute.name for kind in events for attribute in kind.attributes]
    names += [f"{OF_CASE}{attribute.name}" for kind in objects for attribute in kind.attributes]
    names += [name for name in asked if _of_type(name.removeprefix(OF_CASE), types) in types]
    return list(dict.fromkeys(names))


def read_ocel(
    path: Path, attributes: Sequence[str], *, case: str, counts: LogCounts, seen: Seen | None = None
) -> Iterator[Rows]:
    """The events in batches, one column for each attribute; a case without events gives one row.

    ``case`` is the attribute that names the case. The objects stay in memory, the events do not.
    Raises LogError with place and remedy.
    """
    types = {kind.name for kind in read_types(path)[1]}
    objects = _gather(path, attributes, case, types)
    rows: list[list[str | None]] = []
    begun: set[str] = set()
    for event in read_items(path, "events", OcelEvent, seen):
        cells = _Cells(event, objects, case, types, counts)
        whose = cells.cases()
        begun.update(one for one in whose if one is not None)
        rows += [cells.row(attributes, one, several=len(whose) > 1) for one in whose]
        if len(rows) >= BATCH:
            yield _rows(rows, len(attributes))
            rows = []
    yield _rows(rows, len(attributes))
    waiting = [_blank(attributes, case, one, objects) for one in objects.cases if one not in begun]
    for start in range(0, len(waiting), BATCH):
        part = waiting[start : start + BATCH]
        yield _rows(part, len(attributes), range(len(part)))


class _Cells:
    """What one event says, and of which cases."""

    def __init__(
        self, event: OcelEvent, objects: _Objects, case: str, types: set[str], counts: LogCounts
    ) -> None:
        self._event = event
        self._objects = objects
        self._case = case
        self._types = types
        self._counts = counts
        self._said = {said.name: said.value for said in event.attributes}
        counts.unknown_objects += sum(one.objectId not in objects.types for one in event.relationships)

    def cases(self) -> list[str | None]:
        """The cases that the event belongs to; one of None where an attribute of the event names it."""
        if not self._case.startswith(OBJECT):
            return [None]
        found: list[str | None] = list(dict.fromkeys(self._related(self._case)))
        self._counts.shared_events += len(found) > 1
        self._counts.loose_events += not found
        return found

    def row(self, attributes: Sequence[str], case: str | None, *, several: bool) -> list[str | None]:
        """The row of the event in one of its cases; where there are several, its id names the case too."""
        of_case = self._objects.cases.get(case, {}) if case is not None else {}
        cells: list[str | None] = []
        for name in attributes:
            if name == self._case and case is not None:
                cells.append(case)
            elif name.startswith(OF_CASE):
                cells.append(of_case.get(name))
            elif name == "ocel:id" and several:
                cells.append(f"{self._event.id}#{case}")
            else:
                cells.append(self._cell(name))
        return cells

    def _cell(self, name: str) -> str | None:
        if name in _OF_EVENT:
            return str(getattr(self._event, name.removeprefix("ocel:"))) or None
        if name.startswith(OBJECT) and name not in self._said:
            found = self._related(name)
            self._counts.further_objects += len(set(found)) > 1
            return found[0] if found else None
        return _text(self._said.get(name))

    def _related(self, name: str) -> list[str]:
        return _matching(self._event.relationships, name, self._types, self._objects.types)


def _gather(path: Path, attributes: Sequence[str], case: str, types: set[str]) -> _Objects:
    """All objects' types; twice through the file only where a case's own relationships are asked for."""
    objects = _Objects()
    case_type = _of_type(case, types)
    asked = [name for name in attributes if name.startswith(OF_CASE)]
    related = [name for name in asked if name.startswith(OF_CASE + OBJECT)]
    own = [name for name in asked if name not in related]
    for one in read_items(path, "objects", OcelObject):
        if one.id in objects.types:
            raise LogError(
                str(path),
                en=f"two objects have the id {one.id!r}; give each its own",
                zh=f"有两个对象的标识同为“{one.id}”；请使其各不相同",
            )
        objects.types[one.id] = one.type
        if one.type == case_type:
            last = _last(path, one)
            objects.cases[one.id] = {name: _text(last.get(name.removeprefix(OF_CASE))) for name in own}
    if related:
        for one in read_items(path, "objects", OcelObject):
            if one.type == case_type:
                for name in related:
                    found = _matching(one.relationships, name.removeprefix(OF_CASE), types, objects.types)
                    objects.cases[one.id][name] = found[0] if found else None
    return objects


def _last(path: Path, one: OcelObject) -> Mapping[str, Any]:
    """Each attribute's last value in time; of one moment the later in the file."""
    if len(one.attributes) > len({said.name for said in one.attributes}):
        return {said.name: said.value for said in sorted(one.attributes, key=lambda said: _instant(path, one, said))}
    return {said.name: said.value for said in one.attributes}


def _instant(path: Path, one: OcelObject, said: TimedValue) -> datetime:
    try:
        moment = datetime.fromisoformat(said.time)
    except ValueError:
        raise LogError(
            f"{path}: object {one.id}",
            en=f"the attribute {said.name!r} holds from {said.time!r}, no moment such as"
            " 2026-03-01T09:30:00Z; correct it",
            zh=f"属性“{said.name}”的时间“{said.time}”不是 2026-03-01T09:30:00Z 这样的时刻；请更正",
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _of_type(name: str, types: set[str] | list[str]) -> str | None:
    """The object type that ``object:T`` or ``object:T@Q`` names; None for any other name."""
    if not name.startswith(OBJECT):
        return None
    whole = name.removeprefix(OBJECT)
    return whole if whole in types else whole.rpartition("@")[0]


def _matching(
    relationships: Sequence[Relationship], name: str, types: set[str], known: Mapping[str, str]
) -> list[str]:
    """The objects of the type, and where the name has a qualifier in that role, in the file's order."""
    kind = _of_type(name, types)
    role = None if name == f"{OBJECT}{kind}" else name.rpartition("@")[2]
    return [
        one.objectId
        for one in relationships
        if known.get(one.objectId) == kind and (role is None or one.qualifier == role)
    ]


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _blank(attributes: Sequence[str], case: str, one: str, objects: _Objects) -> list[str | None]:
    return [one if name == case else objects.cases[one].get(name) for name in attributes]


def _rows(rows: list[list[str | None]], width: int, eventless: Sequence[int] = ()) -> Rows:
    columns: list[Sequence[str | None]] = list(zip(*rows, strict=True)) if rows else [()] * width
    return Rows(columns, len(rows), eventless)
