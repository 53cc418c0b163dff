"""Days by hand: which are working days, how many lie between two, what is some months later."""

import calendar as months
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

DAY = 86_400_000_000
_EPOCH = dt.date(1970, 1, 1)


def date_of(day: int) -> dt.date:
    """The date of a day number."""
    return _EPOCH + dt.timedelta(days=day)


def day_of(date: dt.date) -> int:
    """The day number of a date."""
    return (date - _EPOCH).days


def moment_of_day(at: int) -> int:
    """The day number of a civil moment."""
    return at // DAY


def months_later(day: int, months_more: int) -> int:
    """The same day of the month so many months later, or that month's last day."""
    start = date_of(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months_more, 12)
    last = months.monthrange(year, month + 1)[1]
    return day_of(dt.date(year, month + 1, min(start.day, last)))


@dataclass(frozen=True)
class Calendar:
    """The days that are known: True for a working day, False for a day of rest."""

    works: Mapping[int, bool]
    listed: frozenset[int]
    unofficial: frozenset[int]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> "Calendar":
        """The calendar that the relation ``workdays`` holds."""
        works: dict[int, bool] = {}
        listed: set[int] = set()
        unofficial: set[int] = set()
        for row in rows:
            listed.add(row["day"])
            if row["is_workday"] is not None:
                works[row["day"]] = bool(row["is_workday"])
            if row["status"] == "provisional":
                unofficial.add(row["day"])
        return cls(works, frozenset(listed), frozenset(unofficial))

    def working_days(self, after: int, through: int) -> int | None:
        """Working days in the days after ``after``, through ``through`` (less than 0 if it lies before)."""
        if through < after:
            back = self.working_days(through, after)
            return None if back is None else -back
        counted = 0
        for day in range(after, through + 1):
            if day not in self.works:
                return None
            counted += day > after and self.works[day]
        return counted

    def working_days_later(self, start: int, count: int) -> int | None:
        """The day on which so many working days after ``start`` are reached; None if not known."""
        if start not in self.works:
            return None
        day = start
        while count > 0:
            day += 1
            if day not in self.works:
                return None
            count -= self.works[day]
        return day

    def roll(self, day: int) -> int | None:
        """This day, or the first working day after it; None if the calendar does not tell."""
        while day in self.works:
            if self.works[day]:
                return day
            day += 1
        return None
