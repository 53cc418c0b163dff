"""The cases of a log in parts: each is read, derived and judged by one worker, so that memory stays bounded.

A control of the scope `case` says of a case what it would say if there were no other, so what is found in the parts is
what is found in the whole. Those of the scope `record` run at the end; of a record that does not stay, the columns that
they name are kept in the schema ``wide``. So do measures, and after them the controls that read what they published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from os import cpu_count
from threading import Event, Lock
from time import perf_counter
from typing import TYPE_CHECKING

from zhiheng.auditing import flows
from zhiheng.auditing.report.page import MOST_IN_FULL, MOST_LISTED, SHARE
from zhiheng.auditing.report.queries import rank_gravest
from zhiheng.core import runner
from zhiheng.core.measuring import needed_by, publish, reads_published
from zhiheng.core.relations import DERIVED, RECORD, RELATIONS, create_table
from zhiheng.formats.quoting import one_of
from zhiheng.formats.read_log import read_part

if TYPE_CHECKING:
    import duckdb

    from zhiheng.core.control import Control
    from zhiheng.core.judging import Judgement, Moment
    from zhiheng.core.measure import Measure
    from zhiheng.core.procedure import StepModel
    from zhiheng.formats.read_log import OpenLog
    from zhiheng.formats.reporting import PartCounts

Progress = Callable[[str, int, int | None], None]
Wide = Mapping[str, Sequence[str]]

WORKERS = min(cpu_count() or 1, 4)
SMALL = 100_000  # rows of a log that is not worth dividing
LARGE = 1_500_000  # rows beyond which the record does not stay in memory
PART = 500_000  # rows of a part of a large log

_OF_CASES = (*RECORD, *DERIVED)


def divided(rows: int) -> int:
    """Into how many parts the cases of so many rows go: one, one a worker, or more than stay in memory."""
    if rows < SMALL or (WORKERS == 1 and rows <= LARGE):
        return 1
    # As many for each worker, so that none waits for the last one.
    return WORKERS if rows <= LARGE else -(-rows // (PART * WORKERS)) * WORKERS


@dataclass
class Judged:
    """What the parts gave, added up, and the seconds that each stage took one worker."""

    read: list[PartCounts] = field(default_factory=list)
    counts: runner.Counts = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def barren(self) -> frozenset[str]:
        """The controls that have found nothing so far, where they have judged any part."""
        return frozenset(
            control for control, of in self.counts.items() if not any(count.levels for count in of.values())
        )

    def add(self, other: Judged) -> None:
        """Add what another part gave."""
        self.read += other.read
        runner.add_counts(self.counts, other.counts)
        for stage, more in other.seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0) + more


@dataclass(frozen=True)
class Judge:
    """What every part is held against, and by what."""

    controls: Sequence[Control]
    judgement: Judgement
    moment: Moment
    models: Mapping[tuple[str, str], StepModel]
    progress: Progress | None = None
    measures: Sequence[Measure] = ()

    def _of_scope(self, scope: str) -> Sequence[Control]:
        """Those in use that judge one case at a time, or those that need the whole record or what it published."""
        late = [c.header.scope == "record" or reads_published(c) for c in self.controls]
        return [
            control
            for control, last in zip(self.controls, late, strict=True)
            if last == (scope == "record") and self.judgement.uses(control)
        ]

    @cached_property
    def _published(self) -> Sequence[Measure]:
        """The measures asked for, and those whose tables the controls in use read."""
        asked = {measure.id: measure for measure in self.measures}
        return list((asked | {m.id: m for m in needed_by(self._of_scope("record"))}).values())

    def all(self, connection: duckdb.DuckDBPyConnection, log: OpenLog) -> Judged:
        """All cases, in the parts that the log was opened for.

        The whole record is readable afterwards under the names of the relations; of a log of more parts than
        workers, only what `recall` reads again, and in ``handled`` how many cases every unit and official acted in.
        """
        runner.new_findings(connection, self.controls)
        flows.create(connection)
        judged = self._parts(connection, log) if log.parts else self.part(connection, log, "TRUE", self.progress)
        began = perf_counter()
        stays = not log.parts or len(log.parts) <= WORKERS
        if not stays:
            connection.execute("SET search_path = 'memory.wide,memory.main'")
        publish(connection, self._published, moment=self.moment, progress=self.progress)
        counts = runner.run(
            connection, self._of_scope("record"), moment=self.moment, judgement=self.judgement, progress=self.progress
        )
        runner.add_counts(judged.counts, counts)
        judged.seconds["controls"] += perf_counter() - began
        if not stays:
            connection.execute("SET search_path = 'memory.main'")
            connection.execute("DROP SCHEMA wide CASCADE")
        return judged

    def _derive(self, connection: duckdb.DuckDBPyConnection) -> None:
        texts: list[Control | Measure] = [*self.controls, *self._published]
        needs = frozenset[str]().union(*(text.reads for text in texts))
        runner.derive(connection, moment=self.moment, models=self.models, needs=needs)

    def recall(self, connection: duckdb.DuckDBPyConnection, log: OpenLog) -> None:
        """Where the record did not stay, that of the gravest findings' cases and of the commonest variants', once more.

        The report needs no other. The findings may be read meanwhile.
        """
        if len(log.parts) <= WORKERS:
            return
        rank_gravest(connection, MOST_LISTED, SHARE)
        flows.choose(connection)
        # By name: the engine passes over the stretches of a file that hold none of them.
        rows = connection.execute(
            f"SELECT case_id FROM gravest WHERE place <= {MOST_IN_FULL} AND case_id IS NOT NULL"  # noqa: S608 - a number of ours
            " UNION SELECT case_id FROM memory.reading.acts"
            " WHERE case_id IS NOT NULL AND hash(case_id) IN (SELECT case_key FROM shown_variants)"
        ).fetchall()
        shown = f"case_id IN {one_of(case for (case,) in rows)}"
        read_part(connection, log, shown, as_of=self.moment.now)
        self._derive(connection)

    def part(
        self, connection: duckdb.DuckDBPyConnection, log: OpenLog, chosen: str, progress: Progress | None = None,
        barren: frozenset[str] = frozenset(),
    ) -> Judged:
        """The cases that a condition chooses, in the connection's own database; ``barren`` as `runner.run` has it."""
        times = [perf_counter()]
        read = read_part(connection, log, chosen, as_of=self.moment.now)
        times.append(perf_counter())
        self._derive(connection)
        times.append(perf_counter())
        counts = runner.run(
            connection, self._of_scope("case"), moment=self.moment, judgement=self.judgement, progress=progress,
            barren=barren,
        )
        flows.add(connection)
        times.append(perf_counter())
        spans = zip(("read", "derive", "controls"), pairwise(times), strict=True)
        return Judged([read], counts, {stage: end - begin for stage, (begin, end) in spans})

    def _parts(self, connection: duckdb.DuckDBPyConnection, log: OpenLog) -> Judged:
        """The cases part by part, as many at a time as there are workers."""
        parts = len(log.parts)
        stays = parts <= WORKERS
        wide = _wide([*self._of_scope("record"), *self._published])
        if not stays:
            _make_room(connection, wide, log.types)
        threads = connection.execute("SELECT current_setting('threads')").fetchall()[0][0]
        connection.execute("SET threads = 1")
        workers = [_worker(connection, number) for number in range(min(WORKERS, parts))]
        work = _Work(self, log, None if stays else wide)
        try:
            with ThreadPoolExecutor(len(workers)) as pool:
                runs = [pool.submit(work.on, worker) for worker in workers]
                try:
                    for run in runs:
                        run.result()
                except BaseException:
                    work.stopped.set()
                    for worker in workers:
                        worker.interrupt()
                    raise
        finally:
            connection.execute(f"SET threads = {threads}")
        if stays:
            _join(connection, parts)
        judged = work.judged
        judged.seconds = {stage: seconds / len(workers) for stage, seconds in judged.seconds.items()}
        return judged


