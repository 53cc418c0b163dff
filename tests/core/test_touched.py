"""The cases that changed, checked alone, give what the whole history gave for them."""

from pathlib import Path

import pytest

import zhiheng
from zhiheng.core import conformance
from zhiheng.core.judging import Moment
from zhiheng.core.moments import day_of
from zhiheng.core.touched import check_touched
from zhiheng.core.workdays import load_calendar
from zhiheng.demo.files import write_demo


@pytest.fixture(scope="module")
def history(tmp_path_factory, root: Path):
    folder = tmp_path_factory.mktemp("demo")
    write_demo(folder, 3, 200)
    return zhiheng.audit(folder / "events.csv", city=root / "cities/demo", as_of="2026-11-20T18:00")


@pytest.fixture(scope="module", params=["duckdb", "sqlite"])
def checker(request, history):
    """SQLite for few cases, or DuckDB for any number."""
    if request.param == "duckdb":
        yield None
        return
    city = history.city
    with zhiheng.LiveChecker(
        history.catalogue, history.controls, calendar=load_calendar(city.jurisdiction, city.workdays), unplaced=True,
        judgement=city.judgement, zone=city.zone, organisation=city.organisation().rows,
        published=history.published(),
    ) as live:  # fmt: skip
        yield live


def checked(history, case_ids, checker):
    now = history.connection.execute("SELECT MAX(as_of) FROM findings").fetchall()[0][0]
    today_n = history.connection.execute("SELECT n FROM workdays WHERE day = ?", [day_of(now)]).fetchall()[0][0]
    return check_touched(
        history.connection,
        history.controls,
        case_ids,
        moment=Moment(now=now, today=day_of(now), today_n=today_n, offset=480),
        judgement=history.city.judgement,
        models=conformance.models(history.catalogue),
        checker=checker,
    )


def test_touched_cases_have_the_findings_of_the_whole_audit(history, checker):
    alone = {control.id for control in history.controls if control.header.scope == "case"}
    whole = {finding.finding_id for finding in history.findings if finding.control_id in alone}
    cases = {finding.case_id for finding in history.findings if finding.case_id}
    assert {finding.finding_id for finding in checked(history, sorted(cases), checker)} == whole


def test_cases_that_were_not_touched_are_left_out(history, checker):
    some = sorted({finding.case_id for finding in history.findings if finding.control_id != "Q02"})[:3]
    assert {finding.case_id for finding in checked(history, some, checker)} == set(some)


def test_the_history_is_as_it_was(history, checker):
    before = len(history.findings)
    checked(history, ["nobody"], checker)
    assert len(history.findings) == before
