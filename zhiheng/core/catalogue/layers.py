"""One document on top of the one it extends, on any day."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from zhiheng.core.catalogue.checking import check_lines, document
from zhiheng.core.catalogue.dated import Gap, after, on_day, scan
from zhiheng.core.catalogue.document import LISTS, TimedLine
from zhiheng.core.catalogue.inheritance import Data, merge
from zhiheng.core.catalogue.reading import Source
from zhiheng.core.errors import CatalogueError

# A power that changes on more days than this is not law but a mistake, and would take all memory.
MOST_BREAKS = 1000

# So is one that stands on more documents than this.
MOST_LAYERS = 32


class Checked(NamedTuple):
    """A source whose own form is right, and the days on which something in it changes.

    ``resolve``: it holds dated values or nulls. ``removes``: it drops lines.
    """

    source: Source
    breaks: frozenset[date]
    resolve: bool
    removes: bool
    first: date | None
    last: date | None


def checked(given: Source) -> Checked:
    """The source, if its own form is right on each of its days.

    Raises CatalogueError otherwise.
    """
    found = scan(given)
    source = Source(given.place, _with_dates(given.data), given.text)
    _check_count(found.breaks, source)
    resolve = bool(found.breaks) or found.nulls
    parsed = document(_said(on_day(source.data, date.min)) if resolve else source.data, source)
    for day in found.breaks:
        document(_said(on_day(source.data, day)), source)
    check_lines(source.data, source)
    _check_order(source, parsed.valid_from, parsed.valid_to)
    breaks = set(found.breaks)
    removes = False
    for name, index, line in _lines(parsed):
        removes |= line.remove
        if isinstance(line, TimedLine):
            _check_order(source, line.valid_from, line.valid_to, name, index)
            breaks.update(day for day in (line.valid_from, line.valid_to and after(line.valid_to)) if day)
    return Checked(source, frozenset(breaks), resolve, removes, parsed.valid_from, parsed.valid_to)


def _check_count(breaks: frozenset[date], source: Source) -> None:
    if len(breaks) > MOST_BREAKS:
        raise CatalogueError(
            source.at(),
            en=f"it changes on {len(breaks)} days, more than {MOST_BREAKS}; remove dates or split it",
            zh=f"其变更日期有 {len(breaks)} 个，超过 {MOST_BREAKS}；请删减日期或拆分",
        )


def _lines(parsed: Any) -> Iterator[tuple[str, int, Any]]:
    for name in LISTS:
        for index, line in enumerate(getattr(parsed, name)):
            yield name, index, line


def _check_order(source: Source, first: date | None, last: date | None, *path: str | int) -> None:
    if first is not None and last is not None and last < first:
        raise CatalogueError(
            source.at(*path, "valid_to"),
            en=f"valid_to {last} lies before valid_from {first}; exchange or correct them",
            zh=f"valid_to {last} 早于 valid_from {first}；请对调或改正",
        )


def _with_dates(data: Data) -> Data:
    """The data with validity that was written in quotes as dates, so that days can be compared."""
    made = _dates_of(data)
    for name in LISTS:
        lines = made.get(name)
        if isinstance(lines, list):
            made[name] = [_dates_of(line) if isinstance(line, dict) else line for line in lines]
    return made


def _dates_of(line: Data) -> Data:
    made = line
    for key in ("valid_from", "valid_to"):
        value = line.get(key)
        if isinstance(value, str):
            try:
                made = {**made, key: date.fromisoformat(value)}
            except ValueError:
                continue  # checking the form says so, with its place
    return dict(made)


def _said(data: Data) -> Data:
    """The data without nulls and gaps: what is said on that day."""
    made = {key: value for key, value in data.items() if value is not None and not isinstance(value, Gap)}
    for name in LISTS:
        lines = made.get(name)
        if isinstance(lines, list):
            made[name] = [_said(line) if isinstance(line, dict) else line for line in lines]
    return made


def too_deep(source: Source) -> CatalogueError:
    """The error that a document stands on too many others."""
    return CatalogueError(
        source.at("extends"),
        en=f"it stands on more than {MOST_LAYERS} documents that extend each other; extend an earlier one",
        zh=f"逐级继承的文档超过 {MOST_LAYERS} 个；请改为继承更上层的文档",
    )


class Layer:
    """A checked document and the layer beneath it."""

    def __init__(self, own: Checked, parent: "Layer | None") -> None:
        self.own = own
        self.source = own.source
        self.parent = parent
        self.breaks: frozenset[date] = own.breaks | parent.breaks if parent else own.breaks
        _check_count(self.breaks, own.source)
        self.depth: int = parent.depth + 1 if parent else 1
        if self.depth > MOST_LAYERS:
            raise too_deep(own.source)
        self._days = sorted(self.breaks)
        self._memory: dict[int, Data] = {}

    def on(self, day: date) -> Data:
        """The merged data on a day, remembered for each stretch between two breaks."""
        stretch = bisect_right(self._days, day)
        if stretch not in self._memory:
            own = on_day(self.source.data, day) if self.own.resolve else self.source.data
            if self.parent is not None:
                own = merge(self.parent.on(day), own, self.source)
            elif self.own.resolve or self.own.removes:
                own = merge({}, own, self.source)
            self._memory[stretch] = own
        return self._memory[stretch]

    def where(self, name: str, line: str, key: str) -> str:
        """Where a line's key is written: in the document itself, else in what it extends."""
        places = self._places(name, line, key)
        if not places and name == "limits":  # a step's own `within`
            places = self._places("steps", line, "within")
        return places or self.source.at()

    def _places(self, name: str, line: str, key: str) -> str | None:
        layer: Layer | None = self
        nearest = None
        while layer is not None and name in LISTS:
            entries = layer.source.data.get(name) or []
            index = next((i for i, entry in enumerate(entries) if entry[LISTS[name].key] == line), None)
            if index is not None and key in entries[index]:
                return layer.source.at(name, index, key)
            if index is not None and nearest is None:
                nearest = layer.source.at(name, index)
            layer = layer.parent
        return nearest
