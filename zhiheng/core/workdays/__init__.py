"""The working-day calendar: official or provisional years, counting and last days.

What law counts in working days needs the State Council's yearly notice (weekends that are worked,
weekdays that are not). Tables are data (``law/<jurisdiction>/workdays``); a city adds or replaces years.
"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from zhiheng.core.errors import CalendarError
from zhiheng.core.workdays.counting import Calendar, LastDay, Row, Unit, from_day, to_day
from zhiheng.core.workdays.year_tables import Status, Year, read_years

__all__ = [
    "Calendar", "LastDay", "Row", "Status", "Unit", "Year",
    "from_day", "load_calendar", "read_years", "to_day",
]

_LAW = Path(__file__).parents[2] / "law"


def load_calendar(jurisdiction: str | None, extra: Sequence[Path] = ()) -> Calendar:
    """The years shipped for ``jurisdiction`` and those in ``extra`` (folders or ``<year>.csv`` files).

    A year in ``extra`` replaces the shipped one. A jurisdiction for which nothing is shipped, or None,
    has only the years of ``extra``. Raises CalendarError for a table that is not valid and for a year
    missing between two others, because working days could not be counted across it.
    """
    years: dict[int, Year] = {}
    shipped = _LAW / jurisdiction / "workdays" if jurisdiction else None
    if shipped is not None and shipped.is_dir():
        years |= read_years(shipped)
    for path in extra:
        years |= read_years(path)
    ordered = [years[number] for number in sorted(years)]
    for before, after in pairwise(ordered):
        if after.number != before.number + 1:
            raise _gap(before, after)
    return Calendar(ordered)


def _gap(before: Year, after: Year) -> CalendarError:
    missing = f"{before.number + 1}.csv"
    return CalendarError(
        str(after.path),
        en=f"the years jump from {before.number} to {after.number}, so working days cannot be counted across"
        f" the gap; add {missing} beside it (a header line alone means Monday to Friday)",
        zh=f"年份由 {before.number} 跳至 {after.number}，工作日无法跨越空缺累计；"
        f"请在同一目录补充 {missing}（只有表头即为周一至周五）",
    )
