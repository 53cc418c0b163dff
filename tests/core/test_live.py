"""One case, checked in memory: what is malformed is said in a sentence, and the next case is checked all the same."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import zhiheng
from zhiheng.core.catalogue import load_powers
from zhiheng.core.errors import RecordError
from zhiheng.core.relations import RELATIONS

POWER = {
    "id": "permit",
    "steps": [{"id": "accept"}, {"id": "decide", "after": "accept", "required": True}],
    "limits": [{"id": "decide", "from": "accept", "to": "decide", "within": "5 workdays"}],
}
CONTROLS = zhiheng.load_controls(only=["T01", "P03"])
NINE = zhiheng.microseconds(datetime(2026, 10, 12, 9))
CASE = {"case_id": "1", "power_id": "permit"}
ACCEPT = {"case_id": "1", "step_id": "accept", "occurred_at": NINE}


@pytest.fixture(scope="module")
def live():
    with zhiheng.LiveChecker(load_powers([POWER]), CONTROLS, calendar=zhiheng.load_calendar("cn")) as checker:
        yield checker


def refusal(live: zhiheng.LiveChecker, case: Any, **given: Any) -> RecordError:
    with pytest.raises(RecordError) as caught:
        live.check(case, **given)
    assert live.check({"cases": [CASE], "events": [ACCEPT]}) == ()
    return caught.value


@pytest.mark.parametrize(
    ("case", "place", "en", "zh"),
    [
        ([CASE], "case", "a case is a mapping from relations to rows", "由表名到行的映射"),
        ({"case": [CASE]}, "case", "no relation 'case' in the record; did you mean 'cases'", "是否应为“cases”"),
        ({"cases": CASE}, "cases", "give a list of them", "请给出列表"),
        ({"cases": []}, "case", "there is no row in `cases`", "cases 中没有行"),
        ({"cases": [{"power_id": "permit"}]}, "cases[0]", "it has no value for case_id; give one", "缺少 case_id 的值"),
        ({"cases": [CASE | {"case_id": 7}]}, "cases[0]", "`case_id` is 7; give text", "请给出文字"),
        ({"cases": [CASE | {"pwer_id": "x"}]}, "cases[0]", "did you mean 'power_id'", "是否应为“power_id”"),
        ({"cases": [("1", "permit")]}, "cases[0]", "or all 15 values in the order of the columns", "全部 15 个值"),
        ({"cases": [CASE | {"opened_at": 10**18}]}, "cases[0]", "give microseconds of civil time", "当地时间的微秒数"),
        ({"cases": [CASE | {"number": 2**63}]}, "cases[0]", "a whole number of at most 64 bits", "不超过 64 位"),
        ({"cases": [CASE], "extensions": [{"case_id": "1", "noticed": 2}]}, "extensions[0]", "give 0 or 1", "0 或 1"),
        ({"cases": [CASE | {"power_id": "pemit"}]}, "case 1", "'pemit' has no version in force", "没有适用于"),
    ],
)  # fmt: skip
def test_rows_that_do_not_fit_are_refused(live: zhiheng.LiveChecker, case: Any, place: str, en: str, zh: str):
    error = refusal(live, case)
    assert error.place == place
    assert en in error.en
    assert zh in error.zh


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ({"occurred_at": "2026-10-12 09:00"}, "`occurred_at` is '2026-10-12 09:00'; give microseconds of civil time"),
        ({"occurred_at": datetime(2026, 10, 12, 9)}, "as zhiheng.microseconds(datetime(2026, 10, 12, 9)) makes them"),
        ({"occurred_at": 1.5}, "`occurred_at` is 1.5; give microseconds"),
        ({"occurred_at": True}, "`occurred_at` is True; give microseconds"),
        ({"occurred_at": None}, "it has no value for occurred_at; give one"),
        ({"step_id": None}, "it has no value for step_id or activity; give one"),
        ({"case_id": None}, "it has no value for case_id; give one"),
        ({"official": "Li Na"}, "there is no column 'official'; did you mean 'official_id'?"),
    ],
)
def test_an_act_that_does_not_fit_is_refused_recorded_or_proposed(
    live: zhiheng.LiveChecker, event: dict[str, Any], sentence: str
):
    recorded = refusal(live, {"cases": [CASE], "events": [ACCEPT, ACCEPT | event]})
    proposed = refusal(live, {"cases": [CASE], "events": [ACCEPT]}, proposed=ACCEPT | event)
    assert (recorded.place, proposed.place) == ("events[1]", "proposed")
    assert sentence in recorded.en
    assert sentence in proposed.en


def test_a_row_in_column_order_is_held_to_the_same(live: zhiheng.LiveChecker):
    row = [ACCEPT.get(name) for name in RELATIONS["events"].names]
    row[RELATIONS["events"].names.index("occurred_at")] = None
    assert "no value for occurred_at" in refusal(live, {"cases": [CASE], "events": [row]}).en


@pytest.mark.parametrize("as_of", [NINE, "2026-10-12", date(2026, 10, 12)])
def test_as_of_is_a_datetime_and_nothing_else(live: zhiheng.LiveChecker, as_of: Any):
    error = refusal(live, {"cases": [CASE], "events": [ACCEPT]}, as_of=as_of)
    assert error.place == "as_of"
    assert error.en.endswith("is no moment; give a datetime, as datetime(2026, 10, 15, 18)")


def test_a_proposal_needs_a_case(live: zhiheng.LiveChecker):
    assert "no row in `cases`" in refusal(live, {}, proposed={"step_id": "accept", "occurred_at": NINE}).en
    assert refusal(live, {"cases": [CASE]}, proposed="accept").place == "proposed"


def test_a_citys_own_workdays_count_live_as_they_do_in_an_audit(tmp_path: Path):
    own = tmp_path / "workdays"
    own.mkdir()
    (own / "2026.csv").write_text("day,is_workday,name\n2026-10-13,0,flood\n2026-10-14,0,flood\n", encoding="utf-8")
    decide = {"case_id": "1", "step_id": "decide", "occurred_at": zhiheng.microseconds(datetime(2026, 10, 21, 9))}
    case = {"cases": [CASE], "events": [ACCEPT, decide]}
    found = []
    for calendar in (zhiheng.load_calendar("cn"), zhiheng.load_calendar("cn", [own])):
        with zhiheng.LiveChecker(load_powers([POWER]), CONTROLS, calendar=calendar) as checker:
            found.append([(f.control_id, f.measured, f.allowed) for f in checker.check(case) if f.level == "red"])
    assert found == [[("T01", 7, 5)], []]
