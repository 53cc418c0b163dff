"""XLSX: cells become the text that CSV would have, and a workbook that could harm is one sentence."""

from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from tests.formats.logs import NINE, Powers, act, read
from tests.formats.workbooks import rewritten, write_sheet, write_xlsx
from zhiheng.core.errors import LogError, MappingError

MAPPING = "{power: permit, case: case, activity: act, occurred: time, official: who}"
HEAD = ("case", "act", "time", "who")
NINE_AT = 1_772_442_000_000_000
SHEET = "xl/worksheets/sheet1.xml"


def row(case="A1", name="apply", time=NINE, who=None):
    return (case, name, time, who)


def record(tmp_path, *rows, mapping=MAPPING, **how):
    return read(write_sheet(tmp_path / "log.xlsx", [HEAD, *rows], **how), mapping=mapping, zone="Europe/Rome")


@pytest.mark.parametrize(
    "nine",
    [NINE, "2026-03-02 09:00", datetime(2026, 3, 2, 9), 46083.375, "2026-03-02T09:00:00+01:00"],
    ids=["ISO text", "text", "Excel date", "number", "with offset"],
)
def test_a_moment_may_be_a_date_a_number_or_text(tmp_path, nine):
    assert record(tmp_path, row(time=nine)).rows("events", "occurred_at", "utc_offset") == [(NINE_AT, 60)]


def test_a_day_without_time_is_its_first_moment(tmp_path):
    assert record(tmp_path, row(time=date(2026, 3, 2))).rows("events", "occurred_at") == [NINE_AT - 9 * 3600 * 10**6]


def test_a_number_with_a_notation_of_its_own_is_no_day_count(tmp_path):
    mapping = MAPPING.replace("time,", "{attribute: time, format: '%Y%m%d'},")
    assert record(tmp_path, row(time=20260302), mapping=mapping).rows("events", "day") == [20514]


@pytest.mark.parametrize("year", [2026, 3, 20260302])
def test_a_number_that_is_no_day_of_a_log_is_refused(tmp_path, year):
    with pytest.raises(LogError, match=f"'time' is '{year}', no moment"):
        record(tmp_path, row(time=year))


