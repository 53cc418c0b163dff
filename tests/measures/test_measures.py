"""Measures as files and over a log: their form, their examples, and what controls look up in them."""

from datetime import date
from pathlib import Path

import pytest

import zhiheng
from zhiheng.auditing import parts
from zhiheng.core.control import MEASURES, load_controls
from zhiheng.core.errors import ControlError, RecordError
from zhiheng.core.measure import load_measure, load_measures, published_rows
from zhiheng.core.measure_examples import load_measure_examples, measure_differences, run_measure_example
from zhiheng.core.relations import PUBLISHED, RELATIONS
from zhiheng.demo.files import write_demo

SHIPPED = load_measures()
CITY = Path("cities/demo")


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    return write_demo(tmp_path_factory.mktemp("demo"), cases=300).events


def changed(folder: Path, old: str, new: str, name: str = "throughput") -> Path:
    source = next(MEASURES.rglob(f"{name}.sql"))
    text = source.read_text("utf-8")
    assert old in text
    path = folder / f"{name}.sql"
    path.write_text(text.replace(old, new), "utf-8")
    path.with_suffix(".examples.yaml").write_bytes(source.with_suffix(".examples.yaml").read_bytes())
    return path


@pytest.mark.parametrize("measure", SHIPPED, ids=lambda measure: measure.id)
@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_a_measure_publishes_what_its_examples_say(measure, engine):
    for example in load_measure_examples(measure):
        assert measure_differences(measure, example, run_measure_example(measure, example, engine)) == []


def test_an_example_that_expects_something_else_is_told_both_ways():
    measure = load_measures(only=["rework"])[0]
    example = load_measure_examples(measure)[0]
    told = measure_differences(measure, example, [{"step_id": "review", "cases": 9}])
    assert len(told) == 4


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_table_that_controls_read_has_the_columns_of_its_measure(name: str):
    measure = load_measures(only=[name])[0]
    assert [(c.name, c.type) for c in measure.relation.columns] == [(c.name, c.type) for c in RELATIONS[name].columns]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("id: throughput", "id: other", "must be small letters and underscores, and the file's name"),
        ("name: opened", "name: begun", "make them alike"),
        ("unit: month", "unit: fortnight", "columns.1.unit"),
        ("scope: record", "scope: case", "scope"),
        ("FROM moments AS m", "FROM peer_durations AS m", "no column|which a measure publishes"),
        ("SUM(m.opened)", "AVG(m.opened)", "outside the portable subset"),
    ],
)
def test_a_file_outside_the_contract_is_refused(tmp_path: Path, old: str, new: str, says: str):
    path = changed(tmp_path, old, new)
    with pytest.raises(ControlError, match=says) as error:
        load_measure(path)
    assert error.value.place.startswith(f"{path}:")


def test_a_measure_that_nobody_has_is_refused():
    with pytest.raises(ControlError, match="there is no measure 'duration'; did you mean 'durations'"):
        load_measures(only=["duration"])


def test_a_city_may_have_measures_of_its_own(tmp_path: Path, log: Path):
    from shutil import copytree  # noqa: PLC0415

    copytree(CITY, tmp_path / "city")
    (tmp_path / "city" / "measures").mkdir()
    path = changed(tmp_path / "city" / "measures", "id: throughput", "id: our_throughput")
    path.rename(path.with_name("our_throughput.sql"))
    examples = path.with_suffix(".examples.yaml")
    examples.rename(examples.with_name("our_throughput.examples.yaml"))
    measured = zhiheng.measure(log, city=tmp_path / "city", measures=["our_throughput", "throughput"])
    assert list(measured.rows("our_throughput")) == list(measured.rows("throughput"))


def test_files_hold_months_as_dates_and_times_as_days(tmp_path: Path, log: Path):
    import duckdb  # noqa: PLC0415

    measured = zhiheng.measure(log, city=CITY, measures=["throughput", "peer_durations"], out=tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"throughput.parquet", "peer_durations.parquet"}
    first = duckdb.sql(f"SELECT min(month), sum(opened) FROM '{tmp_path / 'out' / 'throughput.parquet'}'").fetchall()[0]
    assert first == (date(2025, 1, 1), measured.cases)
    days = duckdb.sql(f"SELECT max(longest) FROM '{tmp_path / 'out' / 'peer_durations.parquet'}'").fetchall()[0][0]
    longest = max(row["longest"] for row in measured.rows("peer_durations"))
    assert abs(float(days) - longest / 86_400_000_000) < 0.001


@pytest.mark.parametrize("into", [2, 7])
def test_a_log_in_parts_gives_the_tables_of_the_whole(monkeypatch, log: Path, into: int):
    def measured(many: int) -> dict[str, list[dict]]:
        monkeypatch.setattr(parts, "divided", lambda _: many)
        monkeypatch.setattr(parts, "WORKERS", 2)
        result = zhiheng.measure(log, city=CITY)
        return {measure.id: list(result.rows(measure.id)) for measure in result.measures}

    assert measured(into) == measured(1)


def test_a_case_checked_live_is_found_as_in_history_when_given_what_history_published(log: Path):
    audit = zhiheng.audit(log, city=CITY, controls=["T07"])
    found = {finding.case_id: finding.finding_id for finding in audit.findings}
    assert found
    city, catalogue = audit.city, audit.catalogue
    with zhiheng.LiveChecker(catalogue, audit.controls, zone=city.zone, published=audit.published()) as live:
        for case_id, finding_id in list(found.items())[:5]:
            rows = {
                name: audit.connection.execute(f"SELECT * FROM {name} WHERE case_id = ?", [case_id]).fetchall()
                for name in ("cases", "events", "suspensions")
            }
            assert [finding.finding_id for finding in live.check(rows)] == [finding_id]


def test_the_hash_of_a_control_covers_the_measure_that_it_reads(monkeypatch, tmp_path: Path):
    from zhiheng.core import control  # noqa: PLC0415

    before = load_controls(only=["T07"])[0].hash
    changed(tmp_path, "2 * place", "3 * place", "peer_durations")
    monkeypatch.setattr(control, "MEASURES", tmp_path)
    assert load_controls(only=["T07"])[0].hash != before


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"peers": []}, "no measure publishes 'peers'"),
        ({"peer_durations": [{"power": "p"}]}, "there is no column 'power'; did you mean 'power_id'"),
        ({"peer_durations": [("p",)]}, "a row has 8 values, this one 1"),
        ({"peer_durations": [{"median": "ten days"}]}, "ten days"),
        ({"peer_durations": [{"median": "3 workdays"}]}, "write days or hours"),
        ({"peer_durations": [{"median": 1.5}]}, "1.5 is no int"),
        ({"peer_durations": [{"power_id": 7}]}, "7 is no str"),
    ],
)
def test_published_rows_that_do_not_fit_are_refused(given, says: str):
    with pytest.raises(RecordError, match=says):
        published_rows(given)
