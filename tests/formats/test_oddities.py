"""Odd but legal input is kept and counted, never dropped."""

from tests.formats.logs import act, read, write_csv, write_xes
from zhiheng.formats.oddities import ODDITIES


def test_a_case_called_na_is_a_case_called_na(tmp_path):
    cases = [({"concept:name": name}, [act(name)]) for name in ("NA", "null", "None", "nan", "0", "' OR 1=1 --")]
    record = read(write_csv(tmp_path / "log.csv", cases))
    assert record.rows("events", "case_id") == [name["concept:name"] for name, _ in cases]
    assert record.rows("events", "activity") == record.rows("events", "case_id")


def test_the_year_1948_is_a_year(tmp_path):
    record = read(write_xes(tmp_path / "log.xes", [({"concept:name": "A1"}, [act("apply", "1948-05-20T10:00:00")])]))
    assert record.rows("events", "day", "n") == [(-7896, -7895)]


def test_several_offsets_are_counted(tmp_path):
    acts = [act("apply", "2026-03-02T09:00:00+03:00"), act("apply", "2026-03-02T09:00:00+01:00"), act("apply")]
    assert read(write_xes(tmp_path / "log.xes", [({"concept:name": "A1"}, acts)])).report.odd == {"several_offsets": 2}


def test_earlier_means_as_an_instant(tmp_path):
    acts = [act("apply", "2026-03-02T09:00:00+08:00"), act("apply", "2026-03-02T08:00:00+01:00")]
    assert (
        "out_of_order_events" not in read(write_xes(tmp_path / "log.xes", [({"concept:name": "A1"}, acts)])).report.odd
    )


def test_a_trace_that_continues_a_case_is_merged_into_it(tmp_path):
    cases = [({"concept:name": name}, [act("apply")]) for name in ("A1", "A2", "A1")]
    record = read(write_xes(tmp_path / "log.xes", cases))
    assert record.report.odd == {"merged_traces": 1}
    assert record.rows("events", "event_id") == ["A1#0", "A1#1", "A2#0"]


def test_rows_of_a_table_need_not_lie_together(tmp_path):
    cases = [({"concept:name": name}, [act(name)]) for name in ("B", "A", "B")]
    record = read(write_csv(tmp_path / "log.csv", cases))
    assert record.rows("events", "event_id") == ["B#0", "B#1", "A#0"]
    assert record.report.odd == {}


def test_an_act_without_a_name_is_kept(tmp_path):
    record = read(write_xes(tmp_path / "log.xes", [({"concept:name": "A1"}, [act(None), act("apply")])]))
    assert record.rows("events", "activity", "step_id") == [(None, None), ("apply", "apply")]
    assert record.report.odd == {"events_without_activity": 1}
    assert record.report.unmatched_activities == {"": 1}


def test_every_count_has_a_meaning_in_both_languages():
    assert all(en.isascii() and not zh.isascii() for en, zh in ODDITIES.values())
