"""Time across the page: where a moment lies, and which dates stand under the axis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhiheng.auditing.report.quantities import DAY_US, day_text, moment_text

_MINUTE_US = DAY_US // 1440
_MARGIN = 3.0
_MOST_TICKS = 8
_CHARACTER = 1.05  # percent of the usual width
_EDGE = 6.0
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Tick:
    """A date under the axis: where (percent across) and its words."""

    x: float
    label: str


@dataclass(frozen=True)
class Scale:
    """A span of time laid across the width; moments in microseconds of civil time."""

    first: int
    last: int

    @classmethod
    def around(cls, moments: list[int]) -> Scale:
        """The span that holds these moments; half a day to each side if it is but one."""
        first, last = min(moments), max(moments)
        if first == last:
            return cls(first - DAY_US // 2, last + DAY_US // 2)
        return cls(first, last)

    @property
    def days(self) -> tuple[int, int]:
        """The first and the last day shown."""
        margin = int((self.last - self.first) * _MARGIN / 100)
        return (self.first - margin) // DAY_US, (self.last + margin) // DAY_US

    def x(self, at: int) -> float:
        """Where a moment lies, in percent across; what lies outside stands at the edge."""
        share = (at - self.first) / (self.last - self.first)
        return min(100.0, max(0.0, _MARGIN + (100 - 2 * _MARGIN) * share))

    def ticks(self) -> list[Tick]:
        """Up to eight dates, none upon another: hours, days, months or years, whichever fits."""
        kept: list[Tick] = []
        for tick in self._all_ticks():
            # At the edges a label stands beside its tick, not under it, and takes room of the next.
            room = max(len(tick.label), len(kept[-1].label) if kept else 0) * _CHARACTER + 1
            edge = kept and (kept[-1].x < _EDGE or tick.x > 100 - _EDGE)
            if not kept or tick.x - kept[-1].x >= room * (1.6 if edge else 1):
                kept.append(tick)
        return kept

    def _all_ticks(self) -> list[Tick]:
        span = self.last - self.first
        for minutes in (1, 2, 5, 15, 30, 60, 180, 360, 720):
            if span <= minutes * _MINUTE_US * (_MOST_TICKS - 1):
                return self._clock(minutes * _MINUTE_US)
        for days in (1, 2, 7, 14):
            if span <= days * DAY_US * (_MOST_TICKS - 1):
                return [Tick(self.x(at), day_text(at // DAY_US)) for at in self._steps(days * DAY_US)]
        for months in (1, 2, 3, 6):
            if span <= months * 30 * DAY_US * (_MOST_TICKS - 1):
                return [Tick(self.x(at), name[:7]) for at, name in self._months(months)]
        for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000):
            if span <= years * 365 * DAY_US * (_MOST_TICKS - 1):
                return [Tick(self.x(at), name[:4]) for at, name in self._months(12 * years)]
        return []

    def _clock(self, size: int) -> list[Tick]:
        """Times of day; the date only where it changes."""
        ticks, day = [], None
        for at in self._steps(size):
            label = moment_text(at)
            ticks.append(Tick(self.x(at), label.partition(" ")[2] if at // DAY_US == day else label))
            day = at // DAY_US
        return ticks

    def _steps(self, size: int) -> Iterator[int]:
        at = -(-self.first // size) * size
        while at <= self.last:
            yield at
            at += size

    def _months(self, size: int) -> Iterator[tuple[int, str]]:
        """First days of every ``size``-th month; only years that a calendar has."""
        lowest, highest = 1 - _EPOCH, date.max.toordinal() - _EPOCH
        low = max(self.first // DAY_US, lowest)
        high = min(self.last // DAY_US, highest)
        start = date.fromordinal(low + _EPOCH)
        month = -(-(start.year * 12 + start.month - 1) // size) * size
        while month // 12 <= date.max.year:
            day = date(month // 12, month % 12 + 1, 1)
            number = day.toordinal() - _EPOCH
            if number > high:
                return
            if number >= low:
                yield number * DAY_US, day.isoformat()
            month += size
