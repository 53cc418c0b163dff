"""Spark, on a real cluster of one machine, says what the other engines say."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.engines.own_control import CANNOT_RUN, write_own_control
from tests.engines.servers import free_port, need_spark
from zhiheng.cli.app import app
from zhiheng.core.control import load_control, load_controls
from zhiheng.core.engines.spark import SMALL, SparkEngine, require
from zhiheng.core.errors import ControlError, EngineError
from zhiheng.core.example_batches import Pair, batches, run_batch
from zhiheng.core.example_runs import differences
from zhiheng.core.examples import load_examples

pytestmark = pytest.mark.xdist_group("spark")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    need_spark()
    with SparkEngine(tmp_path_factory.mktemp("spark"), settings=SMALL) as engine:
        yield engine


def findings_in_few_batches() -> list[Pair]:
    """For each control an example of a finding, at the moment that most controls have one."""
    shown = [(control, [e for e in load_examples(control) if e.shows == "found"]) for control in load_controls()]
    shared = Counter(moment for _, examples in shown for moment in {(e.calendar, e.as_of) for e in examples})
    return [(control, max(examples, key=lambda e: shared[e.calendar, e.as_of])) for control, examples in shown]


def test_every_control_finds_on_spark_what_an_example_of_a_finding_expects(engine: SparkEngine):
    """The other examples take minutes: `make prove` runs them all (the figure spark_examples)."""
    pairs = findings_in_few_batches()
    answers = [answer for batch in batches(pairs) for answer in run_batch(batch, engine)]
    wrong = {f"{c.id} {example.name.en}": differences(example, outcome) for c, example, outcome in answers}
    assert {name: sentences for name, sentences in wrong.items() if sentences} == {}
    assert len(answers) == len(pairs) == len(load_controls())


@pytest.mark.parametrize("measured", CANNOT_RUN.values(), ids=CANNOT_RUN.keys())
def test_a_control_that_cannot_be_run_is_named_with_its_file(engine: SparkEngine, tmp_path: Path, measured: str):
    control = load_control(write_own_control(tmp_path, measured))
    (batch,) = batches([(control, load_examples(control)[0])])
    said = r"Q90_cannot_be_run\.sql:1: the query cannot be run \(\[[A-Z_.]+\] .+\); mend"
    with pytest.raises(ControlError, match=said):
        list(run_batch(batch, engine))


def test_without_pyspark_the_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(EngineError, match=r"pyspark is not installed; run pip install 'zhiheng\[spark\]'"):
        require("local[*]")


def test_without_java_the_sentence_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(EngineError, match="no Java here; install 17 or newer"):
        require("local[*]")


@pytest.mark.parametrize(
    ("master", "words"),
    [("yarn", "'yarn' is no address of a master"), ("spark://127.0.0.1:{port}", "no master answers at spark://")],
)
def test_a_master_that_is_not_there_is_named_at_once(master: str, words: str, root: Path, tmp_path: Path):
    need_spark()
    arguments = ["audit", str(tmp_path / "log.csv"), "--city", str(root / "cities/road-fines"), "--lang", "en"]
    said = CliRunner().invoke(app, [*arguments, "--engine", "spark", "--master", master.format(port=free_port())])
    assert words in str(said.exception)
