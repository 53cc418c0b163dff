"""The oracle itself: the counting vectors of the law, and each rule on a story of a few lines."""

import datetime as dt
from typing import Any

import pytest

from tests.oracle.by_hand import (
    LAW,
    act,
    day,
    due_item,
    limit,
    moment,
    money,
    only,
    order,
    step,
    stop,
    story,
    workdays,
)
from tests.oracle.days import Calendar, day_of, months_later


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-09-18", 20, "2026-10-22"),
        ("2026-02-11", 5, "2026-02-25"),
        ("2026-02-11", 20, "2026-03-17"),
        ("2025-09-26", 5, "2025-10-10"),
        ("2026-03-02", 20, "2026-03-30"),
    ],
)
def test_the_last_working_day_is_in_time_and_the_next_is_not(start: str, count: int, last: str) -> None:
    calendar = Calendar.from_rows(workdays())
    assert calendar.working_days_later(day(start), count) == day(last)
    for days_late in (0, 1):
        decided = dt.date.fromisoformat(last) + dt.timedelta(days=days_late)
        while days_late and not calendar.works[day_of(decided)]:
            decided += dt.timedelta(days=1)
        events = [act(0, "accept", start), act(1, "decide", decided.isoformat())]
        judged = only(story("T01", events, time_limits=[limit(allowed=count)]))
        assert (judged.measured, judged.found) == (count + days_late, bool(days_late))


@pytest.mark.parametrize(("decided", "found"), [("2026-04-14", False), ("2026-04-15", True)])
def test_ten_working_days_of_expert_review_do_not_count(decided: str, found: bool) -> None:  # noqa: FBT001
    events = [act(0, "accept", "2026-03-02"), act(1, "decide", decided)]
    judged = only(
        story(
            "T01",
            events,
            time_limits=[limit()],
            clock_stops=[LAW | {"ground": "expert-review", "cap": None, "unit": None}],
            suspensions=[stop("2026-03-09", "2026-03-20")],
        )
    )
    assert (judged.found, judged.due_at) == (found, moment("2026-04-14 23:59:59"))


@pytest.mark.parametrize(
    ("start", "count", "raw", "last"),
    [
        ("2026-02-02", 15, "2026-02-17", "2026-02-24"),
        ("2026-01-05", 90, "2026-04-05", "2026-04-07"),
    ],
)
def test_a_last_day_of_rest_moves_to_the_next_working_day(start: str, count: int, raw: str, last: str) -> None:
    assert day(start) + count == day(raw)
    for end, found in ((last, False), ((dt.date.fromisoformat(last) + dt.timedelta(1)).isoformat(), True)):
        events = [act(0, "accept", start), act(1, "decide", end)]
        judged = only(story("T01", events, time_limits=[limit(allowed=count, unit="day", roll=1)]))
        assert (judged.found, judged.allowed) == (found, day(last) - day(start))


def test_a_month_ends_on_the_same_day_or_at_the_months_end() -> None:
    assert months_later(day("2026-01-31"), 1) == day("2026-02-28")
    assert months_later(day("2023-12-31"), 2) == day("2024-02-29")
    assert months_later(day("2026-02-28"), 1) == day("2026-03-28")


def test_a_limit_of_under_a_number_does_not_hold_the_number_itself() -> None:
    events = [act(0, "accept", "2026-03-02"), act(1, "decide", "2026-03-12")]
    assert not only(story("T01", events, time_limits=[limit(allowed=10, unit="day")])).found
    assert only(story("T01", events, time_limits=[limit(allowed=10, unit="day", under=1)])).found


def test_beyond_the_calendar_nothing_is_known_but_what_was_in_time_anyway() -> None:
    events = [act(0, "accept", "2026-12-25"), act(1, "decide", "2027-01-04")]
    ten_days = limit(allowed=10, unit="day", roll=1)
    assert only(story("T01", events, time_limits=[limit()])).measured is None
    assert only(story("T01", events, time_limits=[ten_days])).measured == 10
    late = [events[0], act(1, "decide", "2027-01-05")]
    assert only(story("T01", late, time_limits=[ten_days])).measured is None


def test_each_start_is_judged_by_the_first_end_after_it() -> None:
    events = [act(0, "accept", "2026-03-02"), act(1, "accept", "2026-03-03"), act(2, "decide", "2026-03-04")]
    rows = story("T01", [*events, act(3, "accept", "2026-03-05")], time_limits=[limit(from_which="each")])
    assert [(row.start_event_id, row.event_id, row.state) for row in rows] == [
        ("e0", "e2", "done"),
        ("e1", "e2", "done"),
        ("e3", None, "pending"),
    ]


