"""Whether what the rows of an import name is there, and whether the actor may change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from zhiheng.core.catalogue.nearest import Hint, hint
from zhiheng.record.actor import EVERYWHERE, Actor
from zhiheng.units.errors import Fault
from zhiheng.units.importing.state import State
from zhiheng.units.importing.tree import Tree

if TYPE_CHECKING:
    from zhiheng.units.importing.planning import Change

EDIT = "units.edit"
_HINTS = 200  # searching for the nearest name takes long where thousands are wrong
_OF_OFFICIALS = ("officials", "kinships", "interests")


class References:
    """The checks of one import; each asks in memory, never the database."""

    def __init__(self, actor: Actor, state: State, tree: Tree, changes: Sequence[Change], *, complete: bool) -> None:
        """``complete``: the import has a table of officials, so nobody is made from being named."""
        self._actor, self._state, self._tree = actor, state, tree
        self._changes = changes
        self._complete = complete
        self._officials = {code for (code,) in state.of("officials")}
        self._officials.update(change.key[0] for change in changes if change.table == "officials")
        self._may: dict[str, bool] = {}
        self._hints: dict[tuple[str, str], Hint] = {}
        self._before: dict[str, list[str]] = {}
        for row in state.of("units").values():
            self._before.setdefault(row["unit_id"], []).append(row["path"])
        self._editable = self._officials_within()

    def faults(self) -> Iterator[Fault]:
        """Everything that is wrong."""
        for change in self._changes:
            if change.table != "units":
                yield from self._named(change)
            if change.status != "unchanged":
                yield from self._allowed(change)

    def _named(self, change: Change) -> Iterator[Fault]:
        unit = change.values.get("unit_id")
        if unit is not None:
            if unit not in self._tree.by_code:
                end = self._hint(unit, "units")
                yield _fault(change, "unit_id", f"there is no unit '{unit}'; {end.en}", f"没有单位“{unit}”；{end.zh}")
            elif (day := _first_day(change.values)) and not self._tree.holds(unit, day):
                yield _fault(
                    change,
                    "unit_id",
                    f"'{unit}' is not there on {day}; correct the dates or the unit",
                    f"“{unit}”在 {day} 不存在；请更正日期或单位",
                )
        if change.table == "officials":
            return
        for column in ("official_id", "other_id"):
            code = change.values.get(column)
            if code is not None and code not in self._officials:
                end = self._hint(code, "officials")
                yield _fault(
                    change, column, f"there is no official '{code}'; {end.en}", f"没有工作人员“{code}”；{end.zh}"
                )

    def _allowed(self, change: Change) -> Iterator[Fault]:
        if change.table in _OF_OFFICIALS:
            allowed = self._may_edit(EVERYWHERE) or change.values["official_id"] in self._editable
            column = "official_id"
        else:
            column = "unit_id"
            allowed = all(self._may_edit(path) for path in self._places(change) if path is not None)
        if not allowed:
            yield _fault(
                change,
                column,
                "you may not edit this unit or official; drop the row, or let somebody import it who may",
                "您无权编辑该单位或人员；请删去本行，或由有权限的人员导入",
            )

    def _places(self, change: Change) -> Iterator[str | None]:
        """The paths at which the right is needed: where the thing was, and where it is on its first and last day."""
        code = change.values["unit_id"]
        if change.table != "units":
            yield self._tree.path_on(code, _first_day(change.values))
            yield self._tree.path_on(code, _last_day(change.values))
            return
        yield from self._before.get(code, ())
        path = self._tree.nodes[change.key].path or ""
        if path not in self._before.get(code, ()):
            yield path.removesuffix(f"{code}/")

    def _officials_within(self) -> set[str]:
        """Officials with a post that goes on in a unit that the actor may edit; for new ones a post of the import."""
        if self._may_edit(EVERYWHERE):
            return set()
        known = {code for (code,) in self._state.of("officials")}
        rows: list[Mapping[str, Any]] = list(self._state.of("posts").values())
        rows += [
            change.values
            for change in self._changes
            if change.table == "posts" and change.values["official_id"] not in known
        ]
        found = set()
        for row in rows:
            path = self._tree.path_on(row["unit_id"], _last_day(row))
            if row.get("valid_to") is None and path is not None and self._may_edit(path):
                found.add(row["official_id"])
        return found

    def _may_edit(self, path: str) -> bool:
        if path not in self._may:
            self._may[path] = self._actor.may(EDIT, path)
        return self._may[path]

    def _hint(self, name: str, table: str) -> Hint:
        if (name, table) not in self._hints:
            if len(self._hints) >= _HINTS:
                return Hint("add it, or correct the code", "请补充，或更正代码")
            known = self._tree.by_code if table == "units" else self._officials
            self._hints[name, table] = hint(name, known)
        return self._hints[name, table]


def _first_day(values: Mapping[str, Any]) -> date | None:
    """A day on which the row holds, if it says any."""
    if values.get("valid_from"):
        return values["valid_from"]  # type: ignore[no-any-return]
    return values["valid_to"] - timedelta(days=1) if values.get("valid_to") else None


def _last_day(values: Mapping[str, Any]) -> date:
    """The last day on which the row holds; one far off, where it still does."""
    return (values.get("valid_to") or date.max) - timedelta(days=1)


def _fault(change: Change, column: str, en: str, zh: str) -> Fault:
    return Fault(change.table, change.row, column, str(change.values.get(column, "")), en, zh)
