"""An audit whose judging is done by Spark: DuckDB reads the log and writes the results, the cluster does the rest."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from zhiheng.core import elsewhere, runner
from zhiheng.core.engines import exchange
from zhiheng.core.errors import EngineError
from zhiheng.core.measuring import needed_by, publish
from zhiheng.core.relations import RECORD
from zhiheng.core.runner import FINDINGS, new_findings

if TYPE_CHECKING:
    import duckdb

    from zhiheng.auditing.parts import Judge, Judged
    from zhiheng.formats.read_log import OpenLog


# Acts in a partition of a shuffle: Spark's own 200 partitions are 40,000 files a shuffle, whatever is in them.
_ACTS = 200_000
# Acts from which a run is long.
_LONG = 5_000_000


@dataclass(frozen=True)
class Cluster:
    """A master's address, and a folder of this audit alone that the driver and all workers reach."""

    master: str
    folder: Path

    @property
    def files(self) -> list[Path]:
        """All files that DuckDB writes there and reads there."""
        return [exchange.file_of(self.folder, relation) for relation in (*exchange.given(), FINDINGS)]

    def judge(self, connection: duckdb.DuckDBPyConnection, log: OpenLog, judge: Judge) -> Judged:
        """All cases at once: DuckDB fills the relations of the record, the cluster the table ``findings``.

        Controls of both scopes see the whole record, so they run alike.
        """
        from zhiheng.auditing.parts import Judged  # noqa: PLC0415 - heavy
        from zhiheng.core.engines.spark import SHORT, SparkEngine  # noqa: PLC0415 - brings pyspark
        from zhiheng.formats.read_log import read_part  # noqa: PLC0415 - heavy

        times = [perf_counter()]
        read = read_part(connection, log, as_of=judge.moment.now)
        times.append(perf_counter())
        _count_and_publish(connection, judge)
        exchange.hand_over(connection, self.folder, exchange.given())
        needs = frozenset[str]().union(*(control.reads for control in judge.controls))
        without = runner.without_rows(connection)
        acts = connection.execute("SELECT COUNT(*) FROM events").fetchall()[0][0]
        partitions = acts // _ACTS + 2
        settings = {"spark.sql.shuffle.partitions": str(partitions), **(SHORT if acts < _LONG else {})}
        with SparkEngine(self.folder, master=self.master, settings=settings) as engine:
            for relation in exchange.given():
                engine.read(relation, exchange.file_of(self.folder, relation), partitions=partitions)
            engine.load(FINDINGS, ())
            elsewhere.derive(engine, moment=judge.moment, models=judge.models, needs=needs, without=without)
            times.append(perf_counter())
            counts = elsewhere.run(
                engine, judge.controls, moment=judge.moment, judgement=judge.judgement, without=without,
                progress=judge.progress,
            )
            engine.hand_back(FINDINGS, exchange.file_of(self.folder, FINDINGS))
        new_findings(connection)
        exchange.take_in(connection, self.folder, FINDINGS)
        _derive_shown_clocks(connection, judge)
        times.append(perf_counter())
        spans = zip(("read", "derive", "controls"), pairwise(times), strict=True)
        return Judged([read], counts, {stage: end - begin for stage, (begin, end) in spans})


def _count_and_publish(connection: duckdb.DuckDBPyConnection, judge: Judge) -> None:
    """What the record tells without a control, DuckDB takes from it: how cases ran, and the published tables."""
    from zhiheng.auditing import flows  # noqa: PLC0415 - the command line starts without it

    measures = needed_by(control for control in judge.controls if judge.judgement.uses(control))
    beside = connection.cursor()
    try:
        needs = frozenset[str]().union(*(measure.reads for measure in measures))
        runner.derive(beside, moment=judge.moment, models=judge.models, needs=needs, kept=False)
        flows.create(beside)
        flows.add(beside)
        publish(beside, measures, moment=judge.moment, progress=judge.progress)
    finally:
        beside.close()


def _derive_shown_clocks(connection: duckdb.DuckDBPyConnection, judge: Judge) -> None:
    """The table ``clocks`` as the report asks it: that of the cases which it tells in full, from their record alone."""
    from zhiheng.auditing.report.page import MOST_IN_FULL, MOST_LISTED, SHARE  # noqa: PLC0415 - templates
    from zhiheng.auditing.report.queries import rank_gravest  # noqa: PLC0415

    if not any("clocks" in control.reads for control in judge.controls):
        return
    beside = connection.cursor()
    try:
        rank_gravest(beside, MOST_LISTED, SHARE)
        for name in RECORD:
            beside.execute(
                f"CREATE TEMP TABLE {name} AS SELECT * FROM memory.main.{name}"  # noqa: S608 - names of our own
                f" WHERE case_id IN (SELECT case_id FROM gravest WHERE place <= {MOST_IN_FULL})"
            )
        runner.derive(beside, moment=judge.moment, models=judge.models, needs=frozenset({"clocks"}), kept=False)
        beside.execute("CREATE TABLE memory.main.clocks AS SELECT * FROM clocks")
    finally:
        beside.close()


@contextlib.contextmanager
def cluster_for(engine: str) -> Iterator[Cluster | None]:
    """The cluster that an audit is to use, checked before anything is read; None for DuckDB.

    Its folder lies where temporary files lie (TMPDIR). Raises EngineError where the engine, or what it
    needs, is not there.
    """
    if engine == "duckdb":
        yield None
        return
    if engine != "spark" and not engine.startswith("spark://"):
        raise EngineError(
            "--engine",
            en=f"there is no engine {engine!r}; use duckdb or spark",
            zh=f"没有引擎 {engine!r}；请用 duckdb 或 spark",
        )
    from zhiheng.core.engines.spark import LOCAL, require  # noqa: PLC0415 - looks for Java

    master = LOCAL if engine == "spark" else engine
    require(master)
    with TemporaryDirectory(prefix="zhiheng-") as name:
        yield Cluster(master, Path(name))
