"""Ids of the catalogue are numbers to the engine and texts to whoever reads them."""

from pathlib import Path

import pytest

import zhiheng
from zhiheng.demo.files import write_demo


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory, root: Path):
    log = write_demo(tmp_path_factory.mktemp("demo"), 3, 100).events
    return zhiheng.audit(log, city=root / "cities/demo", as_of="2026-11-20T18:00").connection


def answer(connection, sql: str):
    return connection.execute(sql).fetchall()[0]


def test_they_are_kept_as_numbers(connection):
    kept = answer(connection, "SELECT typeof(step_id), typeof(power_id), typeof(version) FROM events LIMIT 1")
    assert all(kind.startswith("ENUM") for kind in kept)


def test_they_are_read_and_compared_as_texts(connection):
    same = answer(connection, "SELECT count(*) FROM steps AS s JOIN power_steps AS k ON k.step_id || '' = s.step_id")
    assert same > (0,)
    assert answer(connection, "SELECT count(*) FROM events WHERE step_id = 'no step of any power'") == (0,)
    assert answer(connection, "SELECT COALESCE(MAX(NULL), MIN(step_id), 'none') FROM events")[0] in {
        step for (step,) in connection.execute("SELECT step_id FROM power_steps").fetchall()
    }


def test_the_least_and_the_greatest_are_those_of_the_texts(connection):
    least, text, greatest, last = answer(
        connection,
        "SELECT MIN(step_id), MIN(CAST(step_id AS VARCHAR)), MAX(step_id), MAX(CAST(step_id AS VARCHAR)) FROM events",
    )
    assert (least, greatest) == (text, last)
