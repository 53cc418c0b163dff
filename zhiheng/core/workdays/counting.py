"""Counting days: running numbers, last days of periods, the rows that controls join.

The day on which a period starts does not count; a period in calendar days or months that ends on a day
of rest runs on to the next working day (Civil Code of the PRC, articles 201 to 203).
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, chain
from typing import Literal

from zhiheng.core.workdays.year_tables import FIRST_YEAR, LAST_YEAR, Status, Year

Unit = Literal["workday", "day", "month"]
Row = tuple[int, int | None, int | None, int | None, int, int, Status | None]

_EPOCH = date(1970, 1, 1).toordinal()
_MONTHS = 12


def to_day(value: date) -> int:
    """The day number of a date: days since 1970-01-01."""
    return value.toordinal() - _EPOCH


def from_day(day: int) -> date:
    """The date of a day number."""
    return date.fromordinal(day + _EPOCH)


# No office keeps a file beyond these; a log with a typing error must not make millions of rows.
_EARLIEST, _LATEST = to_day(date(FIRST_YEAR, 1, 1)), to_day(date(LAST_YEAR, 12, 31))


@dataclass(frozen=True)
class LastDay:
    """The last day in time.

    ``day`` is None where no table tells; ``provisional``: it rests on a year that is not yet official.
    """

    day: date | None
    provisional: bool


class Calendar:
    """Consecutive years of working days; ``years`` tells the status and source of each."""

    def __init__(self, years: Sequence[Year]) -> None:
        self.years = tuple(years)
        flags = b"".join(year.flags for year in self.years)
        self._begin = to_day(date(self.years[0].number, 1, 1)) if self.years else _LATEST + 1
        self._end = self._begin + len(flags)  # the first day after the tables
        self._flags = flags
        self._n = list(accumulate(flags))
        self._workdays = [day for day, flag in enumerate(flags, self._begin) if flag]
        after = [*self._workdays, None]
        self._next = [after[n - flag] for n, flag in zip(self._n, flags, strict=True)]
        self._status = list(chain.from_iterable([year.status] * len(year.flags) for year in self.years))

    def rows(self, first_day: int, last_day: int) -> list[Row]:
        """The rows of the relation ``workdays`` from first_day through last_day (day numbers).

        A day outside the tables has nulls for n, is_workday, next_workday and status. Only days of the
        years 1900 to 2100 are given.
        """
        first, last = max(first_day, _EARLIEST), min(last_day, _LATEST)
        if first > last:
            return []
        begin, end = max(first, self._begin), min(last + 1, self._end)
        if begin >= end:
            begin = end = last + 1
        inside = slice(begin - self._begin, end - self._begin)
        before, behind = [None] * (begin - first), [None] * (last + 1 - end)
        months, month_days = _month_columns(first, last)
        return list(zip(
            range(first, last + 1),
            [*before, *self._n[inside], *behind],
            [*before, *self._flags[inside], *behind],
            [*before, *self._next[inside], *behind],
            months,
            month_days,
            [*before, *self._status[inside], *behind],
            strict=True,
        ))

    def working_days_between(self, a: date, b: date) -> int | None:
        """The working days after ``a`` through ``b``, negative if b is earlier; None outside the tables."""
        n_a, n_b = self._number(to_day(a)), self._number(to_day(b))
        return None if n_a is None or n_b is None else n_b - n_a

    def last_day(
        self,
        start: date,
        amount: int,
        unit: Unit,
        *,
        roll: bool = True,
        stopped: Sequence[tuple[date, date]] = (),
    ) -> LastDay:
        """The last day of a period of ``amount`` units that begins after ``start``.

        ``stopped`` are first and last days of stopped time, in any order and overlapping or not: they do not
        count. ``roll`` moves a last day of rest to the next working day (day and month; a period in working
        days ends on one anyway). Raises ValueError for a negative amount or an unknown unit.
        """
        if amount < 0:
            raise ValueError(f"a period cannot be {amount} long; give a number from 0")
        begun = to_day(start)
        stops = _apart(stopped, begun)
        match unit:
            case "workday":
                return self._last_workday(begun, amount, stops)
            case "day":
                raw = begun + amount
            case "month":
                raw = _months_later(start, amount)
            case _:
                raise ValueError(f"the unit {unit!r} is unknown; use workday, day or month")
        for first, last in stops:
            if first <= raw:
                raw += last - first + 1
        return self._rolled(raw) if roll else _found(raw, provisional=False)

    def _last_workday(self, start: int, amount: int, stops: list[tuple[int, int]]) -> LastDay:
        begun = self._number(start)
        if begun is None:
            return LastDay(None, provisional=False)
        if amount == 0:
            return self._between(start, start)
        target = begun + amount
        for first, last in stops:
            if target > len(self._workdays) or self._workdays[target - 1] < first:
                break  # this stop begins after the period's end, as do all later ones
            # `first` is inside the tables here, but stopped time may reach beyond them.
            target += self._n[min(last, self._end - 1) - self._begin] - self._n[first - 1 - self._begin]
        if target > len(self._workdays):
            return LastDay(None, provisional=False)
        return self._between(start, self._workdays[target - 1])

    def _rolled(self, raw: int) -> LastDay:
        if not self._begin <= raw < self._end:
            return LastDay(None, provisional=False)
        day = self._next[raw - self._begin]
        return LastDay(None, provisional=False) if day is None else self._between(raw, day)

    def _between(self, first: int, last: int) -> LastDay:
        """``last`` as a found day that rests on the tables from ``first`` to ``last``."""
        offset = self.years[0].number
        span = self.years[from_day(first).year - offset : from_day(last).year - offset + 1]
        return _found(last, provisional=any(year.status == "provisional" for year in span))

    def _number(self, day: int) -> int | None:
        return self._n[day - self._begin] if self._begin <= day < self._end else None


def _found(day: int, *, provisional: bool) -> LastDay:
    """A day number as a last day; None if it lies beyond the years that this calendar knows at all."""
    return LastDay(from_day(day) if day <= _LATEST else None, provisional=provisional and day <= _LATEST)


def _months_later(start: date, amount: int) -> int:
    """The same day of the month ``amount`` months after ``start``, or that month's end, as a day number."""
    years, month = divmod(start.month - 1 + amount, _MONTHS)
    year = start.year + years
    if year > LAST_YEAR:
        return _LATEST + 1
    return to_day(date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])))


def _apart(stopped: Sequence[tuple[date, date]], start: int) -> list[tuple[int, int]]:
    """Stopped time after ``start`` as day numbers, in order and without overlap."""
    apart: list[tuple[int, int]] = []
    free = start + 1
    for first, last in sorted((to_day(first), to_day(last)) for first, last in stopped):
        if max(first, free) <= last:
            apart.append((max(first, free), last))
            free = last + 1
    return apart


def _month_columns(first: int, last: int) -> tuple[list[int], list[int]]:
    """month_index and day_of_month of every day from first through last."""
    start, end = from_day(first), from_day(last)
    months: list[int] = []
    days: list[int] = []
    for month in range(start.year * _MONTHS + start.month - 1, end.year * _MONTHS + end.month):
        length = monthrange(month // _MONTHS, month % _MONTHS + 1)[1]
        months += [month - 1970 * _MONTHS] * length
        days += range(1, length + 1)
    inside = slice(start.day - 1, start.day - 1 + last - first + 1)
    return months[inside], days[inside]
