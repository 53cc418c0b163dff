"""A city of one power in a folder, and a log for it: the least that can be audited."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

CITY = "{id: my-city, title: {zh: 我的城市, en: My city}, jurisdiction: cn, zone: Asia/Shanghai}"
LOG = "{power: licence.street-stall, case: case, activity: activity, occurred: time, official: official, unit: unit}"
POWER = """
id: licence.street-stall
title: {zh: 占道经营许可, en: Street stall permit}
valid_from: 2019-04-23
steps:
  - {id: accept, required: true}
  - {id: review, after: accept, required: true}
  - {id: decide, after: review, required: true, closes: true, not_same_official_as: [review]}
limits:
  - {id: decision, from: accept, to: decide, within: 20 workdays, basis: {law: 行政许可法, article: 第四十二条}}
"""
HEAD = ("case", "activity", "time", "official", "unit")


def small_city(folder: Path, *, log: str = LOG, powers: Sequence[str] = (POWER,)) -> Path:
    """The city's folder."""
    city = folder / "my-city"
    (city / "powers").mkdir(parents=True)
    (city / "city.yaml").write_text(CITY, encoding="utf-8")
    (city / "log.yaml").write_text(log, encoding="utf-8")
    for place, power in enumerate(powers):
        (city / "powers" / f"{place}.yaml").write_text(power, encoding="utf-8")
    return city


def one_hand(case: str, official: str = "Zhao Min", unit: str = "") -> list[tuple[str, ...]]:
    """The acts of a case in which one official reviewed and decided, two working days late."""
    return [
        (case, "accept", "2026-09-18T09:40:00", "Li Na", unit),
        (case, "review", "2026-10-12T10:00:00", official, unit),
        (case, "decide", "2026-10-26T11:00:00", official, unit),
    ]


def write_log(path: Path, rows: Iterable[Sequence[str]], head: Sequence[str] = HEAD) -> Path:
    """The rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path
