"""A batch of rows as a reader hands it on, and what the rows do not tell."""

from collections.abc import Sequence
from dataclasses import dataclass, field

BATCH = 50_000


@dataclass(frozen=True)
class Rows:
    """Columns of text (null: None or empty), one for each attribute asked for.

    ``eventless`` are the rows that stand for a trace without events.
    """

    columns: Sequence[Sequence[str | None]]
    length: int
    eventless: Sequence[int] = field(default=())


@dataclass
class LogCounts:
    """What a log held that its rows do not tell: filled by its reader, told by the report under ``odd``."""

    traces: int = 0
    loose_events: int = 0  # that belong to no case
    shared_events: int = 0  # that belong to several cases
    further_objects: int = 0  # acts that relate to more than one object where one was asked for
    unknown_objects: int = 0  # relationships to objects that the log does not list
