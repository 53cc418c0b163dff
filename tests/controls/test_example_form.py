"""The examples beside a control: their form, and what `zhiheng controls test` says of them."""

from pathlib import Path

import pytest

from tests.controls.written import EXAMPLES, changed, write_control
from zhiheng.core.control import load_control
from zhiheng.core.errors import CatalogueError, ControlError
from zhiheng.core.example_runs import differences, run_example
from zhiheng.core.examples import load_examples


def refusal(folder: Path, old: str, new: str) -> ControlError:
    control = load_control(write_control(folder, examples=changed(EXAMPLES, old, new)))
    with pytest.raises(ControlError) as caught:
        load_examples(control)
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "line", "en", "zh"),
    [
        ("shows: boundary", "shows: clean", 1, "no example with shows: boundary", "没有 shows: boundary 的示例"),
        ("shows: clean", "shows: spotless", 9, "'spotless'", "'spotless'"),
        ("as_of: 2026-09-30\n  finds: [{", "asof: 2026-09-30\n  finds: [{", 6, "did you mean 'as_of'", "“as_of”"),
        ("  as_of: 2026-09-30\n  finds: [{", "  finds: [{", 1, "`as_of` is missing; add it", "缺少“as_of”"),
        ("{step: accept, at: 2026-09-18}]", "[]]", 12, "must be a mapping of keys", "应为键值映射"),
        ("2026-09-18}]}", "2026-09-18}], extensions: [{limit: l, days: -1}]}", 12, "'-1' must be", "不小于 0"),
        ("shows: clean", "shows: clean\n  parameters: {g: 99999999999999999999}", 10, "parameters.g: '99", "位数过多"),
        ("at: 2026-09-18", "at: last Friday", 12, "'last Friday' is no date, write", "不是日期，请写"),
        ("step: accept, at: 2026-09-20", "step: except, at: 2026-09-20", 19, "did you mean 'accept'?", "“accept”"),
        ("finds: [{subject_id", "finds: [{subject", 7, "did you mean 'subject_id'?", "“subject_id”"),
        ("2026-09-18}]}", "2026-09-18}], payments: [{amount: 1, event: 1}]}", 12, "no act 1", "没有第 1 号行为"),
        ("- name: {zh: 周五受理", "- name: {zh: 周五受理]", 8, "not YAML", "不是合法的 YAML"),
    ],
)
def test_an_example_that_does_not_fit_the_form_is_refused(
    tmp_path: Path, old: str, new: str, line: int, en: str, zh: str
):
    error = refusal(tmp_path, old, new)
    assert error.place == f"{tmp_path}/controls/data/Q90_rest_day.examples.yaml:{line}"
    assert en in error.text("en")
    assert zh in error.text("zh")


@pytest.mark.parametrize("text", ["", "# later\n", "id: x\n", "3\n"])
def test_a_file_without_examples_is_told_how_an_example_begins(tmp_path: Path, text: str):
    control = load_control(write_control(tmp_path, examples=text))
    with pytest.raises(ControlError) as caught:
        load_examples(control)
    assert caught.value.place.endswith(".examples.yaml:1")
    assert "`- name: {zh: …, en: …}`" in caught.value.en
    assert "`- name: {zh: …, en: …}`" in caught.value.zh


def told(folder: Path, old: str, new: str, language: str = "en") -> list[str]:
    """What is said of the first example, changed so."""
    control = load_control(write_control(folder, examples=changed(EXAMPLES, old, new)))
    example = load_examples(control)[0]
    return differences(example, run_example(control, example, "sqlite"), language)


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_a_citys_own_control_runs_its_examples_on_both_engines(tmp_path: Path, engine: str):
    control = load_control(write_control(tmp_path))
    assert [differences(e, run_example(control, e, engine)) for e in load_examples(control)] == [[], [], [], []]


def test_what_is_expected_and_not_found_is_said(tmp_path: Path):
    change = ("measured: 1}]", "measured: 1}, {subject_id: decide}]")
    assert told(tmp_path, *change) == ["{subject_id: decide} was not found"]
    assert told(tmp_path, *change, "zh") == ["没有发现 {subject_id: decide}"]


def test_what_is_found_and_not_expected_is_said(tmp_path: Path):
    (sentence,) = told(tmp_path, "finds: [{subject_id: accept, measured: 1}]", "finds: []")
    assert "case_id: case, subject_id: accept, measured: 1" in sentence
    assert sentence.endswith("was found and is not expected")


def test_counts_that_differ_are_said(tmp_path: Path):
    assert told(tmp_path, "measured: 1}]\n", "measured: 1}]\n  judged: 2\n") == ["judged is 1, expected 2"]


def test_a_moment_may_be_expected_as_a_day_or_to_the_minute(tmp_path: Path):
    for expected in ("2026-09-13", '"2026-09-13 00:00"'):
        assert told(tmp_path, "measured: 1}]", f"occurred_at: {expected}}}]") == []
    assert told(tmp_path, "measured: 1}]", "occurred_at: 2026-09-14}]") != []


def test_an_error_in_an_examples_power_names_the_file_and_the_example(tmp_path: Path):
    control = load_control(write_control(tmp_path, examples=changed(EXAMPLES, "{id: accept}]}", "{idd: accept}]}")))
    with pytest.raises(CatalogueError) as caught:
        run_example(control, load_examples(control)[1], "sqlite")
    assert "Q90_rest_day.examples.yaml: accepted on a Friday" in caught.value.place
