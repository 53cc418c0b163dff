"""What report.html says, in both languages, and what a hostile log cannot make it do."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.auditing import report_city as city
from zhiheng.auditing.report import ReportTitles, write_report
from zhiheng.auditing.report.text import shown

VOID = {"meta", "input", "br"}
HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</script><script>alert(1)</script>",
    "=cmd|' /C calc'!A0", "\u202e4321-edoc", "{{ 7 * 7 }}", "a\u2028b", "O'Brien & <b>Sons</b>",
)  # fmt: skip


class Elements(HTMLParser):
    """Every element with its attributes, and the text of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        if tag in self.raw:
            self.raw[tag].append("")

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if self._open and self._open[-1] in self.raw:
            self.raw[self._open[-1]][-1] += data


def written(tmp_path: Path, connection, **more) -> str:
    path = tmp_path / "report.html"
    write_report(path, **city.told(connection, **more))
    return path.read_text(encoding="utf-8")


def listed(page: str) -> dict:
    return json.loads(Elements(page).raw["script"][0])


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> str:
    return written(tmp_path_factory.mktemp("sample"), city.sample_city())


@pytest.fixture(scope="module")
def crowded(tmp_path_factory) -> str:
    connection = city.sample_city(cases=4)
    city.crowd(connection, 12_000)
    return written(tmp_path_factory.mktemp("crowded"), connection)


def test_the_title_answers_the_question_in_both_languages(page: str):
    heading = re.sub(r"<[^>]+>", "", re.search(r"<h1.*?</h1>", page)[0])
    assert heading == "39 件办件，按 8 项规则核验，发现 77 处与清单不一致39 cases under 8 controls: 77 findings"


def test_one_finding_is_a_finding_and_not_findings(tmp_path: Path):
    connection = city.empty_city()
    city.act(connection, "A1", 0, "accept", "2026-11-02 09:00")
    city.found(connection, "S02", "A1", "one-hand", measured=1, allowed=0, measure_unit="flag")
    assert "1 case under 8 controls: 1 finding<" in written(tmp_path, connection)


def test_an_audit_without_findings_says_so(tmp_path: Path):
    connection = city.empty_city()
    city.act(connection, "A1", 0, "accept", "2026-11-02 09:00")
    page = written(tmp_path, connection)
    assert "未发现与清单不一致之处" in page
    assert "Nothing was found." in page


def test_the_language_asked_for_is_shown_first(tmp_path: Path):
    page = written(tmp_path, city.sample_city(cases=1), language="en")
    assert '<html lang="en">' in page
    assert 'id="en" aria-label="English" checked' in page
    assert "<title>Sample City · Audit of powers · Zhiheng</title>" in page


def test_what_is_said_in_chinese_is_said_in_english(page: str):
    spans = [attributes.get("lang") for tag, attributes in Elements(page).all if tag == "span"]
    assert spans.count("zh-CN") == spans.count("en") > 1000
    labels = [attributes.get("lang") for tag, attributes in Elements(page).all if tag == "text"]
    assert labels.count("zh-CN") == labels.count("en") > 100


def test_the_fixed_english_holds_no_chinese(page: str):
    own = {"示例市政务服务承诺", "许可费", "滞纳金", "专家评审", "补缴费用"}
    said = [re.sub(r"<[^>]+>", "", text) for text in re.findall(r'<span lang="en">(.*?)</span>', page)]
    chinese = [text for text in said if re.search(r"[\u4e00-\u9fff]", text)]
    names = re.compile("|".join((*own, "中华人民共和国", "[刘陈赵李王孙周吴]", "第.条", "〔2026〕")))
    assert [text for text in chinese if not names.search(text)] == []


def test_a_finding_speaks_four_sentences(page: str):
    first = re.search(r'<dl class="four">.*?</dl>', page, re.DOTALL)[0]
    assert re.findall(r'<dt><span lang="zh-CN">(.*?)</span>', first)[:4] == ["记录所示", "依据", "规则", "不能证明"]
    assert "“审查”与“审批”不得由同一人办理。中华人民共和国行政许可法 第三十四条" in first
    assert "文本散列 a91c7fa91c7f" in first
    assert "不等于认定违法" in first


def test_the_record_names_both_acts_of_the_one_hand(page: str):
    said = "李伟办理了“审查”（<time>2026-10-21 16:40</time>）、“审批”（<time>2026-11-17 11:30</time>）。"
    assert said in page


def test_a_late_act_says_from_when_to_when_and_by_how_much(page: str):
    assert "历时 14 个工作日；允许 7 个工作日" in page
    assert "late by 7 working days" in page
    assert "停表 4 个工作日未计入。" in page


