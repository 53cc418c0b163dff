"""The tree is as it was on the day that is asked for, and changes only by those who may change it."""

from datetime import date

import pytest

from tests.units.conftest import CREDIT, FOUNDED, NOON, acting
from zhiheng.record.models import Event
from zhiheng.units.actions import (
    About,
    Person,
    Place,
    appoint_official,
    assign_block,
    change_unit,
    close_unit,
    create_team,
    create_unit,
    end_post,
    give_portfolio,
    move_unit,
    open_site,
)
from zhiheng.units.errors import IdentifierError, NotAllowedError, PeriodError, UnknownError
from zhiheng.units.models import Unit
from zhiheng.units.queries import org_chart_on, tree_on, unit_page, units_named, units_without_head

pytestmark = pytest.mark.django_db
MOVED = date(2026, 3, 1)
BEFORE = date(2026, 2, 28)


def paths(actor, day):
    return [unit.path for unit in tree_on(actor, day)]


@pytest.mark.usefixtures("city")
def test_a_unit_that_moves_takes_all_below_it_and_the_old_tree_stays(registrar):
    move_unit(registrar, code="housing", parent="market", day=MOVED, at=NOON)
    assert paths(registrar, BEFORE) == ["shili/", "shili/housing/", "shili/housing/approval/", "shili/market/"]
    assert paths(registrar, MOVED) == [
        "shili/", "shili/market/", "shili/market/housing/", "shili/market/housing/approval/"
    ]  # fmt: skip
    assert Event.objects.filter(kind="unit.change", object_id="approval").count() == 2


def test_on_no_day_a_unit_has_two_rows_or_none(registrar, city):
    change_unit(registrar, code="approval", about=About(title_zh="审批科"), day=MOVED, at=NOON)
    rows = Unit.objects.filter(city=city, code="approval").order_by("valid_from")
    assert [(row.title_zh, row.valid_from, row.valid_to) for row in rows] == [
        ("行政审批科", FOUNDED, MOVED), ("审批科", MOVED, None),
    ]  # fmt: skip
    assert [Unit.objects.filter(code="approval").on(day).count() for day in (BEFORE, MOVED)] == [1, 1]


@pytest.mark.usefixtures("city")
def test_a_change_before_a_later_row_is_refused(registrar):
    move_unit(registrar, code="approval", parent="market", day=MOVED, at=NOON)
    with pytest.raises(PeriodError, match="'approval' has a row that begins on 2026-03-01; choose a later day"):
        change_unit(registrar, code="approval", about=About(), day=BEFORE, at=NOON)
    with pytest.raises(PeriodError, match="choose a later day"):
        move_unit(registrar, code="approval", parent="shili", day=MOVED, at=NOON)


@pytest.mark.usefixtures("city")
def test_nothing_is_moved_below_itself(registrar):
    with pytest.raises(PeriodError, match="'approval' is below 'housing'"):
        move_unit(registrar, code="housing", parent="approval", day=MOVED, at=NOON)


@pytest.mark.usefixtures("city")
def test_a_unit_closes_when_nobody_is_left_in_it(registrar):
    with pytest.raises(PeriodError, match="still has 1 units below it, 1 posts and 0 portfolios on 2026-03-01"):
        close_unit(registrar, code="housing", day=MOVED, at=NOON)
    end_post(registrar, official="chen01", unit="housing", post="head", day=MOVED, at=NOON)
    close_unit(registrar, code="approval", day=MOVED, at=NOON)
    close_unit(registrar, code="housing", day=MOVED, at=NOON)
    assert paths(registrar, MOVED) == ["shili/", "shili/market/"]


@pytest.mark.parametrize(
    ("about", "words"),
    [
        (About(credit_code="11330723307360844D"), "its check digit does not fit the others"),
        (About(credit_code="1133"), "it must have 18 characters"),
        (About(division="420705"), "'420705' is no division code; write the six digits"),
    ],
)
@pytest.mark.usefixtures("city")
def test_a_code_that_cannot_be_right_is_refused_with_its_reason(registrar, about, words):
    with pytest.raises(IdentifierError, match=words):
        create_unit(registrar, code="tax", parent="shili", about=about, day=MOVED, at=NOON)


@pytest.mark.usefixtures("city")
def test_a_code_that_is_right_is_kept_without_its_blanks(registrar):
    about = About(credit_code=f"{CREDIT[:8]} {CREDIT[8:]}", division="420700")
    assert create_unit(registrar, code="tax", parent="shili", about=about, day=MOVED, at=NOON).credit_code == CREDIT


@pytest.mark.parametrize("code", ["a/b", "", "a b", "HOUSING"])
@pytest.mark.usefixtures("city")
def test_a_code_that_a_path_cannot_hold_or_that_is_in_use_is_refused(registrar, code):
    with pytest.raises((IdentifierError, PeriodError)):
        create_unit(registrar, code=code, parent="shili", about=About(), day=MOVED, at=NOON)


