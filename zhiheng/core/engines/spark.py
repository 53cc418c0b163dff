"""Spark for history that one machine cannot hold: the controls' texts in its words, on a cluster's workers."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from zhiheng.core.engines import exchange
from zhiheng.core.engines.duckdb import load, open_history
from zhiheng.core.errors import EngineError, QueryError
from zhiheng.core.relations import Relation, create_table

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession
    from pyspark.sql.types import StructType

LOCAL = "local[*]"

_SETTINGS: Mapping[str, str] = {
    # Overflow and bad casts are errors, not nulls.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # Else the driver keeps the words of a thousand plans, some of them megabytes, for a page that is switched off.
    "spark.sql.ui.retainedExecutions": "1",
    "spark.ui.retainedJobs": "1",
    "spark.ui.retainedStages": "1",
    "spark.sql.maxPlanStringLength": "1000",
    # What lies together by case is joined where it lies, though the step is in the condition too.
    "spark.sql.requireAllClusterKeysForCoPartition": "false",
    "spark.sql.optimizer.canChangeCachedPlanOutputPartitioning": "false",
}
# For a run of minutes, which ends before Java's second compiler has earned what it takes from the work.
SHORT: Mapping[str, str] = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}
# For a few rows, where what speeds up millions only costs time.
SMALL: Mapping[str, str] = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
# What a task that failed says, the query says too, without the pages of Java's own places.
_QUIET = """\
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %m%n
logger.task.name = org.apache.spark.executor.Executor
logger.task.level = off
logger.tasks.name = org.apache.spark.scheduler.TaskSetManager
logger.tasks.level = off
"""
# Of what Java says about a job that failed, the beginning: the rest is the place in its programs.
_MOST_WORDS = 300
_TYPES = {"text": "string", "int": "bigint", "flag": "bigint"}
_LOOPBACK = ("127.0.0.1", "localhost")


class SparkEngine:
    """A Spark session and a folder that its driver and all its workers can read and write.

    ``master`` is ``local[*]`` or ``spark://host:port``. Raises EngineError where pyspark or Java is
    missing or the cluster does not answer.
    """

    def __init__(self, folder: Path, *, master: str = LOCAL, settings: Mapping[str, str] | None = None) -> None:
        require(master)
        self._folder = folder
        self._session = _session(master, folder, settings or {})
        self._held: dict[str, DataFrame] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the session, and with it what the workers hold."""
        self._session.stop()

    def read(self, relation: Relation, path: Path, *, partitions: int | None = None) -> None:
        """Take a relation from a Parquet file, or a folder of such files.

        With ``partitions`` it is read once and held on the workers, the rows of a case in one place: joins
        within a case then move nothing.
        """
        frame = self._session.read.schema(_schema(relation)).parquet(path.resolve().as_uri())
        if partitions is not None:
            if "case_id" in relation.names:
                frame = frame.repartition(partitions, "case_id").sortWithinPartitions("case_id")
            frame = frame.persist()
        frame.createOrReplaceTempView(relation.name)

    def keep(self, relation: Relation, sql: str) -> None:
        """Compute a relation once, and hold it on the workers."""
        with self._query(sql) as frame:
            self._hold(relation.name, frame.select(_columns(relation)))

    def load(self, relation: Relation, rows: Iterable[Sequence[Any]]) -> None:
        """Take a relation from rows in column order, through a Parquet file in the folder."""
        rows = list(rows)
        place = self._folder / relation.name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        if not rows:
            # Where a table is known to be empty, much of a plan is known to be empty too, and is not run.
            empty = ", ".join(f"CAST(NULL AS {_TYPES[c.type]}) AS {c.name}" for c in relation.columns)
            self._session.sql(f"SELECT {empty} WHERE FALSE").createOrReplaceTempView(relation.name)
            return
        with open_history(writes=[exchange.file_of(place, relation)], memory_gib=1, threads=1) as connection:
            connection.execute(create_table(relation))
            load(connection, relation, rows)
            exchange.hand_over(connection, place, [relation])
        self.read(relation, place)

    def show(self, name: str, sql: str) -> None:
        """Compute a query's rows and hold them, in place of the last of that name."""
        with self._query(sql) as frame:
            self._hold(name, frame)

    def add(self, relation: Relation, sql: str) -> None:
        """Add the rows of a query to the relation's Parquet files in the folder."""
        place = self._folder / relation.name
        with self._query(sql) as frame:
            frame.select(_columns(relation)).write.mode("append").parquet(place.resolve().as_uri())
        self.read(relation, place)

    def hand_back(self, relation: Relation, path: Path) -> None:
        """Write a relation as one Parquet file."""
        parts = path.with_suffix(".parts")
        self._session.table(relation.name).repartition(1).write.parquet(parts.resolve().as_uri())
        next(parts.glob("part-*.parquet")).replace(path)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with self._query(sql) as frame:
            return [tuple(row) for row in frame.collect()]

    def _hold(self, name: str, frame: DataFrame) -> None:
        held = frame.persist()
        held.count()
        held.createOrReplaceTempView(name)
        if name in self._held:
            self._held[name].unpersist()
        self._held[name] = held

    @contextlib.contextmanager
    def _query(self, sql: str) -> Iterator[DataFrame]:
        """The rows of a query, to be read within the block; what it reads twice is computed once."""
        from zhiheng.core.portable import in_parts

        with contextlib.ExitStack() as held, _refusals():
            for part in in_parts(sql, "spark"):
                frame = self._session.sql(part.sql)
                if part.name is None:
                    yield frame
                    return
                if part.readings > 1:
                    held.callback(frame.persist().unpersist)
                    frame.count()
                frame.createOrReplaceTempView(part.name)


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    """Spark's word against a text as a QueryError; what is wrong with Spark itself, as an EngineError."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from sqlglot.errors import SqlglotError

    try:
        yield
    except SqlglotError as error:
        raise QueryError(str(error).strip().partition("\n")[0]) from None
    except (PySparkException, Py4JError, ConnectionError) as error:
        # Its own errors have a class, wherever among Java's lines it stands: "[ARITHMETIC_OVERFLOW] long overflow".
        told = re.search(r"\[[A-Z][A-Z0-9_.]+\] .*", str(error))
        if told:
            raise QueryError(told[0].strip()) from None
        problem = str(error).strip().replace("\n", " ")[:_MOST_WORDS]
        raise EngineError(
            "Spark",
            en=f"the job did not come to its end ({problem}); see the memory and the logs of driver and workers",
            zh=f"作业未能完成（{problem}）；请查看驱动程序与各 worker 的内存和日志",
        ) from None


def _columns(relation: Relation) -> list[Column]:
    from pyspark.sql.functions import col

    return [col(column.name).cast(_TYPES[column.type]).alias(column.name) for column in relation.columns]


def _schema(relation: Relation) -> StructType:
    from pyspark.sql.types import LongType, StringType, StructField, StructType

    return StructType([StructField(c.name, StringType() if c.type == "text" else LongType()) for c in relation.columns])


def _session(master: str, folder: Path, settings: Mapping[str, str]) -> SparkSession:
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    quiet = folder / "log4j2.properties"
    quiet.write_text(_QUIET, "utf-8")
    here = master.startswith("local") or urlsplit(master).hostname in _LOOPBACK
    own = {**_SETTINGS, "spark.driver.defaultJavaOptions": f"-Dlog4j2.configurationFile={quiet.resolve().as_uri()}"}
    if master.startswith("local"):
        own["spark.driver.memory"] = "3g"
    if here:
        own |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master(master).appName("zhiheng")
    for name, value in (own | dict(settings)).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except PySparkException as error:
        problem = str(error).strip().partition("\n")[0]
        raise EngineError(
            f"Spark {master}",
            en=f"the session cannot be started ({problem}); check that Java is 17 or newer and the address is right",
            zh=f"无法启动会话（{problem}）；请检查 Java 是否为 17 或更新版本、地址是否正确",
        ) from None


def require(master: str) -> None:
    """Raise EngineError, with the remedy, where what Spark needs is not there."""
    _need_pyspark(master)
    _need_java(master)
    _need_master(master)


def _need_pyspark(master: str) -> None:
    if importlib.util.find_spec("pyspark") is None:
        raise EngineError(
            f"Spark {master}",
            en="pyspark is not installed; run pip install 'zhiheng[spark]'",
            zh="没有安装 pyspark；请运行 pip install 'zhiheng[spark]'",
        )


def _need_java(master: str) -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which(str(Path(home) / "bin" / "java") if home else "java") is None:
        raise EngineError(
            f"Spark {master}",
            en="there is no Java here; install 17 or newer (Debian: apt-get install default-jre-headless),"
            " or set JAVA_HOME",
            zh="此处没有 Java；请安装 17 或更新版本（Debian：apt-get install default-jre-headless），或设置 JAVA_HOME",
        )


def _need_master(master: str) -> None:
    """Spark itself waits a minute for a master that is not there."""
    if re.fullmatch(r"local(\[(\*|\d+)\])?", master):
        return
    for place in master.removeprefix("spark://").split(","):
        host, _, port = place.rpartition(":")
        if not master.startswith("spark://") or not host or not port.isdigit():
            raise EngineError(
                "--master",
                en=f"{master!r} is no address of a master; write local[*] or spark://host:7077",
                zh=f"{master!r} 不是 master 的地址；请写 local[*] 或 spark://主机:7077",
            )
        try:
            socket.create_connection((host, int(port)), timeout=10).close()
        except OSError:
            continue
        return
    raise EngineError(
        "--master",
        en=f"no master answers at {master}; start it, or correct the address",
        zh=f"{master} 没有应答；请启动 master 或更正地址",
    )
