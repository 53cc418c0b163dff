"""On what a figure was measured, and how much a command took."""

import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from time import perf_counter

_PACKAGES = ("duckdb", "nanoarrow", "sqlglot", "msgspec", "pyyaml")


def described() -> dict[str, object]:
    """Cores, memory and versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30, 1),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in _PACKAGES},
    }


@dataclass(frozen=True)
class Run:
    """A command that ran: wall seconds, processor seconds, peak memory in GiB."""

    seconds: float
    cpu_seconds: float
    peak_gib: float


def run(*arguments: str) -> Run:
    """Run `zhiheng` with these arguments to its end; raises RuntimeError with its words where it fails."""
    with tempfile.TemporaryFile("w+") as words:
        began = perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "zhiheng.cli", *arguments], stdout=subprocess.DEVNULL, stderr=words
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            words.seek(0)
            raise RuntimeError(f"zhiheng {' '.join(arguments)} ended with {process.returncode}: {words.read().strip()}")
    return Run(round(seconds, 2), round(used.ru_utime + used.ru_stime, 2), round(used.ru_maxrss / 2**20, 2))
