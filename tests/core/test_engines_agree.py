"""SQLite, DuckDB and a plain Python reading of the rules say the same of random small situations."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.oracle.engines import Answer, as_answer, as_situation, by_duckdb, by_oracle, by_sqlite, only
from tests.oracle.stories import Story, examples
from zhiheng.core.control import Control, load_controls

FUZZ = os.environ.get("ZHIHENG_FUZZ")


@pytest.fixture(scope="module")
def controls(root: Path) -> tuple[Control, ...]:
    return load_controls([root / "zhiheng" / "controls"])


@given(story=examples())
@settings(
    max_examples=int(FUZZ or 25),
    derandomize=FUZZ is None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_both_engines_and_the_oracle_agree_on_every_control(
    controls: tuple[Control, ...], story: Story
) -> None:
    told = as_situation(story)
    oracle, sqlite, duckdb = as_answer(by_oracle(told)), by_sqlite(told, controls), by_duckdb(told, controls)
    assert sqlite.found == oracle.found
    assert duckdb.found == oracle.found
    assert duckdb.near == sqlite.near
    assert +sqlite.judged == +oracle.judged
    assert +duckdb.judged == +oracle.judged


@given(story=examples())
@settings(
    max_examples=int(FUZZ or 15),
    derandomize=FUZZ is None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_the_findings_of_two_halves_are_the_findings_of_the_whole(
    controls: tuple[Control, ...], story: Story
) -> None:
    told = as_situation(story)
    of_a_case = [control for control in controls if control.header.scope == "case"]
    whole, halves = by_duckdb(told, of_a_case), Answer()
    for half in (told.rows["cases"][::2], told.rows["cases"][1::2]):
        answer = by_duckdb(only(told, {case["case_id"] for case in half}), of_a_case)
        for mine, others in zip(vars(halves).values(), vars(answer).values(), strict=True):
            mine.update(others)
    assert (+halves.found, +halves.near, +halves.judged) == (+whole.found, +whole.near, +whole.judged)
