"""The parts of the report by themselves: words, amounts, colours, charts and the scale of time."""

import inspect
import re
from itertools import pairwise
from pathlib import Path

import pytest

import zhiheng.auditing.report
from tests.auditing.report_city import TITLES, at
from zhiheng.auditing.report import Currency, ReportTitles, Text, charts, script_words, words
from zhiheng.auditing.report.cases import Act
from zhiheng.auditing.report.lines import Lines, StepNames
from zhiheng.auditing.report.listing import as_script
from zhiheng.auditing.report.marks import marks
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.phrases import Measure, phrase
from zhiheng.auditing.report.quantities import day_text, moment_text, quantity
from zhiheng.auditing.report.queries import EDGES, Levels
from zhiheng.auditing.report.scale import Scale

STYLE = (Path(zhiheng.auditing.report.__file__).parent / "style.css").read_text(encoding="utf-8")
EURO = Currency("EUR", 2)
# ink on ground, as the style sheet sets them: text that a reader must be able to read.
PAIRS = [
    ("ink", "paper"), ("ink-2", "paper"), ("ink-3", "paper"), ("ink-3", "sheet"), ("ink-3", "band"),
    ("ink-3", "red-2"), ("ink-2", "teal-2"), ("teal", "sheet"), ("teal-ink", "teal-2"), ("sheet", "teal-ink"),
    ("sheet", "red-3"), ("red", "sheet"), ("red", "red-2"), ("amber", "amber-2"), ("blue", "blue-2"), ("ok", "ok-2"),
]  # fmt: skip


def colour(name: str) -> str:
    found = re.search(rf"--{name}:#([0-9a-f]+);", STYLE)[1]
    return found if len(found) == 6 else "".join(2 * digit for digit in found)


def luminance(name: str) -> float:
    parts = [int(colour(name)[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_ink_can_be_read_on_its_ground(ink: str, ground: str):
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def texts(value: object) -> list[Text]:
    if isinstance(value, Text):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    return [text for one in value for text in texts(one)] if isinstance(value, tuple) else []


ALL_WORDS = [text for _, value in inspect.getmembers(words) for text in texts(value)]


def test_every_word_is_there_in_both_languages_and_asks_for_the_same():
    assert len(ALL_WORDS) > 100
    places = re.compile(r"{(\w+)}")
    asked = [(text, sorted(set(places.findall(text.zh))), sorted(set(places.findall(text.en)))) for text in ALL_WORDS]
    assert [text for text, zh, en in asked if zh != en or not all(text)] == []


def test_no_english_word_holds_chinese():
    told = [text.en for text in ALL_WORDS] + [one[1] for one in script_words.told().values()]
    assert [text for text in told if re.search(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", text)] == []


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        (1, "workday", ("1 个工作日", "1 working day")),
        (3, "workday", ("3 个工作日", "3 working days")),
        (1204, "day", ("1,204 日", "1,204 days")),
        (93_784_000_000, "microsecond", ("1 日 2 小时", "1 day 2 hours")),
        (59_000_000, "microsecond", ("59 秒", "59 seconds")),
        (0, "microsecond", ("0 秒", "0 seconds")),
        (-3_600_000_000, "microsecond", ("−1 小时", "−1 hour")),
        (799_950, "minor", ("EUR 7,999.50", "EUR 7,999.50")),
        (-5, "minor", ("EUR −0.05", "EUR −0.05")),
        (2, "count", ("2 项", "2")),
    ],
)
def test_an_amount_is_told_in_words(amount: int, unit: str, said: tuple[str, str]):
    assert quantity(amount, unit, EURO) == said


@pytest.mark.parametrize(("digits", "said"), [(0, "JPY 1,500"), (2, "JPY 15.00"), (3, "JPY 1.500")])
def test_a_currency_has_as_many_decimals_as_it_says(digits: int, said: str):
    assert quantity(1500, "minor", Currency("JPY", digits)).en == said


def test_yuan_are_yuan_in_chinese():
    assert quantity(123_456, "minor", Currency()) == ("1,234.56 元", "CNY 1,234.56")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-22 09:30", "2026-11-22 09:30"),
        ("2026-11-22 00:00", "2026-11-22"),
        ("2026-11-22 23:59:59", "2026-11-22"),
        ("1948-02-29 06:00", "1948-02-29 06:00"),
    ],
)
def test_a_moment_at_the_edge_of_a_day_is_that_day(moment: str, said: str):
    assert moment_text(at(moment)) == said


def test_a_day_that_no_calendar_has_is_still_shown():
    assert day_text(10**9) == "#1000000000"


LATE = Measure("workday", 3, "done", None, "time_limits", minimum=False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "late"),
        ({"minimum": True}, "early"),
        ({"excess": -1, "state": "pending"}, "left"),
        ({"excess": 0, "state": "pending"}, "today"),
        ({"unit": "minor", "listed": "dues", "side": "less"}, "short"),
        ({"unit": "minor", "listed": "dues", "side": "more"}, "over"),
        ({"unit": "flag", "listed": "responses", "state": "pending"}, "not-yet"),
        ({"unit": "flag", "listed": "responses", "state": "absent"}, "absent"),
        ({"unit": "flag", "listed": "separations"}, "is"),
        ({"unit": "count", "listed": "clock_stops", "state": "pending"}, "many"),
        ({"unit": "microsecond", "listed": None}, "differs"),
    ],
)
def test_by_how_much_is_said_as_the_kind_of_situation_asks(change: dict, said: str):
    assert phrase(LATE._replace(**change)) == said


