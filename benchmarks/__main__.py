"""`python -m benchmarks [NAME…]`: measure, write benchmarks/results/NAME.json, say what is missed."""

import json
import os
import sys
from pathlib import Path

from benchmarks.figures import FIGURES
from benchmarks.machine import described
from benchmarks.picture import write

RESULTS = Path(__file__).parent / "results"


def main(names: list[str]) -> int:
    """Measure the named figures, or all; 1 if any is missed, 2 where nothing can be measured."""
    data = os.environ.get("ZHIHENG_DATA")
    if not data or not Path(data).is_dir():
        print("benchmarks: set ZHIHENG_DATA to the folder that holds eventlogs/")
        return 2
    unknown = set(names) - {figure.name for figure in FIGURES}
    if unknown:
        known = ", ".join(figure.name for figure in FIGURES)
        print(f"benchmarks: there is no figure {', '.join(sorted(unknown))}; choose from {known}")
        return 2
    missed = 0
    for figure in FIGURES:
        if names and figure.name not in names:
            continue
        print(f"{figure.name} …", flush=True)
        values = figure.measure(Path(data))
        result = {"figure": figure.name, "values": values, "at_most": dict(figure.at_most), "machine": described()}
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{figure.name}.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
        for key, value in values.items():
            most = figure.at_most.get(key)
            verdict = "" if most is None else f"   at most {most}: {'ok' if value <= most else 'MISSED'}"
            missed += most is not None and value > most
            print(f"  {key:20} {value}{verdict}")
    write()
    print(f"{missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