def test_what_should_have_happened_and_did_not_is_named(page: str):
    assert "“审批”之后，截至 <time>2026-11-22 18:00</time>，记录中没有“送达”。" in page
    assert 'class="nothing"' in page


def test_an_act_too_early_says_by_how_much(page: str):
    assert "too early by 3 working days" in page


def test_money_is_told_in_decimals_with_its_side(page: str):
    assert "少 7,999.50 元" in page
    assert "short by CNY 7,999.50" in page


def test_what_is_not_due_yet_is_said_to_be_left(page: str):
    assert "剩 1 个工作日" in page
    assert "1 of them near, not yet due" in page


def test_what_rests_on_provisional_days_is_counted(page: str):
    assert "so that their dates are provisional: 1." in page


def test_what_the_catalogue_does_not_know_is_told(page: str):
    assert "2 件办件的职权或起始日不在清单之内" in page
    assert "早于同一办件前一行为的行为" in page


def test_the_gravest_come_first_and_every_control_has_its_turn(page: str):
    levels = re.findall(r'<details class="finding (\w+)"', page)
    assert levels == sorted(levels, key=["red", "yellow", "warning", "notice"].index)
    assert re.findall(r"<small>(\w\d\d) ·", page)[:3] == ["S01", "T03", "T04"]


def test_at_most_two_hundred_are_told_in_full_and_five_thousand_listed(crowded: str):
    assert crowded.count('<details class="finding') == 200
    assert {len(column) for column in listed(crowded)["rows"]} == {5_000}


def test_a_list_that_is_cut_has_some_of_every_line_and_level(tmp_path: Path):
    connection = city.sample_city(cases=4)
    city.crowd(connection, 12_000)
    kinds = connection.execute("SELECT DISTINCT level, control_id FROM findings").fetchall()
    told = listed(written(tmp_path, connection))
    levels = [level for level, _ in told["levels"]]
    rows = zip(told["rows"][0], told["rows"][1], strict=True)
    assert {(levels[level], told["lines"][line][0]) for level, line in rows} == set(kinds)


def test_a_list_that_is_cut_says_so_and_where_the_rest_is(crowded: str):
    assert "本页列 5,000 处：每条规则、每一级别中最重的，其余按轻重；全部 12,014 处在 findings.parquet 中" in crowded
    assert "lists 5,000: the gravest of every line and level, and then the gravest of all; all 12,014 are" in crowded


def test_the_counts_leave_no_finding_out(crowded: str):
    levels = re.search(r'<p class="levels">.*?</p>', crowded, re.DOTALL)[0]
    assert "Yellow card 9,607" in re.sub(r"<[^>]+>", "", levels)


def test_five_thousand_findings_stay_under_three_megabytes(crowded: str):
    assert len(crowded.encode()) < 3_000_000


def test_every_long_case_says_how_much_of_it_is_left_out(tmp_path: Path):
    connection = city.empty_city()
    for number in range(100):
        city.act(connection, "A1", number, "review", f"2026-10-{1 + number // 4:02d} 09:00", "李伟", "housing")
    city.found(connection, "S02", "A1", "one-hand", event_id="A1#99", measured=1, allowed=0, measure_unit="flag")
    page = written(tmp_path, connection)
    assert "略去 76 个行为" in page
    assert page.count('<td class="no">') == 25


def test_a_day_without_a_clock_is_told_without_one(tmp_path: Path):
    connection = city.empty_city()
    for number in range(2):
        city.act(connection, "A1", number, "review", f"1948-10-0{1 + number} 01:00", "李伟")
    city.found(connection, "S02", "A1", "one-hand", event_id="A1#1", measured=1, allowed=0, measure_unit="flag")
    page = written(tmp_path, connection)
    assert "<time>1948-10-02</time>" in page
    assert "01:00" not in page


def test_nothing_in_the_page_comes_from_elsewhere(page: str):
    addresses = [a[k] for _, a in Elements(page).all for k in ("src", "href", "action", "data") if k in a]
    assert all(address.startswith("#") for address in addresses)
    assert not re.search(r"https?:|@import|url\((?!#)", page)


def test_the_policy_allows_this_style_and_this_script_and_nothing_else(page: str):
    elements = Elements(page)
    policy = next(a["content"] for tag, a in elements.all if tag == "meta" and "http-equiv" in a)
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
               for text in (elements.raw["style"][0], elements.raw["script"][1])]  # fmt: skip
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}';"
        " base-uri 'none'; form-action 'none'"
    )