def test_months_without_findings_keep_their_place():
    drawn = charts.columns([(2025 * 12 + 10, Levels(red=1)), (2026 * 12 + 1, Levels(red=2))])
    assert [(column.name, column.levels.total) for column in drawn] == [
        ("2025-11", 1), ("2025-12", 0), ("2026-01", 0), ("2026-02", 2)]  # fmt: skip


def test_more_than_twenty_years_are_told_by_year():
    drawn = charts.columns([(1948 * 12, Levels(red=1)), (2026 * 12, Levels(red=1)), (2026 * 12 + 3, Levels(notice=1))])
    assert [(column.name, column.levels.total) for column in drawn] == [("1948", 1), ("2026", 2)]


def test_a_bar_is_as_long_as_its_share():
    drawn = charts.stacked_bar(Levels(red=30, notice=20), most=100)
    assert re.findall(r'class="(f-\w+)" x="([\d.]+)%" width="([\d.]+)%"', drawn) == [
        ("f-red", "0", "30"), ("f-notice", "30", "20")]  # fmt: skip


def test_the_classes_of_a_distribution_meet_without_a_hole():
    names = charts.class_names((1, 7, 30), "day", {edge: quantity(edge, "day", EURO) for edge in (1, 7, 30)})
    assert [name.en for name in names] == ["1 day", "2–7 days", "8–30 days", "over 30 days"]


@pytest.mark.parametrize("unit", EDGES)
def test_the_edges_of_every_unit_rise(unit: str):
    assert list(EDGES[unit]) == sorted(set(EDGES[unit]))


def test_time_runs_from_left_to_right_with_a_margin():
    scale = Scale.around([at("2026-11-22"), at("2026-11-02"), at("2026-11-12")])
    assert [round(scale.x(at(f"2026-11-{day}"))) for day in ("02", "12", "22")] == [3, 50, 97]


@pytest.mark.parametrize(
    ("last", "first_label"),
    [
        ("2026-11-02 03:00", "2026-11-02"),
        ("2026-11-09 00:00", "2026-11-02"),
        ("2026-12-20 00:00", "2026-11-05"),
        ("2028-06-01 00:00", "2027-01"),
        ("2061-01-01 00:00", "2030"),
    ],
)
def test_the_dates_under_the_axis_fit_its_span(last: str, first_label: str):
    ticks = Scale.around([at("2026-11-02"), at(last)]).ticks()
    assert ticks[0].label == first_label
    assert 2 <= len(ticks) <= 9
    assert all(b.x - a.x >= 11 for a, b in pairwise(ticks))


def test_a_single_moment_has_room_on_both_sides():
    assert Scale.around([at("2026-11-22")]).x(at("2026-11-22")) == 50


def test_data_cannot_end_its_script():
    assert as_script({"a": "</script><!--\u2028&"}) == r'{"a":"\u003c/script\u003e\u003c!--\u2028\u0026"}'


@pytest.mark.parametrize(
    ("numbers", "said"), [((4,), "4"), ((1, 2, 3), "1–3"), ((1, 3), "1,3"), ((1, 2, 9), "1…9")]
)
def test_joined_marks_say_which_acts_they_stand_for(numbers: tuple[int, ...], said: str):
    acts = [Act(f"A#{n}", n - 1, at("2026-11-02"), "review", None, None, None, None, None, None, None) for n in numbers]
    naming = Naming({}, Lines({}, StepNames({}, TITLES), TITLES), TITLES, EURO)
    scale = Scale.around([at("2026-11-02"), at("2026-11-22")])
    assert f">{said}</text></svg>" in "".join(marks(acts, {}, scale, naming, {"u:None": 0}, 0))


def test_without_a_power_a_title_stands_only_where_all_powers_agree():
    accept, decide, ruling = Text("受理", "Acceptance"), Text("审批", "Decision"), Text("裁决", "Ruling")
    titles = ReportTitles(steps={"a/accept": accept, "b/accept": accept, "a/decide": decide, "b/decide": ruling})
    assert titles.step(None, "accept") == accept
    assert titles.step(None, "decide") is None
    assert titles.step("b", "decide") == ruling
