"""What holds for every period, and a second opinion on every Chinese year."""

from datetime import date, timedelta

import chinese_calendar
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.workdays import from_day, load_calendar, to_day

CHINA = load_calendar("cn")
OFFICIAL = st.dates(date(2004, 1, 1), date(2026, 12, 31))
INSIDE = st.dates(date(2004, 1, 1), date(2025, 6, 30))
AMOUNT = st.integers(0, 120)


def stops_after(start: date) -> st.SearchStrategy[list[tuple[date, date]]]:
    stop = st.tuples(st.integers(-20, 80), st.integers(-2, 30)).map(
        lambda at: (start + timedelta(at[0]), start + timedelta(at[0] + at[1]))
    )
    return st.lists(stop, max_size=4)


@given(OFFICIAL, st.integers(0, 400))
def test_every_span_counts_as_chinesecalendar_counts_it(start: date, length: int) -> None:
    end = min(start + timedelta(length), date(2026, 12, 31))
    expected = sum(map(chinese_calendar.is_workday, days(start, end)))
    assert CHINA.working_days_between(start, end) == expected


def test_every_day_of_23_years_is_as_chinesecalendar_has_it() -> None:
    rows = CHINA.rows(to_day(date(2004, 1, 1)), to_day(date(2026, 12, 31)))
    ours = {from_day(day): bool(flag) for day, _, flag, *_ in rows}
    assert len(ours) == 8401
    assert ours == {day: chinese_calendar.is_workday(day) for day in ours}


@given(INSIDE, st.integers(1, 120))
def test_last_day_undoes_working_days_between(start: date, amount: int) -> None:
    last = CHINA.last_day(start, amount, "workday").day
    assert CHINA.working_days_between(start, last) == amount
    assert CHINA.working_days_between(last - timedelta(1), last) == 1


@given(INSIDE, AMOUNT, st.data())
def test_as_many_days_count_as_were_given_however_the_clock_stops(
    start: date, amount: int, data: st.DataObject
) -> None:
    stopped = data.draw(stops_after(start))
    last = CHINA.last_day(start, amount, "workday", stopped=stopped).day
    counted = [day for day in days(start, last) if not any(first <= day <= end for first, end in stopped)]
    assert sum(map(chinese_calendar.is_workday, counted)) == amount


@given(INSIDE, AMOUNT, st.data())
def test_calendar_days_count_however_the_clock_stops(start: date, amount: int, data: st.DataObject) -> None:
    stopped = data.draw(stops_after(start))
    last = CHINA.last_day(start, amount, "day", roll=False, stopped=stopped).day
    counted = [day for day in days(start, last) if not any(first <= day <= end for first, end in stopped)]
    assert len(counted) == amount


@given(start=INSIDE, amount=AMOUNT, unit=st.sampled_from(["workday", "day", "month"]), roll=st.booleans())
def test_a_longer_period_never_ends_earlier(start: date, amount: int, unit: str, *, roll: bool) -> None:
    amount = amount % 18 if unit == "month" else amount
    shorter = CHINA.last_day(start, amount, unit, roll=roll).day
    assert shorter <= CHINA.last_day(start, amount + 1, unit, roll=roll).day


@given(
    start=INSIDE,
    amount=st.integers(1, 120),
    unit=st.sampled_from(["workday", "day"]),
    roll=st.booleans(),
)
def test_a_period_that_begins_later_never_ends_earlier(
    start: date, amount: int, unit: str, *, roll: bool
) -> None:
    earlier = CHINA.last_day(start, amount, unit, roll=roll).day
    assert earlier <= CHINA.last_day(start + timedelta(1), amount, unit, roll=roll).day


@given(INSIDE, AMOUNT)
def test_a_rolled_period_ends_on_a_working_day(start: date, amount: int) -> None:
    assert chinese_calendar.is_workday(CHINA.last_day(start, amount, "day").day)


def days(after: date, through: date) -> list[date]:
    """The days after one through the other."""
    return [after + timedelta(number) for number in range(1, (through - after).days + 1)]
