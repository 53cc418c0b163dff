"""What a city installs holds the rules, the law and the pages, and works away from this folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.pages import ROOT, kept_files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network: the backend is a package of the development group."""
    folder = tmp_path_factory.mktemp("wheel")
    program = "import sys; from flit_core.buildapi import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", program, str(folder)], cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("zhiheng-*.whl"))


@pytest.fixture(scope="module")
def unpacked(wheel: Path) -> Path:
    """The wheel's contents in a folder of their own."""
    folder = wheel.parent / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def elsewhere(code: str, unpacked: Path, folder: Path) -> str:
    """What the code prints when only the wheel's copy of the package is in reach."""
    environment = os.environ | {"PYTHONPATH": str(unpacked), "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_every_file_of_the_package(unpacked: Path):
    missing = [p for p in kept_files("zhiheng") if not (unpacked / p.relative_to(ROOT)).exists()]
    assert missing == []


def test_the_wheel_carries_its_licence(unpacked: Path):
    carried = {path.name for path in unpacked.glob("*.dist-info/licenses/*")}
    assert carried == {"LICENSE", "NOTICE"}


def test_the_wheel_lists_its_controls(unpacked: Path, tmp_path: Path):
    call = "import sys; sys.argv = ['zhiheng', 'controls', 'list']; from zhiheng.cli import main; main()"
    assert "T01" in elsewhere(call, unpacked, tmp_path)


def test_the_wheel_knows_the_working_days_of_china(unpacked: Path, tmp_path: Path):
    call = (
        "import datetime, zhiheng; from zhiheng.core.workdays import load_calendar, to_day;"
        "day = to_day(datetime.date(2026, 9, 20));"
        "print(load_calendar('cn').rows(day, day), zhiheng.__file__)"
    )
    printed = elsewhere(call, unpacked, tmp_path)
    assert "official" in printed
    assert str(unpacked) in printed
