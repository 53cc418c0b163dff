"""From a log to relations: what a case and its acts get from the mapping and the catalogue."""

import pytest

from tests.formats.logs import MAPPING, NINE, EveryDay, Powers, act, read, write_csv, write_parquet, write_xes
from zhiheng.core.errors import LogError, MappingError

NINE_AT = 1_772_442_000_000_000
TODAY = 20_514  # 2026-03-02
DAY = 86_400_000_000
CLOSING = Powers(closes={"decide": "closed", "withdraw": "withdrawn"}, steps={
    "apply": "apply", "decide": "decide", "withdraw": "withdraw", "reopen": "reopen",
})  # fmt: skip


def one(tmp_path, *events, mapping: str = MAPPING, said=None, **given):
    path = write_xes(tmp_path / "log.xes", [({"concept:name": "A1", **(said or {})}, events)])
    return read(path, mapping=mapping, **given)


def test_an_act_knows_its_step_its_version_and_its_working_day(tmp_path):
    record = one(tmp_path, act("apply"), act("whistle"))
    assert record.rows("events", "power_id", "version", "step_id", "activity", "day", "n") == [
        ("permit", "0001-01-01", "apply", "apply", TODAY, TODAY + 1),
        ("permit", "0001-01-01", None, "whistle", TODAY, TODAY + 1),
    ]
    assert record.report.unmatched_activities == {"whistle": 1}


TWO = Powers(powers=(("permit", "2020", None, TODAY - 1), ("permit", "2026", TODAY, None)))


@pytest.mark.parametrize(("first", "version"), [("2026-03-01T23:59:59", "2020"), ("2026-03-02", "2026")])
def test_a_case_keeps_the_version_in_force_on_the_day_of_its_first_act(tmp_path, first, version):
    record = one(tmp_path, act("apply", first), act("decide", "2026-05-01"), powers=TWO)
    assert record.rows("cases", "version") == [version]
    assert record.rows("events", "version", "step_id") == [(version, "apply"), (version, "decide")]


def test_the_day_it_was_opened_decides_where_the_log_tells_it(tmp_path):
    said, mapping = {"received": "2025-12-24"}, MAPPING + "opened: case:received"
    record = one(tmp_path, act("apply"), said=said, mapping=mapping, powers=TWO)
    assert record.rows("cases", "version", "opened_at") == [("2020", (TODAY - 68) * DAY)]


def test_a_case_before_every_version_is_kept_and_counted(tmp_path):
    late = Powers(powers=(("permit", "2027", TODAY + 300, None),))
    record = one(tmp_path, act("apply"), powers=late)
    assert record.rows("cases", "power_id", "version") == [("permit", None)]
    assert record.report.unmatched_cases == 1
    assert record.report.odd == {"cases_without_version": 1}


def test_a_power_that_the_catalogue_has_not_is_kept_and_counted(tmp_path):
    mapping = MAPPING.replace("power: permit", "power: {attribute: case:kind, map: {B: permit}}")
    cases = [({"concept:name": f"A{kind}", "kind": kind}, [act("apply")]) for kind in "BC"]
    record = read(write_xes(tmp_path / "log.xes", cases), mapping=mapping)
    assert record.rows("cases", "case_id", "power_id", "version") == [
        ("AB", "permit", "0001-01-01"),
        ("AC", None, None),
    ]
    assert (record.report.unmatched_cases, record.report.odd) == (1, {"cases_without_power": 1})
    assert record.report.unmatched_activities == {}


@pytest.mark.parametrize(
    ("activities", "status", "closed"),
    [
        (["apply"], "open", None),
        (["apply", "decide"], "closed", NINE_AT + DAY),
        (["apply", "decide", "withdraw"], "withdrawn", NINE_AT + 2 * DAY),
        (["apply", "decide", "reopen"], "closed", NINE_AT + DAY),
    ],
)
def test_a_case_closes_with_its_last_closing_act(tmp_path, activities, status, closed):
    acts = [act(name, f"2026-03-0{2 + i}T09:00:00") for i, name in enumerate(activities)]
    assert one(tmp_path, *acts, powers=CLOSING).rows("cases", "status", "closed_at") == [(status, closed)]


def test_where_nothing_can_close_a_case_its_status_is_unknown(tmp_path):
    assert one(tmp_path, act("apply")).rows("cases", "status") == [None]


@pytest.mark.parametrize(
    ("said", "status"), [("Done", "closed"), ("Gone", "withdrawn"), ("open", "open"), (None, "open")]
)
def test_the_log_may_say_the_status(tmp_path, said, status):
    mapping = MAPPING + "status: {attribute: case:state, map: {Done: closed, Gone: withdrawn}}"
    cases = [
        ({"concept:name": "A1", "state": said}, [act("apply")]),
        ({"concept:name": "B", "state": "Done"}, [act("apply")]),
    ]
    record = read(write_xes(tmp_path / "log.xes", cases), mapping=mapping)
    assert record.rows("cases", "status")[0] == status


