"""What a page shows is run: its files are written, its commands and programs executed, in order.

Every page may build on the city of the README. README.zh.md shows what README.md shows, which another
test holds, and is not run again.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.pages import ROOT, Block, blocks, pages

RUNNABLE = {"python", "sh"}
PROGRAM = str(Path(sys.executable).with_name("zhiheng"))


def runnable(page: Path) -> list[Block]:
    return [block for block in blocks(page) if block.language in RUNNABLE or block.name]


def told(page: Path) -> bool:
    """Whether the page holds something of its own to run: a Python program or a call of ours."""
    return page.name != "README.zh.md" and any(commands(block) for block in runnable(page))


def commands(block: Block) -> list[list[str]]:
    """What the block runs; lines of a shell block that do not call our program are the reader's own."""
    if block.language == "python" and not block.name:
        return [[sys.executable, "-c", block.text]]
    if block.language == "sh" and not block.name:
        lines = block.text.replace("\\\n", " ").splitlines()
        ours = [shlex.split(line, comments=True) for line in lines if line.startswith("zhiheng ")]
        return [[PROGRAM, *words[1:]] for words in ours]
    return []


def run(command: list[str], folder: Path, place: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, f"{place}: {shlex.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def write(block: Block, folder: Path) -> None:
    written = folder / block.name
    written.parent.mkdir(parents=True, exist_ok=True)
    written.write_text(block.text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A reader's folder: the cities of the repository, and the files of the README."""
    (tmp_path / "cities").symlink_to(ROOT / "cities")
    for block in blocks(ROOT / "README.md"):
        if block.name and block.name != "output":
            write(block, tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", [pytest.param(p, id=str(p.relative_to(ROOT))) for p in pages() if told(p)])
def test_a_page_keeps_its_word(page: Path, folder: Path):
    printed = ""
    for block in runnable(page):
        if block.name == "output":
            assert lines(printed) == lines(block.text), block.place
        elif block.name:
            write(block, folder)
        else:
            printed = "".join(run(command, folder, block.place) for command in commands(block)) or printed
