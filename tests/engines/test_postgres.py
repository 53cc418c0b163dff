"""PostgreSQL runs the controls' own texts and says what the other engines say."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import zhiheng
from tests.engines.own_control import CANNOT_RUN, write_own_control
from tests.engines.servers import postgres
from tests.oracle.engines import as_situation, by_duckdb, by_engine, by_sqlite
from tests.oracle.stories import Story, examples
from zhiheng.core import conformance, elsewhere
from zhiheng.core.control import Control, load_control, load_controls
from zhiheng.core.engines import exchange
from zhiheng.core.engines.postgres import PostgresEngine
from zhiheng.core.errors import ControlError, EngineError
from zhiheng.core.example_batches import batches, run_batch
from zhiheng.core.example_runs import run_example
from zhiheng.core.examples import load_examples
from zhiheng.core.finding import COLUMNS
from zhiheng.core.judging import Moment
from zhiheng.core.moments import day_of, microseconds, zone_offset
from zhiheng.core.runner import FINDINGS

pytestmark = pytest.mark.xdist_group("postgres")

NAMES = ", ".join(column.name for column in COLUMNS)


@pytest.fixture(scope="module")
def engine() -> Iterator[PostgresEngine]:
    with postgres() as address, PostgresEngine(address) as engine:
        yield engine


@pytest.mark.parametrize("control", [pytest.param(control, id=control.id) for control in load_controls()])
def test_every_example_has_the_same_findings_on_postgresql(engine: PostgresEngine, control: Control):
    for example in load_examples(control):
        (batch,) = batches([(control, example)])
        ((_, _, outcome),) = run_batch(batch, engine)
        assert outcome == run_example(control, example, "duckdb"), example.name.en
        assert outcome == run_example(control, example, "sqlite"), example.name.en


def test_the_permit_log_has_the_same_findings_on_postgresql(engine: PostgresEngine, data_folder, root):
    audit = zhiheng.audit(data_folder / "eventlogs/permit_receipt.xes.gz", city=root / "cities/permit-receipt")
    for relation in exchange.given():
        engine.load(relation, audit.connection.execute(f"SELECT * FROM {relation.name}").fetchall())
    engine.load(FINDINGS, ())
    now = microseconds(datetime.fromisoformat(audit.summary["as_of"]))
    n = dict(audit.connection.execute("SELECT day, n FROM workdays").fetchall())
    moment = Moment(now=now, today=day_of(now), today_n=n.get(day_of(now)), offset=zone_offset(now, audit.city.zone))
    needs = frozenset().union(*(control.reads for control in audit.controls))
    elsewhere.derive(engine, moment=moment, models=conformance.models(audit.catalogue), needs=needs)
    counts = elsewhere.run(engine, audit.controls, moment=moment, judgement=audit.city.judgement)
    told = {name: {subject: c.as_dict() for subject, c in of.items()} for name, of in counts.items()}
    assert told == {name: of["subjects"] for name, of in audit.summary["controls"].items()}
    found = sorted(engine.rows(f"SELECT {NAMES} FROM findings"), key=str)
    assert found == sorted(audit.connection.execute(f"SELECT {NAMES} FROM findings").fetchall(), key=str)
    assert len(found) > 1_000


@given(story=examples())
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_random_stories_have_the_same_answer_on_postgresql(engine: PostgresEngine, story: Story):
    told, controls = as_situation(story), load_controls()
    postgres = by_engine(engine, told, controls)
    for other in (by_duckdb(told, controls), by_sqlite(told, controls)):
        assert (postgres.found, postgres.near, +postgres.judged) == (other.found, other.near, +other.judged)


@pytest.mark.parametrize("measured", CANNOT_RUN.values(), ids=CANNOT_RUN.keys())
@pytest.mark.parametrize("on", ["postgresql", "duckdb"])
def test_a_control_that_cannot_be_run_is_named_with_its_file(engine, tmp_path: Path, measured: str, on: str):
    control = load_control(write_own_control(tmp_path, measured))
    (example, _) = load_examples(control)
    (batch,) = batches([(control, example)])
    with pytest.raises(ControlError, match=r"Q90_cannot_be_run\.sql:1: the query cannot be run \(.+\); mend"):
        list(run_batch(batch, engine)) if on == "postgresql" else run_example(control, example, "duckdb")


def test_a_server_that_ends_amid_the_work_is_named():
    with postgres() as address, PostgresEngine(address) as engine:
        ended = "SELECT pg_terminate_backend(pg_backend_pid())"
        with pytest.raises(EngineError, match="the server gave up"):
            engine.rows(ended)


def test_nothing_is_left_in_the_database():
    with postgres() as address:
        with PostgresEngine(address) as engine:
            engine.load(FINDINGS, ())
        with PostgresEngine(address) as engine:
            schemas = engine.rows("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'zhiheng_%'")
    assert len(schemas) == 1


def test_a_server_that_is_not_there_is_named_with_the_remedy():
    with pytest.raises(EngineError, match="the server does not answer"):
        PostgresEngine("postgresql://nobody@127.0.0.1:1/none")
