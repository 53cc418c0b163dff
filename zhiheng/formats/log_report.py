"""What was read from a log, and what was odd about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhiheng.formats.raw_log import Format


@dataclass(frozen=True)
class FileRead:
    """One file, and how many rows of the record it gave (acts, and cases without any)."""

    path: Path
    format: Format
    rows: int


@dataclass(frozen=True)
class LogReport:
    """Counts of a log; moments are microseconds of civil time, offsets minutes, None where there is no act.

    ``never_seen`` are activities that log.yaml names for amounts, stops, extensions or publications and no act has.
    ``last_at``, with its offset, is the last recorded moment: when an act was recorded where the log tells,
    else when it happened. ``odd`` has the keys of ODDITIES, only those that occurred.
    """

    cases: int
    events: int
    unmatched_activities: Mapping[str, int]
    unmatched_cases: int
    never_seen: tuple[str, ...]
    odd: Mapping[str, int]
    first_at: int | None
    last_at: int | None
    last_offset: int | None
    files: tuple[FileRead, ...]
