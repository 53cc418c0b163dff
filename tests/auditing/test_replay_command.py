"""`zhiheng replay` in a terminal: tables and JSON in two languages, status 0, and 2 on bad input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_city import POWER, one_hand, small_city, write_log

PROGRAM = str(Path(sys.executable).with_name("zhiheng"))


@pytest.fixture
def replayed(tmp_path: Path):
    """Run the command on two cases, one with a unit and one without, and a draft of the only power."""
    city = small_city(tmp_path)
    log = write_log(tmp_path / "log.csv", [*one_hand("1", "Zhao Min", "housing"), *one_hand("2", "Qian Wei")])

    def run(old: str, new: str, *more: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "draft.yaml").write_text(POWER.replace(old, new), encoding="utf-8")
        command = [PROGRAM, "replay", str(log), "--city", str(city), "--with", str(tmp_path / "draft.yaml"), *more]
        environment = os.environ | {"NO_COLOR": "1", "PYTHONUTF8": "1"}
        return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)

    return run


def test_a_longer_limit_finds_less(replayed):
    done = replayed("20 workdays", "40 workdays", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "my-city: with the draft 0 findings more, 2 less, 0 changed" in done.stdout
    assert "2 → 0" in done.stdout
    assert "housing" in done.stdout
    assert "(not known)" in done.stdout


def test_it_speaks_chinese(replayed):
    done = replayed("20 workdays", "21 workdays", "--lang", "zh")
    assert "my-city：草案多出发现 0 条，减少 0 条，变化 2 条" in done.stdout
    assert "draft.yaml → powers/0.yaml" in done.stderr


def test_json_has_every_unit_and_month(replayed):
    told = json.loads(replayed("20 workdays", "40 workdays", "--format", "json").stdout)
    assert told["units_and_months"] == [
        {"unit_id": "housing", "month": "2026-10", "more": 0, "less": 1, "changed": 0},
        {"unit_id": None, "month": "2026-10", "more": 0, "less": 1, "changed": 0},
    ]


def test_a_draft_that_changes_words_only_is_said_to_find_the_same(replayed):
    done = replayed("占道经营许可", "占道经营许可证", "--lang", "en")
    assert done.returncode == 0
    assert "both find the same" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [("20 workdays", "20 workdays", "nothing in it differs"), ("20 workdays", "20 workday s", "draft.yaml:10: ")],
)
def test_bad_input_ends_with_two_and_a_sentence(replayed, old: str, new: str, says: str):
    done = replayed(old, new, "--lang", "en")
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_results_are_written_where_asked(replayed, tmp_path: Path):
    done = replayed("20 workdays", "40 workdays", "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"replay.parquet", "replay.json"}