def test_the_calendar_of_old_macs_is_followed(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "log.xlsx", {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, row()[:2])
        sheet.write_datetime(1, 2, datetime(2026, 3, 2, 9), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    assert read(tmp_path / "log.xlsx", mapping=MAPPING).rows("events", "occurred_at") == [NINE_AT]


def test_numbers_are_written_as_excel_shows_them(tmp_path):
    cells = [1001, 35.15, 35.149999999999999, 0.1 + 0.2, 1e17, True, "007", " x "]
    found = record(tmp_path, *(row(case=cell) for cell in cells)).rows("cases", "case_id")
    assert found == ["1001", "35.15", "0.3", "100000000000000000", "true", "007", " x "]


def test_a_formula_counts_as_the_value_it_last_had(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "log.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, row())
        sheet.write_formula(1, 3, '="Al"&"ice"', None, "Alice")
    assert read(tmp_path / "log.xlsx", mapping=MAPPING).rows("events", "official_id") == ["Alice"]


def test_the_first_sheet_that_is_shown_is_read_unless_another_is_named(tmp_path):
    found = write_sheet(tmp_path / "log.xlsx", [HEAD, row()], "办件", before=["说明"])
    named = MAPPING[:-1] + ", sheet: 办件}"
    assert read(found, mapping=named).report.events == 1
    with pytest.raises(LogError, match="no header row"):
        read(found, mapping=MAPPING)
    with pytest.raises(LogError, match=r"no sheet 'cases', which log.yaml names; it has '说明', '办件'"):
        read(found, mapping=MAPPING[:-1] + ", sheet: cases}")


def test_empty_rows_and_columns_without_a_name_are_passed_over(tmp_path):
    rows = [(), (None, *HEAD, None), ("note", *row()), (), (None, None, None, None, None, "aside"), (None, *row("A2"))]
    found = read(write_sheet(tmp_path / "log.xlsx", rows), mapping=MAPPING)
    assert found.rows("cases", "case_id") == ["A1", "A2"]


def test_more_rows_than_a_batch_are_all_read(tmp_path, monkeypatch):
    monkeypatch.setattr("zhiheng.formats.xlsx.BATCH", 7)
    assert record(tmp_path, *(row(f"A{i}") for i in range(50))).report.cases == 50


def test_an_attribute_that_the_sheet_lacks_is_refused_with_what_is_near(tmp_path):
    with pytest.raises(MappingError, match="write 'who'"):
        record(tmp_path, row(), mapping=MAPPING.replace("who", "whom"))


def test_every_cell_of_a_log_of_texts_arrives(tmp_path):
    cases = [({"concept:name": "NA"}, [act("apply", org_resource="=1+1"), act("decide", org_resource="_x0041_")])]
    mapping = "{power: permit, case: 'case:concept:name', activity: 'concept:name', occurred: 'time:timestamp',"
    found = read(write_xlsx(tmp_path / "log.xlsx", cases), mapping=mapping + " official: 'org:resource'}")
    assert found.rows("events", "case_id", "official_id") == [("NA", "=1+1"), ("NA", "_x0041_")]


@pytest.mark.parametrize("suffix", [".xls", ".xlsm", ".xlsb", ".ods"])
def test_another_kind_of_workbook_is_refused_with_a_way_out(tmp_path, suffix):
    path = (tmp_path / "log").with_suffix(suffix)
    path.write_bytes(b"x")
    with pytest.raises(LogError, match=f"of the kind {suffix} is not opened; save it as .xlsx"):
        read(path, mapping=MAPPING)


def bomb(_: bytes) -> bytes:
    return b"<x>" + b" " * (32 << 20) + b"</x>"


def one_endless_row(data: bytes) -> bytes:
    noise = b"<c/>" * 600_000
    return data.replace(b"<sheetData>", b"<sheetData><row>" + noise + b"</row>")


HOSTILE = {
    "a password": (None, lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "has a password, or is of"),
    "no zip": (None, lambda _: b"case,act,time", "not readable as an Excel workbook"),
    "cut off": (None, lambda data: data[: len(data) // 2], "not readable as an Excel workbook"),
    "macros": ("xl/vbaProject.bin", lambda _: b"x", "holds macros"),
    "a zip bomb": ("xl/styles.xml", bomb, "as a zip bomb does"),
    "an endless row": (SHEET, one_endless_row, "a row of more than 16 MiB or 500,000 cells"),
    "entities": (
        SHEET,
        lambda data: data.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet', 1),
        "EntitiesForbidden",
    ),
    "no sheet": ("xl/workbook.xml", lambda data: data.replace(b"<sheets>", b"<sheetz>"), "not readable as an Excel"),
    "a row that no sheet has": (
        SHEET, lambda data: data.replace(b'<row r="2"', b'<row r="9999999"'), "more than 1,048,576 rows",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_could_harm_is_one_sentence(tmp_path, name):
    part, change, sentence = HOSTILE[name]
    path = write_sheet(tmp_path / "log.xlsx", [HEAD, row()])
    if part is None:
        path.write_bytes(change(path.read_bytes()))
    else:
        rewritten(path, part, change)
    with pytest.raises(LogError, match=sentence) as refused:
        read(path, mapping=MAPPING, powers=Powers())
    assert str(path) in refused.value.place


def test_a_picture_may_be_large(tmp_path):
    path = write_sheet(tmp_path / "log.xlsx", [HEAD, row()])
    rewritten(path, "xl/media/image1.png", lambda _: b"\x89PNG" + b"\0" * (17 << 20))
    assert read(path, mapping=MAPPING).report.events == 1


def test_a_cell_far_away_costs_nothing(tmp_path):
    """A reader that lays out the whole rectangle would ask for 500 GiB here."""
    book = openpyxl.Workbook(write_only=False)
    for j, name in enumerate(HEAD, start=1):
        book.active.cell(1, j, name)
        book.active.cell(2, j, row(who="Alice")[j - 1])
    book.active.cell(900_000, 16_384, "far away")
    book.save(tmp_path / "log.xlsx")
    assert read(tmp_path / "log.xlsx", mapping=MAPPING).report.events == 1


def test_a_large_sheet_of_rows_is_no_bomb(tmp_path, monkeypatch):
    for name in ("TINY", "SMALL"):
        monkeypatch.setattr(f"zhiheng.formats.workbook_guard.{name}", 1 << 10)
    monkeypatch.setattr("zhiheng.formats.workbook_guard.STEEPEST", 1000)
    assert record(tmp_path, *(row(f"A{i}") for i in range(200))).report.cases == 200
