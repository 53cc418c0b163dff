"""What more rules cost: many powers in one log, many controls on one case."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import msgspec

import zhiheng
from benchmarks.lake import OFFICE, write_lake
from benchmarks.logs import as_parquet, glued_case
from benchmarks.machine import run
from zhiheng.core.engines.duckdb import open_history

FINES = Path(__file__).resolve().parent.parent / "cities" / "road-fines"
POWERS, CONTROLS, REPEATS = 3_300, 300, 3
FIFTH_LIMIT = "  - {id: collect, from: penalty, to: collect, within: 400 days, must_happen: false, roll: false}\n"


def many_powers(data: Path) -> dict[str, Any]:
    """The fines log dealt out to 3,300 powers of five limits each, against the same log with one of them."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        source = as_parquet(data / "eventlogs" / "road_fines.xes.gz", FINES / "log.yaml", folder / "fines.parquet")
        seconds = {}
        for powers in (1, POWERS):
            city, log = _city(folder / f"city{powers}", powers), folder / f"{powers}.parquet"
            connection = open_history(reads=[source], writes=[log])
            connection.execute(
                f"COPY (SELECT *, 'p' || hash(\"case:concept:name\") % {powers} AS power FROM read_parquet('{source}'))"  # noqa: S608 - numbers and paths of our own
                f" TO '{log}' (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
            )
            connection.close()
            taken = []
            for _ in range(REPEATS):
                run("audit", str(log), "--city", str(city), "--out", str(folder / "out"))
                stages = json.loads((folder / "out" / "summary.json").read_text("utf-8"))["seconds"]
                taken.append(stages["read"] + stages["derive"] + stages["controls"])
            seconds[powers] = median(taken)
        began = perf_counter()
        zhiheng.load_catalogue(folder / f"city{POWERS}" / "powers", jurisdiction="it")
        loading = perf_counter() - began
    return {
        "powers": POWERS,
        "limits": 5 * POWERS,
        "one_power_seconds": round(seconds[1], 3),
        "many_powers_seconds": round(seconds[POWERS], 3),
        "ratio": round(seconds[POWERS] / seconds[1], 3),
        "documents_seconds": round(loading, 2),
    }


def _city(folder: Path, powers: int) -> Path:
    """The fines city with so many copies of its power, which the log tells apart."""
    (folder / "powers").mkdir(parents=True)
    (folder / "city.yaml").write_text((FINES / "city.yaml").read_text("utf-8"), "utf-8")
    mapping = (FINES / "log.yaml").read_text("utf-8")
    (folder / "log.yaml").write_text(mapping.replace("power: penalty.road-fine", "power: {attribute: power}"), "utf-8")
    (document,) = (FINES / "powers").glob("*.yaml")
    text = document.read_text("utf-8").replace("responses:\n", f"{FIFTH_LIMIT}responses:\n")
    for number in range(powers):
        copy = re.sub(r"(?m)^id: .*$", f"id: p{number}", text, count=1)
        (folder / "powers" / f"p{number}.yaml").write_text(copy, "utf-8")
    return folder


def many_controls(data: Path) -> dict[str, Any]:
    """Three hundred controls on one case of 15 acts: those that there are, under more and more names."""
    log = glued_case(data, 15)
    city = zhiheng.load_city(FINES)
    catalogue = zhiheng.load_catalogue(city.powers, jurisdiction=city.jurisdiction)
    own = [control for control in city.controls() if control.header.scope == "case"]
    controls = [
        replace(own[n % len(own)], header=_renamed(own[n % len(own)].header, f"X{n:03}")) for n in range(CONTROLS)
    ]
    taken = []
    with zhiheng.LiveChecker(catalogue, controls, zone=city.zone) as checker:
        for _ in range(20):
            checker.check(log)
        for _ in range(400):
            began = perf_counter()
            checker.check(log)
            taken.append((perf_counter() - began) * 1000)
    return {
        "controls": CONTROLS,
        "acts": len(log["events"]),
        "p50_ms": round(median(taken), 2),
        "p99_ms": round(quantiles(taken, n=100)[98], 2),
    }


def _renamed(header: Any, name: str) -> Any:
    return msgspec.structs.replace(header, id=name)


def audit_lake(data: Path, months: int) -> dict[str, Any]:
    """A lake of so many months, about 620,000 acts each, with all controls and outputs."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "lake"
        folder.mkdir()
        began = perf_counter()
        write_lake(data / "eventlogs" / "road_fines.xes.gz", FINES / "log.yaml", folder, months=months)
        written = perf_counter() - began
        out = Path(place) / "out"
        done = run("audit", str(folder), "--city", str(OFFICE), "--out", str(out))
        summary = json.loads((out / "summary.json").read_text("utf-8"))
    return {
        "months": months,
        "cases": summary["cases"],
        "events": summary["events"],
        "seconds": done.seconds,
        "cpu_seconds": done.cpu_seconds,
        "peak_gib": done.peak_gib,
        "microseconds_an_event": round(done.seconds / summary["events"] * 1e6, 2),
        "generating_seconds": round(written, 1),
        **{f"{stage}_seconds": round(seconds, 1) for stage, seconds in summary["seconds"].items()},
    }
