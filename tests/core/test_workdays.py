"""The last day of a period: the worked examples of the domain pack, and what no table can tell.

The two examples about the surcharge on an unpaid fine are sums of money, not days; they belong to fees.
"""

from datetime import date
from pathlib import Path

import pytest

from zhiheng.core.relations import RELATIONS
from zhiheng.core.workdays import Calendar, LastDay, load_calendar, to_day


@pytest.fixture(scope="module")
def china() -> Calendar:
    return load_calendar("cn")


def cell(calendar: Calendar, day: str, column: str) -> object:
    number = to_day(date.fromisoformat(day))
    return calendar.rows(number, number)[0][RELATIONS["workdays"].names.index(column)]


@pytest.mark.parametrize(
    ("start", "amount", "unit", "last"),
    [
        pytest.param("2026-09-18", 5, "workday", "2026-09-24", id="Sunday 20 September is worked"),
        pytest.param("2026-09-18", 20, "workday", "2026-10-22", id="across Mid-autumn and National Day"),
        pytest.param("2026-02-11", 5, "workday", "2026-02-25", id="across the Spring Festival"),
        pytest.param("2026-02-11", 20, "workday", "2026-03-17", id="Saturday 28 February is worked too"),
        pytest.param("2025-09-26", 5, "workday", "2025-10-10", id="Sunday 28 September is worked"),
        pytest.param("2026-03-02", 20, "workday", "2026-03-30", id="nothing stopped"),
        pytest.param("2026-02-02", 15, "day", "2026-02-24", id="pay: 17 February is in the holiday"),
        pytest.param("2026-01-05", 90, "day", "2026-04-07", id="decide: 5 April is a day of rest"),
    ],
)
def test_a_period_ends_on_the_day_that_law_says(
    china: Calendar, start: str, amount: int, unit: str, last: str
) -> None:
    found = china.last_day(date.fromisoformat(start), amount, unit)
    assert found == LastDay(date.fromisoformat(last), provisional=False)


def test_an_expert_review_does_not_count(china: Calendar) -> None:
    review = (date(2026, 3, 9), date(2026, 3, 20))
    assert china.last_day(date(2026, 3, 2), 20, "workday", stopped=[review]).day == date(2026, 4, 14)


@pytest.mark.parametrize(
    ("start", "days", "raw"), [("2026-02-02", 15, "2026-02-17"), ("2026-01-05", 90, "2026-04-05")]
)
def test_without_rolling_a_period_may_end_on_a_day_of_rest(
    china: Calendar, start: str, days: int, raw: str
) -> None:
    found = china.last_day(date.fromisoformat(start), days, "day", roll=False)
    assert found.day == date.fromisoformat(raw)


def test_overlapping_stops_count_once(china: Calendar) -> None:
    hearing, review = (date(2026, 3, 9), date(2026, 3, 20)), (date(2026, 3, 16), date(2026, 3, 24))
    both = china.last_day(date(2026, 3, 2), 20, "workday", stopped=[review, hearing])
    joined = china.last_day(date(2026, 3, 2), 20, "workday", stopped=[(hearing[0], review[1])])
    assert both == joined == LastDay(date(2026, 4, 16), provisional=False)


def test_a_stop_counts_from_the_day_after_the_start(china: Calendar) -> None:
    stop = (date(2026, 2, 20), date(2026, 3, 4))  # a holiday, then work until Wednesday
    found = china.last_day(date(2026, 3, 2), 3, "workday", stopped=[stop])
    assert found.day == date(2026, 3, 9)


def test_a_stop_after_the_end_changes_nothing(china: Calendar) -> None:
    stop = (date(2026, 3, 10), date(2026, 3, 20))
    assert china.last_day(date(2026, 3, 2), 5, "workday", stopped=[stop]).day == date(2026, 3, 9)


def test_a_stop_makes_calendar_days_longer_before_they_roll(china: Calendar) -> None:
    stop = (date(2026, 3, 5), date(2026, 3, 6))
    found = china.last_day(date(2026, 3, 2), 10, "day", stopped=[stop])
    assert found.day == date(2026, 3, 16)  # 12 March, two days longer: Saturday 14 March; then Monday


def test_a_stop_that_never_ends_has_no_last_day(china: Calendar) -> None:
    stop = (date(2026, 3, 9), date.max)
    assert china.last_day(date(2026, 3, 2), 20, "workday", stopped=[stop]).day is None
    assert china.last_day(date(2026, 3, 2), 20, "day", stopped=[stop]).day is None


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [("2025-01-15", 2, "2025-03-17"), ("2025-01-31", 1, "2025-02-28"), ("2023-11-30", 3, "2024-02-29")],
)
def test_months_end_on_the_same_day_or_at_the_months_end(
    china: Calendar, start: str, months: int, last: str
) -> None:
    assert china.last_day(date.fromisoformat(start), months, "month").day == date.fromisoformat(last)


