"""The live window for many cases at once: those that changed, out of a long history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from zhiheng.core import runner
from zhiheng.core.control import Control
from zhiheng.core.engines.arrow import Batch
from zhiheng.core.engines.duckdb import registered
from zhiheng.core.finding import Finding
from zhiheng.core.judging import Judgement, Moment
from zhiheng.core.relations import RECORD

if TYPE_CHECKING:
    import duckdb

    from zhiheng.core.procedure import StepModel


def check_touched(
    history: duckdb.DuckDBPyConnection,
    controls: Sequence[Control],
    case_ids: Sequence[str],
    *,
    moment: Moment,
    judgement: Judgement,
    models: Mapping[tuple[str, str], StepModel],
) -> tuple[Finding, ...]:
    """What is found in the named cases, without looking at the others.

    ``history`` holds the record and the catalogue, as `zhiheng.audit` leaves them; nothing in it
    changes: the rows of the cases are set aside in temporary tables of a connection of their own.
    """
    connection = history.cursor()
    try:
        with registered(connection, Batch({"case_id": ("text", list(case_ids))})) as name:
            connection.execute(f"CREATE TEMP TABLE touched AS SELECT DISTINCT case_id FROM {name}")  # noqa: S608
        for relation in RECORD:
            connection.execute(
                f"CREATE TEMP TABLE {relation} AS SELECT * FROM memory.main.{relation}"  # noqa: S608 - names of our own
                " WHERE case_id IN (SELECT case_id FROM touched)"
            )
        used = [control for control in controls if judgement.uses(control) and control.header.scope == "case"]
        needs = frozenset().union(*(control.reads for control in used)) if used else frozenset()
        runner.derive(connection, moment=moment, models=models, needs=needs, kept=False)
        rows = [
            row
            for control in used
            for row in runner.found_by(connection, control, moment=moment, judgement=judgement)
        ]
        return tuple(Finding(*row) for row in rows)
    finally:
        connection.close()
