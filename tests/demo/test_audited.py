"""What was planted is found, all of it and nothing else."""

import pytest

from zhiheng.auditing.run import Audit
from zhiheng.demo import Comparison, Demo
from zhiheng.demo.faults import FAULTS
from zhiheng.demo.faults.across import ACROSS
from zhiheng.demo.faults.slow import SLOW

CONTROLS = sorted({fault.control for fault in (*FAULTS, *ACROSS, SLOW)})


@pytest.mark.parametrize("control", CONTROLS)
def test_every_control_finds_all_that_was_planted_for_it(comparison: Comparison, control: str):
    row = next(row for row in comparison.controls if row.control == control)
    assert row.planted > 0
    assert (row.found, row.missed) == (row.planted, ())


def test_nothing_is_found_that_was_not_planted(comparison: Comparison):
    assert [key for row in comparison.controls for key in row.unexpected] == []


def test_a_clean_case_makes_no_finding(demo: Demo, audited: Audit):
    spoiled = {line.case for line in demo.planted}
    passed = {finding.case_id for finding in audited.findings if finding.measured > finding.allowed}
    assert passed
    assert passed - spoiled == set()


def test_a_limit_that_is_near_gives_a_notice(demo: Demo, audited: Audit):
    near = {(line.case, line.subject) for line in demo.planted if line.role == "near"}
    noticed = {(f.case_id, f.subject_id) for f in audited.findings if f.level in ("notice", "warning")}
    assert near
    assert near <= noticed


def test_every_act_is_known_but_the_planted_hurdles(demo: Demo, audited: Audit):
    hurdles = {line.subject for line in demo.planted if line.control == "P03"}
    assert audited.summary["unmatched"]["cases"] == 0
    assert set(audited.summary["unmatched"]["activities"]) == hurdles


def test_every_control_of_the_house_is_put_to_the_test(audited: Audit):
    assert {control.id for control in audited.controls} == set(CONTROLS)
