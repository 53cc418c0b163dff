"""Fields into a text: what did not change keeps every character, comments included.

Only what changed is written anew: a value, a line of a list, or a key that was not there.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from zhiheng.catalogue.editing.fields import ROWS, TOP, Fields, Row, cells_of, fields_of, flow, lines_in, typed
from zhiheng.core.catalogue.reading import source_of_text

# Where a key that was not there is put: behind the last of those before it.
_ORDER = ("id", "title", "type", "jurisdiction", "extends", "valid_from", "valid_to", "basis", "unit", "tier", "hall",
          "holders", "steps", "limits")  # fmt: skip
_Edit = tuple[int, int, str]


def with_fields(text: str, fields: Fields) -> str:
    """The text saying what the fields say. Raises CatalogueError where it is no YAML."""
    data = source_of_text(text, "").data
    if text.lstrip().startswith("{"):
        # One mapping in brackets has no lines of its own to keep.
        text = "".join(f"{key}: {flow(value)}\n" for key, value in data.items())
    page = _Page(text, data)
    was = fields_of(data)
    title = tuple(fields.top.get(key, was.top[key]) for key in ("title_zh", "title_en"))
    if title != (was.top["title_zh"], was.top["title_en"]):
        page.put("title", _title(title))
    for key in TOP:
        if not key.startswith("title_") and fields.top.get(key, was.top[key]) != was.top[key]:
            page.put(key, typed(fields.top[key], key))
    for name in ROWS:
        if name in fields.rows:
            page.put_rows(name, [row for row in fields.rows[name] if row.was is not None or not row.is_empty])
    return page.text()


def _title(title: Sequence[str]) -> Any:
    return {key: one.strip() for key, one in zip(("zh", "en"), title, strict=True) if one.strip()} or None


class _Page:
    """A text with the places of its nodes, and what is to be written over them."""

    def __init__(self, text: str, data: Mapping[str, Any]) -> None:
        self._text = text if text.endswith("\n") else f"{text}\n"
        self._data = data
        self._starts: list[int] = [0]
        for line in self._text.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        # Typed as Any: which attributes a node has depends on its kind.
        root: Any = yaml.compose(self._text, Loader=yaml.CSafeLoader)
        self._nodes: dict[str, tuple[Any, Any]] = {key.value: (key, value) for key, value in root.value}
        self._edits: list[_Edit] = []

    def text(self) -> str:
        """The text with everything written into it."""
        made = self._text
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2], reverse=True):
            made = made[:start] + new + made[end:]
        return made

    def put(self, key: str, value: Any) -> None:
        """A value in the place of a key's own; without the key, in its usual place; None takes it away."""
        if value is None:
            self._drop(key)
        elif key in self._nodes:
            node = self._nodes[key][1]
            start, end = self._at(node.start_mark), self._end(node)
            # A block begins on a line of its own: what takes its place stands behind the colon.
            if "\n" in self._text[self._at(self._nodes[key][0].end_mark) : start]:
                start = self._at(self._nodes[key][0].end_mark)
                self._edits.append((start, end, f": {flow(value)}"))
            else:
                self._edits.append((start, end, flow(value) + ("\n" if self._text[end - 1] == "\n" else "")))
        else:
            self._insert(key, f"{key}: {flow(value)}\n")

    def put_rows(self, name: str, rows: Sequence[Row]) -> None:
        """The lines of a list: those that changed, that are new, and that are gone."""
        lines = lines_in(self._data, name)
        columns = ROWS[name]
        kept: dict[int, Row] = {row.was: row for row in rows if row.was is not None and row.was < len(lines)}
        new = [made for row in rows if row.was is None and (made := changed({}, row, columns))]
        changes = {
            place: changed(line, kept[place], columns)
            for place, line in enumerate(lines)
            if place in kept and cells_of(line, columns) != dict(kept[place].cells)
        }
        if not changes and not new and len(kept) == len(lines):
            return
        if not kept and not new:
            self._drop(name)
        elif name not in self._nodes:
            self._insert(name, f"{name}:\n" + "".join(f"  - {flow(line)}\n" for line in new))
        elif isinstance(self._nodes[name][1], yaml.SequenceNode) and not self._nodes[name][1].flow_style:
            self._put_entries(name, kept, changes, new)
        else:
            self.put(name, [changes.get(place, line) for place, line in enumerate(lines) if place in kept] + new)

    def _put_entries(
        self, name: str, kept: Mapping[int, Row], changes: Mapping[int, Any], new: Sequence[Any]
    ) -> None:
        """Entries of a list that has one on each line."""
        nodes = self._nodes[name][1].value
        for place, node in enumerate(nodes):
            start, end = self._at(node.start_mark), self._end(node)
            if place in changes:
                self._edits.append((start, end, flow(changes[place]) + ("\n" if self._text[end - 1] == "\n" else "")))
            elif place not in kept:
                self._edits.append((self._starts[node.start_mark.line], self._line_end(end), ""))
        if new:
            end = self._line_end(self._end(nodes[-1]))
            indent = " " * self._nodes[name][1].start_mark.column
            self._edits.append((end, end, "".join(f"{indent}- {flow(line)}\n" for line in new)))

    def _drop(self, key: str) -> None:
        if key in self._nodes:
            first, value = self._nodes[key]
            self._edits.append((self._starts[first.start_mark.line], self._line_end(self._end(value)), ""))

    def _insert(self, key: str, new: str) -> None:
        before = [name for name in _ORDER[: _ORDER.index(key)] if name in self._nodes]
        place = self._line_end(self._end(self._nodes[before[-1]][1])) if before else len(self._text)
        self._edits.append((place, place, new))

    def _end(self, node: Any) -> int:
        """Where a node's own text ends; a block's end mark lies behind the comments that follow it."""
        if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
            return self._end(node.value[-1][1])
        if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
            return self._end(node.value[-1])
        return self._at(node.end_mark)

    def _line_end(self, place: int) -> int:
        """The beginning of the next line; a block of text ends with its line already."""
        if place and self._text[place - 1] == "\n":
            return place
        return self._text.find("\n", place) + 1 or len(self._text)

    def _at(self, mark: Any) -> int:
        line, column = int(mark.line), int(mark.column)
        return self._starts[line] + column


def changed(line: Any, row: Row, columns: Sequence[str]) -> dict[str, Any]:
    """A line with the columns that a row says otherwise; everything else stays as it is."""
    made = dict(line) if isinstance(line, Mapping) else {}
    was = cells_of(line, columns)
    for column in columns:
        if row.cells.get(column, "") == was[column] or column.startswith("title_"):
            continue
        value = typed(row.cells.get(column, ""), column)
        if value is None:
            made.pop(column, None)
        else:
            made[column] = value
    titles = [row.cells.get(key, "") for key in ("title_zh", "title_en")]
    if "title_zh" in columns and titles != [was["title_zh"], was["title_en"]]:
        made = {"id": None, "title": None} | made | {"title": _title(titles)}
        made = {key: value for key, value in made.items() if value is not None}
    return made
