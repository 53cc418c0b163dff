"""Law changes on a day: every day has one version, and each version the figures of its days."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.catalogue import Catalogue, load_powers
from zhiheng.core.catalogue.dated import Span, spans
from zhiheng.core.errors import CatalogueError
from zhiheng.core.relations import INTERNAL, RELATIONS

STEPS = [{"id": "open"}, {"id": "decide", "after": "open"}]


def penalty(**keys: Any) -> Catalogue:
    return load_powers([{"id": "penalty", "steps": STEPS, **keys}])


def column(catalogue: Catalogue, relation: str, name: str) -> dict[str, Any]:
    """One column by version."""
    names = (RELATIONS | INTERNAL)[relation].names
    return {row[1]: row[names.index(name)] for row in catalogue.rows[relation]}


def decide(**keys: Any) -> dict[str, Any]:
    return {"id": "decide", "from": "open", "to": "decide", **keys}


def test_a_document_without_dates_is_one_version_from_the_earliest_day():
    version = penalty().versions[0]
    assert (version.version, version.valid_from_day, version.valid_to_day) == ("0001-01-01", None, None)


def test_a_figure_that_law_changed_makes_a_version_for_each_of_its_values():
    within = {date(2004, 7, 1): "20 workdays", date(2021, 7, 15): "15 workdays"}
    made = penalty(valid_from=date(2004, 7, 1), limits=[decide(within=within)])
    assert column(made, "time_limits", "allowed") == {"2004-07-01": 20, "2021-07-15": 15}


def test_a_version_ends_the_day_before_the_next_begins():
    made = penalty(valid_from=date(1970, 1, 2), limits=[decide(within={date(1970, 1, 11): "3 days"})])
    assert [(v.valid_from_day, v.valid_to_day) for v in made.versions] == [(1, 9), (10, None)]


def test_before_its_first_figure_a_limit_is_not_there():
    made = penalty(limits=[decide(within={date(2021, 7, 15): "90 days"})])
    assert [v.version for v in made.versions] == ["0001-01-01", "2021-07-15"]
    assert list(column(made, "time_limits", "allowed")) == ["2021-07-15"]


def test_null_ends_a_figure():
    made = penalty(limits=[decide(within={date(2004, 7, 1): "20 days", date(2021, 7, 15): None})])
    assert list(column(made, "time_limits", "allowed")) == ["2004-07-01"]


def test_a_dated_value_brings_its_own_basis():
    old, new = {"law": "行政处罚法（1996）"}, {"law": "行政处罚法", "article": "第六十条"}
    within = {date(1996, 10, 1): "90 days", date(2021, 7, 15): {"value": "90 days", "basis": new}}
    made = penalty(valid_from=date(1996, 10, 1), limits=[decide(within=within, basis=old)])
    assert column(made, "bases", "basis") == {
        "1996-10-01": "行政处罚法（1996）",
        "2021-07-15": "行政处罚法 第六十条",
    }


def test_a_dated_flag_changes_a_step():
    steps = [{"id": "open", "required": {date(2010, 1, 1): True}}]
    made = load_powers([{"id": "penalty", "steps": steps}])
    assert column(made, "power_steps", "required") == {"0001-01-01": 0, "2010-01-01": 1}


def test_a_line_is_there_only_while_it_is_in_force():
    line = decide(within="20 days", valid_from=date(2004, 7, 1), valid_to=date(2020, 12, 31))
    made = penalty(limits=[line])
    assert [v.version for v in made.versions] == ["0001-01-01", "2004-07-01", "2021-01-01"]
    assert list(column(made, "time_limits", "allowed")) == ["2004-07-01"]


def test_the_power_ends_with_its_last_day():
    made = penalty(valid_from=date(2004, 7, 1), valid_to=date(2020, 12, 31))
    assert made.versions[-1].valid_to_day == (date(2020, 12, 31) - date(1970, 1, 1)).days


def test_a_second_file_of_a_power_ends_the_first():
    one = {"id": "penalty", "valid_from": date(1996, 10, 1), "steps": STEPS}
    two = {"id": "penalty", "valid_from": date(2021, 7, 15), "steps": [*STEPS, {"id": "hear"}]}
    made = load_powers([two, one])
    assert [(v.version, len(v.power.steps)) for v in made.versions] == [("1996-10-01", 2), ("2021-07-15", 3)]


def test_two_files_of_a_power_may_not_begin_on_one_day():
    one = {"id": "penalty", "valid_from": date(1996, 10, 1), "steps": STEPS}
    with pytest.raises(CatalogueError, match="begins on 1996-10-01 in powers: document 1 too"):
        load_powers([one, dict(one)])


def test_days_given_as_text_are_understood_as_json_writes_them():
    made = penalty(
        valid_from="1996-10-01", limits=[decide(within={"2021-07-15": "90 days"}, valid_to="2030-12-31")]
    )
    assert [v.version for v in made.versions] == ["1996-10-01", "2021-07-15", "2031-01-01"]


@pytest.mark.parametrize(
    ("keys", "remedy"),
    [
        (
            {"limits": [decide(within={date(2004, 7, 1): "20 days", "until": "x"})]},
            "'until' stands among dates",
        ),
        (
            {"limits": [decide(within={date(2004, 7, 1): {date(2005, 1, 1): "20 days"}})]},
            "no dates are understood",
        ),
        ({"limits": [decide(within={date(2004, 7, 1): {"basis": {"law": "x"}}})]}, "add `value`"),
        (
            {"limits": [decide(within={date(2004, 7, 1): {"value": "3 days", "basiss": 1}})]},
            "did you mean 'basis'",
        ),
        ({"limits": {date(2004, 7, 1): []}}, "no dates are understood under `limits`"),
        ({"id": {date(2004, 7, 1): "x"}}, "no dates are understood under `id`"),
        ({"limits": [decide(within={date(2004, 7, 1): "20 dayz"})]}, "'dayz' is no unit"),
        (
            {"limits": [decide(within="3 days", roll={date(2004, 7, 1): "yes"})]},
            "'yes' must be true or false|{…}",
        ),
        ({"valid_from": date(2021, 1, 1), "valid_to": date(2020, 1, 1)}, "lies before valid_from"),
        (
            {"limits": [decide(within="3 days", valid_from=date(2021, 1, 1), valid_to=date(2020, 1, 1))]},
            "lies before",
        ),
    ],
)
def test_dates_where_none_can_be_are_refused(keys: dict[str, Any], remedy: str):
    with pytest.raises(CatalogueError, match=remedy):
        penalty(**keys)


def test_a_power_that_changes_too_often_is_refused():
    within = {date(2000, 1, 1) + timedelta(days=n): f"{n} days" for n in range(1001)}
    with pytest.raises(CatalogueError, match="changes on 1001 days"):
        penalty(limits=[decide(within=within)])


def test_a_line_may_not_outlive_the_step_it_names():
    steps = [*STEPS, {"id": "hear", "valid_to": date(2020, 12, 31)}]
    limits = [{"id": "hear", "from": "open", "to": "hear", "within": "3 days"}]
    with pytest.raises(CatalogueError, match="step 'hear' is not in force whenever this line is"):
        load_powers([{"id": "penalty", "steps": steps, "limits": limits}])


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@given(first=DAYS, length=st.none() | st.integers(0, 9000), breaks=st.sets(DAYS, max_size=8), day=DAYS)
def test_every_day_of_a_power_belongs_to_exactly_one_version(
    first: date, length: int | None, breaks: set[date], day: date
):
    window = Span(first, None if length is None else first + timedelta(days=length))
    holding = [s for s in spans(window, breaks) if s.first <= day and (s.last is None or day <= s.last)]
    inside = first <= day and (window.last is None or day <= window.last)
    assert len(holding) == (1 if inside else 0)


@given(values=st.dictionaries(DAYS, st.integers(0, 99) | st.none(), min_size=1, max_size=6), day=DAYS)
def test_on_every_day_the_latest_value_begun_holds(values: dict[date, int | None], day: date):
    within = {first: None if amount is None else f"{amount} days" for first, amount in values.items()}
    made = penalty(limits=[decide(within=within)])
    begun = [first for first in values if first <= day]
    number = (day - date(1970, 1, 1)).days
    version = next(
        v for v in made.versions
        if (v.valid_from_day is None or v.valid_from_day <= number)
        and (v.valid_to_day is None or number <= v.valid_to_day)
    )  # fmt: skip
    expected = values[max(begun)] if begun else None
    assert [limit.allowed for limit in version.power.limits] == ([] if expected is None else [expected])
