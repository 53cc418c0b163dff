"""Dated values: a figure that law changed, with the day of each change and its source.

A dated value is a mapping whose keys are all dates, each with the value from that day on, or with
``{value: …, basis: …}``. Before its first day a figure is not in force; a null ends it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from typing import Any, NamedTuple

from zhiheng.core.catalogue.document import LISTS
from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.catalogue.reading import Source
from zhiheng.core.errors import CatalogueError


class Gap(Enum):
    """Why a dated value says nothing on a day."""

    NOT_YET = "not yet in force"
    ENDED = "no longer in force"


class Span(NamedTuple):
    """Days from ``first`` through ``last``; None: without end."""

    first: date
    last: date | None


class Scan(NamedTuple):
    """What a document's data hold: the days on which a dated value changes, and whether any value is null."""

    breaks: frozenset[date]
    nulls: bool


NEVER_DATED = frozenset(("id", "extends", "valid_from", "valid_to", "remove", *LISTS))
_DATED_KEYS = frozenset(("value", "basis", "note"))


def is_dated(value: Any) -> bool:
    """Whether the value is a mapping from dates."""
    return isinstance(value, dict) and bool(value) and all(isinstance(key, date) for key in value)


def _has_dated(line: Mapping[str, Any]) -> bool:
    return any(is_dated(value) for value in line.values())


def scan(source: Source) -> Scan:
    """The document's dated days.

    Raises CatalogueError for a mapping of dates and words mixed, a dated value within a dated value,
    one without a value, and one where none is understood.
    """
    breaks: set[date] = set()
    nulls = _scan(source, source.data, (), breaks, inside=False)
    return Scan(frozenset(breaks), nulls)


def _scan(source: Source, value: Any, path: tuple[Any, ...], breaks: set[date], *, inside: bool) -> bool:
    """Collect dated days below ``value``; whether a null lies there."""
    if value is None:
        return True
    nulls = False
    if isinstance(value, list):
        for index, entry in enumerate(value):
            nulls |= _scan(source, entry, (*path, index), breaks, inside=inside)
    elif isinstance(value, dict):
        if any(isinstance(key, date) for key in value):
            _check_dated(source, value, path, inside=inside)
            breaks.update(value)
            inside = True
        for key, entry in value.items():
            if type(entry) in _SCALARS:
                continue
            nulls |= _scan(source, entry, (*path, key), breaks, inside=inside)
    return nulls


_SCALARS = frozenset((str, int, bool))


def _check_dated(source: Source, value: dict[Any, Any], path: tuple[Any, ...], *, inside: bool) -> None:
    key = path[-1] if path else ""
    words = [word for word in value if not isinstance(word, date)]
    if words:
        raise CatalogueError(
            source.at(*path, words[0]),
            en=f"'{words[0]}' stands among dates; under `{key}` write either dates or words",
            zh=f"“{words[0]}”与日期混写；“{key}”之下请只写日期或只写文字",
        )
    if inside or not _may_be_dated(path):
        raise CatalogueError(
            source.at(*path),
            en=f"no dates are understood under `{key}`; date a figure, as in within: {{2004-07-01: 20 days}}",
            zh=f"“{key}”之下不能写日期；请给数值标注日期，例如 within: {{2004-07-01: 20 日}}",
        )
    for day, entry in value.items():
        if not isinstance(entry, dict) or not ("value" in entry or entry.keys() <= _DATED_KEYS):
            continue
        unknown = [str(name) for name in entry if name not in _DATED_KEYS]
        if unknown:
            end = hint(unknown[0], _DATED_KEYS)
            raise CatalogueError(
                source.at(*path, day, unknown[0]),
                en=f"`{key}` on {day}: unknown key '{unknown[0]}'; {end.en}",
                zh=f"“{key}”（{day}）：未知的键“{unknown[0]}”；{end.zh}",
            )
        if "value" not in entry:
            raise CatalogueError(
                source.at(*path, day),
                en=f"`{key}` on {day} has a basis and no value; add `value`",
                zh=f"“{key}”（{day}）有依据而没有值；请补上 value",
            )


def _may_be_dated(path: tuple[Any, ...]) -> bool:
    """Whether it is a value of the document or of a line, and not what tells lines apart."""
    match path:
        case [str(name), int(), str(key)] if name in LISTS:
            return key not in NEVER_DATED and key != LISTS[name].key
        case [str(key)]:
            return key not in NEVER_DATED
        case _:
            return False


def on_day(data: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The data with every dated value replaced by what it says on the day, a Gap where it says nothing.

    A basis that stands with a dated value becomes the basis of its line.
    """
    made = {}
    bases: list[Any] = []
    for key, value in data.items():
        if key in LISTS:
            made[key] = [_line_on(line, day) for line in value] if isinstance(value, list) else value
        else:
            made[key] = _resolve(value, day, bases)
    return _with_bases(made, bases)


def _line_on(line: Any, day: date) -> Any:
    if not isinstance(line, dict) or not _has_dated(line):
        return line
    bases: list[Any] = []
    return _with_bases({key: _resolve(value, day, bases) for key, value in line.items()}, bases)


def _with_bases(line: dict[str, Any], bases: list[Any]) -> dict[str, Any]:
    return {**line, "basis": bases} if bases else line


def _resolve(value: Any, day: date, bases: list[Any]) -> Any:
    if not is_dated(value):
        return value
    begun = [first for first in value if first <= day]
    if not begun:
        return Gap.NOT_YET
    found = value[max(begun)]
    if isinstance(found, dict) and "value" in found:
        basis = found.get("basis")
        bases.extend(basis if isinstance(basis, list) else [] if basis is None else [basis])
        found = found["value"]
    return Gap.ENDED if found is None else found


def spans(window: Span, breaks: Iterable[date]) -> Iterator[Span]:
    """The window cut at each break that lies inside it: every day belongs to exactly one piece."""
    first, last = window
    inside = sorted(day for day in set(breaks) if first < day and (last is None or day <= last))
    for next_first in inside:
        yield Span(first, next_first - timedelta(days=1))
        first = next_first
    yield Span(first, last)


def after(day: date) -> date | None:
    """The next day; None after the last day there is."""
    return None if day == date.max else day + timedelta(days=1)
