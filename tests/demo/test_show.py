"""The command says what was planted, what was found and where the report lies."""

from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from zhiheng.demo import Demo, generate
from zhiheng.demo.show import run_demo


def finding(line: Any) -> SimpleNamespace:
    passed = int(line.role != "near")
    return SimpleNamespace(
        control_id=line.control, case_id=line.case, subject_id=line.subject, measured=passed, allowed=0
    )


def shown(folder: Path, findings: list[SimpleNamespace], language: Any = "en") -> str:
    """What the demo prints when an audit finds this."""
    screen = StringIO()
    run_demo(
        folder, seed=1, cases=600, audit=lambda *_, **__: SimpleNamespace(findings=findings),
        language=language, console=Console(file=screen, width=200),
    )  # fmt: skip
    return screen.getvalue()


def test_a_perfect_audit_is_praised(demo: Demo, tmp_path: Path):
    said = shown(tmp_path, [finding(line) for line in demo.planted])
    assert "Recall 100.0%, precision 100.0%." in said
    assert "differs" not in said


def test_what_was_missed_is_named(demo: Demo, tmp_path: Path):
    first, *others = demo.planted
    said = shown(tmp_path, [finding(line) for line in others])
    assert f"differs: {first.control} {first.case} {first.subject}" in said


@pytest.mark.parametrize(("language", "words"), [("en", "report: "), ("zh", "报告：")])
def test_it_says_where_the_report_lies(tmp_path: Path, language: str, words: str):
    assert f"{words}{tmp_path / 'report.html'}" in shown(tmp_path, [], language)


def test_the_log_is_written_where_it_was_asked_for(tmp_path: Path):
    shown(tmp_path / "new", [])
    assert (tmp_path / "new" / "events.csv").read_text("utf-8").count("\n") == len(generate(1, 600).rows) + 1
