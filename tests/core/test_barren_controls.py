"""A control that found nothing so far is only counted, until it does."""

import functools

import pytest

from zhiheng.core import example_runs, runner
from zhiheng.core.control import Control, load_controls
from zhiheng.core.example_runs import run_example
from zhiheng.core.examples import load_examples


@pytest.mark.parametrize("control", [pytest.param(control, id=control.id) for control in load_controls()])
def test_a_control_thought_barren_finds_and_counts_the_same(monkeypatch: pytest.MonkeyPatch, control: Control):
    examples = [example for example in load_examples(control) if example.shows in ("found", "not_checkable")][:3]
    told = [run_example(control, example, "duckdb") for example in examples]
    monkeypatch.setattr(example_runs, "run", functools.partial(runner.run, barren=frozenset({control.id})))
    assert [run_example(control, example, "duckdb") for example in examples] == told
