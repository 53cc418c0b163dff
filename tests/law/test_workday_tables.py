"""The years that are shipped: each has a source, and law's fixed holidays are in them."""

import csv
from datetime import date
from pathlib import Path

import pytest

import zhiheng
from zhiheng.core.workdays import load_calendar, to_day

FOLDER = Path(zhiheng.__file__).parent / "law" / "cn" / "workdays"
CHINA = load_calendar("cn")


def test_china_is_official_from_2004_through_2026_and_then_provisional() -> None:
    assert [year.number for year in CHINA.years] == list(range(2004, 2028))
    assert [year.number for year in CHINA.years if year.status == "provisional"] == [2027]


def test_every_year_names_its_source_in_both_languages() -> None:
    assert all("chinesecalendar 1.11.0" in text for year in CHINA.years[:-1] for text in year.source.values())
    assert all("全国年节及纪念日放假办法" in text for text in CHINA.years[-1].source.values())


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_a_shipped_table_holds_only_days_that_differ_in_order_and_named(path: Path) -> None:
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    days = [date.fromisoformat(row["day"]) for row in rows]
    assert days == sorted(days)
    assert [row["is_workday"] for row in rows] == ["0" if day.isoweekday() <= 5 else "1" for day in days]
    assert all(row["name"] for row in rows)


def test_in_2027_the_thirteen_days_that_law_gives_are_free() -> None:
    days = [
        (1, 1), (2, 5), (2, 6), (2, 7), (2, 8), (4, 5), (5, 1), (5, 2), (6, 9), (9, 15),
        (10, 1), (10, 2), (10, 3),
    ]
    numbers = [to_day(date(2027, month, day)) for month, day in days]
    assert [CHINA.rows(number, number)[0][2] for number in numbers] == [0] * 13
