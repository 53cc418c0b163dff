"""Every way to write a limit becomes the columns that it means, and what cannot be measured is refused."""

from typing import Any

import pytest

from zhiheng.core.catalogue import load_powers
from zhiheng.core.errors import CatalogueError
from zhiheng.core.relations import RELATIONS

STEPS = [{"id": "accept"}, {"id": "decide", "after": "accept"}, {"id": "withdraw", "anytime": True}]


def row(**line: Any) -> dict[str, Any]:
    """The row of one limit, by column."""
    written = {"id": "it", "from": "accept", "to": "decide", **line}
    line = {key: value for key, value in written.items() if value is not None}
    made = load_powers(
        [{"id": "p", "steps": STEPS, "limits": [line]}], known_dates=["start", "deadline", "end"]
    )
    return dict(zip(RELATIONS["time_limits"].names, made.rows["time_limits"][0], strict=True))


def shown(line: dict[str, Any], *columns: str) -> tuple[Any, ...]:
    return tuple(row(**line)[column] for column in columns)


@pytest.mark.parametrize(
    ("line", "kind", "allowed", "unit", "under"),
    [
        ({"within": "20 workdays"}, "statutory", 20, "workday", 0),
        ({"within": "2 个月"}, "statutory", 2, "month", 0),
        ({"under": "24 hours"}, "statutory", 24, "hour", 1),
        ({"within": 90, "unit": "days"}, "statutory", 90, "day", 0),
        ({"kind": "promised", "within": "7 workdays"}, "promised", 7, "workday", 0),
        ({"kind": "step", "within": "1 day"}, "step", 1, "day", 0),
        ({"kind": "minimum", "at_least": "60 days"}, "minimum", 60, "day", 0),
        ({"over": "3 days"}, "minimum", 3, "day", 1),
        ({"until": "deadline"}, "statutory", None, "day", 0),
    ],
)
def test_the_figure_says_how_much_of_what(
    line: dict[str, Any], kind: str, allowed: int, unit: str, under: int
):
    assert shown(line, "kind", "allowed", "unit", "under") == (kind, allowed, unit, under)


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ({"from": "accept"}, ("accept", None, "first")),
        ({"from": {"step": "accept", "which": "each"}}, ("accept", None, "each")),
        ({"from": {"step": "accept"}, "from_which": "last"}, ("accept", None, "last")),
        ({"from": "accept", "from_which": "last"}, ("accept", None, "last")),
        ({"from": None, "from_step": "accept"}, ("accept", None, "first")),
        ({"from": "start"}, (None, "start", None)),
        ({"from": {"date": "start"}}, (None, "start", None)),
        ({"from": {"date": "filed"}}, (None, "filed", None)),
        ({"from": None, "from_date": "start"}, (None, "start", None)),
    ],
)
def test_a_limit_begins_with_a_step_or_a_date_of_the_case(
    line: dict[str, Any], start: tuple[str | None, ...]
):
    assert shown({"within": "3 days", **line}, "from_step", "from_date", "from_which") == start


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ({"to": "decide"}, ("decide", None, "first")),
        ({"to": {"step": "decide", "which": "last"}}, ("decide", None, "last")),
        ({"to": "end"}, (None, "end", None)),
        ({"to": None, "to_step": "decide", "to_which": "last"}, ("decide", None, "last")),
        ({"to": None, "to_date": "end"}, (None, "end", None)),
    ],
)
def test_a_limit_ends_with_a_step_or_a_date_of_the_case(line: dict[str, Any], end: tuple[str | None, ...]):
    assert shown({"within": "3 days", **line}, "to_step", "to_date", "to_which") == end


@pytest.mark.parametrize(
    ("line", "roll", "stops", "must_happen", "precision"),
    [
        ({"within": "20 workdays"}, 0, 1, 1, "day"),
        ({"within": "90 days"}, 1, 1, 1, "day"),
        ({"within": "2 months"}, 1, 1, 1, "day"),
        ({"under": "90 days", "roll": False}, 0, 1, 1, "day"),
        ({"within": "24 hours"}, 0, 1, 1, "instant"),
        ({"within": "2 days", "precision": "instant"}, 0, 1, 1, "instant"),
        ({"within": "90 days", "stops": False, "must_happen": False}, 1, 0, 0, "day"),
        ({"at_least": "60 days"}, 0, 0, 0, "day"),
        ({"at_least": "2 hours"}, 0, 0, 0, "instant"),
        ({"until": "deadline"}, 0, 0, 1, "day"),
        ({"until": "deadline", "roll": True}, 1, 0, 1, "day"),
        ({"until": "deadline", "precision": "instant"}, 0, 0, 1, "instant"),
    ],
)
def test_what_is_not_said_follows_from_the_figure(
    line: dict[str, Any], roll: int, stops: int, must_happen: int, precision: str
):
    assert shown(line, "roll", "stops", "must_happen", "precision") == (roll, stops, must_happen, precision)