def test_the_day_it_was_closed_closes_it(tmp_path):
    mapping = MAPPING + "closed: case:end"
    cases = [({"concept:name": "A1", "end": NINE}, [act("apply")]), ({"concept:name": "A2"}, [act("apply")])]
    record = read(write_xes(tmp_path / "log.xes", cases), mapping=mapping)
    assert record.rows("cases", "status", "closed_at") == [("closed", NINE_AT), ("open", None)]


def test_a_status_that_is_none_of_three_is_refused(tmp_path):
    with pytest.raises(MappingError, match="case A1 has the status 'busy'; say under `map:`"):
        one(tmp_path, act("apply"), said={"state": "busy"}, mapping=MAPPING + "status: case:state")


def test_a_case_says_where_whose_and_what_it_is(tmp_path):
    said = {"party": "Ltd", "district": "North", "project": "P", "no": "17", "row": "2026", "result": "granted"}
    mapping = MAPPING + (
        "party: case:party\nregion: case:district\nproject: case:project\nnumber: case:no\nseries: case:row\n"
        "outcome: case:result\nsite: window"
    )
    record = one(tmp_path, act("apply"), act("decide", window="7"), said=said, mapping=mapping)
    assert record.rows(
        "cases", "party_id", "region_id", "project_id", "number", "series", "outcome", "site_id", "source_id"
    ) == [("Ltd", "North", "P", 17, "2026", "granted", "7", "log.xes")]


def test_a_number_that_is_not_whole_is_refused(tmp_path):
    with pytest.raises(LogError, match="case A1: `number` is '17-b', not a whole number"):
        one(tmp_path, act("apply"), said={"no": "17-b"}, mapping=MAPPING + "number: case:no")


@pytest.mark.parametrize(
    ("lines", "unit"),
    [("", "housing"), ("unit: org:group", "planning"), ("unit: org:group\ncase_unit: case:unit", "land")],
)
def test_a_cases_unit_is_the_logs_else_its_first_acts_else_the_powers(tmp_path, lines, unit):
    acts = [act("apply"), act("decide", org_group="planning"), act("decide", org_group="finance")]
    assert one(tmp_path, *acts, said={"unit": "land"}, mapping=MAPPING + lines).rows("cases", "unit_id") == [unit]


def test_placeholders_are_nobody(tmp_path):
    mapping = MAPPING + "official: {attribute: org:resource, placeholders: [SYSTEM]}"
    acts = [act("apply", org_resource="SYSTEM"), act("decide", org_resource="Alice"), act("decide")]
    assert one(tmp_path, *acts, mapping=mapping).rows("events", "official_id") == [None, "Alice", None]


@pytest.mark.parametrize("write", [write_xes, write_csv])
def test_what_is_said_of_a_case_holds_for_its_acts(tmp_path, write):
    cases = [({"concept:name": "A1", "responsible": "Alice"}, [act("apply"), act("decide")])]
    path = write(tmp_path / ("log.xes" if write is write_xes else "log.csv"), cases)
    record = read(path, mapping=MAPPING + "official: case:responsible")
    assert record.rows("events", "official_id") == ["Alice", "Alice"]


