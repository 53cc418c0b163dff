"""The logs that figures are measured on, made from the real fines log."""

from pathlib import Path
from typing import Any

import zhiheng
from zhiheng.core.engines.duckdb import open_history
from zhiheng.formats.fields import attribute_names, fields_of
from zhiheng.formats.log_mapping import load_mapping
from zhiheng.formats.raw_log import read_raw

FINES = Path(__file__).resolve().parent.parent / "cities" / "road-fines"


def as_parquet(log: Path, mapping_path: Path, target: Path, *, copies: int = 1) -> Path:
    """The attributes that a mapping names, as a Parquet file; each copy with case names of its own."""
    mapping = load_mapping(mapping_path)
    names = attribute_names(fields_of(mapping))
    connection = open_history(writes=[target])
    connection.execute("CREATE SCHEMA reading")
    read_raw(connection, [log], mapping, names, {}, None)
    case = names.index(mapping.case.name)
    columns = [
        f"c{i} || CASE WHEN copy = 0 THEN '' ELSE '/' || copy END AS \"{name}\"" if i == case else f'c{i} AS "{name}"'
        for i, name in enumerate(names)
    ]
    connection.execute(
        f"COPY (SELECT {', '.join(columns)} FROM reading.raw, range({copies}) AS t(copy)"  # noqa: S608
        f" ORDER BY copy, position) TO '{target}' (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
    )
    connection.close()
    return target


def glued_case(data: Path, acts: int) -> dict[str, list[Any]]:
    """The longest real cases one after the other under one name, cut at so many acts."""
    audited = zhiheng.audit(data / "eventlogs" / "road_fines.xes.gz", city=FINES, controls=["P03"])
    query = (
        "SELECT activity, occurred_at, utc_offset, official_id FROM memory.main.events"
        " WHERE case_id IN (SELECT case_id FROM memory.main.events GROUP BY case_id"
        " ORDER BY COUNT(*) DESC, case_id LIMIT 3)"
        " ORDER BY occurred_at, case_id, sequence LIMIT ?"
    )
    rows = audited.connection.execute(query, [acts]).fetchall()
    names = ("activity", "occurred_at", "utc_offset", "official_id")
    events = [{"case_id": "glued", **dict(zip(names, row, strict=True))} for row in rows]
    return {
        "cases": [{"case_id": "glued", "power_id": "penalty.road-fine"}],
        "events": events,
        "charges": [{"case_id": "glued", "event_id": "glued#0", "item": "fine", "amount": 3500}],
        "payments": [{"case_id": "glued", "event_id": f"glued#{acts - 1}", "amount": 3500}],
    }