def test_a_deadline_of_the_case_needs_no_beginning():
    line = {"from": None, "until": {"date": "deadline"}}
    assert shown(line, "from_step", "from_date", "until_date") == (None, None, "deadline")


def test_a_step_may_lift_a_limit():
    assert shown({"within": "3 days", "ends_with": "withdraw"}, "ends_with") == ("withdraw",)


def test_within_on_a_step_is_a_limit_of_kind_step_from_its_predecessor():
    steps = [
        {"id": "accept"},
        {"id": "visit", "after": "accept", "within": "5 workdays", "basis": {"law": "办法"}},
    ]
    made = load_powers([{"id": "p", "steps": steps}])
    limit = made.versions[0].power.limits[0]
    assert (limit.id, limit.kind, limit.from_step, limit.to_step, limit.allowed) == (
        "visit", "step", "accept", "visit", 5,
    )  # fmt: skip
    assert ("p", "0001-01-01", "time_limits", "visit", "办法") in made.rows["bases"]


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ({"from": None, "within": "3 days"}, "`from`: it is missing"),
        ({"to": None, "within": "3 days"}, "`to`: it is missing"),
        ({}, "this one says none of them"),
        ({"within": "3 days", "under": "3 days"}, "says within and under"),
        ({"within": "3 days", "until": "deadline"}, "says within and until"),
        ({"within": "3 dayz"}, "'dayz' is no unit"),
        ({"within": 3}, "'3' is no duration"),
        ({"within": "3 days", "from": "acept"}, "did you mean 'accept'"),
        ({"within": "3 days", "from": "strat"}, "did you mean 'start'"),
        ({"within": "3 days", "to": {"step": "decided"}}, "did you mean 'decide'"),
        ({"within": "3 days", "to": {"step": "decide", "which": "each"}}, "each` is for the start only"),
        ({"within": "3 days", "from": {"step": "accept", "date": "start"}}, "either step or date"),
        ({"within": "3 days", "from": {"which": "last"}}, "either step or date"),
        ({"within": "3 days", "from": {"date": "start", "which": "last"}}, "a date occurs once"),
        ({"within": "3 days", "from_step": "accept"}, "`from` says it already"),
        ({"within": "3 days", "ends_with": "withdrawn"}, "did you mean 'withdraw'"),
        ({"within": "3 workdays", "precision": "instant"}, "workdays are counted by the day"),
        ({"within": "3 months", "precision": "instant"}, "months are counted by the day"),
        ({"within": "3 hours", "precision": "day"}, "hours are counted to the instant"),
        ({"kind": "minimum", "within": "3 days"}, "a minimum says at_least or over"),
        ({"kind": "minimum", "until": "deadline"}, "a minimum says at_least or over"),
        ({"kind": "promised", "at_least": "3 days"}, "belong to kind: minimum"),
        ({"until": {"step": "decide"}}, "names a date of the case"),
        ({"until": "deadline", "until_date": "end"}, "`until` says it already"),
        ({"until": "deadline", "unit": "workdays"}, "measured in days or hours"),
        (
            {"kind": "urgent", "within": "3 days"},
            "'urgent' is no choice here; known: minimum, promised, statutory, step",
        ),
        ({"within": "3 days", "form": "accept"}, "unknown key 'form'; did you mean 'from'"),
        ({"within": "3 days", "roll": "no"}, "'no' must be true or false"),
    ],
)
def test_a_limit_that_cannot_be_measured_is_refused_with_the_remedy(line: dict[str, Any], remedy: str):
    with pytest.raises(CatalogueError, match=remedy) as caught:
        row(**line)
    assert "it" in caught.value.zh
    assert caught.value.zh != caught.value.en


@pytest.mark.parametrize(
    ("steps", "remedy"),
    [
        (
            [{"id": "a"}, {"id": "b"}, {"id": "c", "after": ["a", "b"], "within": "3 days"}],
            "comes after 2 steps",
        ),
        ([{"id": "c", "within": "3 days"}], "comes after 0 steps"),
        (
            [{"id": "a"}, {"id": "c", "after": "a", "within": "soon"}],
            "step 'c', `within`: 'soon' is no duration",
        ),
    ],
)
def test_within_on_a_step_needs_one_predecessor_and_a_duration(steps: list[dict[str, Any]], remedy: str):
    with pytest.raises(CatalogueError, match=remedy):
        load_powers([{"id": "p", "steps": steps}])


def test_within_on_a_step_may_not_hide_a_limit_of_that_name():
    steps = [{"id": "a"}, {"id": "b", "after": "a", "within": "3 days"}]
    limits = [{"id": "b", "from": "a", "to": "b", "within": "9 days"}]
    with pytest.raises(CatalogueError, match="has a limit 'b' already"):
        load_powers([{"id": "p", "steps": steps, "limits": limits}])
