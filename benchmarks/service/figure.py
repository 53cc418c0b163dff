"""The figures of the service, on each database: how long a city takes to load, and how quickly its pages answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.service.visiting import summed_up, visit
from tests.engines.servers import free_port, postgres, started

ROOT = Path(__file__).resolve().parents[2]


def service_on_sqlite(_data: Path) -> dict[str, Any]:
    """A city of 3,300 powers and 5,000 officials on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        return _measured(Path(folder), f"sqlite://{folder}/zhiheng.sqlite3")


def service_on_postgresql(_data: Path) -> dict[str, Any]:
    """The same on PostgreSQL."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        return _measured(Path(folder), stack.enter_context(postgres()))


def _measured(folder: Path, database: str) -> dict[str, Any]:
    settings = {
        "DJANGO_SETTINGS_MODULE": "zhiheng.config.settings", "ZHIHENG_DATABASE": database, "ZHIHENG_HOME": str(folder),
        "ZHIHENG_SECRET_KEY": "of a measurement, opens nothing at all", "ZHIHENG_HTTPS": "0",
        "ZHIHENG_NUMBER_KEYS": "dGhpcyBrZXkgb3BlbnMgbm90aGluZyBhdCBhbGwgISE=", "ZHIHENG_LOG_LEVEL": "ERROR",
    }  # fmt: skip
    loaded = subprocess.run(
        [sys.executable, "-m", "benchmarks.service.loading", str(folder)], cwd=ROOT, env=os.environ | settings,
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    told = json.loads(loaded.stdout.splitlines()[-1])
    port = free_port()
    command = [str(Path(sys.executable).with_name("zhiheng")), "serve", "--home", str(folder), "--port", str(port)]
    with started(command, "Started worker", **settings):
        visit("127.0.0.1", port, told["session"])  # warm
        taken = visit("127.0.0.1", port, told["session"])
    seconds = told["seconds"]
    return {
        "load_seconds": round(sum(seconds.values()) - seconds["lint"], 1), "lint_seconds": seconds["lint"],
        "flaws": told["flaws"], "pages": sum(map(len, taken.values())), **summed_up(taken),
    }  # fmt: skip