@pytest.mark.usefixtures("registrar")
def test_who_may_edit_one_department_sees_and_changes_no_other(city):
    clerk = acting(city, "shili/housing/")
    assert paths(clerk, MOVED) == ["shili/housing/", "shili/housing/approval/"]
    assert unit_page(clerk, "market", MOVED) is None
    acts = [
        lambda: close_unit(clerk, code="market", day=MOVED, at=NOON),
        lambda: move_unit(clerk, code="approval", parent="market", day=MOVED, at=NOON),
        lambda: create_unit(clerk, code="new", parent="shili", about=About(), day=MOVED, at=NOON),
        lambda: create_unit(clerk, code="new", parent="", about=About(), day=MOVED, at=NOON),
        lambda: create_team(clerk, code="team-9", title_zh="组", sender="housing", day=MOVED, at=NOON),
        lambda: appoint_official(clerk, person=Person("x", "某"), unit="market", post="clerk", day=MOVED, at=NOON),
        lambda: give_portfolio(clerk, official="chen01", unit="market", role="direct", day=MOVED, at=NOON),
    ]
    count = Event.objects.count()
    for act in acts:
        with pytest.raises(NotAllowedError, match=r"chen does not hold the right units.edit for"):
            act()
    assert Event.objects.count() == count


@pytest.mark.usefixtures("registrar")
def test_who_may_only_see_changes_nothing(city):
    reader = acting(city, "", rights=("units.see",))
    with pytest.raises(NotAllowedError):
        move_unit(reader, code="approval", parent="market", day=MOVED, at=NOON)


@pytest.mark.usefixtures("city")
def test_another_city_is_neither_seen_nor_changed(registrar, neighbour):
    assert paths(neighbour, MOVED) == []
    with pytest.raises(UnknownError, match="there is no unit 'market' on 2026-03-01"):
        close_unit(neighbour, code="market", day=MOVED, at=NOON)
    create_unit(neighbour, code="market", parent="", about=About(), day=MOVED, at=NOON)
    assert paths(neighbour, MOVED) == ["market/"]
    assert len(paths(registrar, MOVED)) == 4


@pytest.mark.usefixtures("city")
def test_a_units_page_shows_who_watches_it_and_where_it_serves(registrar):
    create_team(registrar, code="team-3", title_zh="派驻第三纪检监察组", sender="shili", day=FOUNDED, at=NOON)
    assign_block(registrar, team="team-3", unit="housing", day=MOVED, at=NOON)
    open_site(registrar, place=Place("hall", "main", "市行政服务中心"), unit="approval", day=FOUNDED, at=NOON)
    give_portfolio(registrar, official="chen01", unit="approval", role="oversee", matter="approval", day=MOVED, at=NOON)
    page = unit_page(registrar, "approval", MOVED)
    assert [unit.code for unit in page.above] == ["shili", "housing"]
    assert ([team.code for team in page.teams], [site.code for site in page.sites]) == (["team-3"], ["hall"])
    assert [one.matter for one in page.portfolios] == ["approval"]
    assert unit_page(registrar, "approval", BEFORE).teams == []


@pytest.mark.usefixtures("city")
def test_units_are_found_by_name_and_those_without_head_are_told(registrar):
    assert [unit.code for unit in units_named(registrar, MOVED, "审批")] == ["approval"]
    assert [unit.code for unit in units_without_head(registrar, MOVED)] == ["shili", "approval", "market"]


@pytest.mark.usefixtures("city")
def test_the_chart_of_last_month_still_shows_the_old_post(registrar):
    end_post(registrar, official="chen01", unit="housing", post="head", day=MOVED, at=NOON)
    person = Person("chen01", "陈某")
    appoint_official(registrar, person=person, unit="market", post="deputy", rank=2, day=MOVED, at=NOON)

    def held(day):
        return [(seat.unit.code, post.post) for seat in org_chart_on(registrar, day).seats for post in seat.posts]

    assert held(BEFORE) == [("housing", "head")]
    assert held(MOVED) == [("market", "deputy")]


@pytest.mark.usefixtures("city")
def test_a_chart_of_many_units_takes_as_many_queries_as_one_of_few(registrar, django_assert_num_queries):
    for number in range(20):
        create_unit(registrar, code=f"u{number}", parent="market", about=About(), day=FOUNDED, at=NOON)
        person = Person(f"p{number}", "某")
        appoint_official(registrar, person=person, unit=f"u{number}", post="clerk", day=FOUNDED, at=NOON)
    with django_assert_num_queries(3):
        assert sum(len(seat.posts) for seat in org_chart_on(registrar, MOVED).seats) == 21
    with django_assert_num_queries(8):
        unit_page(registrar, "market", MOVED)
