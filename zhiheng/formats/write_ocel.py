"""A told record as OCEL 2.0 JSON: cases, officials, units, sites, parties and projects are objects.

An act relates to its case, to who did it, for which unit and where; a case to its unit, party and project.
What is said of a case when it ends holds from that moment on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from zhiheng.formats.told import OCCURRED
from zhiheng.formats.write_xes import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import IO

    from zhiheng.formats.told import Kind, Said, Teller

CASE = "case"
# The attribute of an act or a case that is an object: its type, and in which role it relates.
OF_EVENT = {
    "org:resource": ("official", "by"),
    "org:group": ("unit", "for"),
    "site": ("site", "at"),
}
OF_CASE = {
    "unit": ("unit", "responsible"),
    "party": ("party", "party"),
    "project": ("project", "project"),
}
_TYPES = (CASE, "official", "unit", "site", "party", "project")
_AT_THE_END = ("closed", "status", "outcome")
_ALWAYS = "1970-01-01T00:00:00Z"
_KINDS: Mapping[Kind, str] = {"string": "string", "date": "time", "int": "integer", "float": "float"}
_OWN = ("concept:name", "concept:instance", OCCURRED)


@dataclass
class OcelIds:
    """The ids of objects, unique over all types: where two types share one, the later carries its type in front."""

    by_type: dict[str, dict[str, str]] = field(default_factory=lambda: {kind: {} for kind in _TYPES})

    def renamed(self, kind: str) -> dict[str, str]:
        """What log.yaml has to turn back, for one type."""
        return {new: old for old, new in self.by_type[kind].items() if new != old}


def ocel_case_name(ids: OcelIds) -> Callable[[str], Any]:
    """What an attribute of a case is called in log.yaml."""

    def name_of(name: str) -> Any:
        if name == "concept:name":
            return f"object:{CASE}"
        if name not in OF_CASE:
            return f"case:{name}"
        kind, role = OF_CASE[name]
        return _mapped(f"case:object:{kind}@{role}", ids.renamed(kind))

    return name_of


def ocel_event_name(ids: OcelIds) -> Callable[[str], Any]:
    """What an attribute of an act is called in log.yaml."""
    own = dict(zip(_OWN, ("ocel:type", "ocel:id", "ocel:time"), strict=True))

    def name_of(name: str) -> Any:
        if name in OF_EVENT:
            kind, role = OF_EVENT[name]
            return _mapped(f"object:{kind}@{role}", ids.renamed(kind))
        return own.get(name, name)

    return name_of


def _mapped(name: str, renamed: Mapping[str, str]) -> Any:
    return {"attribute": name, "map": dict(renamed)} if renamed else name


def write_ocel(path: Path, teller: Teller, told: Callable[[int], None] | None = None) -> OcelIds:
    """Writes the log, compressed where the name ends in .gz; the objects' ids stay in memory, the acts do not.

    The record is told three times: for the types, the objects and the acts. ``told`` hears how many acts are written.
    """
    ids, events, objects = _survey(teller)
    with opened(path) as file:
        file.write(b'{"eventTypes": ')
        file.write(msgspec.json.encode([{"name": name, "attributes": _declared(events)} for name in _names(teller)]))
        file.write(b',\n"objectTypes": ')
        declared = [{"name": kind, "attributes": _declared(objects) if kind == CASE else []} for kind in _TYPES]
        file.write(msgspec.json.encode(declared))
        file.write(b',\n"objects": [')
        _write_all(file, _objects(teller, ids))
        file.write(b'],\n"events": [')
        _write_all(file, _events(teller, ids, told))
        file.write(b"]}\n")
    return ids


def _survey(teller: Teller) -> tuple[OcelIds, dict[str, Kind], dict[str, Kind]]:
    """Who and what there is, and the attributes that acts and cases have."""
    ids = OcelIds()
    events: dict[str, Kind] = {}
    objects: dict[str, Kind] = {}
    for case in teller.cases():
        ids.by_type[CASE].setdefault(case.said["concept:name"][1], "")
        _note(case.said, OF_CASE, ids, objects)
        for act in case.acts:
            _note(act, OF_EVENT, ids, events)
    taken: set[str] = set()
    for kind in _TYPES:
        for old in ids.by_type[kind]:
            new = old
            while new in taken:
                new = f"{kind}:{new}"
            taken.add(new)
            ids.by_type[kind][old] = new
    return ids, events, objects


def _note(said: Said, roles: Mapping[str, tuple[str, str]], ids: OcelIds, kinds: dict[str, Kind]) -> None:
    for name, (kind, value) in said.items():
        if name in roles:
            ids.by_type[roles[name][0]].setdefault(value, "")
        elif name not in _OWN:
            kinds[name] = kind


def _names(teller: Teller) -> list[str]:
    found = teller.connection.execute("SELECT DISTINCT COALESCE(activity, '') AS name FROM events ORDER BY name")
    return [row[0] for row in found.fetchall()]


def _declared(kinds: Mapping[str, Kind]) -> list[dict[str, str]]:
    return [{"name": name, "type": _KINDS[kind]} for name, kind in sorted(kinds.items())]


def _objects(teller: Teller, ids: OcelIds) -> Iterator[dict[str, Any]]:
    for case in teller.cases():
        said = {name: value for name, value in case.said.items() if name not in OF_CASE and name not in _OWN}
        ended = said.get("closed", ("date", _ALWAYS))[1]
        yield {
            "id": ids.by_type[CASE][case.said["concept:name"][1]],
            "type": CASE,
            "attributes": [
                {"name": name, "value": _json(*value), "time": ended if name in _AT_THE_END else _ALWAYS}
                for name, value in said.items()
            ],
            "relationships": _relationships(case.said, OF_CASE, ids),
        }
    for kind in _TYPES[1:]:
        for new in ids.by_type[kind].values():
            yield {"id": new, "type": kind, "attributes": [], "relationships": []}


def _events(teller: Teller, ids: OcelIds, told: Callable[[int], None] | None) -> Iterator[dict[str, Any]]:
    written = 0
    for case in teller.cases():
        of_case = {"objectId": ids.by_type[CASE][case.said["concept:name"][1]], "qualifier": CASE}
        for act in case.acts:
            yield {
                "id": act["concept:instance"][1],
                "type": act.get("concept:name", ("string", ""))[1],
                "time": act[OCCURRED][1],  # where the record knows no offset, none is made up
                "attributes": [
                    {"name": name, "value": _json(*value)}
                    for name, value in act.items()
                    if name not in OF_EVENT and name not in _OWN
                ],
                "relationships": [of_case, *_relationships(act, OF_EVENT, ids)],
            }
        written += len(case.acts)
        if told is not None:
            told(written)


def _relationships(said: Said, roles: Mapping[str, tuple[str, str]], ids: OcelIds) -> list[dict[str, str]]:
    return [
        {"objectId": ids.by_type[kind][said[name][1]], "qualifier": role}
        for name, (kind, role) in roles.items()
        if name in said
    ]


def _json(kind: Kind, value: str) -> Any:
    return msgspec.Raw(value.encode()) if kind in {"int", "float"} else value


def _write_all(file: IO[bytes], items: Iterable[dict[str, Any]]) -> None:
    encoder = msgspec.json.Encoder()
    for place, item in enumerate(items):
        file.write(b",\n" if place else b"\n")
        file.write(encoder.encode(item))
