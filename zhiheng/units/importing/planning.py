"""What an import would change: compared with what is there, with everything that stands against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal

from zhiheng.record.actor import Actor
from zhiheng.units import sealing
from zhiheng.units.errors import Fault
from zhiheng.units.importing.checking import Entry, Key, check_lines
from zhiheng.units.importing.reading import Line, Upload, read_uploads
from zhiheng.units.importing.references import References
from zhiheng.units.importing.state import State, load_state
from zhiheng.units.importing.tables import EMPTY, TABLES
from zhiheng.units.importing.tree import Tree, planted

Status = Literal["new", "changed", "ended", "unchanged"]
STATUSES: tuple[Status, ...] = ("new", "changed", "ended", "unchanged")


@dataclass(frozen=True)
class Change:
    """A row of a table against what is there; ``was`` has the old values of the columns that differ.

    ``pk`` is the row that is there, None for a new one. ``row`` is 0 for what no table says itself: an official whom
    a post names.
    """

    table: str
    row: int
    status: Status
    key: Key
    values: Mapping[str, Any]
    was: Mapping[str, Any] = field(default_factory=dict)
    pk: int | None = None


@dataclass(frozen=True)
class Plan:
    """All changes, the tree that they make, and the faults; nothing is written while there are any."""

    changes: Sequence[Change]
    faults: Sequence[Fault]
    tree: Tree
    paths: Mapping[int, str]  # rows of units whose path changes with a unit above

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many changes of each status, by table."""
        counted: dict[str, dict[str, int]] = {}
        for change in self.changes:
            row = counted.setdefault(change.table, dict.fromkeys(STATUSES, 0))
            row[change.status] += 1
        return counted

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same changes only."""
        told = sha256()
        for change in self.changes:
            if change.status != "unchanged":
                told.update(repr((change.table, change.status, change.key, change.values, change.was)).encode())
        return told.hexdigest()


def plan_import(actor: Actor, uploads: Sequence[Upload]) -> Plan:
    """What these files would change. Reads each table once and writes nothing."""
    reading = read_uploads(uploads)
    entries = check_lines(reading)
    state = load_state(actor.city, {"units", "officials", "posts"} | set(entries))
    digests = _digests(actor, entries.get("officials", ()))
    changes = [_change(state, entry, digests) for name in TABLES for entry in entries.get(name, ())]
    named = _named_officials(state, entries)
    changes = [*(change for change in changes if change.table == "units"), *named,
               *(change for change in changes if change.table != "units")]  # fmt: skip
    tree = _tree(state, entries.get("units", ()))
    references = References(actor, state, tree, changes, complete="officials" in entries)
    faults = [*reading.faults, *_tree_faults(tree), *references.faults(), *_number_faults(state, entries, digests)]
    paths = {
        row["pk"]: node.path
        for key, row in state.of("units").items()
        if (node := tree.nodes[key]).path and node.path != row["path"]
    }
    return Plan(changes, sorted(faults), tree, paths)


def _change(state: State, entry: Entry, digests: Mapping[str, str]) -> Change:
    table, values = entry.line.table, dict(entry.values)
    there = state.of(table).get(entry.key)
    if there is None:
        if table == "officials" and not values.get("name"):
            values["name"] = values["official_id"]
        return Change(table, entry.line.row, "new", entry.key, values)
    was = {column: there[column] for column, value in values.items() if column in there and there[column] != value}
    if "name" in was and not values["name"]:
        del was["name"]  # nobody loses his name to an empty cell
    if values.get("number") and digests[values["number"]] != there["number_digest"]:
        was["number"] = ""
    status: Status = "unchanged"
    if was:
        ends = list(was) == ["valid_to"] and was["valid_to"] is None
        status = "ended" if ends else "changed"
    return Change(table, entry.line.row, status, entry.key, values, was, there["pk"])


def _named_officials(state: State, entries: Mapping[str, Sequence[Entry]]) -> list[Change]:
    """Without a table of officials they are those whom the other tables name."""
    if "officials" in entries:
        return []
    codes = dict.fromkeys(
        entry.values[column]
        for name in ("posts", "portfolios", "kinships", "interests")
        for entry in entries.get(name, ())
        for column in ("official_id", "other_id")
        if entry.values.get(column)
    )
    known = state.of("officials")
    return [
        Change("officials", 0, "new", (code,), {"official_id": code, "name": code})
        for code in codes
        if (code,) not in known
    ]


def _tree(state: State, entries: Sequence[Entry]) -> Tree:
    rows: dict[Key, Mapping[str, Any]] = dict(state.of("units"))
    for entry in entries:
        rows[entry.key] = {**rows.get(entry.key, {}), **entry.values}
    return planted(rows, {entry.key: entry.line.row for entry in entries})


def _tree_faults(tree: Tree) -> list[Fault]:
    faults = []
    for node, column, en, zh in tree.troubles:
        said = {"unit_id": node.code, "parent_id": node.parent, "valid_from": _written(node.first)}[column]
        if node.row:
            faults.append(Fault("units", node.row, column, said, en, zh))
        else:  # a row that the table does not have, but what it has would leave it wrong
            faults.append(Fault("units", 0, column, said, f"of '{node.code}', which the table does not have: {en}",
                                f"表中未列的“{node.code}”：{zh}"))  # fmt: skip
    return faults


def _written(day: date) -> str:
    return "" if day == date.min else day.isoformat()


def _digests(actor: Actor, entries: Sequence[Entry]) -> dict[str, str]:
    numbers = {entry.values["number"] for entry in entries if entry.values.get("number")}
    return {number: sealing.digest(actor.city.code, number) for number in numbers}


def _number_faults(state: State, entries: Mapping[str, Sequence[Entry]], digests: Mapping[str, str]) -> list[Fault]:
    """A number belongs to one official, in the table and in what is there."""
    holders = {row["number_digest"]: code for (code,), row in state.of("officials").items() if row["number_digest"]}
    faults = []
    for entry in entries.get("officials", ()):
        if number := entry.values.get("number"):
            code = entry.values["official_id"]
            holder = holders.setdefault(digests[number], code)
            if holder != code:
                line = Line("officials", entry.line.row, {"number": f"{number[:4]}…{number[-4:]}"})
                faults.append(line.fault("number", f"'{holder}' has this number; correct one of the two",
                                         f"“{holder}”已使用该号码；请更正其中一个"))  # fmt: skip
    return faults


def full_values(change: Change) -> dict[str, Any]:
    """The values of a new row, with what its table does not say."""
    columns = (column for column in TABLES[change.table].columns if column != "number")
    return {column: change.values.get(column, EMPTY.get(column, "")) for column in columns}
