"""Measures over history: each publishes its table, and controls may then read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zhiheng.core.control import MEASURES, Control
from zhiheng.core.judging import Moment, used_parameters
from zhiheng.core.measure import Measure, load_measure
from zhiheng.core.relations import PUBLISHED, create_table
from zhiheng.core.runner import trouble_with, typed

if TYPE_CHECKING:
    import duckdb

Progress = Callable[[str, int, int | None], None]


def needed_by(controls: Iterable[Control]) -> tuple[Measure, ...]:
    """The measures whose tables the controls read."""
    named = frozenset[str]().union(*(control.reads for control in controls)) & set(PUBLISHED)
    return tuple(load_measure(_path(name)) for name in sorted(named))


@cache
def _path(name: str) -> Path:
    return next(MEASURES.rglob(f"{name}.sql"))


def reads_published(control: Control) -> bool:
    """Whether the control looks something up that only the whole record can tell."""
    return bool(control.reads & set(PUBLISHED))


def publish(
    connection: duckdb.DuckDBPyConnection,
    measures: Sequence[Measure],
    *,
    moment: Moment,
    progress: Progress | None = None,
) -> None:
    """Make each measure's table in the main schema, from the relations that the connection sees."""
    for number, measure in enumerate(measures):
        if progress:
            progress("measures", number, len(measures))
        with trouble_with(measure.path):
            made = f"memory.main.{measure.id}"
            connection.execute(
                create_table(measure.relation).replace(f"CREATE TABLE {measure.id}", f"CREATE OR REPLACE TABLE {made}")
            )
            columns = ", ".join(measure.relation.names)
            connection.execute(
                f"INSERT INTO {made} SELECT {columns} FROM (\n{typed(measure.sql)}\n)",  # noqa: S608 - the text was checked when it was loaded
                used_parameters(measure.sql, moment.given | measure.defaults),
            )
