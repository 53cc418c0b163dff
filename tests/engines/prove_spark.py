"""What takes minutes on Spark: a whole real log on a cluster, and random stories. Run by `make prove`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import zhiheng
from tests.engines.servers import need_spark, spark_cluster
from tests.oracle.engines import as_example, by_duckdb, by_engine
from tests.oracle.stories import Story, examples
from zhiheng.core.control import load_controls
from zhiheng.core.engines.spark import SMALL, SparkEngine
from zhiheng.core.example_batches import told_together
from zhiheng.core.examples import situation
from zhiheng.core.finding import COLUMNS

NAMES = ", ".join(column.name for column in COLUMNS)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    need_spark()
    with spark_cluster(tmp_path_factory.mktemp("cluster")) as address:
        yield address


# All different, since the first that is generated would otherwise be twenty times the simplest, with nothing to find.
@given(stories=st.lists(examples(), min_size=20, max_size=20, unique_by=repr))
@settings(max_examples=1, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
def test_random_stories_told_together_have_the_same_answer_on_spark(tmp_path: Path, stories: list[Story]):
    need_spark()
    told = situation(told_together([as_example(story) for story in stories], [f"{i}." for i in range(len(stories))]))
    with SparkEngine(tmp_path, settings=SMALL) as engine:
        spark, duckdb = by_engine(engine, told, load_controls()), by_duckdb(told, load_controls())
    assert (spark.found, spark.near, +spark.judged) == (duckdb.found, duckdb.near, +duckdb.judged)
    assert spark.found


def test_the_fines_log_has_the_same_findings_on_a_cluster(cluster: str, data_folder, root):
    log = data_folder / "eventlogs/road_fines.xes.gz"
    duckdb, spark = (zhiheng.audit(log, city=root / "cities/road-fines", engine=name) for name in ("duckdb", cluster))
    assert spark.summary["controls"] == duckdb.summary["controls"]
    assert spark.summary["engine"] == "spark"
    query = f"SELECT {NAMES} FROM findings ORDER BY ALL"
    assert spark.connection.execute(query).fetchall() == duckdb.connection.execute(query).fetchall()
    assert len(spark.findings) > 100_000
