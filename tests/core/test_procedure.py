"""What may happen next in a case, and why not, in both languages."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.catalogue import load_powers
from zhiheng.core.procedure import Refusal, State, StepModel

PERMIT: list[dict[str, Any]] = [
    {"id": "apply", "title": {"zh": "申请", "en": "Application"}, "required": True, "max_times": 1},
    {"id": "review", "title": {"zh": "审查", "en": "Review"}, "after": "apply", "required": True},
    {"id": "visit", "title": {"zh": "踏勘", "en": "Visit"}, "after": "apply"},
    {"id": "expert", "after": "apply"},
    {"id": "opinion", "after": {"at_least": 2, "of": ["review", "visit", "expert"]}},
    {"id": "remark", "after": {"any": ["review", "visit"]}},
    {"id": "return", "after": "review", "returns_to": "review"},
    {
        "id": "decide",
        "title": {"zh": "决定", "en": "Decision"},
        "after": ["review", "visit"],
        "required": True,
    },
    {"id": "deliver", "title": {"zh": "送达", "en": "Delivery"}, "after": "decide", "closes": True},
    {"id": "file", "after": "deliver"},
    {"id": "hearing", "anytime": True},
    {"id": "withdraw", "closes": "withdrawn"},
]


def model(steps: list[dict[str, Any]] = PERMIT) -> StepModel:
    return StepModel.from_version(load_powers([{"id": "permit", "steps": steps}]).versions[0])


def after(*steps: str) -> State:
    """The state of a case that took these steps, each of which it may."""
    state = model().start()
    for step in steps:
        taken = model().take(state, step)
        assert isinstance(taken, State), taken
        state = taken
    return state


def refused(step: str | None, *before: str) -> Refusal:
    taken = model().take(after(*before), step)
    assert isinstance(taken, Refusal)
    return taken


@pytest.mark.parametrize(
    ("before", "may"),
    [
        ([], {"apply", "hearing", "withdraw"}),
        (["apply"], {"review", "visit", "expert", "hearing", "withdraw"}),
        (["apply", "visit"], {"review", "visit", "expert", "remark", "hearing", "withdraw"}),
        (
            ["apply", "visit", "expert"],
            {"review", "visit", "expert", "remark", "opinion", "hearing", "withdraw"},
        ),
        (["apply", "review", "visit", "decide", "deliver"], {"file", "hearing"}),
        (["withdraw"], {"hearing"}),
    ],
)
def test_the_next_steps_are_those_that_may_be_taken_now(before: list[str], may: set[str]):
    assert {step for step, refusal in model().next_steps(after(*before)) if refusal is None} == may


def test_every_step_that_may_not_be_taken_says_why_in_both_languages():
    refusals = [refusal for _, refusal in model().next_steps(after("withdraw")) if refusal]
    assert len(refusals) == len(PERMIT) - 1
    assert all(refusal.text("zh") and refusal.text("en") for refusal in refusals)


def test_a_step_before_its_predecessors_names_those_that_are_lacking():
    refusal = refused("decide", "apply", "visit")
    assert (refusal.reason, refusal.steps) == ("too-early", ("review",))
    assert refusal.en == "'Decision' comes after 'Review', not yet done"
    assert refusal.zh == "“决定”须在完成“审查”之后"


def test_where_some_of_several_are_enough_the_refusal_says_how_many():
    assert (
        refused("opinion", "apply", "visit").en
        == "'opinion' comes after 1 of 'Review', 'expert', not yet done"
    )


def test_a_step_may_not_be_taken_more_often_than_it_may_be():
    refusal = refused("apply", "apply")
    assert (refusal.reason, refusal.zh) == ("too-often", "“申请”至多 1 次，次数已满")


def test_after_the_close_only_what_comes_after_it_and_steps_for_any_time_go_on():
    refusal = refused("review", "apply", "review", "visit", "decide", "deliver")
    assert (refusal.reason, refusal.steps) == ("after-close", ("deliver",))
    assert refusal.en == "'Review' may not follow 'Delivery', which ended the case"


@pytest.mark.parametrize("step", ["sign", None])
def test_a_step_that_the_power_does_not_have_is_refused(step: str | None):
    assert refused(step, "apply").reason == "unknown-step"


def test_after_a_return_the_target_and_what_comes_after_it_are_done_anew():
    before = ["apply", "review", "visit", "return"]
    assert refused("decide", *before).steps == ("review",)
    assert refused("remark", "apply", "review", "return").reason == "too-early"
    assert isinstance(model().take(after(*before, "review"), "decide"), State)


def test_a_return_does_not_forget_how_often_a_step_was_taken():
    steps = [{"id": "a", "max_times": 1}, {"id": "b", "after": "a", "returns_to": "a"}]
    state = model(steps).start()
    for step in ("a", "b"):
        state = model(steps).take(state, step)
    assert model(steps).take(state, "a").reason == "too-often"


def test_a_return_to_before_the_close_opens_the_case_again():
    steps = [
        {"id": "a"},
        {"id": "end", "after": "a", "closes": True},
        {"id": "reopen", "anytime": True, "returns_to": "a"},
    ]
    state = model(steps).start()
    for step in ("a", "end", "reopen", "a"):
        state = model(steps).take(state, step)
        assert isinstance(state, State)


def test_a_case_may_be_finished_when_all_required_steps_are_done():
    refusal = model().unfinished(after("apply", "visit"))
    assert (refusal.reason, refusal.steps) == ("unfinished", ("review", "decide"))
    assert refusal.zh == "办件尚不完整：须完成“审查”、“决定”"
    assert model().unfinished(after("apply", "review", "visit", "decide")) is None


def test_a_model_from_rows_is_the_model_of_the_document():
    made = load_powers([{"id": "permit", "steps": PERMIT}])
    other = StepModel.from_rows(made.rows["power_steps"], made.rows["step_order"], made.rows["step_returns"])
    for before in (
        [],
        ["apply", "visit"],
        ["apply", "review", "visit", "decide", "deliver"],
        ["apply", "review", "return"],
    ):
        ours = {step: r and r.reason for step, r in model().next_steps(after(*before))}
        assert {step: r and r.reason for step, r in other.next_steps(after(*before))} == ours


@given(st.lists(st.sampled_from([step["id"] for step in PERMIT] + ["sign"]), max_size=12))
def test_taking_a_step_leaves_the_state_before_it_as_it_was(steps: list[str]):
    permit = model()
    state = permit.start()
    for step in steps:
        before = tuple(state)
        taken = permit.take(state, step)
        assert tuple(state) == before
        assert isinstance(taken, Refusal) == (dict(permit.next_steps(state)).get(step, True) is not None)
        state = taken if isinstance(taken, State) else state
