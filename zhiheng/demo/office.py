"""The office: its working days and hours, its units, and the invented people in them.

People are called as Chinese judgments call people whose names are withheld: a surname, 某 (a certain), and
one of the ten stems. A unit has one surname, a post its stems.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from zhiheng.core.workdays import from_day, load_calendar, to_day

Post = Literal["clerk", "acceptor", "handler", "reviewer", "head"]

UNITS: Mapping[str, str] = {
    "market": "赵",
    "housing": "钱",
    "urban-order": "孙",
    "transport": "李",
    "health": "周",
    "civil-affairs": "吴",
    "finance": "郑",
    "petitions": "王",
    "government-office": "冯",
    "trading-centre": "陈",
    "east-street": "褚",
    "west-street": "卫",
}
POSTS: Mapping[Post, str] = {
    "clerk": "甲乙",
    "acceptor": "丙",
    "handler": "丁戊己",
    "reviewer": "庚辛",
    "head": "壬癸",
}

# Who left before the log begins; nobody in a clean case.
RETIRED = "子"

_FIRST, _LAST = date(2024, 12, 1), date(2027, 12, 31)
_MORNING, _NOON, _AFTERNOON, _CLOSE = 8 * 60 + 30, 12 * 60, 14 * 60, 17 * 60 + 25
# The first act of a day comes early enough for others to follow on it.
OPENINGS = (*range(_MORNING, _NOON - 30), *range(_AFTERNOON, _CLOSE - 105))


def officials(unit: str, post: Post) -> tuple[str, ...]:
    """The people who hold a post in a unit."""
    return tuple(f"{UNITS[unit]}某{stem}" for stem in POSTS[post])


def retired(unit: str) -> str:
    """Who held a post in a unit until the end of 2024."""
    return f"{UNITS[unit]}某{RETIRED}"


def interest(unit: str, official: str) -> str | None:
    """The party in whom the official has declared an interest, as interests.csv has it; heads have one each."""
    heads = officials(unit, "head")
    if official not in heads:
        return None
    return f"P9{list(UNITS).index(unit) + 1:02}{heads.index(official) + 1:02}"


def after_a_while(minute: int, minutes: int) -> int | None:
    """The minute of the day so many minutes later, lunch left out; None if the office is closed by then."""
    later = minute + minutes
    if _NOON <= later < _AFTERNOON:
        later += _AFTERNOON - _NOON
    return later if later <= _CLOSE else None


@dataclass(frozen=True)
class WorkingDays:
    """The office's working days, each known by its place in the row."""

    days: tuple[date, ...]

    def at(self, day: int, minute: int, second: int = 0) -> datetime:
        """The moment on a working day."""
        return datetime.combine(self.days[day], time(minute // 60, minute % 60, second))

    def since(self, value: date) -> int:
        """The place of the first working day on or after a date."""
        return bisect_left(self.days, value)

    def rolled(self, value: date) -> date:
        """The date itself, or the next working day after a day of rest."""
        return self.days[self.since(value)]

    def due(self, start: int, days: int) -> date:
        """The last day of so many calendar days, moved on from a day of rest."""
        return self.rolled(self.days[start] + timedelta(days=days))


def working_days() -> WorkingDays:
    """China's working days from December 2024 through 2027, which is provisional."""
    rows = load_calendar("cn").rows(to_day(_FIRST), to_day(_LAST))
    return WorkingDays(tuple(from_day(day) for day, _, is_workday, *_ in rows if is_workday))
