"""An audit on Spark leaves behind what an audit on DuckDB leaves behind."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

import zhiheng
from tests.engines.servers import need_spark
from tests.small_city import one_hand, small_city, write_log

pytestmark = pytest.mark.xdist_group("spark")

# They read what is derived on Spark, what the report asks again, and what a measure published before.
CONTROLS = ["S01", "T01", "T07"]


def in_time(case: str, begins: datetime) -> list[tuple[str, ...]]:
    """The acts of a case with which three officials of two units dealt in two days."""
    told = [("accept", "Li Na", "hall"), ("review", "Wang Fang", "hall"), ("decide", "Zhao Min", "bureau")]
    return [(case, act, f"{begins + timedelta(days=n):%FT%T}", *who) for n, (act, *who) in enumerate(told)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Both audits' outputs, of a log with one slow case of one hand among two dozen peers."""
    need_spark()
    folder = tmp_path_factory.mktemp("audits")
    begins = datetime.fromisoformat("2026-08-31T09:00:00")
    peers = [act for n in range(24) for act in in_time(f"Q{n}", begins + timedelta(hours=n))]
    log = write_log(folder / "log.csv", [*peers, *one_hand("S1", unit="bureau")])
    city = small_city(folder)
    for engine in ("duckdb", "spark"):
        out = folder / engine
        audit = zhiheng.audit(log, city=city, engine=engine, controls=CONTROLS, out=out, language="en")
        assert audit.summary["engine"] == engine
    return folder


def findings(folder: Path, engine: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        file = folder / engine / "findings.parquet"
        return connection.sql(f"SELECT * FROM read_parquet('{file}') ORDER BY control_id").fetchall()


def page(folder: Path, engine: str) -> str:
    """The report without the two things that may differ: what judged, and how long it took."""
    text = (folder / engine / "report.html").read_text("utf-8")
    text, times = re.subn("用时（秒）.*?</dd>", "", text, flags=re.DOTALL)
    text, engines = re.subn(f"<dd>{engine}</dd>", "", text)
    assert (engines, times) == (1, 1)
    return text


def test_the_report_is_the_same_with_its_clocks_ways_and_comparison(folder: Path):
    spark = page(folder, "spark")
    assert spark == page(folder, "duckdb")
    assert all(f'id="{section}"' in spark for section in ("ways", "compare"))
    assert '<tr class="start">' in spark


def test_the_findings_and_the_counts_are_the_same(folder: Path):
    duckdb, spark = (json.loads((folder / name / "summary.json").read_text("utf-8")) for name in ("duckdb", "spark"))
    assert spark["controls"] == duckdb["controls"]
    assert findings(folder, "spark") == findings(folder, "duckdb")
    assert [name for name, of in spark["controls"].items() if of["subjects"]] == CONTROLS


def test_a_slow_case_is_held_against_what_its_peers_published(folder: Path):
    told = json.loads((folder / "spark" / "summary.json").read_text("utf-8"))["controls"]["T07"]["subjects"]
    assert told == {"duration": {"judged": 25, "found": 1, "not_checkable": 0, "levels": {"notice": 1}}}
