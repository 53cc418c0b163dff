"""Parquet: typed columns become the same relations as text, and damage becomes a sentence."""

import duckdb
import pytest

from tests.formats.logs import MAPPING, NINE, act, read, write_parquet
from zhiheng.core.errors import LogError, MappingError

NINE_AT = 1_772_442_000_000_000
A1 = [({"concept:name": "A1"}, [act("apply"), act("decide", "2026-07-01T00:30:00")])]


@pytest.mark.parametrize("kind", ["VARCHAR", "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"])
def test_civil_time_is_as_written_and_the_zone_tells_the_offset(tmp_path, kind):
    path = write_parquet(tmp_path / "log.parquet", A1, {"time:timestamp": kind})
    record = read(path, zone="Europe/Rome")
    assert record.rows("events", "occurred_at", "utc_offset")[0] == (NINE_AT, 60)
    assert record.rows("events", "day", "utc_offset")[1] == (20635, 120)


def test_a_date_is_its_first_moment(tmp_path):
    path = write_parquet(tmp_path / "log.parquet", A1, {"time:timestamp": "DATE"})
    assert read(path).rows("events", "occurred_at")[0] == NINE_AT - 9 * 3600 * 10**6


def write_moment(path, moment):
    row = f"""SELECT 'A1' AS "case:concept:name", 'apply' AS "concept:name", {moment} AS "time:timestamp" """
    duckdb.connect().execute(f"COPY ({row}) TO '{path}' (FORMAT parquet)")


def instants(tmp_path):
    path = tmp_path / "log.parquet"
    write_moment(path, "TIMESTAMPTZ '2026-07-01 00:30:00+00'")
    return path


def test_an_instant_falls_on_the_offices_day(tmp_path):
    record = read(instants(tmp_path), zone="Asia/Shanghai")
    assert record.rows("events", "day", "utc_offset") == [(20635, 480)]
    assert read(instants(tmp_path), zone="America/New_York").rows("events", "day", "utc_offset") == [(20634, -240)]


def test_an_instant_without_a_zone_is_refused(tmp_path):
    with pytest.raises(MappingError, match="state the office's zone") as refused:
        read(instants(tmp_path))
    assert refused.value.place == "log.yaml:5"


@pytest.mark.parametrize("kind", ["VARCHAR", "DOUBLE", "DECIMAL(9,2)", "FLOAT"])
def test_an_amount_of_any_type_is_exact(tmp_path, kind):
    cases = [({"concept:name": "A1"}, [act("pay", fee="35.15"), act("pay", NINE, fee="0.10")])]
    mapping = MAPPING + "money: {payments: [{on: pay, attribute: fee}]}"
    path = write_parquet(tmp_path / "log.parquet", cases, {"fee": kind})
    assert read(path, mapping=mapping).rows("payments", "amount") == [3515, 10]


def test_numbers_can_be_cases_and_dates_with_a_notation(tmp_path):
    cases = [({"concept:name": "17"}, [act("apply", "20260302")])]
    path = write_parquet(tmp_path / "log.parquet", cases, {"case:concept:name": "BIGINT", "time:timestamp": "INTEGER"})
    mapping = MAPPING.replace("time:timestamp", "{attribute: time:timestamp, format: '%Y%m%d'}")
    assert read(path, mapping=mapping).rows("events", "event_id", "day") == [("17#0", 20514)]


def test_a_name_that_looks_like_a_pattern_or_sql_is_only_a_name(tmp_path):
    path = write_parquet(tmp_path / "plain.parquet", A1)
    odd = path.rename(tmp_path / "log [1]*?'\"; --.parquet")
    assert read(odd).report.events == 2


@pytest.mark.parametrize("keep", [0, 3, 40, -40, -5])
def test_a_file_that_is_cut_off_is_refused(tmp_path, keep):
    path = write_parquet(tmp_path / "log.parquet", A1)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(LogError, match=r"not readable as Parquet.*write the file again") as refused:
        read(path)
    assert refused.value.place == str(path)


def test_an_infinite_time_is_no_time(tmp_path):
    path = tmp_path / "log.parquet"
    write_moment(path, "TIMESTAMP 'infinity'")
    with pytest.raises(LogError, match="'infinity', no moment"):
        read(path)
