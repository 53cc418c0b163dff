"""Stopped clocks, extensions and publications."""

import pytest

from tests.formats.logs import MAPPING, act, read, write_xes
from zhiheng.core.errors import LogError

TODAY = 20_514  # 2026-03-02


def stops(tmp_path, *acts, mapping: str):
    record = read(write_xes(tmp_path / "log.xes", [({"concept:name": "A1"}, acts)]), mapping=MAPPING + mapping)
    return record.rows("suspensions", "ground", "from_day", "to_day", "notified_days", "notice_event_id")


def on(day: int, activity: str, **more: str):
    return act(activity, f"2026-03-{day:02}T09:00:00", **more)


PAPERS = "suspensions: [{from: [ask], to: [answer, give up], ground: papers}]"


def test_the_next_act_ends_the_stop_and_a_stop_may_last(tmp_path):
    acts = [on(2, "answer"), on(3, "ask"), on(5, "give up"), on(6, "answer"), on(9, "ask")]
    assert stops(tmp_path, *acts, mapping=PAPERS) == [
        ("papers", TODAY + 1, TODAY + 3, None, "A1#1"),
        ("papers", TODAY + 7, None, None, "A1#4"),
    ]


def test_two_stops_of_one_ground_end_together(tmp_path):
    acts = [on(2, "ask"), on(3, "ask"), on(5, "answer")]
    assert [row[1:3] for row in stops(tmp_path, *acts, mapping=PAPERS)] == [(TODAY, TODAY + 3), (TODAY + 1, TODAY + 3)]


def test_a_stop_ends_with_its_own_ground_or_with_none(tmp_path):
    mapping = "suspensions: [{from: [stop], to: [go], ground: {attribute: why}, notified_days: days}]"
    acts = [
        on(2, "stop", why="expert", days="30"),
        on(3, "stop", why="hearing", days="5.0"),
        on(4, "go", why="hearing"),
        on(9, "go"),
    ]
    assert stops(tmp_path, *acts, mapping=mapping) == [
        ("expert", TODAY, TODAY + 7, 30, "A1#0"),
        ("hearing", TODAY + 1, TODAY + 2, 5, "A1#1"),
    ]


def test_the_working_days_of_a_stop_are_numbered(tmp_path):
    record = read(
        write_xes(tmp_path / "log.xes", [({"concept:name": "A1"}, [on(2, "ask"), on(4, "answer")])]),
        mapping=MAPPING + PAPERS,
    )
    assert record.rows("suspensions", "from_n", "to_n", "from_at") == [(TODAY + 1, TODAY + 3, 1_772_442_000_000_000)]


def test_a_number_of_days_that_is_none_is_refused(tmp_path):
    mapping = "suspensions: [{from: [stop], to: [go], ground: x, notified_days: days}]"
    with pytest.raises(LogError, match=r"event 1 of case A1: `suspensions.0.notified_days` is 'a week', not a whole"):
        stops(tmp_path, on(2, "stop", days="a week"), mapping=mapping)


LONGER = """
extensions:
- {on: [extend], limit: decide, days: 10, ground: complex}
- {on: [extend more], limit: decide, days: {attribute: by}, unit: day, approved_by: head, noticed: told}
"""


def test_an_extension_says_by_how_much_who_and_whether_it_was_told(tmp_path):
    acts = [on(2, "extend"), on(3, "extend more", by="5", head="Li", told="是"), on(4, "extend more", told="no")]
    record = read(write_xes(tmp_path / "log.xes", [({"concept:name": "A1"}, acts)]), mapping=MAPPING + LONGER)
    assert record.rows("extensions", "limit_id", "days", "unit", "ground", "approved_by", "noticed") == [
        ("decide", 10, "workday", "complex", None, None),
        ("decide", 5, "day", None, "Li", 1),
        ("decide", None, "day", None, None, 0),
    ]


def test_neither_yes_nor_no_is_refused(tmp_path):
    path = write_xes(
        tmp_path / "log.xes", [({"concept:name": "A1"}, [on(3, "extend more", by="5", head="Li", told="perhaps")])]
    )
    with pytest.raises(LogError, match="'perhaps', neither yes nor no"):
        read(path, mapping=MAPPING + LONGER)


def test_a_publication_meets_its_duty(tmp_path):
    mapping = MAPPING + "publications: [{on: [publish], duty: result}]"
    record = read(
        write_xes(tmp_path / "log.xes", [({"concept:name": "A1"}, [on(2, "decide"), on(3, "publish")])]),
        mapping=mapping,
    )
    assert record.rows("publications") == [
        ("A1", "result", 1_772_442_000_000_000 + 86_400_000_000, TODAY + 1, TODAY + 2)
    ]


def test_an_activity_that_never_happens_is_counted(tmp_path):
    record = read(write_xes(tmp_path / "log.xes", [({"concept:name": "A1"}, [on(2, "ask")])]), mapping=MAPPING + PAPERS)
    assert record.report.odd["activities_never_seen"] == 2
