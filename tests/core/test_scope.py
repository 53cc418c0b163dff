"""What a control needs to see: one case, or the whole record."""

from pathlib import Path

import pytest

import zhiheng
from tests.controls.written import HEADER
from zhiheng.core.control import load_controls
from zhiheng.core.errors import ControlError

COUNTS = """
SELECT e.case_id, e.power_id, 'acts' AS subject_id, e.event_id, e.unit_id, e.official_id, e.occurred_at, NULL AS due_at,
       1 AS measured, 0 AS allowed, 'count' AS measure_unit
FROM events AS e
"""
POWER = {"id": "licence.sign", "title": "Sign", "steps": [{"id": "accept"}], "holders": [{"unit": "housing"}]}
CASE = {
    "cases": [{"case_id": "c", "power_id": "licence.sign", "party_id": "ACME"}],
    "events": [
        {
            "case_id": "c", "step_id": "accept", "occurred_at": 1_772_442_000_000_000, "official_id": "Wang",
            "unit_id": "transport",
        }
    ],
}  # fmt: skip


def written(folder: Path, scope: str) -> tuple[zhiheng.Control, ...]:
    header = HEADER.replace("scope: case\n", scope)
    (folder / "Q90_example.sql").write_text(header.partition("---*/")[0] + "---*/" + COUNTS, "utf-8")
    (folder / "Q90_example.examples.yaml").write_text("[]", "utf-8")
    return load_controls([folder])


@pytest.mark.parametrize(("scope", "found"), [("", 1), ("scope: case\n", 1), ("scope: record\n", 0)])
def test_a_control_of_the_whole_record_is_left_out_of_the_live_check(tmp_path: Path, scope: str, found: int):
    from zhiheng.core.catalogue import load_powers  # noqa: PLC0415

    with zhiheng.LiveChecker(load_powers([POWER]), written(tmp_path, scope)) as live:
        assert len(live.check(CASE)) == found


def test_a_scope_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path):
    with pytest.raises(ControlError, match="scope: 'city' is not one of case, record; choose one"):
        written(tmp_path, "scope: city\n")


def test_the_live_check_knows_the_organisation(tmp_path: Path):
    from zhiheng.core.catalogue import load_powers  # noqa: PLC0415
    from zhiheng.core.organisation import load_organisation  # noqa: PLC0415

    (tmp_path / "interests.csv").write_text("official_id,party_id\nWang,ACME\n", "utf-8")
    controls = load_controls(only=["A01", "S04"])
    organisation = load_organisation(tmp_path).rows
    with zhiheng.LiveChecker(load_powers([POWER]), controls, organisation=organisation) as live:
        assert {finding.control_id for finding in live.check(CASE)} == {"A01", "S04"}
