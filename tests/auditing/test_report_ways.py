"""How cases ran: the map, the variants, units and periods, as the report tells them."""

import re
from itertools import pairwise
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.auditing import report_city as city
from zhiheng.auditing import flows
from zhiheng.auditing.report import write_report
from zhiheng.auditing.report.flow_map import END, MOST_STEPS, START, flow_map
from zhiheng.auditing.report.flow_queries import Breach, StepCases, Transition
from zhiheng.auditing.report.intervals import Share
from zhiheng.auditing.report.layers import Link, layered
from zhiheng.auditing.report.lines import Lines, StepNames
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.placing import Size, placed
from zhiheng.auditing.report.quantities import Currency

NAMING = Naming(
    {one.id: one for one in city.CONTROLS}, Lines({}, StepNames({}, city.TITLES), city.TITLES), city.TITLES, Currency()
)


def written(tmp_path, connection) -> str:
    path = tmp_path / "report.html"
    write_report(path, **city.told(connection))
    return path.read_text(encoding="utf-8")


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", re.sub(r'<span lang="zh-CN">.*?</span>', "", page)))


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> str:
    return written(tmp_path_factory.mktemp("ways"), city.counted(city.sample_city()))


def test_the_map_has_every_step_and_the_time_between_acts(page: str):
    drawing = re.search(r'<svg class="flow-map".*?</svg>', page, re.DOTALL)[0]
    assert set(re.findall(r"<title>(\S+) / [^<]+</title><rect", drawing)) >= {"受理", "审查", "现场核查", "审批"}
    assert ">4 days<" in drawing
    assert "<desc" in drawing


def test_findings_stand_where_they_fall_and_lead_to_their_row(page: str):
    drawing = re.search(r'<svg class="flow-map".*?</svg>', page, re.DOTALL)[0]
    rows = re.findall(r'href="#(m1-w\d+)"', drawing)
    assert rows
    assert all(f'<tr id="{row}"' in page for row in rows)
    assert re.search(r"■ \d+ found", drawing)


def test_the_commonest_way_names_its_steps_its_share_and_its_controls(page: str):
    first = plain(re.search(r'<ol class="ways".*?</li>', page, re.DOTALL)[0])
    assert "36 cases · 100.0%" in first
    assert "AcceptanceReviewSite checkApproval decision" in first
    assert "T01 Limit passed or near 36" in first


def test_a_case_told_in_full_is_linked_from_its_way(page: str):
    ways = page.partition('<ol class="ways"')[2].partition("</ol>")[0]
    link, case = re.search(r'<a href="#(f\d+)">(.*?)</a>', ways).groups()
    entry = page.partition(f'id="{link}"')[2].partition("</summary>")[0]
    assert case in entry


def test_a_report_without_counted_ways_leaves_the_section_out(tmp_path):
    assert 'id="ways"' not in written(tmp_path, city.sample_city(cases=2))


def test_few_cases_are_listed_apart_and_not_compared(page: str):
    assert "fewer than 30 cases, not compared" in plain(page)


def test_what_was_counted_is_left_as_it_was(tmp_path):
    connection = city.counted(city.sample_city(cases=2))
    tables = "SELECT table_name FROM information_schema.tables ORDER BY 1"
    before = connection.execute(tables).fetchall()
    written(tmp_path, connection)
    assert connection.execute(tables).fetchall() == before


def test_acts_that_do_not_lie_in_order_are_counted_all_the_same():
    connection = city.sample_city(cases=6)
    in_order = city.counted(connection).execute("FROM transitions ORDER BY ALL").fetchall()
    connection.execute("CREATE OR REPLACE TABLE events AS SELECT * FROM events ORDER BY hash(event_id)")
    assert city.counted(connection).execute("FROM transitions ORDER BY ALL").fetchall() == in_order


def test_the_same_steps_in_another_order_are_another_variant():
    connection = city.empty_city()
    for case, order in (("A", ("accept", "review", "decide")), ("B", ("review", "accept", "decide"))):
        city.add(connection, "cases", case_id=case, power_id=city.POWER, version=city.VERSION)
        for place, step in enumerate(order):
            city.act(connection, case, place, step, f"2026-11-0{place + 2} 09:00")
    assert city.counted(connection).execute("SELECT count(DISTINCT variant) FROM flows").fetchall() == [(2,)]