@pytest.mark.parametrize(
    ("status", "second", "rows"), [(None, "visit", 1), (None, "refuse", 0), ("closed", "visit", 0)]
)
def test_what_was_not_done_is_pending_until_closed_or_lifted(status: str | None, second: str, rows: int) -> None:
    events = [act(0, "accept", "2026-11-02"), act(1, second, "2026-11-03")]
    judged = story("T01", events, status=status, time_limits=[limit(ends_with="refuse")])
    assert [(row.state, row.event_id) for row in judged] == [("pending", None)] * rows


def test_an_end_without_its_start_cannot_be_checked() -> None:
    judged = only(story("T01", [act(0, "decide", "2026-03-02")], time_limits=[limit()]))
    assert (judged.measured, judged.event_id) == (None, "e0")


def test_hours_are_true_hours_across_offsets() -> None:
    start = act(0, "accept", "2026-03-02 10:00", utc_offset=480)
    end = act(1, "decide", "2026-03-02 10:00", utc_offset=420)
    hour = limit(allowed=1, unit="hour", precision="instant")
    assert only(story("T01", [start, end], time_limits=[hour])).measured == 3_600_000_000
    assert only(story("T01", [start, end | {"utc_offset": None}], time_limits=[hour])).measured is None


def test_a_deadline_of_the_case_is_an_instant_or_a_whole_day() -> None:
    dates = [
        {
            "case_id": "c",
            "name": "deadline",
            "at": moment("2026-03-10"),
            "day": day("2026-03-10"),
            "utc_offset": None,
        }
    ]
    events = [act(0, "accept", "2026-03-02"), act(1, "decide", "2026-03-10 09:00")]
    until = limit(until_date="deadline", allowed=None, unit="day", stops=0)
    assert not only(story("T01", events, time_limits=[until], case_dates=dates)).found
    assert only(story("T01", events, time_limits=[until | {"precision": "instant"}], case_dates=dates)).found
    assert only(story("T01", events, time_limits=[until])).measured is None


def test_too_early_is_measured_by_the_days_that_lack() -> None:
    events = [act(0, "accept", "2026-03-02"), act(1, "decide", "2026-03-11")]
    gap = limit(kind="minimum", allowed=10, unit="day", stops=0)
    assert only(story("T03", events, time_limits=[gap])).measured == 1
    assert only(story("T03", events, time_limits=[gap | {"under": 1}])).measured == 2


def test_stops_that_overlap_count_once_and_only_to_their_cap() -> None:
    events = [act(0, "accept", "2026-03-02"), act(1, "decide", "2026-04-01")]
    stops = [stop("2026-03-05", "2026-03-14", "hearing"), stop("2026-03-10", "2026-03-19", "test")]
    grounds = [LAW | {"ground": name, "cap": cap, "unit": "day"} for name, cap in (("hearing", 4), ("test", 90))]
    judged = only(
        story("T01", events, time_limits=[limit(unit="day", allowed=20)], suspensions=stops, clock_stops=grounds)
    )
    assert judged.measured == 30 - 4 - 5


@pytest.mark.parametrize(
    ("suspension", "measured", "side"),
    [
        (stop("2026-03-09", "2026-03-13"), 0, None),
        (stop("2026-03-09", "2026-03-16"), 1, "beyond-cap"),
        (stop("2026-03-09", "2026-03-13", notified=4), 1, "beyond-cap"),
        (stop("2026-03-09", "2026-03-10", "lunch"), 1, "no-ground"),
        (stop("2026-03-31", "2026-04-01"), 1, "after-limit"),
        (stop("2026-03-30", "2026-04-01"), 0, None),
        (stop("2026-03-31", "2026-04-30", "lunch", notified=3), 3, "no-ground"),
    ],
)
def test_a_stop_without_ground_too_long_or_too_late_is_a_defect(
    suspension: dict[str, Any], measured: int, side: str | None
) -> None:
    ground = LAW | {"ground": "expert-review", "cap": 5, "unit": "workday"}
    events = [act(0, "accept", "2026-03-02")]
    judged = only(story("T04", events, time_limits=[limit()], clock_stops=[ground], suspensions=[suspension]))
    assert (judged.measured, judged.side) == (measured, side)


def test_required_steps_are_missed_only_when_the_case_is_over() -> None:
    steps = [step("accept"), step("decide", required=1)]
    for status, rows in (("closed", 1), (None, 1), ("open", 0), ("withdrawn", 0)):
        assert len(story("P01", [act(0, "accept", "2026-03-02")], status=status, power_steps=steps)) == rows


def test_a_response_must_come_after_the_last_act_that_calls_for_it() -> None:
    events = [act(0, "send", "2026-03-02"), act(1, "notify", "2026-03-03"), act(2, "send", "2026-03-04")]
    duty = LAW | {"response_id": "notified", "after_step": "send", "which": "last", "need_step": "notify"}
    judged = only(story("P01", events, status=None, responses=[duty]))
    assert (judged.measured, judged.start_event_id, judged.state) == (1, "e2", "absent")


