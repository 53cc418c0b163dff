"""`zhiheng convert`: another file, the same audit."""

import subprocess
import sys

import pytest

import zhiheng
from tests.small_city import one_hand, small_city, write_log
from zhiheng.auditing.converting import convert
from zhiheng.core.errors import CityError

SUFFIXES = (".xes", ".xes.gz", ".json", ".json.gz", ".jsonocel", ".parquet")


def found(log, city):
    findings = zhiheng.audit(log, city=city).findings
    return [(one.control_id, one.case_id, one.subject_id, one.measured, one.level) for one in findings]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_converted_log_is_audited_to_the_same_findings(tmp_path, suffix):
    log = write_log(tmp_path / "log.csv", [*one_hand("101"), *one_hand("102", "=Zhao", "大厅")])
    city = small_city(tmp_path)
    done = convert([log], city=city, to=tmp_path / f"out{suffix}")
    before = found(log, city)
    (city / "log.yaml").write_text(done.mapping.read_text(encoding="utf-8"), encoding="utf-8")
    assert found(done.path, city) == before != []
    assert (done.cases, done.events, done.lost) == (2, 6, {})


def test_progress_tells_how_many_acts_are_written(tmp_path):
    heard = []
    convert(
        [write_log(tmp_path / "log.csv", one_hand("101"))], city=small_city(tmp_path), to=tmp_path / "out.xes",
        progress=lambda *step: heard.append(step),
    )  # fmt: skip
    assert heard[-1] == ("write", 3, 3)


@pytest.mark.parametrize("suffix", [".xes", ".json", ".parquet"])
def test_a_folder_that_is_not_there_is_one_sentence(tmp_path, suffix):
    log = write_log(tmp_path / "log.csv", one_hand("101"))
    with pytest.raises(CityError, match="nothing can be written there"):
        convert([log], city=small_city(tmp_path), to=tmp_path / "no" / f"out{suffix}")


def run(*words):
    words = [sys.executable, "-m", "zhiheng.cli", "convert", *map(str, words)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


REFUSED = {
    "a name of no format": ("out.doc", "the name ends in none of"),
    "the log itself": ("log.xes", "the log itself would be written over"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_ends_with_one_sentence_and_status_two(tmp_path, name):
    to, sentence = REFUSED[name]
    log = tmp_path / "log.xes"
    log.write_text("<log/>")
    ended = run(log, "--city", small_city(tmp_path), "--to", tmp_path / to, "--lang", "en")
    assert ended.returncode == 2
    assert len(ended.stderr.strip().splitlines()) == 1
    assert sentence in ended.stderr
    assert log.read_text() == "<log/>"


def test_the_command_says_what_it_wrote(tmp_path):
    log = write_log(tmp_path / "log.csv", one_hand("101"))
    ended = run(log, "--city", small_city(tmp_path), "--to", tmp_path / "out.xes.gz", "--lang", "zh")
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "1 件，3 个行为" in ended.stderr
