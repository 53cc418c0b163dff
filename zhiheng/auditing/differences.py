"""The findings of two audits side by side: what one has more, what it has less, and what is judged otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from zhiheng.auditing.findings import Findings, exported
from zhiheng.core.engines.duckdb import load, open_history
from zhiheng.core.finding import COLUMNS, LEVELS, Finding
from zhiheng.core.relations import create_table
from zhiheng.core.runner import FINDINGS

if TYPE_CHECKING:
    import duckdb

Side = Literal["more", "less", "changed"]

# What makes a finding another one although it is about the same situation.
COMPARED = (
    "level", "state", "measured", "allowed", "measure_unit", "due_at", "event_id", "side", "provisional", "basis",
)  # fmt: skip
_AUDITS = ("present", "draft")
_ABOUT = ("finding_id", "control_id", "case_id", "power_id", "subject_id", "unit_id")
_BATCH = 20_000
_GRAVITY = " ".join(f"WHEN '{level}' THEN {place}" for place, level in enumerate(LEVELS))


@dataclass(frozen=True)
class Difference:
    """One situation on which the two audits differ; `present` is None where there is more, `draft` where less."""

    side: Side
    present: Finding | None
    draft: Finding | None


class Differences:
    """All differences, in the table ``differences`` of a database of its own."""

    def __init__(self, *, writes: Path | None = None) -> None:
        self.connection: duckdb.DuckDBPyConnection = open_history(writes=[] if writes is None else [writes])
        for name in _AUDITS:
            self.connection.execute(create_table(FINDINGS).replace("findings", name, 1))

    def take(self, name: Literal["present", "draft"], findings: Findings) -> None:
        """Keep an audit's findings, so that its database may be closed."""
        for rows in findings.batches(_BATCH):
            load(self.connection, FINDINGS, rows, table=name)

    def compare(self) -> None:
        """Make the table: a situation is the same where control, case, subject and start are."""
        self.connection.execute(_COMPARE)

    def __len__(self) -> int:
        return int(self._rows("SELECT COUNT(*) FROM differences")[0][0])

    def __iter__(self) -> Iterator[Difference]:
        return self.of()

    def of(self, side: Side | None = None) -> Iterator[Difference]:
        """The differences of one side, or all: by control, then by case."""
        columns = ", ".join(f"{name}_{column.name}" for name in _AUDITS for column in COLUMNS)
        cursor = self.connection.cursor()
        cursor.execute(
            f"SELECT side, {columns} FROM differences WHERE side = COALESCE(?, side) ORDER BY {_ORDER}", [side]  # noqa: S608 - names of our own
        )
        while rows := cursor.fetchmany(_BATCH):
            for kind, *values in rows:
                halves = values[: len(COLUMNS)], values[len(COLUMNS) :]
                present, draft = (None if half[0] is None else Finding(*half) for half in halves)
                yield Difference(kind, present, draft)

    def by_control(self) -> dict[str, dict[str, int]]:
        """How many findings each control has in either audit, and how they differ."""
        rows = self._rows(_BY_CONTROL)
        names = ("present", "draft", "more", "less", "changed", "graver", "lighter")
        return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}

    def by_unit_and_month(self) -> list[dict[str, Any]]:
        """Unit, month (of the act, else of the due date, as 2026-09; None: neither is known) and counts, most first."""
        names = ("unit_id", "month", "more", "less", "changed")
        return [dict(zip(names, row, strict=True)) for row in self._rows(_BY_UNIT_AND_MONTH)]

    def write_parquet(self, path: Path) -> None:
        """replay.parquet as docs/replay.md describes it."""
        about = ", ".join(_ABOUT)
        both = ", ".join(exported(column.name, f"{name}_") for name in _AUDITS for column in COLUMNS)
        place = str(path.resolve()).replace("'", "''")
        self.connection.execute(
            f"COPY (SELECT side, changes, month, {about}, {both} FROM differences ORDER BY {_ORDER}) TO '{place}'"  # noqa: S608 - names of our own
            " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
        )

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()


_ORDER = "control_id, side, case_id, subject_id, finding_id, nth"


def _compare() -> str:
    # A control may judge a situation twice under one identity; the first is then held against the first.
    tables = ", ".join(
        f"{name[0]} AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY finding_id ORDER BY occurred_at, event_id, measured,"  # noqa: S608
        f" allowed) AS nth FROM {name})"
        for name in _AUDITS
    )
    about = ", ".join(f"COALESCE(d.{name}, p.{name}) AS {name}" for name in _ABOUT)
    both = ", ".join(f"{name[0]}.{column.name} AS {name}_{column.name}" for name in _AUDITS for column in COLUMNS)
    changes = ", ".join(
        f"CASE WHEN p.{name} IS DISTINCT FROM d.{name} THEN '{name}' END" for name in COMPARED
    )
    return (
        f"CREATE OR REPLACE TABLE differences AS WITH {tables}, paired AS ("  # noqa: S608 - names of our own
        f"SELECT {about}, COALESCE(d.nth, p.nth) AS nth, {both},"
        f" CASE WHEN p.finding_id IS NULL THEN 'more' WHEN d.finding_id IS NULL THEN 'less' ELSE 'changed' END AS side,"
        f" CASE WHEN p.finding_id IS NOT NULL AND d.finding_id IS NOT NULL THEN CONCAT_WS(' ', {changes}) END"
        " AS changes,"
        " STRFTIME(MAKE_TIMESTAMP(COALESCE(d.occurred_at, p.occurred_at, d.due_at, p.due_at)), '%Y-%m') AS month"
        " FROM p FULL JOIN d ON d.finding_id = p.finding_id AND d.nth = p.nth)"
        " SELECT * FROM paired WHERE changes IS NULL OR changes <> ''"
    )


_COMPARE = _compare()
_SIDES = ", ".join(f"COUNT(*) FILTER (WHERE side = '{side}') AS {side}" for side in ("more", "less", "changed"))
_LEVEL = {name: f"CASE {name}_level {_GRAVITY} END" for name in _AUDITS}
_BY_CONTROL = f"""
WITH counted AS (
  SELECT control_id, {_SIDES},
         COUNT(*) FILTER (WHERE side = 'changed' AND {_LEVEL["draft"]} > {_LEVEL["present"]}) AS graver,
         COUNT(*) FILTER (WHERE side = 'changed' AND {_LEVEL["draft"]} < {_LEVEL["present"]}) AS lighter
  FROM differences GROUP BY control_id
),
present_of AS (SELECT control_id, COUNT(*) AS many FROM present GROUP BY control_id),
draft_of AS (SELECT control_id, COUNT(*) AS many FROM draft GROUP BY control_id)
SELECT c.control_id, COALESCE(p.many, 0), COALESCE(d.many, 0), c.more, c.less, c.changed, c.graver, c.lighter
FROM counted AS c
LEFT JOIN present_of AS p ON p.control_id = c.control_id
LEFT JOIN draft_of AS d ON d.control_id = c.control_id
ORDER BY c.control_id
"""  # noqa: S608 - names of our own
_BY_UNIT_AND_MONTH = (
    f"SELECT unit_id, month, {_SIDES} FROM differences GROUP BY unit_id, month"  # noqa: S608 - names of our own
    " ORDER BY COUNT(*) DESC, unit_id NULLS LAST, month NULLS LAST"
)
