"""Small logs for tests: written in any format, read into relations, asked for rows."""

import csv
import gzip
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import duckdb

from zhiheng.core.engines.arrow import Batch
from zhiheng.core.engines.duckdb import append, load, open_history
from zhiheng.core.relations import INTERNAL, RELATIONS, create_table
from zhiheng.formats.log_mapping import read_mapping
from zhiheng.formats.log_report import LogReport
from zhiheng.formats.read_log import read_log

# How many damaged files each reader is given.
FUZZ = int(os.environ.get("ZHIHENG_FUZZ", "60"))

MAPPING = """
power: permit
case: case:concept:name
activity: concept:name
occurred: time:timestamp
"""
NINE = "2026-03-02T09:00:00"

Event = Mapping[str, str | None]
Case = tuple[Mapping[str, str | None], Sequence[Event]]


@dataclass(frozen=True)
class Powers:
    """A catalogue of one power, `permit`, in force always, unless told otherwise."""

    powers: Sequence[tuple[str, str, int | None, int | None]] = (("permit", "0001-01-01", None, None),)
    steps: Mapping[str, str] = field(default_factory=lambda: {"apply": "apply", "decide": "decide"})
    closes: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> Mapping[str, list[tuple[Any, ...]]]:
        """Rows in column order; what is not said is null."""
        made: dict[str, list[tuple[Any, ...]]] = {"powers": [], "power_steps": [], "activities": []}
        for power, version, first, last in self.powers:
            of = {"power_id": power, "version": version}
            valid = {"valid_from_day": first, "valid_to_day": last}
            made["powers"].append(_row("powers", of | valid | {"unit_id": "housing"}))
            for activity, step in self.steps.items():
                closes = {"closes": self.closes.get(step)}
                made["power_steps"].append(_row("power_steps", of | {"step_id": step} | closes))
                made["activities"].append(_row("activities", of | {"activity": activity, "step_id": step}))
        return made