@pytest.mark.parametrize(
    ("minutes", "kept"),
    [(59, 59), (1439, 1439), (1441, 1440), (999 * 1440 + 7, 999 * 1440), (1009 * 1440, 1000 * 1440)],
)
def test_a_span_is_kept_to_the_minute_the_day_or_ten_days(minutes: int, kept: int):
    span = f"CAST({minutes * 60_000_000} AS BIGINT)"
    assert city.empty_city().execute(f"SELECT {flows.rounded(span)}").fetchall() == [(kept,)]


def a_chain(steps: int):
    names = [f"s{n}" for n in range(steps)]
    follows = [Transition(a, b, 100, 60) for a, b in pairwise(names)]
    return [StepCases(name, 100, 100) for name in names], [Transition(None, "s0", 100, None), *follows]


def test_at_most_forty_steps_are_drawn_and_the_rest_is_told():
    steps, follows = a_chain(55)
    shown = flow_map(city.POWER, steps, follows, [], {}, NAMING)
    assert len(shown.nodes) == MOST_STEPS
    assert shown.hidden_steps == 15
    assert shown.folded_times == 1500 + 100


def test_rare_transitions_are_folded_and_counted():
    steps, follows = a_chain(4)
    shown = flow_map(city.POWER, steps, [*follows, Transition("s3", "s0", 2, 5)], [], {}, NAMING)
    assert [(arrow.source, arrow.target, arrow.times) for arrow in shown.folded] == [("s3", "s0", 2)]
    assert (START, "s0") in {(arrow.source, arrow.target) for arrow in shown.arrows}
    assert ("s3", END) in {(arrow.source, arrow.target) for arrow in shown.arrows}


def test_a_transition_with_findings_is_drawn_however_rare():
    steps, follows = a_chain(4)
    late = Breach("T01", "redo", None, 1, 0, None, None)
    ends = {("time_limits", city.POWER, "redo"): ("s3", "s0")}
    shown = flow_map(city.POWER, steps, [*follows, Transition("s3", "s0", 2, 5)], [late], ends, NAMING)
    assert [arrow.breaches for arrow in shown.arrows if arrow.target == "s0" and arrow.source == "s3"] == [[late]]


BOXES = 12
LINKS = st.lists(
    st.tuples(st.integers(0, BOXES - 1), st.integers(0, BOXES - 1), st.integers(1, 99)).filter(
        lambda one: one[0] != one[1]
    ),
    max_size=30,
)


@given(LINKS)
def test_whatever_the_links_no_two_boxes_overlap_and_every_line_has_room_for_a_label(links):
    layers = layered(BOXES, [Link(*one) for one in links])
    sizes = dict.fromkeys(range(BOXES), Size(178, 50))
    where = placed(layers, sizes)
    for row in layers.rows:
        boxes = [where.at[point][0] for point in row if point < BOXES]
        assert all(b - a >= 178 - 1e-6 for a, b in pairwise(boxes))
    assert all(len(chain) > 2 for chain in layers.chains)
    ends = [(chain[0], chain[-1])[:: -1 if up else 1] for chain, up in zip(layers.chains, layers.upwards, strict=True)]
    assert ends == [(a, b) for a, b, _ in links]


@pytest.mark.parametrize(
    ("found", "cases", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)],
)
def test_the_interval_is_the_one_that_wilson_gives(found: int, cases: int, low: float, high: float):
    """The last two are the worked examples of R. G. Newcombe, Statistics in Medicine 17(8), 1998, table I, method 3."""
    told = Share(found, cases).interval
    assert isclose(told[0], low, abs_tol=6e-5)
    assert isclose(told[1], high, abs_tol=6e-5)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_between_none_and_all(counts):
    share = Share(*counts)
    low, high = share.interval
    assert 0 <= low <= share.value <= high <= 1


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [((50, 100), (10, 100), "higher"), ((10, 100), (50, 100), "lower"), ((50, 100), (45, 100), "open")],
)
def test_a_difference_is_called_only_where_the_intervals_part(one, other, said):
    assert Share(*one).against(Share(*other)) == said
