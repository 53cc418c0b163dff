"""Moments: the digits as written, the offset behind them, and what is no moment at all."""

import pytest

from tests.formats.logs import MAPPING, NINE, act, read, write_csv, write_parquet, write_xes
from zhiheng.core.errors import LogError

NINE_AT = 1_772_442_000_000_000
DAY = 86_400_000_000


def moments(tmp_path, *written: str, mapping: str = MAPPING, **given: str):
    path = write_csv(tmp_path / "log.csv", [({"concept:name": "A1"}, [act("apply", text) for text in written])])
    return read(path, mapping=mapping, **given).rows("events", "occurred_at", "utc_offset")


@pytest.mark.parametrize(
    ("written", "offset"),
    [
        ("2026-03-02T09:00:00.000+08:00", 480),
        ("2026-03-02T09:00:00-0330", -210),
        ("2026-03-02 09:00:00 +02", 120),
        ("2026-03-02T09:00:00-00:30", -30),
        ("2026-03-02T09:00Z", 0),
        ("2026-03-02T09:00:00z", 0),
        ("2026-03-02 09:00 z", 0),
        ("2026/3/2 9:00 UTC", 0),
        ("  2026-03-02 09:00  ", None),
    ],
)
def test_a_written_offset_does_not_move_the_civil_time(tmp_path, written, offset):
    assert moments(tmp_path, written) == [(NINE_AT, offset)]


def test_where_no_offset_is_written_the_zone_tells_it(tmp_path):
    summer = "2026-07-02T09:00:00"
    assert moments(tmp_path, NINE, summer, NINE + "Z", zone="Europe/Rome") == [
        (NINE_AT, 60),
        (NINE_AT + 122 * DAY, 120),
        (NINE_AT, 0),
    ]


def test_log_yaml_may_state_another_zone_than_the_city(tmp_path):
    assert moments(tmp_path, NINE, mapping=MAPPING + "zone: Asia/Shanghai", zone="Europe/Rome") == [(NINE_AT, 480)]


def test_a_day_before_1970_is_counted_downwards(tmp_path):
    path = write_csv(tmp_path / "log.csv", [({"concept:name": "A1"}, [act("apply", "1948-05-01T23:59:59")])])
    assert read(path).rows("events", "occurred_at", "day") == [(-7915 * DAY + DAY - 10**6, -7915)]


@pytest.mark.parametrize(
    ("notation", "written", "offset"),
    [
        ("%d.%m.%Y %H:%M", "02.03.2026 09:00", None),
        ("%d.%m.%Y %H:%M %z", "02.03.2026 09:00 +01:00", 60),
        ("%d.%m.%Y %H:%M%z", "02.03.2026 09:00Z", 0),
        ("%Y年%m月%d日 %H时", "2026年03月02日 09时", None),
        ("%d/%b/%Y %I %p", "02/Mar/2026 09 AM", None),
    ],
)
def test_another_notation_is_read_by_its_format(tmp_path, notation, written, offset):
    mapping = MAPPING.replace("time:timestamp", f"{{attribute: time:timestamp, format: '{notation}'}}")
    assert moments(tmp_path, written, mapping=mapping) == [(NINE_AT, offset)]


@pytest.mark.parametrize(
    "written",
    ["yesterday", "infinity", "epoch", "2026-02-30", "2026-03-02 09:00 PM", "2026-03-02 09:00 Europe/Rome", "2.3.2026",
     "0000-01-05", "2026-03-02T25:00", "2026-03-02+08:00", "2026-03-02T09:00+19:00", "1772442000"],
)  # fmt: skip
def test_what_is_no_moment_names_case_event_and_value(tmp_path, written):
    path = write_xes(tmp_path / "log.xes", [({"concept:name": "A1"}, [act("apply"), act("decide", written)])])
    with pytest.raises(LogError) as refused:
        read(path)
    assert refused.value.place == f"{path}: event 2 of case A1"
    assert f"'time:timestamp' is '{written}', no moment" in refused.value.en
    assert written in refused.value.zh


@pytest.mark.parametrize("year", ["0000", "99999"])
@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMPTZ"])
def test_a_year_that_no_date_has_is_refused_in_parquet_too(tmp_path, year, kind):
    cases = [({"concept:name": "A1"}, [act("apply"), act("decide", f"{year}-01-05 09:00:00")])]
    path = write_parquet(tmp_path / "log.parquet", cases, casts={"time:timestamp": kind})
    with pytest.raises(LogError, match="event 2 of case A1: 'time:timestamp' is"):
        read(path, zone="Asia/Shanghai")


@pytest.mark.parametrize("write", [write_xes, write_csv])
def test_an_event_without_a_time_is_refused(tmp_path, write):
    path = write(
        tmp_path / ("log.xes" if write is write_xes else "log.csv"),
        [({"concept:name": "A1"}, [act("apply"), act("decide", None)])],
    )
    with pytest.raises(
        LogError, match="event 2 of case A1: the event has no time: 'time:timestamp' is empty; fill it in"
    ):
        read(path)


def test_when_an_act_was_recorded_is_read_and_refused_alike(tmp_path):
    mapping = MAPPING + "recorded: when"
    path = write_xes(tmp_path / "log.xes", [({"concept:name": "A1"}, [act("apply", when="2026-03-09"), act("decide")])])
    record = read(path, mapping=mapping)
    assert record.rows("events", "recorded_at") == [NINE_AT + 7 * DAY - 9 * 3600 * 10**6, None]
    assert record.report.last_at == record.rows("events", "recorded_at")[0]
    path = write_xes(tmp_path / "bad.xes", [({"concept:name": "A1"}, [act("apply", when="soon")])])
    with pytest.raises(LogError, match="event 1 of case A1: 'when' is 'soon'"):
        read(path, mapping=mapping)
