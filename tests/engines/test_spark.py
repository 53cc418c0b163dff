"""Spark, on a real cluster of one machine, says what the other engines say."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.engines.servers import free_port, need_spark
from zhiheng.cli.app import app
from zhiheng.core.control import load_controls
from zhiheng.core.engines.spark import SMALL, SparkEngine, require
from zhiheng.core.errors import EngineError
from zhiheng.core.example_batches import batches, run_batch
from zhiheng.core.example_runs import differences
from zhiheng.core.examples import load_examples

pytestmark = pytest.mark.xdist_group("spark")

def test_every_control_finds_on_spark_what_its_first_example_of_a_finding_expects(tmp_path: Path):
    """The other examples take minutes: `make prove` runs them all (the figure spark_examples)."""
    need_spark()
    pairs = [
        (control, next(example for example in load_examples(control) if example.shows == "found"))
        for control in load_controls()
    ]
    with SparkEngine(tmp_path, settings=SMALL) as engine:
        answers = [answer for batch in batches(pairs) for answer in run_batch(batch, engine)]
    wrong = {f"{c.id} {example.name.en}": differences(example, outcome) for c, example, outcome in answers}
    assert {name: sentences for name, sentences in wrong.items() if sentences} == {}
    assert len(answers) == len(pairs) == len(load_controls())


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
