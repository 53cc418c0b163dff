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

    from zhiheng.core.live import LiveChecker
    from zhiheng.core.procedure import StepModel

# Up to so many cases SQLite answers sooner: DuckDB plans every text anew, which costs more than running it.
FEW = 3_000


def check_touched(
    history: duckdb.DuckDBPyConnection,
    controls: Sequence[Control],
    case_ids: Sequence[str],
    *,
    moment: Moment,
    judgement: Judgement,
    models: Mapping[tuple[str, str], StepModel],
    checker: LiveChecker | None = None,
) -> tuple[Finding, ...]:
    """What is found in the named cases, without looking at the others.

    ``history`` holds the record, the catalogue and the organisation, as `zhiheng.audit` leaves them; nothing in
    it changes: the rows of the cases are set aside in temporary tables of a connection of their own. Controls
    that need the whole record are left out. ``checker`` answers for few cases; it was made of the same
    controls, catalogue, organisation and judgement, with ``unplaced``.
    """
    connection = history.cursor()
    try:
        with registered(connection, Batch({"case_id": ("text", list(case_ids))})) as name:
            connection.execute(f"CREATE TEMP TABLE touched AS SELECT DISTINCT case_id FROM {name}")  # noqa: S608
        chosen = "SELECT * FROM memory.main.{} WHERE case_id IN (SELECT case_id FROM touched)"
        if checker is not None and len(case_ids) <= FEW:
            rows = {relation: connection.execute(chosen.format(relation)).fetchall() for relation in RECORD}
            return checker.check(rows, as_of=moment)
        for relation in RECORD:
            connection.execute(f"CREATE TEMP TABLE {relation} AS {chosen.format(relation)}")
        used = [control for control in controls if judgement.uses(control) and control.header.scope == "case"]
        needs = frozenset().union(*(control.reads for control in used)) if used else frozenset()
        runner.derive(connection, moment=moment, models=models, needs=needs, kept=False)
        found = [
            row
            for control in used
            for row in runner.found_by(connection, control, moment=moment, judgement=judgement)
        ]
        return tuple(Finding(*row) for row in found)
    finally:
        connection.close()
