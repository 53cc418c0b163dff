"""A finding: where what was done differs from what may be done."""

from dataclasses import dataclass
from typing import Literal

from zhiheng.core.relations import Column

Level = Literal["notice", "warning", "yellow", "red"]
State = Literal["done", "pending", "absent"]

LEVELS: tuple[Level, ...] = ("notice", "warning", "yellow", "red")


@dataclass(frozen=True)
class Finding:
    """One row of findings.parquet; moments in microseconds of civil time (`contracts.md`)."""

    finding_id: str
    control_id: str
    control_hash: str
    case_id: str | None
    power_id: str | None
    version: str | None
    subject_id: str | None
    event_id: str | None
    unit_id: str | None
    official_id: str | None
    occurred_at: int | None
    due_at: int | None
    measured: int
    allowed: int
    measure_unit: str
    level: Level | None
    state: State
    provisional: int
    basis: str | None
    as_of: int
    side: str | None


_INT = {"occurred_at", "due_at", "measured", "allowed", "as_of"}

COLUMNS: tuple[Column, ...] = tuple(
    Column(name, "int" if name in _INT else "flag" if name == "provisional" else "text", "", "")
    for name in Finding.__dataclass_fields__
)