def test_dates_of_a_case_are_rows_of_their_own(tmp_path):
    mapping = MAPPING + "case_dates: {Deadline: case:due, deadline: {attribute: case:end, placeholders: [UNKNOWN]}}"
    cases = [
        ({"concept:name": "A1", "due": "2026-04-01T12:00:00+02:00", "end": "UNKNOWN"}, [act("apply")]),
        ({"concept:name": "A2", "end": "2026-05-01"}, [act("apply")]),
    ]
    record = read(write_xes(tmp_path / "log.xes", cases), mapping=mapping)
    assert record.rows("case_dates") == [
        ("A1", "Deadline", (TODAY + 30) * DAY + DAY // 2, TODAY + 30, 120),
        ("A2", "deadline", (TODAY + 60) * DAY, TODAY + 60, None),
    ]


def test_a_date_of_a_case_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(LogError, match="case A1: 'case:due' is 'soon', no moment"):
        one(tmp_path, act("apply"), said={"due": "soon"}, mapping=MAPPING + "case_dates: {due: case:due}")


def test_acts_that_are_not_kept_are_counted_and_not_numbered(tmp_path):
    acts = [
        act("apply", phase="start", when="?"),
        act("apply", phase="complete"),
        act("decide", None, phase="start"),
        act("decide", phase="complete"),
    ]
    record = one(tmp_path, *acts, mapping=MAPPING + "keep: {phase: [complete]}")
    assert record.rows("events", "event_id") == ["A1#0", "A1#1"]
    assert record.report.odd["filtered_events"] == 2


def test_the_order_of_the_file_counts_unless_time_is_asked_for(tmp_path):
    acts = [
        act("decide", "2026-03-02T09:00:00+08:00"),
        act("apply", "2026-03-02T08:00:00+00:00"),
        act("pay", "2026-03-02T01:00:00Z"),
    ]
    record = one(tmp_path, *acts)
    assert record.rows("events", "activity") == ["decide", "apply", "pay"]
    assert record.report.odd["out_of_order_events"] == 1
    (tmp_path / "log.xes").unlink()
    assert one(tmp_path, *acts, mapping=MAPPING + "order: time").rows("events", "activity", "sequence") == [
        ("decide", 0),
        ("pay", 1),
        ("apply", 2),
    ]


def test_acts_may_carry_their_own_identity(tmp_path):
    record = one(tmp_path, act("apply", id="e7"), act("decide"), mapping=MAPPING + "event: id")
    assert record.rows("events", "event_id") == ["e7", "A1#1"]


def test_two_acts_of_one_identity_are_refused(tmp_path):
    cases = [({"concept:name": name}, [act("apply", id="e7")]) for name in ("A1", "A2")]
    with pytest.raises(LogError, match=r"2 events have the identity 'e7' .cases A1, A2.; give each its own"):
        read(write_xes(tmp_path / "log.xes", cases), mapping=MAPPING + "event: id")


def test_a_case_may_go_on_in_the_next_file(tmp_path):
    paths = [
        write_xes(
            tmp_path / "one.xes", [({"concept:name": "A1"}, [act("apply")]), ({"concept:name": "A2"}, [act("apply")])]
        ),
        write_csv(
            tmp_path / "two.csv", [({"concept:name": "A1"}, [act("decide")]), ({"concept:name": "A3"}, [act("apply")])]
        ),
    ]
    record = read(*paths)
    assert record.rows("events", "event_id") == ["A1#0", "A1#1", "A2#0", "A3#0"]
    assert record.rows("cases", "source_id") == ["one.xes", "one.xes", "two.csv"]
    assert [(file.path.name, file.rows) for file in record.report.files] == [("one.xes", 2), ("two.csv", 2)]


def test_formats_may_be_mixed_and_a_column_may_be_missing_in_one(tmp_path):
    paths = [
        write_xes(
            tmp_path / "one.xes", [({"concept:name": "A1"}, [act("apply", NINE + "+01:00", org_resource="Alice")])]
        ),
        write_csv(tmp_path / "two.csv", [({"concept:name": "A1"}, [act("decide")])]),
        write_parquet(
            tmp_path / "three.parquet", [({"concept:name": "A2"}, [act("apply")])], {"time:timestamp": "TIMESTAMP"}
        ),
    ]
    record = read(*paths, mapping=MAPPING + "official: org:resource", zone="Asia/Shanghai")
    assert record.rows("events", "event_id", "occurred_at", "utc_offset", "official_id") == [
        ("A1#0", NINE_AT, 60, "Alice"),
        ("A1#1", NINE_AT, 480, None),
        ("A2#0", NINE_AT, 480, None),
    ]


def test_instants_in_one_file_only_are_refused(tmp_path):
    paths = [
        write_csv(tmp_path / "one.csv", [({"concept:name": "A1"}, [act("apply")])]),
        write_parquet(
            tmp_path / "two.parquet", [({"concept:name": "A2"}, [act("apply")])], {"time:timestamp": "TIMESTAMPTZ"}
        ),
    ]
    with pytest.raises(
        LogError, match=r"'time:timestamp' is an instant .* in one file and not in another; write it alike"
    ):
        read(*paths, zone="Asia/Shanghai")


def test_the_same_file_twice_is_refused(tmp_path):
    path = write_xes(tmp_path / "log.xes", [({"concept:name": "A1"}, [act("apply")])])
    with pytest.raises(LogError, match="given twice"):
        read(path, path)


@pytest.mark.parametrize(("name", "sentence"), [("log.doc", "ends in none of"), ("no.csv", "no such file")])
def test_a_file_that_is_no_log_is_refused(tmp_path, name, sentence):
    (tmp_path / "log.doc").touch()
    with pytest.raises(LogError, match=sentence):
        read(tmp_path / name)


def test_the_calendar_covers_the_log_its_dates_and_today(tmp_path):
    calendar = EveryDay()
    one(tmp_path, act("apply"), said={"due": "2026-04-01"}, mapping=MAPPING + "case_dates: {due: case:due}",
        calendar=calendar, as_of=(TODAY - 10) * DAY)  # fmt: skip
    assert calendar.asked == (TODAY - 10 - 400, TODAY + 30 + 4000)


def test_the_calendar_is_not_asked_for_impossible_years(tmp_path):
    calendar = EveryDay()
    one(tmp_path, act("apply", "0001-01-01"), act("decide", "9999-12-31"), calendar=calendar)
    assert calendar.asked == (-25_567, 47_846)


def test_the_report_tells_the_span_of_the_log(tmp_path):
    report = one(
        tmp_path, act("apply"), act("decide", "2026-03-03T09:00:00+08:00"), act("note", "2026-03-01T09:00:00")
    ).report
    assert (report.cases, report.events) == (1, 3)
    assert (report.first_at, report.last_at, report.last_offset) == (NINE_AT - DAY, NINE_AT + DAY, 480)


def test_progress_is_told_in_bytes(tmp_path):
    told = []
    path = write_xes(tmp_path / "log.xes", [({"concept:name": "A1"}, [act("apply")])])
    read(path, progress=lambda *step: told.append(step))
    assert told[-1] == ("log.xes", path.stat().st_size, path.stat().st_size)
