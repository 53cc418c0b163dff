"""What goes wrong is answered with a page of ours, in the reader's language, and never with a failure."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from benchmarks.service.figure import fuzz_pages
from tests.accounts.people import account, browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


def test_an_address_that_is_none_says_so_in_both_languages():
    assert "没有这个页面" in Client().get("/nowhere/").content.decode()
    english = Client(headers={"Accept-Language": "en"})
    assert "No such page" in english.get("/nowhere/").content.decode()


def test_a_right_that_is_not_held_is_told_with_the_remedy():
    answer = browser(account("you", "window_clerk")).get("/accounts/grants/")
    assert answer.status_code == 403
    assert "请系统管理员为您申请授权" in answer.content.decode()


def test_a_form_without_its_token_is_told_with_the_remedy():
    answer = Client(enforce_csrf_checks=True).post("/language/setlang/", {"language": "en"})
    assert answer.status_code == 403
    assert "页面已失效" in answer.content.decode()


def test_a_form_that_cannot_be_read_is_a_bad_request_even_where_there_is_no_page():
    client = browser(account("you", "window_clerk"))
    for address in ("/catalogue/", "/nowhere/"):
        assert client.generic("POST", address, b"abc", content_type="multipart/form-data").status_code == 400


def test_too_many_writes_in_a_minute_are_asked_to_wait(settings):
    settings.WRITES_A_MINUTE = 3
    client = browser(account("li", "catalogue_editor"))
    answers = [client.post("/catalogue/lint/", {"text": "id: x"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert browser(account("wang", "catalogue_editor")).post("/catalogue/lint/", {"text": "id: x"}).status_code == 200


@pytest.mark.xdist_group("servers")
def test_malformed_requests_do_not_fail_the_service():
    told = fuzz_pages(Path(), many=600)
    assert told["failed"] == 0
    assert told["2xx"] > 0
