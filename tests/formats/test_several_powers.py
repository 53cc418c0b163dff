"""A log of several powers: each case is judged by its own, in the version it began under; strangers are counted."""

import pytest

import zhiheng
from tests.formats.workbooks import write_sheet
from tests.small_city import small_city, write_log

LOG = """
power: {attribute: matter, map: {摊位: licence.stall, 招牌: licence.sign}}
case: case
activity: act
occurred: time
official: who
"""
STALL = """
id: licence.stall
valid_from: 2019-01-01
steps: [{id: apply}, {id: decide, after: apply}]
limits: [{id: decision, from: apply, to: decide, within: {2019-01-01: 20 days, 2026-03-01: 10 days}}]
"""
SIGN = """
id: licence.sign
valid_from: 2019-01-01
steps: [{id: apply}, {id: decide, after: apply}]
limits: [{id: decision, from: apply, to: decide, within: 30 days}]
"""
HEAD = ("case", "matter", "act", "time", "who")
# Every case takes 15 days: too long for a stall of the later version only.
ROWS = [
    (case, matter, act, f"{month}-{day}T09:00:00", "Li")
    for case, matter, month in [
        ("stall-old", "摊位", "2026-02"), ("stall-new", "摊位", "2026-03"), ("sign", "招牌", "2026-03"),
        ("strange-1", "licence.gun", "2026-03"), ("strange-2", "licence.gun", "2026-03"),
    ]
    for act, day in (("apply", "02"), ("decide", "17"))
]  # fmt: skip


@pytest.fixture(params=["csv", "xlsx"])
def audit(request, tmp_path):
    write = {"csv": lambda path: write_log(path, ROWS, HEAD), "xlsx": lambda path: write_sheet(path, [HEAD, *ROWS])}
    log = write[request.param](tmp_path / f"log.{request.param}")
    return zhiheng.audit(log, city=small_city(tmp_path, log=LOG, powers=[STALL, SIGN]), controls=["T01"])


def test_each_case_is_judged_by_its_own_power_and_version(audit):
    late = [(f.case_id, f.power_id, f.version, f.measured, f.allowed) for f in audit.findings.where(level="red")]
    assert late == [("stall-new", "licence.stall", "2026-03-01", 15, 10)]
    assert audit.summary["controls"]["T01"]["subjects"]["decision"]["judged"] == 3


def test_cases_of_an_unknown_power_are_counted_and_kept(audit):
    assert audit.summary["cases"] == 5
    assert audit.summary["unmatched"] == {"activities": {}, "cases": 2}
    assert audit.summary["odd"] == {"cases_without_power": 2}
