"""findings.xlsx: what a log says is text and nothing else, dates are dates, and the sheet says where it ends."""

import subprocess
import sys
import zipfile
from datetime import datetime

import openpyxl
import pytest

import zhiheng
from tests.small_city import one_hand, small_city, write_log
from zhiheng.auditing.findings_sheet import LONGEST, cell_text, write_findings_sheet

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("internal:A1","y")', "mailto:x@y", "00042", "1e5",
    "a\x01b\x0b\ufffe", "_x0041_", "x" * 40_000,
]  # fmt: skip


def audited(folder, *cases):
    log = write_log(folder / "log.csv", [act for case in cases for act in case])
    return zhiheng.audit(log, city=small_city(folder))


def sheet(path):
    """Rows by heading, with the cells themselves."""
    rows = list(openpyxl.load_workbook(path).active.iter_rows())
    heads = [cell.value for cell in rows[0]]
    return [dict(zip(heads, row, strict=True)) for row in rows[1:]]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_log_says_is_text_to_the_spreadsheet(tmp_path, name):
    path = tmp_path / "findings.xlsx"
    write_findings_sheet(audited(tmp_path, one_hand(f"case {name}", name, name), one_hand(name)), path, language="en")
    rows = sheet(path)
    said = {str(cell.value).replace("_x005F_", "_") for row in rows for cell in (row["Case"], row["Official"])}
    assert said >= {cell_text(name), cell_text(f"case {name}")}
    assert {row[head].data_type for row in rows for head in ("Case", "Official")} == {"s"}
    assert not [cell for row in rows for cell in row.values() if cell.data_type == "f" or cell.hyperlink]
    assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


def test_a_cell_holds_no_more_than_a_cell_can():
    assert len(cell_text("x" * 40_000)) == LONGEST
    assert cell_text("a\x01\u202eb") == "a⟨U+0001⟩⟨U+202E⟩b"


def test_a_row_says_what_was_found_of_whom_and_by_which_law(tmp_path):
    path = tmp_path / "findings.xlsx"
    write_findings_sheet(audited(tmp_path, one_hand("102")), path, language="zh")
    late = next(row for row in sheet(path) if row["规则"].value == "T01")
    told = {head: cell.value for head, cell in late.items()}
    assert (told["等级"], told["职权"], told["办件"], told["差异"]) == ("红牌", "占道经营许可", "102", "超 2 个工作日")
    assert (told["实际"], told["允许"], told["单位"], told["经办人"]) == (22, 20, "工作日", "Zhao Min")
    assert told["依据"] == "行政许可法 第四十二条"
    assert told["发生时间"] == datetime(2026, 10, 26, 11)
    assert late["发生时间"].is_date


def test_the_header_stays_in_sight_and_every_column_can_be_filtered(tmp_path):
    path = tmp_path / "findings.xlsx"
    write_findings_sheet(audited(tmp_path, one_hand("102")), path, language="en")
    made = openpyxl.load_workbook(path).active
    assert (made.freeze_panes, made.auto_filter.ref) == ("A2", f"A1:R{made.max_row}")
    assert made["A1"].fill.fgColor.rgb != made["A2"].fill.fgColor.rgb == "FFF8D7DA"


def test_a_full_sheet_says_how_many_are_left_out(tmp_path):
    path = tmp_path / "findings.xlsx"
    audit = audited(tmp_path, *(one_hand(str(n)) for n in range(19)))
    found = len(audit.findings)
    assert write_findings_sheet(audit, path, language="en", most=10) == found - 9
    rows = sheet(path)
    assert len(rows) == 10
    assert rows[-1]["Level"].value == f"{found - 9} more are not listed; findings.parquet has all"


def test_an_audit_without_a_finding_is_a_sheet_with_a_header(tmp_path):
    path = tmp_path / "findings.xlsx"
    audit = zhiheng.audit(
        write_log(tmp_path / "log.csv", one_hand("1")[:1]), city=small_city(tmp_path), controls=["S01"]
    )
    assert write_findings_sheet(audit, path, language="en") == 0
    assert sheet(path) == []


def test_the_same_audit_gives_the_same_bytes(tmp_path):
    audit = audited(tmp_path, one_hand("102"))
    for name in ("a.xlsx", "b.xlsx"):
        write_findings_sheet(audit, tmp_path / name, language="zh")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def command(*words):
    words = [sys.executable, "-m", "zhiheng.cli", *map(str, words)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_the_sheet_is_written_only_when_asked(tmp_path):
    asked = ["audit", write_log(tmp_path / "log.csv", one_hand("102")), "--city", small_city(tmp_path), "--lang", "en"]
    assert command(*asked, "--out", tmp_path / "plain").returncode == 0
    assert command(*asked, "--out", tmp_path / "more", "--xlsx").returncode == 0
    assert not (tmp_path / "plain/findings.xlsx").exists()
    assert (tmp_path / "more/findings.xlsx").exists()
    without = command(*asked, "--xlsx")
    assert without.returncode == 2
    assert without.stderr == "--xlsx: findings.xlsx needs a folder; name it with --out\n"
