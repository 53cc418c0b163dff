"""The command line speaks on any console: what its encoding lacks is written as an escape."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.auditing.small_city import write_city, write_log

CONSOLES = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "C": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


@pytest.mark.parametrize("console", CONSOLES)
@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_no_console_is_too_poor_for_the_command_line(tmp_path: Path, console: str, tongue: str):
    city = write_city(tmp_path)
    audit = ["audit", str(write_log(tmp_path)), "--city", str(city), "--lang", tongue]
    for command in (audit, ["controls", "list", "--lang", tongue], ["catalogue", "check", str(city), "--lang", tongue]):
        done = subprocess.run(
            [sys.executable, "-m", "zhiheng.cli", *command], check=False, capture_output=True,
            env=os.environ | CONSOLES[console],
        )  # fmt: skip
        assert (done.returncode, b"Error" in done.stderr) == (0, False), done.stderr
