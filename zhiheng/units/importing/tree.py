"""The units as they would be after an import: whether they are one tree on every day, and the path of each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from zhiheng.units.importing.checking import Key

ALWAYS, STILL = date.min, date.max


@dataclass
class Node:
    """A row of a unit, wanted or there already; ``row`` is its place in the table, 0 where it is not in it."""

    code: str
    parent: str
    first: date
    end: date
    row: int = 0
    path: str | None = None


@dataclass
class Tree:
    """All rows of units after the import; ``troubles`` are the row, what is wrong, and the remedy."""

    nodes: Mapping[Key, Node]
    by_code: dict[str, list[Node]] = field(default_factory=dict)
    troubles: list[tuple[Node, str, str, str]] = field(default_factory=list)

    def path_on(self, code: str, day: date | None) -> str | None:
        """The unit's path on a day (None: its first), or where it was last; None for no unit."""
        nodes = self.by_code.get(code)
        if not nodes:
            return None
        if day is None:
            return nodes[0].path
        return next((node.path for node in nodes if node.first <= day < node.end), nodes[-1].path)

    def holds(self, code: str, day: date) -> bool:
        """Whether the unit is there on that day."""
        return any(node.first <= day < node.end for node in self.by_code.get(code, ()))


def planted(rows: Mapping[Key, Mapping[str, Any]], places: Mapping[Key, int]) -> Tree:
    """The tree of these rows of units, checked; ``places`` are the rows of the table by key."""
    nodes = {
        key: Node(
            row["unit_id"],
            row.get("parent_id") or "",
            row.get("valid_from") or ALWAYS,
            row.get("valid_to") or STILL,
            places.get(key, 0),
        )
        for key, row in rows.items()
    }
    tree = Tree(nodes)
    for node in sorted(nodes.values(), key=lambda one: (one.first, one.end)):
        tree.by_code.setdefault(node.code, []).append(node)
    _check_codes(tree)
    for node in nodes.values():
        _climb(tree, node)
    return tree


def _check_codes(tree: Tree) -> None:
    folded: dict[str, str] = {}
    for code, nodes in tree.by_code.items():
        other = folded.setdefault(code.casefold(), code)
        if other != code:
            tree.troubles.append(
                (
                    nodes[0],
                    "unit_id",
                    f"this differs from '{other}' in capitals only; choose another code",
                    f"与“{other}”仅大小写不同；请另选代码",
                )
            )
        for one, two in pairwise(nodes):
            if two.first < one.end:
                later = two if two.row or not one.row else one
                tree.troubles.append(
                    (
                        later,
                        "valid_from",
                        ("the unit has another row for the same days; let one end before the other begins"),
                        "该单位在同一时期另有一行；请使两行的起止日期不重叠",
                    )
                )


def _climb(tree: Tree, start: Node) -> None:
    """The path of a row and of those above it, without recursion: a table may be as deep as it likes."""
    waiting = [start]
    while waiting:
        node = waiting[-1]
        if node.path is not None:
            waiting.pop()
            continue
        above = list(_above(tree, node))
        missing = next((one for one in above if one.path is None), None)
        if missing is None:
            node.path = _path(tree, node, above)
            waiting.pop()
        elif any(missing is one for one in waiting):
            tree.troubles.append(
                (
                    node,
                    "parent_id",
                    f"'{node.code}' is above itself; name the unit that is really above it",
                    f"“{node.code}”成了自己的上级；请填写真正的上级单位",
                )
            )
            node.path = f"{node.code}/"
        else:
            waiting.append(missing)


def _above(tree: Tree, node: Node) -> Iterator[Node]:
    """The rows of the unit above that hold on a day of this one."""
    for other in tree.by_code.get(node.parent, ()) if node.parent else ():
        if other.first < node.end and node.first < other.end:
            yield other


def _path(tree: Tree, node: Node, above: Sequence[Node]) -> str:
    if not node.parent:
        return f"{node.code}/"
    paths = {one.path for one in above}
    day = node.first
    for one in above:
        if one.first > day:
            break
        day = one.end
    if not above or day < node.end or above[0].first > node.first:
        gap = day if above and above[0].first <= node.first else node.first
        when = "" if gap in (ALWAYS, STILL) else f" on {gap}"
        tree.troubles.append(
            (
                node,
                "parent_id",
                f"there is no unit '{node.parent}'{when}; add it, or end this row before",
                f"没有上级单位“{node.parent}”{when and f'（{gap}）'}；请补充该单位，或使本行先行终止",
            )
        )
    elif len(paths) > 1:
        moved = above[1].first
        tree.troubles.append(
            (
                node,
                "parent_id",
                (f"'{node.parent}' moves on {moved}; end this row the day before and begin another"),
                f"“{node.parent}”自 {moved} 起变动；请使本行于前一日终止并另起一行",
            )
        )
    return f"{(above[0].path if above else '') or ''}{node.code}/"