def test_a_step_counts_the_predecessors_that_it_lacks() -> None:
    steps = [step("a"), step("b"), step("c")]
    events = [act(0, "a", "2026-03-02"), act(1, "c", "2026-03-03"), act(2, "b", "2026-03-04")]
    both, one = [order("a", "c"), order("b", "c")], [order("a", "c", 1), order("b", "c", 1)]
    assert only(story("P02", events, power_steps=steps, step_order=both)).measured == 1
    assert only(story("P02", events, power_steps=steps, step_order=one)).measured == 0


def test_an_act_outside_the_catalogue_and_one_too_often_are_named() -> None:
    events = [act(0, "a", "2026-03-02"), act(1, None, "2026-03-03"), act(2, "a", "2026-03-04")]
    assert [row.subject_id for row in story("P03", events) if row.found] == ["gossip"]
    often = only(story("P04", events, power_steps=[step("a", max_times=1)]))
    assert (often.measured, often.allowed, often.event_id) == (2, 1, "e2")


def test_after_the_close_only_what_follows_it_or_may_happen_anytime() -> None:
    steps = [step("close", closes="closed"), step("file"), step("note", anytime=1), step("pay")]
    events = [act(i, name, "2026-03-02") for i, name in enumerate(["close", "note", "file", "pay", "close"])]
    judged = only(story("P05", events, status="closed", power_steps=steps, step_order=[order("close", "file")]))
    assert (judged.measured, judged.event_id, judged.subject_id) == (2, "e3", "pay")


def test_a_log_that_says_closed_without_a_moment_leaves_it_open_what_came_after() -> None:
    events = [act(0, "pay", "2026-03-02"), act(1, "pay", "2026-03-04")]
    steps = [step("pay")]
    assert only(story("P05", events, status="closed", power_steps=steps)).measured is None
    judged = only(story("P05", events, status="closed", power_steps=steps, closed_at=moment("2026-03-03")))
    assert (judged.measured, judged.event_id) == (1, "e1")


def trace(*names: str, status: str | None = None, **rows: Any) -> bool:
    """Whether the trace fits the steps a, b (after a), back (returns to a) and end (required, after b)."""
    steps = [step("a", max_times=2), step("b"), step("back"), step("end", required=1, closes="closed")]
    orders = [order("a", "b"), order("b", "back"), order("b", "end")]
    events = [act(i, name, "2026-03-02") for i, name in enumerate(names)]
    returns = [LAW | {"step_id": "back", "to_step": "a"}]
    relations: dict[str, Any] = {"power_steps": steps, "step_order": orders, "step_returns": returns} | rows
    return not only(story("P07", events, status=status, **relations)).found


def test_a_trace_fits_when_every_act_was_allowed_and_nothing_is_left() -> None:
    assert trace("a", "b", "end")
    assert not trace("a", "b")
    assert trace("a", "b", status="open")
    assert not trace("b", "a", "end")
    assert not trace("a", "a", "a", "b", "end")
    assert not trace("a", "b", "end", "a")


def test_a_return_makes_what_came_after_it_necessary_again() -> None:
    assert trace("a", "b", "back", "a", "b", "end")
    assert not trace("a", "b", "back", "b", "end")


def test_the_same_official_in_both_steps_and_the_one_who_is_not_known() -> None:
    apart = LAW | {"separation_id": "apart", "step_a": "a", "step_b": "b", "scope": "official"}
    for second, measured in (("Wang", 1), ("Li", 0), (None, None)):
        events = [act(0, "a", "2026-03-02", "Wang"), act(1, "b", "2026-03-03", second)]
        assert only(story("S01", events, separations=[apart])).measured == measured
        assert only(story("S02", events)).measured == measured


def test_the_due_is_the_last_fine_and_all_expenses() -> None:
    events = [act(i, "a", "2026-03-02") for i in range(3)]
    parts = [due_item("fine", "last"), due_item("expense", "sum")]
    charges = [money(0, 3500, "fine"), money(1, 1000, "expense"), money(2, 7000, "fine")]
    outcomes = [(8000, 0, "equal"), (3500, 4500, "less"), (9000, 1000, "more"), (None, None, None)]
    for paid, measured, side in outcomes:
        judged = only(story("F02", events, dues=parts, charges=charges, payments=[money(2, paid)]))
        assert (judged.measured, judged.side) == (measured, side)


def test_times_that_cannot_be_are_told_apart() -> None:
    events = [
        act(0, "a", "2026-03-02 10:00", recorded_at=moment("2026-03-02 09:00")),
        act(1, "b", "2026-03-01", utc_offset=60),
        act(2, "c", "2027-03-01", utc_offset=60),
    ]
    rows = story("Q03", events)
    assert [(row.subject_id, row.event_id) for row in rows if row.found] == [("recorded-first", "e0")]
    assert [(row.subject_id, row.event_id) for row in rows if row.measured is None] == [
        ("future", "e1"),
        ("out-of-order", "e1"),
        ("future", "e2"),
    ]
