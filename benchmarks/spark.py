"""What Spark says: the fines log from a cold start of everything, and all examples of all controls."""

import json
import os
import re
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.machine import run
from tests.engines.servers import spark_cluster

FINES = Path(__file__).resolve().parent.parent / "cities" / "road-fines"


def spark_fines(data: Path) -> dict[str, Any]:
    """A cluster and one whole command on it: a master, two workers of one core, Python, Java, Spark, XES, all outputs.

    Seconds are those of the wall, from before the master starts to after the command has ended;
    ``load`` is what else the machine was doing: the load of the minute before.
    """
    load = round(os.getloadavg()[0], 1)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        log = data / "eventlogs" / "road_fines.xes.gz"
        began = perf_counter()
        with spark_cluster(Path(folder), workers=2) as master:
            up = perf_counter()
            run("audit", str(log), "--city", str(FINES), "--engine", "spark", "--master", master, "--out", str(out))
            ended = perf_counter()
        summary = json.loads((out / "summary.json").read_text("utf-8"))
    return {
        "pyspark": version("pyspark"),
        "workers": 2,
        "load": load,
        "cases": summary["cases"],
        "events": summary["events"],
        "seconds": round(ended - began, 2),
        "cluster_seconds": round(up - began, 2),
        **{f"{stage}_seconds": seconds for stage, seconds in summary["seconds"].items()},
    }


def spark_examples(_: Path) -> dict[str, Any]:
    """All examples of all controls, on ``local[*]``; what did not find what it expects is counted as failed."""
    began = perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "zhiheng.cli", "controls", "test", "--engine", "spark"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = re.search(r"(\d+) passed, (\d+) failed", done.stdout)
    if told is None:
        raise RuntimeError(f"the examples did not come to an end: {done.stderr.strip()[-500:]}")
    return {
        "pyspark": version("pyspark"),
        "examples": int(told[1]) + int(told[2]),
        "failed": int(told[2]),
        "seconds": round(perf_counter() - began, 1),
    }
