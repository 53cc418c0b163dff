"""Results appear together or not at all; a run that fails leaves what was there, and no folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import zhiheng
from tests.auditing.small_city import write_city, write_log
from zhiheng.auditing.output_folder import FILES, OutputFolder
from zhiheng.core.errors import CityError, InputError


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def with_results(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in FILES:
        (folder / name).write_text(f"earlier {name}")
    return folder


def write_new(folder: OutputFolder) -> None:
    with folder.writing():
        for name in FILES:
            (folder / name).write_text("new")
        folder.put_in_place()


def test_an_audit_leaves_its_three_files_and_nothing_else(tmp_path: Path):
    zhiheng.audit(write_log(tmp_path), city=write_city(tmp_path), out=tmp_path / "a" / "out")
    assert set(held(tmp_path / "a" / "out")) == set(FILES)


def test_results_take_the_place_of_earlier_ones_and_leave_other_files_alone(tmp_path: Path):
    out = with_results(tmp_path / "out")
    (out / "notes.txt").write_text("mine")
    zhiheng.audit(write_log(tmp_path), city=write_city(tmp_path), out=out)
    assert set(held(out)) == {*FILES, "notes.txt"}
    assert [name for name in FILES if (out / name).read_bytes().startswith(b"earlier")] == []


def test_an_audit_that_fails_leaves_earlier_results_as_they_were(tmp_path: Path):
    out = with_results(tmp_path / "out")
    before = held(out)
    with pytest.raises(InputError):
        zhiheng.audit(write_log(tmp_path, "case,act\n1,accept\n"), city=write_city(tmp_path), out=out)
    assert held(out) == before


def test_an_audit_that_fails_leaves_no_folder_that_it_made(tmp_path: Path):
    with pytest.raises(InputError):
        zhiheng.audit(tmp_path / "no.csv", city=write_city(tmp_path), out=tmp_path / "a" / "b")
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_the_place_of_a_result_is_refused_before_the_log_is_read(tmp_path: Path, name: str):
    (tmp_path / "out" / name).mkdir(parents=True)
    with pytest.raises(CityError, match=rf"a folder stands where {name} goes; remove it"):
        zhiheng.audit(tmp_path / "no.csv", city=write_city(tmp_path), out=tmp_path / "out")


def test_a_folder_that_came_while_the_audit_ran_is_left_alone(tmp_path: Path):
    out = with_results(tmp_path / "out")
    folder = OutputFolder(out)
    (out / FILES[-1]).unlink()
    (out / FILES[-1] / "mine").mkdir(parents=True)
    with pytest.raises(CityError, match="a folder stands"):
        write_new(folder)
    assert (out / FILES[-1] / "mine").is_dir()
    assert (out / FILES[0]).read_text() == f"earlier {FILES[0]}"


def test_when_the_last_file_cannot_take_its_place_the_first_give_theirs_back(tmp_path: Path, monkeypatch):
    out = with_results(tmp_path / "out")
    before = held(out)
    replace = Path.replace

    def stubborn(self: Path, target: Path) -> Path:
        if self.parent != out and target == out / FILES[-1] and self.read_text() == "new":
            raise PermissionError(1, "Operation not permitted")
        return replace(self, target)

    folder = OutputFolder(out)
    monkeypatch.setattr(Path, "replace", stubborn)
    with pytest.raises(CityError, match="Operation not permitted"):
        write_new(folder)
    assert held(out) == before


def test_a_place_that_cannot_be_written_is_refused_before_the_log_is_read(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(CityError, match="choose another folder with --out"):
        zhiheng.audit(tmp_path / "no.csv", city=write_city(tmp_path), out=tmp_path / "file" / "out")


@pytest.mark.parametrize(("tongue", "words"), [("zh", "仍是此前一次核验的结果"), ("en", "results of an earlier audit")])
def test_the_command_line_says_that_what_lies_there_is_of_an_earlier_audit(tmp_path: Path, tongue: str, words: str):
    out = with_results(tmp_path / "out")
    command = [
        sys.executable, "-m", "zhiheng.cli", "audit", str(tmp_path / "no.csv"), "--city", str(write_city(tmp_path)),
        "--out", str(out), "--lang", tongue,
    ]  # fmt: skip
    utf8 = os.environ | {"PYTHONUTF8": "1"}
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", env=utf8)
    assert (done.returncode, words in done.stderr) == (2, True)
