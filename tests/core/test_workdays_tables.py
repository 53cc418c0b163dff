"""A city's own years: what a table may look like, and one sentence for each thing wrong with it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from zhiheng.core.errors import CalendarError
from zhiheng.core.workdays import Calendar, load_calendar, to_day

HEADER = "day,is_workday,name\n"


def table(folder: Path, year: int, text: str) -> Path:
    path = folder / f"{year}.csv"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path) -> CalendarError:
    with pytest.raises(CalendarError) as caught:
        load_calendar(None, [path])
    return caught.value


def worked(calendar: Calendar, day: date) -> bool | None:
    flag = calendar.rows(to_day(day), to_day(day))[0][2]
    return None if flag is None else bool(flag)


def status(calendar: Calendar, year: int) -> str:
    return next(held.status for held in calendar.years if held.number == year)


def test_a_citys_year_replaces_the_shipped_one(tmp_path: Path) -> None:
    table(tmp_path, 2027, HEADER + "2027-01-01,0,元旦\n2027-02-20,1,春节调休上班\n")
    calendar = load_calendar("cn", [tmp_path])
    assert worked(calendar, date(2027, 2, 20)) is True
    assert worked(calendar, date(2027, 10, 1)) is True  # it says nothing of National Day, so Friday is worked
    assert status(calendar, 2027) == "official"


def test_a_citys_year_carries_the_shipped_ones_on(tmp_path: Path) -> None:
    calendar = load_calendar("cn", [table(tmp_path, 2028, HEADER)])
    assert calendar.last_day(date(2027, 12, 30), 2, "workday").day == date(2028, 1, 3)


def test_a_table_may_name_all_365_days(tmp_path: Path) -> None:
    every = [date(2011, 1, 1) + timedelta(day) for day in range(365)]
    sunday_first = [f"{day},{int(day.isoweekday() not in (5, 6))}," for day in every]
    calendar = load_calendar(None, [table(tmp_path, 2011, HEADER + "\n".join(sunday_first))])
    assert worked(calendar, date(2011, 1, 7)) is False  # a Friday
    assert worked(calendar, date(2011, 1, 9)) is True  # a Sunday


def test_a_header_alone_means_monday_to_friday(tmp_path: Path) -> None:
    calendar = load_calendar(None, [table(tmp_path, 2011, HEADER)])
    assert calendar.working_days_between(date(2011, 1, 2), date(2011, 1, 9)) == 5


def test_a_spreadsheets_byte_order_mark_and_empty_lines_are_read(tmp_path: Path) -> None:
    path = table(tmp_path, 2011, "\ufeff" + HEADER + "\r\n2011-01-03,0,元旦\r\n\r\n")
    assert worked(load_calendar(None, [path]), date(2011, 1, 3)) is False


def test_one_provisional_row_makes_the_year_provisional(tmp_path: Path) -> None:
    rows = "2028-01-03,0,provisional\n2028-05-01,0,official\n"
    path = table(tmp_path, 2028, "day,is_workday,status\n" + rows)
    calendar = load_calendar("cn", [path])
    assert status(calendar, 2028) == "provisional"
    assert calendar.last_day(date(2028, 5, 2), 3, "workday").provisional is True


@pytest.mark.parametrize("given", ["", "2028.csv"], ids=["the folder", "the file"])
def test_an_index_tells_status_and_source(tmp_path: Path, given: str) -> None:
    table(tmp_path, 2028, HEADER)
    index = "2028: {status: provisional, source: 市政府通知}\n"
    (tmp_path / "years.yaml").write_text(index, encoding="utf-8")
    year = load_calendar(None, [tmp_path / given]).years[0]
    assert (year.status, year.source["zh"]) == ("provisional", "市政府通知")


def test_a_gap_between_the_years_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path, 2029, HEADER)
    with pytest.raises(CalendarError, match=r"2029\.csv: the years jump from 2027 to 2029.*add 2028\.csv"):
        load_calendar("cn", [path])


@pytest.mark.parametrize(
    ("text", "line", "value"),
    [
        pytest.param("", 1, "'day' is missing", id="empty file"),
        pytest.param("date,is_workday\n", 1, "'day' is missing", id="a column missing"),
        pytest.param("day;is_workday;name\n", 1, "'day' is missing", id="semicolons"),
        pytest.param("day,is_workday,holiday\n", 1, "'holiday' is unknown", id="a column unknown"),
        pytest.param("day,is_workday,day\n", 1, "'day' is unknown or stands twice", id="a column twice"),
        pytest.param(HEADER + "2026-02-30,0,\n", 2, "'2026-02-30' is not a day", id="no such day"),
        pytest.param(HEADER + "1.2.2026,0,\n", 2, "'1.2.2026' is not a day", id="not ISO"),
        pytest.param(HEADER + "\n2027-01-01,0,\n", 3, "2027-01-01 is not in 2026", id="wrong year"),
        pytest.param(HEADER + "2026-01-01,off,\n", 2, "is_workday is 'off'", id="unknown flag"),
        pytest.param(HEADER + "2026-01-01,,\n", 2, "is_workday is ''", id="no flag"),
        pytest.param(HEADER + "2026-01-01,0,\n2026-01-01,1,\n", 3, "here and on line 2", id="a day twice"),
        pytest.param(HEADER + "2026-01-01,0\n", 2, "2 fields", id="too few fields"),
        pytest.param(HEADER + "2026-01-01,0,a,b\n", 2, "4 fields", id="too many fields"),
        pytest.param(HEADER + '2026-01-01,0,"元旦\n', 2, "not a line of CSV", id="an open quotation mark"),
        pytest.param("day,is_workday,status\n2026-01-01,0,maybe\n", 2, "'maybe'", id="unknown status"),
    ],
)
def test_a_bad_line_is_named_with_its_value(tmp_path: Path, text: str, line: int, value: str) -> None:
    error = refusal(table(tmp_path, 2026, text))
    assert error.place == f"{tmp_path / '2026.csv'}:{line}"
    assert value in error.en
    assert error.text("zh") != error.text("en")


def test_a_table_in_a_foreign_encoding_is_named_with_line_and_byte(tmp_path: Path) -> None:
    path = tmp_path / "2026.csv"
    path.write_bytes((HEADER + "2026-01-01,0,元旦\n").encode("gb18030"))
    error = refusal(path)
    assert error.place == f"{path}:2"
    assert "0xb5 is not UTF-8; save the file as UTF-8" in error.en


@pytest.mark.parametrize("name", ["holidays.csv", "26.csv", "1066.csv", "2026.txt", "二〇二六.csv"])
def test_a_file_not_named_after_its_year_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(HEADER, encoding="utf-8")
    assert "name it after the year" in refusal(path).en


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be read (No such file" in refusal(tmp_path / "2026.csv").en


@pytest.mark.parametrize(
    ("text", "line", "value"),
    [
        pytest.param("2026: {status: {}}\n", 1, "the status is", id="status no word"),
        pytest.param("2026: {status: officially}\n", 1, "'officially'", id="unknown status"),
        pytest.param("2026: {source: notice}\n", 1, "the status is ''", id="no status"),
        pytest.param("2026: official\n", 1, "names and values", id="not a mapping"),
        pytest.param("2026: {status: official, state: x}\n", 1, "'state' is unknown", id="unknown key"),
        pytest.param("2026: {status: official, source: {zh: 通知}}\n", 1, "given as zh", id="one language"),
        pytest.param("2026: {status: official}\n2027: {status: official}\n", 2, "no table", id="no table"),
        pytest.param("2026: {status: official}\n2026: {status: official}\n", 2, "twice", id="year twice"),
        pytest.param("years:\n  2026: official\n", 1, "'years' is not a year", id="no year"),
        pytest.param("2026: {status\n", 2, "not YAML", id="not YAML"),
    ],
)
def test_a_bad_index_is_named_with_its_line(tmp_path: Path, text: str, line: int, value: str) -> None:
    table(tmp_path, 2026, HEADER)
    (tmp_path / "years.yaml").write_text(text, encoding="utf-8")
    error = refusal(tmp_path)
    assert error.place == f"{tmp_path / 'years.yaml'}:{line}"
    assert value in error.en


def test_brackets_nested_without_end_are_refused(tmp_path: Path) -> None:
    (tmp_path / "years.yaml").write_text("[" * 5_000, encoding="utf-8")
    assert "not YAML" in refusal(tmp_path).en
