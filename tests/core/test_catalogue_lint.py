"""What makes a power impossible is an error, what is doubtful a warning; a sound power has neither."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.catalogue import Catalogue, load_powers
from zhiheng.core.catalogue.lint import circle
from zhiheng.core.errors import CatalogueError

SOUND: dict[str, Any] = {
    "id": "permit",
    "title": {"zh": "许可", "en": "Permit"},
    "basis": {"law": "行政许可法", "article": "第四十二条"},
    "steps": [{"id": "accept"}, {"id": "review", "after": "accept"}, {"id": "decide", "after": "review"}],
    "limits": [{"id": "decide", "from": "accept", "to": "decide", "within": "20 workdays"}],
}


def permit(**keys: Any) -> Catalogue:
    return load_powers([{**SOUND, **keys}], known_dates=["start"])


def test_a_sound_power_gives_no_warning():
    assert permit().warnings == ()


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (
            {
                "steps": [{"id": "a", "after": "c"}, {"id": "b", "after": "a"}, {"id": "c", "after": "b"}],
                "limits": [],
            },
            "a after c after b after a",
        ),
        ({"steps": [{"id": "a", "after": "a"}], "limits": []}, "a after a"),
        (
            {
                "steps": [{"id": "a", "activity": "Sign"}, {"id": "b", "activity": ["Seal", "Sign"]}],
                "limits": [],
            },
            "step 'b', `activity`: 'Sign' is step 'a' already",
        ),
        ({"separations": [{"id": "s", "steps": ["accept", "accept"]}]}, "cannot be separated from itself"),
        (
            {"steps": [{"id": "accept", "not_same_official_as": "accept"}], "limits": []},
            "cannot be separated from itself",
        ),
        ({"clock_stops": [{"ground": "hearing", "cap": "30 days"}]}, "it counts days, and limit 'decide'"),
        ({"clock_stops": [{"ground": "hearing", "cap": "1 month"}]}, "counted in workdays, days or hours"),
        ({"risks": [{"step": "pay"}]}, "risk 'pay', `step`: there is no step 'pay'"),
    ],
)
def test_what_cannot_be_applied_is_an_error(keys: dict[str, Any], sentence: str):
    with pytest.raises(CatalogueError) as caught:
        permit(**keys)
    assert sentence in caught.value.en


@pytest.mark.parametrize("kind", ["statutory", "promised", "step"])
def test_a_cap_in_hours_needs_a_limit_measured_to_the_moment(kind: str):
    limit = {**SOUND["limits"][0], "within": "20 days", "kind": kind}
    stop = {"clock_stops": [{"ground": "hearing", "cap": "36 hours"}]}
    with pytest.raises(CatalogueError) as caught:
        permit(limits=[limit], **stop)
    assert "counts days; use one unit, write precision: instant on that limit" in caught.value.en
    assert "或在该时限写 precision: instant" in caught.value.zh
    assert permit(limits=[{**limit, "precision": "instant"}], **stop)
    assert permit(limits=[{**limit, "within": "24 hours"}], **stop)


def test_a_cap_in_other_units_is_fine_where_it_stops_nothing():
    limit = {**SOUND["limits"][0], "stops": False}
    assert permit(limits=[limit], clock_stops=[{"ground": "hearing", "cap": "30 days"}]).warnings == ()


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"title": None}, "has no title"),
        ({"basis": None}, "has no basis"),
        ({"steps": [], "limits": []}, "has no step"),
        (
            {"steps": [*SOUND["steps"], {"id": "pay", "max_times": 0}]},
            "step 'pay', `max_times`: the step can never",
        ),
        (
            {"steps": [*SOUND["steps"], {"id": "pay", "max_times": 0}, {"id": "ship", "after": "pay"}]},
            "step 'ship', `after`: the step can never be reached",
        ),
        (
            {
                "limits": [
                    *SOUND["limits"],
                    {**SOUND["limits"][0], "id": "fast", "kind": "promised", "within": "21 workdays"},
                ]
            },
            "limit 'fast', `within`: 21 workdays are more than the 20 of the statutory limit 'decide'",
        ),
        (
            {"limits": [{"id": "l", "from": "decide", "to": "accept", "within": "3 days"}]},
            "'accept' comes before 'decide', where the limit begins",
        ),
        (
            {"limits": [{"id": "l", "from": "accept", "to": "accept", "within": "3 days"}]},
            "ends with the act it begins with",
        ),
        (
            {"limits": [{"id": "l", "from": {"date": "strat"}, "to": "accept", "within": "3 days"}]},
            "the log gives no case date 'strat'",
        ),
        (
            {"limits": [{"id": "l", "until": "deadline", "to": "accept"}]},
            "limit 'l', `until`: the log gives no case date 'deadline'",
        ),
        (
            {"limits": [{"id": "l", "from": "accept", "to": "decide", "at_least": "3 days", "stops": True}]},
            "limit 'l', `stops`: true has no effect",
        ),
        (
            {"limits": [{"id": "l", "from": "accept", "to": "decide", "within": "3 hours", "roll": True}]},
            "limit 'l', `roll`: true has no effect",
        ),
    ],
)
def test_what_is_doubtful_is_a_warning(keys: dict[str, Any], sentence: str):
    warnings = permit(**keys).warnings
    assert any(sentence in warning.text("en") for warning in warnings)
    assert all(warning.text("zh") for warning in warnings)


def test_a_limit_from_each_act_to_the_next_is_no_mistake():
    steps = [{"id": "report"}]
    limits = [{"id": "l", "from": {"step": "report", "which": "each"}, "to": "report", "within": "30 days"}]
    assert permit(steps=steps, limits=limits).warnings == ()


def test_lines_that_all_cite_their_law_need_none_of_the_document():
    law = {"law": "办法"}
    made = load_powers([{"id": "p", "title": "P", "steps": [{"id": "a", "basis": law}]}])
    assert made.warnings == ()


def test_a_doubt_about_an_inherited_line_is_said_once():
    parent = {**SOUND, "steps": [*SOUND["steps"], {"id": "pay", "max_times": 0}]}
    heirs = [{"id": f"heir-{n}", "title": "Heir", "extends": "permit"} for n in range(5)]
    assert len(load_powers([parent, *heirs], place="x").warnings) == 1


GRAPHS = st.integers(1, 6).flatmap(
    lambda size: st.lists(st.sets(st.integers(0, size - 1), max_size=3), min_size=size, max_size=size)
)


@given(GRAPHS)
def test_a_circle_is_found_exactly_where_no_order_exists(befores: list[set[int]]):
    after = {str(step): tuple(str(before) for before in sorted(these)) for step, these in enumerate(befores)}
    done: set[str] = set()
    for _ in after:
        done |= {step for step, these in after.items() if done.issuperset(these)}
    chain = circle(after)
    assert bool(chain) == (len(done) < len(after))
    assert all(before in after[step] for step, before in pairwise(chain))
