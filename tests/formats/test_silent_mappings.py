"""What in log.yaml would silence something without a word is refused, or warned about."""

from pathlib import Path

import duckdb
import pytest

from tests.auditing.small_city import MAPPING, write_city, write_log
from zhiheng.auditing.run import audit
from zhiheng.core.errors import LogError, MappingError


def test_a_keep_that_keeps_nothing_is_refused_in_its_line(tmp_path: Path):
    city = write_city(tmp_path, mapping=f"{MAPPING}keep: {{act: [none]}}\n")
    with pytest.raises(MappingError, match=r"log\.yaml:5: it keeps none of the log's events"):
        audit(write_log(tmp_path), city=city)


@pytest.mark.parametrize("notation", ["%H:%M", "%d %H:%M", "%m-%d %H:%M"])
def test_a_notation_without_a_whole_date_is_refused(tmp_path: Path, notation: str):
    mapping = MAPPING.replace("occurred: at", f"occurred: {{attribute: at, format: '{notation}'}}")
    with pytest.raises(MappingError, match="it must tell year, month and day"):
        audit(write_log(tmp_path), city=write_city(tmp_path, mapping=mapping))


def test_an_activity_that_no_act_has_is_warned_about_with_the_nearest(tmp_path: Path):
    city = write_city(tmp_path, mapping=f"{MAPPING}money: {{charges: [{{on: [acept], attribute: case, item: f}}]}}\n")
    warnings = audit(write_log(tmp_path), city=city, language="en").summary["warnings"]
    assert any("no act of the log is called 'acept'" in line and "did you mean 'accept'?" in line for line in warnings)


def test_a_cell_may_be_as_long_as_a_line(tmp_path: Path):
    log = write_log(tmp_path, f"case,act,at\n1,{'x' * 200_000},2026-01-05 09:00\n")
    assert audit(log, city=write_city(tmp_path)).summary["events"] == 1


def test_a_column_of_lists_is_no_column_of_values(tmp_path: Path):
    log = tmp_path / "log.parquet"
    duckdb.sql("SELECT ['1'] AS case, 'accept' AS act, '2026-01-05 09:00' AS at").write_parquet(str(log))
    with pytest.raises(LogError, match=r"the column 'case' is of the type VARCHAR\[\]"):
        audit(log, city=write_city(tmp_path))


def test_a_parameter_that_a_control_has_not_is_warned_about(tmp_path: Path):
    city = write_city(tmp_path, city="id: small\njurisdiction: cn\ncontrols: {T05: {parameters: {workday: 3}}}\n")
    warnings = audit(write_log(tmp_path), city=city, language="en").summary["warnings"]
    assert any("T05 has no parameter 'workday'" in line for line in warnings)
