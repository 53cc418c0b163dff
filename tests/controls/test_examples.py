"""Every example of every shipped control, on both engines: the stories are the specification."""

from collections import Counter
from pathlib import Path

import pytest

import zhiheng
from zhiheng.core.control import Control, load_controls
from zhiheng.core.example_runs import differences, run_example
from zhiheng.core.examples import Example, load_examples

SHIPPED = load_controls([Path(zhiheng.__file__).parent / "controls"])
EACH = [pytest.param(control, id=control.id) for control in SHIPPED]
EVERY = [
    pytest.param(control, example, id=f"{control.id} {example.name.en}")
    for control in SHIPPED
    for example in load_examples(control)
]


@pytest.mark.parametrize(("control", "example"), EVERY)
def test_both_engines_say_what_the_example_expects(control: Control, example: Example):
    sqlite = run_example(control, example, "sqlite")
    duckdb = run_example(control, example, "duckdb")
    assert differences(example, sqlite) == []
    assert duckdb == sqlite


def test_these_controls_are_shipped():
    assert " ".join(control.id for control in SHIPPED) == (
        "A01 A02 A03 D01 F01 F02 P01 P02 P03 P04 P05 P06 P07 Q01 Q02 Q03 Q04 S01 S02 S03 S04 "
        "T01 T02 T03 T04 T05 T06 T07"
    )


@pytest.mark.parametrize("control", EACH)
def test_a_shipped_control_tells_a_citizen_what_it_does_and_what_it_cannot_see(control: Control):
    header = control.header
    for words in (header.title, header.flags, header.why, header.measure, header.blind):
        assert words is not None
        assert words.zh.strip()
        assert words.en.strip()


@pytest.mark.parametrize("control", EACH)
def test_a_shipped_control_stands_on_a_principle_that_holds_everywhere(control: Control):
    assert control.header.principle is not None
    assert control.header.principle.zh
    assert control.header.principle.en


@pytest.mark.parametrize("control", EACH)
def test_the_examples_of_a_control_have_names_of_their_own(control: Control):
    examples = load_examples(control)
    assert 5 <= len(examples) <= 12
    for names in ([e.name.zh for e in examples], [e.name.en for e in examples]):
        assert [name for name, times in Counter(names).items() if times > 1] == []


@pytest.mark.parametrize(("control", "example"), EVERY)
def test_an_example_says_by_its_kind_whether_something_is_found(control: Control, example: Example):
    found = [wanted for wanted in example.finds if wanted.get("level") not in ("notice", "warning")]
    match example.shows:
        case "found":
            assert example.finds
        case "clean":
            assert not example.finds
        case "not_checkable":
            assert example.not_checkable
        case "near":
            assert len(found) < len(example.finds)
        case "boundary":
            assert example.judged, control.id


@pytest.mark.parametrize("control", EACH)
def test_a_control_without_a_boundary_or_a_missing_field_shows_none(control: Control):
    shown = {example.shows for example in load_examples(control)}
    for kind, excuse in (("not_checkable", control.header.not_checkable),):
        assert (kind in shown) != (excuse is not None)