def test_a_day_that_rests_on_an_unpublished_year_says_so(china: Calendar) -> None:
    assert china.last_day(date(2026, 12, 25), 10, "workday") == LastDay(date(2027, 1, 11), provisional=True)
    assert china.last_day(date(2026, 12, 25), 10, "day") == LastDay(date(2027, 1, 4), provisional=True)
    assert china.last_day(date(2026, 12, 25), 10, "day", roll=False).provisional is False


def test_beyond_the_tables_no_last_day_is_claimed(china: Calendar) -> None:
    assert china.last_day(date(2027, 12, 20), 20, "workday").day is None
    assert china.last_day(date(2003, 12, 20), 5, "workday").day is None
    assert china.last_day(date(2027, 12, 20), 20, "day").day is None
    assert china.last_day(date(2027, 12, 20), 20, "day", roll=False).day == date(2028, 1, 9)


@pytest.mark.parametrize("unit", ["workday", "day", "month"])
def test_a_period_longer_than_any_table_has_no_last_day(china: Calendar, unit: str) -> None:
    assert china.last_day(date(2026, 3, 2), 10**12, unit, roll=False).day is None


def test_a_period_of_nothing_ends_on_the_day_it_begins(china: Calendar) -> None:
    assert china.last_day(date(2026, 3, 2), 0, "workday").day == date(2026, 3, 2)


def test_a_negative_period_or_an_unknown_unit_is_refused(china: Calendar) -> None:
    with pytest.raises(ValueError, match="-1"):
        china.last_day(date(2026, 3, 2), -1, "workday")
    with pytest.raises(ValueError, match="fortnight"):
        china.last_day(date(2026, 3, 2), 1, "fortnight")


def test_working_days_between_leaves_out_the_first_day_and_counts_the_last(china: Calendar) -> None:
    assert china.working_days_between(date(2026, 9, 18), date(2026, 9, 24)) == 5
    assert china.working_days_between(date(2026, 9, 24), date(2026, 9, 18)) == -5
    assert china.working_days_between(date(2026, 9, 18), date(2028, 1, 3)) is None


def test_the_running_number_starts_with_the_first_table(china: Calendar) -> None:
    assert cell(china, "2003-12-31", "n") is None
    assert [cell(china, day, "n") for day in ("2004-01-01", "2004-01-02")] == [0, 1]
    assert cell(china, "2005-01-04", "n") == cell(china, "2004-12-31", "n") + 1


def test_the_next_working_day_is_the_day_itself_or_the_first_one_after(china: Calendar) -> None:
    assert cell(china, "2026-09-24", "next_workday") == to_day(date(2026, 9, 24))
    assert cell(china, "2026-10-01", "next_workday") == to_day(date(2026, 10, 8))


def test_at_the_end_of_the_tables_a_day_of_rest_has_no_next_working_day(tmp_path: Path) -> None:
    (tmp_path / "2028.csv").write_text("day,is_workday,name\n", encoding="utf-8")
    calendar = load_calendar(None, [tmp_path])
    assert date(2028, 12, 30).isoweekday() == 6
    assert cell(calendar, "2028-12-30", "next_workday") is None


@pytest.mark.parametrize("jurisdiction", ["it", "nl", None])
def test_without_a_table_only_months_are_known(jurisdiction: str | None) -> None:
    first = to_day(date(2013, 2, 28))
    assert load_calendar(jurisdiction).rows(first, first + 1) == [
        (first, None, None, None, 517, 28, None),
        (first + 1, None, None, None, 518, 1, None),
    ]


def test_without_a_table_calendar_days_count_and_nothing_rolls() -> None:
    italy = load_calendar("it")
    assert italy.last_day(date(2012, 8, 3), 60, "day", roll=False).day == date(2012, 10, 2)
    assert italy.last_day(date(2012, 8, 3), 60, "day").day is None
    assert italy.last_day(date(2012, 8, 3), 2, "workday").day is None


def test_days_before_1900_and_after_2100_get_no_rows(china: Calendar) -> None:
    rows = china.rows(to_day(date(1, 1, 1)), to_day(date(9999, 12, 31)))
    assert (rows[0][0], rows[-1][0]) == (to_day(date(1900, 1, 1)), to_day(date(2100, 12, 31)))
    assert len(rows) == rows[-1][0] - rows[0][0] + 1
    assert china.rows(10, 9) == []


def test_months_before_1970_have_negative_numbers(china: Calendar) -> None:
    assert cell(china, "1948-12-31", "month_index") == -253
    assert cell(china, "1948-12-31", "day_of_month") == 31
