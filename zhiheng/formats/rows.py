"""A batch of rows as a reader hands it on."""

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
