"""How long is written in English or Chinese, and anything else is refused with the remedy."""

import pytest

from zhiheng.core.catalogue.durations import NotADurationError, duration


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("20 workdays", 20, "workday"),
        ("1 workday", 1, "workday"),
        ("20 个工作日", 20, "workday"),
        ("20工作日", 20, "workday"),
        ("90 days", 90, "day"),
        ("90日", 90, "day"),
        ("90 天", 90, "day"),
        ("30 自然日", 30, "day"),
        ("2 months", 2, "month"),
        ("2 个月", 2, "month"),
        ("24 hours", 24, "hour"),
        ("24小时", 24, "hour"),
        ("0 days", 0, "day"),
    ],
)
def test_a_duration_is_an_amount_and_a_unit(text: str, amount: int, unit: str):
    assert duration(text) == (amount, unit)


@pytest.mark.parametrize(("value", "unit"), [(20, "workdays"), ("20", "工作日"), ("20 days", "day")])
def test_the_unit_may_stand_beside_the_amount(value: str | int, unit: str):
    assert duration(value, unit).amount == 20


@pytest.mark.parametrize("text", ["", "days", "-3 days", "1.5 days", "20", "99999999 days", "1 000 days"])
def test_what_is_no_duration_is_refused_with_an_example(text: str):
    with pytest.raises(NotADurationError, match=r"'20 workdays'|no unit"):
        duration(text)


@pytest.mark.parametrize("text", ["1.5 days", "1,5 days", "20", "99999999999 days", "9" * 5000 + " days"])
def test_the_whole_text_is_quoted_and_no_part_of_the_number_is_taken_for_a_unit(text: str):
    with pytest.raises(NotADurationError, match="is no duration; write a whole number up to 1000000") as caught:
        duration(text)
    assert f"'{text[:40]}" in caught.value.en
    assert f"“{text[:40]}" in caught.value.zh


@pytest.mark.parametrize("text", ["2 weeks", "1 year", "3 Werktage"])
def test_an_unknown_unit_is_refused_with_the_known_ones(text: str):
    with pytest.raises(NotADurationError, match="workdays, days, months or hours"):
        duration(text)


def test_two_units_that_differ_are_refused():
    with pytest.raises(NotADurationError, match="say the unit once"):
        duration("20 days", "workdays")


def test_a_bare_number_without_a_unit_is_refused():
    with pytest.raises(NotADurationError, match="'20' is no duration"):
        duration(20)
