"""An audit whose judging is done by Spark: DuckDB reads the log and writes the results, the cluster does the rest."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from zhiheng.core import conformance, elsewhere
from zhiheng.core.control import Control
from zhiheng.core.engines import exchange
from zhiheng.core.errors import EngineError
from zhiheng.core.judging import Judgement, Moment
from zhiheng.core.relations import create_table
from zhiheng.core.runner import FINDINGS, Counts, Progress

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Cluster:
    """A master's address, and a folder of this audit alone that the driver and all workers reach."""

    master: str
    folder: Path

    @property
    def files(self) -> list[Path]:
        """All files that DuckDB writes there and reads there."""
        return [exchange.file_of(self.folder, relation) for relation in (*exchange.given(), FINDINGS)]

    def judge(
        self,
        connection: duckdb.DuckDBPyConnection,
        controls: Sequence[Control],
        *,
        moment: Moment,
        models: conformance.Models,
        judgement: Judgement,
        lap: Callable[[str], None],
        progress: Progress | None = None,
    ) -> Counts:
        """Run the controls over the relations of the connection and fill its table ``findings``."""
        from zhiheng.core.engines.spark import SparkEngine  # noqa: PLC0415 - brings pyspark

        exchange.hand_over(connection, self.folder, exchange.given())
        needs = frozenset().union(*(control.reads for control in controls)) if controls else frozenset()
        with SparkEngine(self.folder, master=self.master) as engine:
            for relation in exchange.given():
                engine.read(relation, exchange.file_of(self.folder, relation))
            engine.load(FINDINGS, ())
            elsewhere.derive(engine, moment=moment, models=models, needs=needs)
            lap("derive")
            counts = elsewhere.run(engine, controls, moment=moment, judgement=judgement, progress=progress)
            engine.hand_back(FINDINGS, exchange.file_of(self.folder, FINDINGS))
        connection.execute(create_table(FINDINGS))
        exchange.take_in(connection, self.folder, FINDINGS)
        lap("controls")
        return counts


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
