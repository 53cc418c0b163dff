"""The demo as files: events.csv and planted.csv."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from zhiheng.demo.generating import COLUMNS, Demo, generate
from zhiheng.demo.planting import Planted


@dataclass(frozen=True)
class DemoPaths:
    """Where the log lies, and the list of what was planted in it."""

    events: Path
    planted: Path


def write_demo(folder: Path, seed: int = 1, cases: int = 6000) -> DemoPaths:
    """Generates a demo and writes it into a folder, which is made if need be."""
    return write_files(generate(seed, cases), folder)


def write_files(demo: Demo, folder: Path) -> DemoPaths:
    """Writes a demo into a folder as UTF-8 CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = DemoPaths(folder / "events.csv", folder / "planted.csv")
    _write(paths.events, COLUMNS, demo.rows)
    _write(paths.planted, [field.name for field in fields(Planted)], map(astuple, demo.planted))
    return paths


def _write(path: Path, names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
