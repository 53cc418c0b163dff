"""The list of findings as compact columns that the page's script reads."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from zhiheng.auditing.report import phrases, words
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.quantities import DAY_US, quantity
from zhiheng.auditing.report.sentences import law

if TYPE_CHECKING:
    import duckdb

Value = TypeVar("Value", bound=Hashable)

LEVELS = ("red", "yellow", "warning", "notice", "none")
_STATES = ("done", "pending", "absent")
_COLUMNS = (
    "control_id, power_id, version, subject_id, basis, case_id, unit_id, official_id, level, state,"
    " occurred_at, due_at, measured, allowed, measure_unit, provisional, side"
)


class _Dictionary:
    """Distinct values in the order of their first use; each is told once."""

    def __init__(self, tell: Callable[[Any], Any]) -> None:
        self._tell = tell
        self._places: dict[Hashable, int] = {}
        self.told: list[Any] = []

    def place(self, key: Hashable) -> int:
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.told)
            self.told.append(self._tell(key))
        return place


def listing(connection: duckdb.DuckDBPyConnection, naming: Naming) -> dict[str, Any]:
    """The rows of the table ``gravest`` in order, column by column, over dictionaries of texts."""
    rows: Sequence[Any] = connection.execute(
        f"SELECT {_COLUMNS} FROM gravest ORDER BY place"  # noqa: S608 - our names
    ).fetchall()
    lines = _Dictionary(lambda key: _line(key, naming))
    said = _Dictionary(lambda key: _phrase(key, naming))
    units = _Dictionary(lambda key: None if key is None else naming.unit(key).plain())
    officials = _Dictionary(lambda key: None if key is None else naming.official(key).plain())
    amounts = _Dictionary(lambda key: quantity(key[0], key[1], naming.currency).plain())
    table: list[list[Any]] = [[] for _ in range(12)]
    for (control, power, version, subject, basis, case, unit, official, level, state,
         occurred, due, measured, allowed, measure_unit, provisional, side) in rows:
        excess = measured - allowed
        sign = (excess > 0) - (excess < 0)
        phrase = said.told[said.place((control, power, version, subject, measure_unit, state, side, sign))]
        values = (
            LEVELS.index(level) if level in LEVELS else 4,
            lines.place((control, power, version, subject, basis, measure_unit, state)),
            naming.case(case).zh if case else "",
            units.place(unit),
            officials.place(official),
            None if occurred is None else occurred // DAY_US,
            None if due is None else due // DAY_US,
            amounts.place((measured, measure_unit)),
            amounts.place((allowed, measure_unit)),
            amounts.place((abs(excess), measure_unit)),
            excess,
            phrase * 2 + (1 if provisional else 0),
        )
        for column, value in zip(table, values, strict=True):
            column.append(value)
    return {
        "rows": table,
        "lines": lines.told,
        "units": units.told,
        "officials": officials.told,
        "amounts": amounts.told,
        "phrases": [text.plain() for _, text in words.PHRASES],
        "levels": [[level, words.LEVELS[level].plain()] for level in LEVELS],
        "states": [words.STATES[state].plain() for state in _STATES],
        "controls": {one.id: [one.title.plain(), one.hash[:12]] for one in naming.controls.values()},
    }


def _phrase(key: Any, naming: Naming) -> int:
    """Which phrase says by how much."""
    control, power, version, subject, measure_unit, state, side, sign = key
    listed = phrases.listed_in(naming.controls.get(control))
    minimum = naming.line(control, power, version, subject).minimum
    return phrases.PLACES[phrases.phrase(phrases.Measure(measure_unit, sign, state, side, listed, minimum))]


def _line(key: Any, naming: Naming) -> list[Any]:
    """control, line, power, law, what is not proven, state."""
    control, power, version, subject, basis, measure_unit, state = key
    line = naming.line(control, power, version, subject)
    text = naming.controls.get(control)
    state = phrases.state_of(state, phrases.listed_in(text))
    return [
        control,
        line.label.plain(),
        naming.titles.power(power).plain() if power else "",
        law(basis, text, line).plain(),
        phrases.unproven(text, measure_unit, state).plain(),
        _STATES.index(state) if state in _STATES else 0,
    ]


def as_script(data: Any) -> str:
    """JSON that may stand inside a script element: no character that could end it or break a line."""
    text = msgspec.json.encode(data).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