class _Work:
    """The parts that are still to be done, taken by whichever worker is free."""

    def __init__(self, judge: Judge, log: OpenLog, wide: Wide | None) -> None:
        self._judge, self._log, self._wide = judge, log, wide
        self._next: Iterator[str] = iter(log.parts)
        self._lock = Lock()
        self._done = 0
        self.stopped = Event()
        self.judged = Judged()

    def on(self, worker: duckdb.DuckDBPyConnection) -> None:
        """Take parts until there are no more."""
        while not self.stopped.is_set():
            with self._lock:
                part, barren = next(self._next, None), self.judged.barren
            if part is None:
                return
            judged = self._judge.part(worker, self._log, part, barren=barren)
            if self._wide is not None:
                _keep(worker, self._wide)
            with self._lock:
                self.judged.add(judged)
                if self._wide is not None:
                    _keep_workdays(worker)
                self._done += 1
                if self._judge.progress:
                    self._judge.progress("parts", self._done, len(self._log.parts))
            if self._wide is not None:
                _forget(worker)


def _worker(connection: duckdb.DuckDBPyConnection, number: int) -> duckdb.DuckDBPyConnection:
    """A connection with a database of its own, in memory, that reads what is common from the main one."""
    connection.execute(f"ATTACH ':memory:' AS worker{number}")
    cursor = connection.cursor()
    cursor.execute(f"SET search_path = 'worker{number}.main,memory.main'")
    return cursor


