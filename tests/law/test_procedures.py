"""What the law packs make of whole cases: which traces they allow, and what the controls say of late ones."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest

import zhiheng
from zhiheng.core.catalogue import load_powers
from zhiheng.core.conformance import Fit, replay
from zhiheng.core.procedure import StepModel

CONTROLS = zhiheng.load_controls()
Found = tuple[str, str]
Hands = Iterable[tuple[str, str]]
Days = tuple[str, str]


def model(pack: str) -> StepModel:
    power = {"id": "power", "extends": f"law/{pack}"}
    return StepModel.from_version(load_powers([power], jurisdiction="cn").versions[-1])


@pytest.mark.parametrize(
    ("pack", "trace"),
    [
        pytest.param("licensing-ordinary", "receive accept review decide deliver publish", id="granted"),
        pytest.param("licensing-ordinary", "receive accept review decide publish deliver", id="published first"),
        pytest.param("licensing-ordinary", "receive accept review decide deny", id="refused"),
        pytest.param(
            "licensing-ordinary",
            "receive supplement-notice receive accept review decide deliver",
            id="papers supplemented",
        ),
        pytest.param("licensing-ordinary", "receive refuse-intake", id="not accepted"),
        pytest.param("licensing-ordinary", "receive accept withdraw", id="withdrawn"),
        pytest.param(
            "licensing-ordinary",
            "receive accept review hearing-right-notice hearing-request hearing-notice hearing extend decide deliver",
            id="with a hearing",
        ),
        pytest.param("licensing-joint", "receive accept consult opinion opinion review decide deliver", id="joint"),
        pytest.param(
            "penalty-ordinary", "file investigate prior-notice decide serve pay close publish", id="fined"
        ),
        pytest.param(
            "penalty-ordinary",
            "file investigate preserve-evidence dispose-evidence prior-notice defence defence-review"
            " hearing-request hearing-notice hearing legal-review discuss decide serve defer pay pay close",
            id="fined after a hearing",
        ),
        pytest.param("penalty-ordinary", "file investigate no-penalty", id="not punished"),
        pytest.param(
            "penalty-ordinary",
            "file investigate prior-notice decide serve publish close revoke withdraw-publication",
            id="taken back after it was closed",
        ),
    ],
)
def test_a_lawful_course_is_allowed(pack: str, trace: str) -> None:
    assert replay(model(pack), trace.split(), closed=True) == Fit(fits=True)


@pytest.mark.parametrize(
    ("pack", "trace", "reason"),
    [
        pytest.param("licensing-ordinary", "receive accept decide deliver", "too-early", id="not reviewed"),
        pytest.param("licensing-ordinary", "accept review decide deliver", "too-early", id="not applied for"),
        pytest.param(
            "licensing-ordinary",
            "receive supplement-notice receive supplement-notice",
            "too-often",
            id="asked twice for papers",
        ),
        pytest.param(
            "licensing-ordinary", "receive refuse-intake accept", "after-close", id="accepted after a refusal"
        ),
        pytest.param("penalty-ordinary", "file investigate decide serve close", "too-early", id="not told before"),
        pytest.param("penalty-ordinary", "file prior-notice", "too-early", id="not investigated"),
    ],
)
def test_an_unlawful_course_is_not(pack: str, trace: str, reason: str) -> None:
    assert replay(model(pack), trace.split(), closed=True).reason == reason


def found(pack: str, acts: dict[str, str], hands: Hands = (), stop: Days | None = None) -> set[Found]:
    """(control, subject) of every finding in a case whose acts happened on these days at nine o'clock."""
    events = [
        {"case_id": "A1", "activity": step, "occurred_at": nine(day), "official_id": dict(hands).get(step, step)}
        for step, day in acts.items()
    ]
    case: dict[str, list[dict[str, Any]]] = {"cases": [{"case_id": "A1", "power_id": "power"}], "events": events}
    if "decide" in acts:
        at = nine(acts["decide"])
        duties = ("publish-grant", "publish-decision")
        case["publications"] = [{"case_id": "A1", "duty_id": duty, "at": at} for duty in duties]
    if stop:
        from_at, to_at = map(nine, stop)
        case["suspensions"] = [{"case_id": "A1", "ground": "expert-review", "from_at": from_at, "to_at": to_at}]
    catalogue = load_powers([{"id": "power", "extends": f"law/{pack}"}], jurisdiction="cn")
    with zhiheng.LiveChecker(catalogue, CONTROLS, calendar=zhiheng.load_calendar("cn")) as live:
        findings = live.check(case)
    return {(f.control_id, f.subject_id) for f in findings if f.measured > f.allowed}


def nine(day: str) -> int:
    return zhiheng.microseconds(datetime.fromisoformat(f"{day}T09:00"))


@pytest.mark.parametrize(("decided", "late"), [("2026-10-22", set()), ("2026-10-23", {("T01", "decide")})])
def test_a_licence_decided_on_the_21st_working_day_is_late(decided: str, late: set[Found]) -> None:
    acts = {"receive": "2026-09-17", "accept": "2026-09-18", "review": "2026-09-21", "decide": decided}
    assert found("licensing-ordinary", acts) == late


@pytest.mark.parametrize(("decided", "late"), [("2026-04-14", set()), ("2026-04-15", {("T01", "decide")})])
def test_an_expert_review_stops_the_clock_of_a_licence(decided: str, late: set[Found]) -> None:
    acts = {"receive": "2026-03-02", "accept": "2026-03-02", "review": "2026-03-04", "decide": decided}
    assert found("licensing-ordinary", acts, stop=("2026-03-09", "2026-03-20")) == late


def test_papers_asked_for_in_time_start_the_five_days_anew() -> None:
    acts = {"receive": "2026-03-02", "supplement-notice": "2026-03-09", "supplement": "2026-04-01"}
    assert found("licensing-ordinary", acts | {"accept": "2026-04-09"}) == set()
    assert found("licensing-ordinary", acts | {"accept": "2026-04-10"}) == {("T01", "accept")}


def test_the_chair_of_a_hearing_is_another_than_the_reviewer_and_notice_is_given_seven_days_ahead() -> None:
    acts = {
        "receive": "2026-03-02",
        "accept": "2026-03-02",
        "review": "2026-03-04",
        "hearing-notice": "2026-03-05",
        "hearing": "2026-03-13",
    }
    assert found("licensing-ordinary", acts, [("review", "Li Na"), ("hearing", "Li Na")]) == {
        ("S01", "hearing-chair"),
        ("T03", "hearing-notice"),
    }
    assert found("licensing-ordinary", acts | {"hearing": "2026-03-16"}) == set()


@pytest.mark.parametrize(("decided", "late"), [("2026-04-07", set()), ("2026-04-08", {("T01", "decide")})])
def test_a_penalty_is_decided_within_90_days_rolled_over_the_holiday(decided: str, late: set[Found]) -> None:
    acts = {"file": "2026-01-05", "investigate": "2026-01-12", "prior-notice": "2026-03-20", "decide": decided}
    assert found("penalty-ordinary", acts) == late


def test_a_fine_is_due_after_15_days_and_never_overdue_while_it_is_unpaid() -> None:
    acts = {
        "file": "2026-01-05",
        "investigate": "2026-01-06",
        "prior-notice": "2026-01-12",
        "decide": "2026-01-30",
        "serve": "2026-02-02",
    }
    assert found("penalty-ordinary", acts | {"pay": "2026-02-24"}) == set()
    assert found("penalty-ordinary", acts | {"pay": "2026-02-25"}) == {("T01", "pay")}
    assert found("penalty-ordinary", acts | {"enforce": "2026-06-01"}) == set()
