"""The fines log judged by Spark, from a cold start of everything."""

import json
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.machine import run

FINES = Path(__file__).resolve().parent.parent / "cities" / "road-fines"


def spark_fines(data: Path) -> dict[str, Any]:
    """One whole command on ``local[*]``: Python, Java and Spark start, XES is read, all outputs are written.

    Seconds are those of the wall; processor seconds and memory are those of the command without Java.
    """
    with tempfile.TemporaryDirectory() as folder:
        log = data / "eventlogs" / "road_fines.xes.gz"
        done = run("audit", str(log), "--city", str(FINES), "--engine", "spark", "--out", folder)
        summary = json.loads((Path(folder) / "summary.json").read_text("utf-8"))
    return {
        "pyspark": version("pyspark"),
        "cases": summary["cases"],
        "events": summary["events"],
        "seconds": done.seconds,
        **{f"{stage}_seconds": seconds for stage, seconds in summary["seconds"].items()},
    }