def _row(relation: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(values.get(name) for name in {**RELATIONS, **INTERNAL}[relation].names)


class EveryDay:
    """A calendar in which every day is a working day: n is the day number plus one."""

    def __init__(self) -> None:
        self.asked: tuple[int, int] | None = None

    def rows(self, first_day: int, last_day: int) -> list[tuple[Any, ...]]:
        self.asked = (first_day, last_day)
        return [(day, day + 1, 1, day, 0, 1, "official") for day in range(first_day, last_day + 1)]


@dataclass(frozen=True)
class Record:
    """What was read."""

    connection: duckdb.DuckDBPyConnection
    report: LogReport

    def rows(self, relation: str, *columns: str) -> list[Any]:
        """Rows by case, as the log begins them, then by act or moment; a single column comes without tuples."""
        names = ", ".join(f't."{column}"' for column in columns) or "t.*"
        moments = "".join(f", t.{name}" for name in ("from_at", "at") if name in RELATIONS[relation].names)
        acts = "t.event_id" if "event_id" in RELATIONS[relation].names else "NULL"
        found = self.connection.execute(
            f"SELECT {names} FROM {relation} AS t JOIN cases AS c ON c.case_id = t.case_id"
            f" LEFT JOIN events AS e ON e.case_id = t.case_id AND e.event_id = {acts}"
            f" ORDER BY c.rowid, e.sequence{moments}, t.rowid"
        ).fetchall()
        return [row[0] for row in found] if len(columns) == 1 else found


def history(*paths: Path, powers: Powers) -> duckdb.DuckDBPyConnection:
    """A database that may read the files and holds the catalogue."""
    connection = open_history(reads=paths)
    for relation in (RELATIONS["powers"], RELATIONS["power_steps"], INTERNAL["activities"]):
        connection.execute(create_table(relation))
        load(connection, relation, powers.rows[relation.name])
    return connection


def read(*paths: Path, mapping: str = MAPPING, powers: Powers | None = None, **given: Any) -> Record:
    """The record of a log; `given` goes to read_log."""
    powers = powers or Powers()
    connection = history(*paths, powers=powers)
    given = {"calendar": EveryDay(), **given}
    return Record(connection, read_log(connection, paths, read_mapping(mapping), catalogue=powers, **given))


def act(activity: str | None, time: str | None = NINE, **more: str | None) -> dict[str, str | None]:
    """An event with the usual attributes; an underscore in a further name stands for a colon."""
    return {"concept:name": activity, "time:timestamp": time, **{k.replace("_", ":"): v for k, v in more.items()}}


def xes(cases: Sequence[Case], *, head: str = "", tag: str = "") -> str:
    """The log as XES; `tag` is a prefix for element names."""
    lines = [f'<?xml version="1.0" encoding="UTF-8"?>{head}', f'<{tag}log xes.version="1.0">']
    for said, events in cases:
        lines.append(f"<{tag}trace>")
        lines += _attributes(said, tag)
        for event in events:
            lines += [f"<{tag}event>", *_attributes(event, tag), f"</{tag}event>"]
        lines.append(f"</{tag}trace>")
    return "\n".join([*lines, f"</{tag}log>"])


def _attributes(values: Mapping[str, str | None], tag: str) -> list[str]:
    return [
        f"<{tag}{'date' if name.startswith('time:') else 'string'} key={quoteattr(name)} value={quoteattr(value)}/>"
        for name, value in values.items()
        if value is not None
    ]


def table(cases: Sequence[Case]) -> tuple[list[str], list[list[str | None]]]:
    """The log as a header and rows, trace attributes as case:X."""
    flat = [({f"case:{k}": v for k, v in said.items()} | dict(event)) for said, events in cases for event in events]
    header = list(dict.fromkeys(name for row in flat for name in row))
    return header, [[row.get(name) for name in header] for row in flat]


def write_xes(path: Path, cases: Sequence[Case], **how: str) -> Path:
    """A log as XES, compressed where the name says so."""
    data = xes(cases, **how).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def write_csv(path: Path, cases: Sequence[Case], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A log as CSV."""
    header, rows = table(cases)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *rows])
    return path


def write_parquet(path: Path, cases: Sequence[Case], casts: Mapping[str, str] | None = None) -> Path:
    """A log as Parquet, text unless `casts` gives a column another type."""
    header, rows = table(cases)
    columns = list(zip(*rows, strict=True))
    connection = duckdb.connect()
    connection.execute("CREATE TABLE log (" + ", ".join(f'"{name}" VARCHAR' for name in header) + ")")
    append(connection, "log", Batch({name: ("text", column) for name, column in zip(header, columns, strict=True)}))
    typed = ", ".join(f'CAST("{name}" AS {(casts or {}).get(name, "VARCHAR")}) AS "{name}"' for name in header)
    connection.execute(f"COPY (SELECT {typed} FROM log ORDER BY rowid) TO '{path}' (FORMAT parquet)")
    return path


def write_ocel(path: Path, cases: Sequence[Case]) -> Path:
    """A log as OCEL 2.0 JSON: each case is an object of type case, all else is said in attributes."""
    said = [{"name": k, "value": v} for _, events in cases for act in events for k, v in act.items()]
    of_cases = [{"name": k, "value": v} for of_case, _ in cases for k, v in of_case.items()]
    path.write_text(
        json.dumps(
            {
                "eventTypes": [{"name": "act", "attributes": _declared(said)}],
                "objectTypes": [{"name": "case", "attributes": _declared(of_cases)}],
                "objects": [
                    {"id": of_case["concept:name"], "type": "case", "attributes": [
                        {"name": k, "value": v, "time": "1970-01-01T00:00:00Z"} for k, v in of_case.items()
                    ]}
                    for of_case, _ in cases
                ],
                "events": [
                    {"id": f"{of_case['concept:name']}#{place}", "type": event["concept:name"] or "",
                     "time": event["time:timestamp"], "relationships": [
                        {"objectId": of_case["concept:name"], "qualifier": "of"}],
                     "attributes": [{"name": k, "value": v} for k, v in event.items() if ":" not in k or k[0] == "o"]}
                    for of_case, events in cases for place, event in enumerate(events)
                ],
            },
            ensure_ascii=False, indent=1,
        ),
        encoding="utf-8",
    )  # fmt: skip
    return path


def _declared(said: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [{"name": name, "type": "string"} for name in dict.fromkeys(one["name"] for one in said)]


def as_ocel(mapping: str) -> str:
    """The mapping of a log in other formats, for the same log as OCEL."""
    names = {"case:concept:name": "object:case", " concept:name": " ocel:type", "time:timestamp": "ocel:time"}
    for name, there in names.items():
        mapping = mapping.replace(name, there)
    return mapping
