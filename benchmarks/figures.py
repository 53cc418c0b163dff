"""Each figure that the project claims: how it is measured, and what it may be at most."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import zhiheng
from benchmarks.logs import as_parquet, glued_case
from benchmarks.machine import run
from benchmarks.scaling import audit_lake, many_controls, many_powers
from benchmarks.service.figure import fuzz_pages, service_on_postgresql, service_on_sqlite
from benchmarks.spark import spark_examples, spark_fines
from zhiheng.core import conformance
from zhiheng.core.judging import Moment
from zhiheng.core.moments import day_of
from zhiheng.core.touched import check_touched

ROOT = Path(__file__).resolve().parent.parent
FINES = ROOT / "cities" / "road-fines"


@dataclass(frozen=True)
class Figure:
    """A measurement and, by name, the most that its values may be."""

    name: str
    measure: Callable[[Path], dict[str, Any]]
    at_most: Mapping[str, float]


def _audit(log: Path, repeats: int) -> dict[str, Any]:
    """Medians over whole commands, from the start of the process to its end, with all outputs."""
    runs, stages = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(repeats):
            runs.append(run("audit", str(log), "--city", str(FINES), "--out", folder))
            summary = json.loads((Path(folder) / "summary.json").read_text("utf-8"))
            stages.append(summary["seconds"])
    return {
        "runs": repeats,
        "cases": summary["cases"],
        "events": summary["events"],
        "seconds": median(r.seconds for r in runs),
        "cpu_seconds": median(r.cpu_seconds for r in runs),
        "peak_gib": max(r.peak_gib for r in runs),
        **{f"{stage}_seconds": round(median(s[stage] for s in stages), 3) for stage in stages[0]},
    }


def audit_xes(data: Path) -> dict[str, Any]:
    """The fines log from XES."""
    return _audit(data / "eventlogs" / "road_fines.xes.gz", 3)


def audit_parquet(data: Path) -> dict[str, Any]:
    """The fines log from Parquet."""
    with tempfile.TemporaryDirectory() as folder:
        log = as_parquet(data / "eventlogs" / "road_fines.xes.gz", FINES / "log.yaml", Path(folder) / "fines.parquet")
        return _audit(log, 5)


def audit_five_million(data: Path) -> dict[str, Any]:
    """The fines log nine times over, under other case names, from Parquet."""
    with tempfile.TemporaryDirectory() as folder:
        source = data / "eventlogs" / "road_fines.xes.gz"
        log = as_parquet(source, FINES / "log.yaml", Path(folder) / "fines.parquet", copies=9)
        return _audit(log, 1)


def live(data: Path) -> dict[str, Any]:
    """All controls on one case of 15 acts, 2,000 times; the case is glued from real ones."""
    log = glued_case(data, 15)
    city = zhiheng.load_city(FINES)
    catalogue = zhiheng.load_catalogue(city.powers, jurisdiction=city.jurisdiction)
    controls = city.controls()
    taken = []
    with zhiheng.LiveChecker(catalogue, controls, zone=city.zone) as checker:
        for _ in range(100):
            found = checker.check(log)
        for _ in range(2000):
            began = perf_counter()
            checker.check(log)
            taken.append((perf_counter() - began) * 1000)
    cuts = quantiles(taken, n=100)
    return {
        "controls": len(controls),
        "acts": len(log["events"]),
        "findings": len(found),
        "p50_ms": round(median(taken), 3),
        "p99_ms": round(cuts[98], 3),
        "per_second": round(1000 / (sum(taken) / len(taken))),
    }


def touched(data: Path) -> dict[str, Any]:
    """A thousand touched cases out of more than a million acts."""
    with tempfile.TemporaryDirectory() as folder:
        source = data / "eventlogs" / "road_fines.xes.gz"
        log = as_parquet(source, FINES / "log.yaml", Path(folder) / "fines.parquet", copies=2)
        audited = zhiheng.audit(log, city=FINES, controls=["P03"])
    city = audited.city
    controls = city.controls()
    rows = audited.connection.execute(
        "SELECT case_id FROM memory.main.cases ORDER BY md5(case_id) LIMIT 1000"
    ).fetchall()
    names = [row[0] for row in rows]
    now = audited.connection.execute("SELECT MAX(occurred_at) FROM memory.main.events").fetchall()[0][0]
    moment = Moment(now=now, today=day_of(now), today_n=None, offset=120)
    models = conformance.models(audited.catalogue)
    checker = zhiheng.LiveChecker(
        audited.catalogue, controls, judgement=city.judgement, zone=city.zone, unplaced=True
    )
    taken = []
    for _ in range(7):
        began = perf_counter()
        found = check_touched(
            audited.connection, controls, names, moment=moment, judgement=city.judgement, models=models,
            checker=checker,
        )  # fmt: skip
        taken.append((perf_counter() - began) * 1000)
    return {
        "events": audited.summary["events"],
        "touched": len(names),
        "findings": len(found),
        "median_ms": round(median(taken), 1),
    }


SHOWN_OF_A_FAILURE = 20_000  # characters


def _tests(path: str, examples: int) -> dict[str, Any]:
    """A property test with many examples; what did not pass is counted, not hidden."""
    environment = {key: value for key, value in os.environ.items() if key != "CI"}
    began = perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", path, "-q", "--no-header", "-p", "no:cacheprovider"],
        cwd=ROOT, env=environment | {"ZHIHENG_FUZZ": str(examples)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    ended = {word: int(many) for many, word in re.findall(r"(\d+) (passed|failed|errors?)", done.stdout)}
    passed = ended.pop("passed", 0)
    if done.returncode:
        # The story that failed is worth more than the count of it.
        print(done.stdout[-SHOWN_OF_A_FAILURE:], file=sys.stderr)
    return {
        "examples": examples,
        "properties": passed,
        "failed": sum(ended.values()) + (0 if passed else 1),
        "seconds": round(perf_counter() - began, 1),
    }


def fuzz(_: Path) -> dict[str, Any]:
    """Damaged files for each reader, and damaged mappings: read, or refused in one sentence."""
    return _tests("tests/formats/test_fuzz.py", 10_000)


def agreement(_: Path) -> dict[str, Any]:
    """Random cases on which SQLite, DuckDB and the evaluator in plain Python must say the same."""
    return _tests("tests/core/test_engines_agree.py", 1_000)


def spark_agreement(_: Path) -> dict[str, Any]:
    """The fines log on a cluster, finding by finding, and random stories, against DuckDB."""
    return _tests("tests/engines/prove_spark.py", 20)


SERVICE = {"load_seconds": 180, "lint_seconds": 10, "flaws": 0, "slowest_median_ms": 150}
FIGURES = (
    Figure("audit_xes", audit_xes, {"seconds": 20, "controls_seconds": 1.5}),
    Figure("audit_parquet", audit_parquet, {"seconds": 4}),
    Figure("live", live, {"p99_ms": 3}),
    Figure("touched", touched, {"median_ms": 300}),
    Figure("audit_five_million", audit_five_million, {"seconds": 20, "peak_gib": 3}),
    Figure("many_powers", many_powers, {"ratio": 1.2}),
    Figure("many_controls", many_controls, {"p99_ms": 15}),
    Figure("lake_1_month", lambda data: audit_lake(data, 1), {}),
    Figure("lake_8_months", lambda data: audit_lake(data, 8), {}),
    Figure("lake_81_months", lambda data: audit_lake(data, 81), {"seconds": 240, "peak_gib": 4}),
    Figure("agreement", agreement, {"failed": 0}),
    Figure("spark_fines", spark_fines, {"seconds": 180}),
    Figure("spark_agreement", spark_agreement, {"failed": 0}),
    Figure("spark_examples", spark_examples, {"failed": 0}),
    Figure("fuzz", fuzz, {"failed": 0}),
    Figure("fuzz_pages", fuzz_pages, {"failed": 0}),
    Figure("service_on_sqlite", service_on_sqlite, SERVICE),
    Figure("service_on_postgresql", service_on_postgresql, SERVICE),
)

