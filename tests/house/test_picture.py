"""The picture of the engines in the README is drawn from the result files, and from nothing else."""

import json
import re

from defusedxml import minidom

from benchmarks import picture
from tests.house.pages import ROOT, links


def result(folder, figure: str, **values: float) -> None:
    (folder / f"{figure}.json").write_text(json.dumps({"values": values}), "utf-8")


def test_the_picture_shows_the_results_that_are_kept():
    assert picture.PICTURE.read_text("utf-8") == picture.drawn(), "make docs draws it anew"


def test_both_readmes_show_the_picture():
    assert all("docs/engines.svg" in links(ROOT / name) for name in ("README.md", "README.zh.md"))


def test_a_measurement_without_a_result_file_has_no_line(tmp_path):
    result(tmp_path, "audit_xes", events=561470, seconds=10.28)
    result(tmp_path, "spark_fines", events=561470, workers=2, seconds=175.75)
    drawn = picture.drawn(tmp_path)
    assert re.findall(r'class="value"[^>]*>([^<]+)<', drawn) == ["10.3 s", "176 s"]
    assert "SQLite</text>" not in drawn


def test_a_longer_time_stands_further_right(tmp_path):
    result(tmp_path, "live", acts=15, p99_ms=1.8)
    result(tmp_path, "lake_81_months", events=50_000_000, months=81, seconds=240)
    first, second = map(float, re.findall(r'<circle cx="([\d.]+)"', picture.drawn(tmp_path)))
    assert first < second


def test_the_picture_is_an_svg_that_names_itself_in_both_languages():
    drawing = minidom.parseString(picture.drawn()).documentElement
    title = drawing.getElementsByTagName("title")[0].firstChild.data
    assert (drawing.tagName, title) == ("svg", "各引擎用时 / Time by engine")
    assert "prefers-color-scheme: dark" in picture.drawn()