def _join(connection: duckdb.DuckDBPyConnection, parts: int) -> None:
    """The workers' tables, as if they had been filled at once."""
    there = {row[0] for row in connection.execute("SELECT DISTINCT table_name FROM duckdb_tables()").fetchall()}
    for name in (*_OF_CASES, "workdays"):
        if name in there:
            union = " UNION " if name == "workdays" else " UNION ALL "
            rows = union.join(f"SELECT * FROM worker{number}.main.{name}" for number in range(parts))  # noqa: S608
            kind = "TABLE" if name == "workdays" else "VIEW"
            connection.execute(f"CREATE {kind} memory.main.{name} AS {rows}")


def _wide(texts: Sequence[Control | Measure]) -> Wide:
    """Of each relation that such controls and measures read the columns whose names occur in their texts."""
    named = {name: {"case_id", "power_id", "version"} if name == "cases" else set[str]() for name in _OF_CASES}
    for text in texts:
        words = set(re.findall(r"\w+", text.sql))
        for name in text.reads & named.keys():
            named[name] |= words & set(RELATIONS[name].names)
    return {name: [column for column in RELATIONS[name].names if column in found] for name, found in named.items()}


def _make_room(connection: duckdb.DuckDBPyConnection, wide: Wide, types: Mapping[str, str]) -> None:
    connection.execute("CREATE SCHEMA wide")
    for name, columns in wide.items():
        if columns:
            relation = RELATIONS[name]
            kept = tuple(column for column in relation.columns if column.name in columns)
            connection.execute(create_table(replace(relation, columns=kept), types).replace(name, f"wide.{name}", 1))
    connection.execute(create_table(RELATIONS["workdays"]).replace("workdays", "wide.workdays", 1))
    connection.execute("CREATE TABLE handled (holder VARCHAR, id VARCHAR, cases BIGINT)")


def _keep(worker: duckdb.DuckDBPyConnection, wide: Wide) -> None:
    """Of a part that was judged: what `wide` names, and who handled how many cases."""
    for name, columns in wide.items():
        if columns:
            listed = ", ".join(f'"{column}"' for column in columns)
            worker.execute(f"INSERT INTO memory.wide.{name} SELECT {listed} FROM {name}")  # noqa: S608 - names of our own
    for column in ("unit_id", "official_id"):
        worker.execute(
            f"INSERT INTO memory.main.handled SELECT '{column}', {column}, count(DISTINCT case_id)"  # noqa: S608
            f" FROM events WHERE {column} IS NOT NULL GROUP BY {column}"
        )


def _keep_workdays(worker: duckdb.DuckDBPyConnection) -> None:
    """The days that no part before had; one worker at a time, so that none is kept twice."""
    worker.execute(
        "INSERT INTO memory.wide.workdays SELECT * FROM workdays"
        " WHERE day NOT IN (SELECT w.day FROM memory.wide.workdays AS w)"
    )


def _forget(worker: duckdb.DuckDBPyConnection) -> None:
    for (name,) in worker.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() OR temporary"
    ).fetchall():
        worker.execute(f"DROP TABLE {name}")
