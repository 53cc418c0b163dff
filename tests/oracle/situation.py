"""One case with all that is needed to judge it: its rows, its power's, the calendar, the moment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.oracle.days import Calendar, moment_of_day

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]

OFFSET = 60 * 1_000_000


@dataclass(frozen=True)
class Moment:
    """A civil moment (microseconds), the day it falls on, and the offset (minutes) if it is known."""

    at: int
    day: int
    offset: int | None

    def since(self, earlier: "Moment") -> int | None:
        """Microseconds that really passed since ``earlier``; None if only one of the offsets is known."""
        if self.offset is None and earlier.offset is None:
            return self.at - earlier.at
        if self.offset is None or earlier.offset is None:
            return None
        return (self.at - self.offset * OFFSET) - (earlier.at - earlier.offset * OFFSET)


@dataclass(frozen=True)
class Act:
    """An event of the case."""

    event_id: str
    sequence: int
    step: str | None
    activity: str
    moment: Moment
    recorded_at: int | None
    official: str | None
    unit: str | None


@dataclass(frozen=True)
class Situation:
    """A case whose power is in the catalogue."""

    case: Row
    acts: tuple[Act, ...]
    rows: Rows
    calendar: Calendar
    now: Moment

    @property
    def case_id(self) -> str:
        """The case."""
        return str(self.case["case_id"])

    @property
    def over(self) -> bool:
        """True when the case was closed or withdrawn."""
        return self.case["status"] in ("closed", "withdrawn")

    def acts_of(self, step: str | None) -> list[Act]:
        """The acts of one step, in order."""
        return [act for act in self.acts if step is not None and act.step == step]

    def own(self, relation: str) -> list[Row]:
        """The rows of a record relation that belong to this case."""
        return [row for row in self.rows.get(relation, ()) if row["case_id"] == self.case["case_id"]]

    def at_work(self, relation: str, **wanted: Any) -> list[Row]:
        """The rows of the organisation, or of who holds the power, that have these values, on whatever day."""
        return [row for row in self.rows.get(relation, ()) if all(row[name] == value for name, value in wanted.items())]

    def law(self, relation: str) -> list[Row]:
        """The rows of a catalogue relation that hold for this case: its power, in its version."""
        return [
            row
            for row in self.rows.get(relation, ())
            if row["power_id"] == self.case["power_id"] and row["version"] == self.case["version"]
        ]

    def date(self, name: str | None) -> Moment | None:
        """A date that the case itself carries."""
        for row in self.own("case_dates"):
            if row["name"] == name and row["at"] is not None:
                return Moment(row["at"], row["day"], row["utc_offset"])
        return None


def in_force(row: Row, day: int) -> bool:
    """Whether the row holds on a day; the first and the last day count."""
    first, last = row["valid_from_day"], row["valid_to_day"]
    return (first is None or first <= day) and (last is None or day <= last)


def _acts(events: Iterable[Row]) -> tuple[Act, ...]:
    """The events as acts, in the order of the case."""
    return tuple(
        Act(
            row["event_id"],
            row["sequence"],
            row["step_id"],
            row["activity"],
            Moment(row["occurred_at"], row["day"], row["utc_offset"]),
            row["recorded_at"],
            row["official_id"],
            row.get("unit_id"),
        )
        for row in sorted(events, key=lambda row: int(row["sequence"]))
    )


def situations(rows: Rows, *, now_at: int, now_offset: int | None) -> Iterator[Situation]:
    """Every case that can be judged; those without a power or a version are passed over."""
    calendar = Calendar.from_rows(rows["workdays"])
    now = Moment(now_at, moment_of_day(now_at), now_offset)
    for case in rows["cases"]:
        if case["power_id"] is not None and case["version"] is not None:
            events = [row for row in rows["events"] if row["case_id"] == case["case_id"]]
            yield Situation(case, _acts(events), rows, calendar, now)
