"""The pages of the organisation show a day, and only what one may see."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.accounts.people import account, browser
from tests.units.conftest import NOON
from zhiheng.units.actions import Held, Person, appoint_official, declare_interest, transfer_official
from zhiheng.units.models import Post, Unit

pytestmark = pytest.mark.django_db
MOVED = date(2026, 10, 15)
HEAD = {"official": "chen01", "unit": "housing", "post": "head"}


@pytest.fixture
def editor(city):  # noqa: ARG001 - a fixture that needs another
    return browser(account("editor", "organisation_editor"))


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_chart_of_last_month_still_shows_the_old_post(editor, registrar):
    leaves, takes = Held("housing", "head"), Held("market", "head", 1)
    transfer_official(registrar, official="chen01", leaves=leaves, takes=takes, day=MOVED, at=NOON)
    assert "陈某" in page(editor, "/units/unit/housing/chart/?on=2026-09-30")
    assert "陈某" not in page(editor, "/units/unit/housing/chart/?on=2026-10-15")
    assert "陈某" in page(editor, "/units/unit/market/chart/?on=2026-10-15")


def test_a_transfer_is_made_on_its_page(editor):
    form = HEAD | {"to_unit": "market", "to_post": "head", "rank": "1", "day": "2026-10-15"}
    answer = editor.post("/units/acts/transfer/", form)
    assert answer.headers["location"] == "/units/officials/chen01/?on=2026-10-15"
    posts = Post.objects.order_by("pk").values_list("unit_code", "valid_to")
    assert list(posts) == [("housing", MOVED), ("market", None)]


def test_what_refuses_an_act_is_told_above_its_form(editor):
    answer = editor.post("/units/acts/end-post/", HEAD | {"unit": "nowhere", "day": "2026-10-15"})
    assert answer.status_code == 422
    assert "没有单位“nowhere”" in answer.content.decode()


def test_tables_are_previewed_and_then_confirmed(editor):
    rows = "unit_id,title_zh,parent_id,valid_from\nzone,临空经济区,shili,2026-01-01\n"
    upload = {"tables": SimpleUploadedFile("units.csv", rows.encode())}
    preview = editor.post("/units/import/", upload, follow=True)
    assert "将写入 1 行" in preview.content.decode()
    assert not Unit.objects.filter(code="zone").exists()
    place = preview.redirect_chain[-1][0]
    editor.post(place, {"fingerprint": preview.context["fingerprint"]})
    assert Unit.objects.get(code="zone").path == "shili/zone/"


def test_every_error_of_a_table_is_shown_at_once(editor):
    rows = "unit_id,parent_id,valid_from\na,nowhere,\nb,shili,2026-01-01\nb,shili,2026-01-01\n"
    text = editor.post("/units/import/", {"tables": SimpleUploadedFile("units.csv", rows.encode())}, follow=True)
    assert "有 2 处错误" in text.content.decode()
    assert "units:2 parent_id" in text.content.decode()


@pytest.mark.usefixtures("city", "neighbour")
@pytest.mark.parametrize("address", ["unit/housing/", "unit/housing/chart/", "officials/chen01/"])
def test_a_neighbour_finds_nothing_of_this_city(address):
    stranger = browser(account("lin", "organisation_editor", of="linshi"))
    assert stranger.get(f"/units/{address}").status_code == 404
    for listing in ("/units/", "/units/officials/", "/units/teams/"):
        assert "housing" not in page(stranger, listing)


@pytest.mark.usefixtures("city")
def test_who_sees_one_department_sees_nobody_of_another(registrar):
    appoint_official(
        registrar, person=Person("li02", "李某"), unit="market", post="clerk", day=MOVED, at=NOON
    )
    clerk = browser(account("clerk", "window_clerk", path="shili/market/"))
    listed = page(clerk, "/units/officials/?on=2026-11-01")
    assert "li02" in listed
    assert "chen01" not in listed
    assert clerk.get("/units/officials/chen01/?on=2026-11-01").status_code == 404


def test_what_an_official_declared_is_not_for_every_colleague(editor, registrar):
    declare_interest(registrar, official="chen01", party="示例建设公司", kind="股东", day=MOVED, at=NOON)
    assert "示例建设公司" in page(editor, "/units/officials/chen01/")
    clerk = browser(account("clerk", "window_clerk"))
    assert "示例建设公司" not in page(clerk, "/units/officials/chen01/")


def test_a_number_is_shown_masked_and_nowhere_in_full(editor):
    text = page(editor, "/units/officials/chen01/")
    assert "11010519491231002X" not in text
    assert "1101" in text


@pytest.mark.parametrize("address", ["/units/", "/units/officials/", "/units/teams/", "/units/unit/shili/chart/"])
def test_no_page_asks_the_database_more_often_for_more_rows(editor, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        editor.get(address)