def test_no_element_carries_a_style_or_a_handler(page: str):
    carried = {name for _, attributes in Elements(page).all for name in attributes}
    assert [name for name in carried if name == "style" or name.startswith("on")] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_and_does_nothing(tmp_path: Path, name: str):
    connection = city.empty_city()
    case = f"{name}1"
    city.act(connection, case, 0, None, "2026-11-02 09:00", name, name, activity=name)
    city.act(connection, case, 1, "decide", "2026-11-03 09:00", name, name)
    city.found(connection, "P03", case, name, event_id=f"{case}#0", unit_id=name, official_id=name, measured=1,
               allowed=0, measure_unit="flag", basis=name)  # fmt: skip
    page = written(tmp_path, connection, city_title={"zh": name, "en": name}, files=[name])
    elements = Elements(page)
    assert [tag for tag, _ in elements.all if tag in {"script", "style", "img", "b"}].count("script") == 2
    assert not [tag for tag, _ in elements.all if tag == "img"]
    assert listed(page)["rows"][2] == [shown(case)]
    assert not re.search("[\u202e\u2028]", page)


def test_a_name_that_runs_backwards_is_written_out():
    assert shown("\u202e4321") == "⟨U+202E⟩4321"


def test_a_right_to_left_name_is_kept_apart_from_its_neighbours():
    assert shown("محمد") == "\u2068محمد\u2069"


def test_an_endless_name_is_cut_in_the_middle():
    assert shown("x" * 5000 + "end") == "x" * 96 + "…" + "x" * 21 + "end"


@pytest.mark.parametrize("name", ["", "  ", None])
def test_a_name_that_is_missing_is_said_to_be(tmp_path: Path, name: str | None):
    connection = city.empty_city()
    city.act(connection, "A1", 0, "decide", "2026-11-03 09:00", name, name)
    city.found(connection, "S01", "A1", "x", event_id="A1#0", unit_id=name, official_id=name)
    word = "未载" if name is None else "（空）"
    assert word in re.search(r'<span class="of">.*?</small>', written(tmp_path, connection))[0]


def test_a_finding_of_an_unknown_control_is_still_told(tmp_path: Path):
    connection = city.empty_city()
    city.act(connection, "A1", 0, "decide", "2026-11-03 09:00")
    city.found(connection, "X99", "A1", "something", level=None, measure_unit="furlong", basis=None)
    page = written(tmp_path, connection, titles=ReportTitles())
    assert "X99 · something" in page
    assert "未定级" in page
    assert "清单与规则均未载明依据。" in page


def test_a_finding_without_dates_has_its_sentences_and_no_drawing(tmp_path: Path):
    connection = city.empty_city()
    city.found(connection, "T01", "A1", "decide")
    page = written(tmp_path, connection)
    assert 'class="four"' in page
    assert "case-time" not in page.partition('<main id="main">')[2].partition("</main>")[0]


def test_tables_that_an_audit_did_not_need_are_not_missed(tmp_path: Path):
    connection = city.sample_city(cases=2)
    for name in ("clocks", "suspensions", "charges", "payments", "workdays", "activities", "dues"):
        connection.execute(f"DROP TABLE {name}")
    assert 'class="case-time"' in written(tmp_path, connection)


def test_the_report_leaves_the_database_as_it_was(tmp_path: Path):
    connection = city.sample_city(cases=1)
    tables = "SELECT table_name FROM information_schema.tables ORDER BY 1"
    before = connection.execute(tables).fetchall()
    written(tmp_path, connection)
    assert connection.execute(tables).fetchall() == before


def test_the_same_audit_makes_the_same_page(tmp_path: Path, page: str):
    assert written(tmp_path, city.sample_city()) == page


def test_a_limit_between_two_dates_of_the_case_shows_both(tmp_path: Path):
    connection = city.empty_city()
    city.add(connection, "time_limits", power_id=city.POWER, version=city.VERSION, limit_id="decision",
             from_date="startdate", to_date="enddate", until_date="deadline", precision="instant")  # fmt: skip
    city.act(connection, "A1", 0, "accept", "2026-10-12 09:00")
    due, end = city.at("2026-10-20 12:00"), city.at("2026-11-03 12:00")
    start = city.at("2026-10-01 08:00")
    city.add(connection, "clocks", case_id="A1", limit_id="decision", start_at=start, due_at=due, measured=9)
    city.found(connection, "T01", "A1", "decision", measured=9, allowed=0, occurred_at=end, due_at=due)
    page = written(tmp_path, connection)
    assert "办件所载 enddate不迟于办件所载 deadline（按时刻）" in page
    assert "起算：办件所载 startdate" in page
    assert '<tr class="judged-date"><td class="no"></td><td class="when">2026-11-03 12:00</td>' in page
