"""The service as it is started: its worker does what a page asked for, and the stream tells of it."""

import re
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tests.served import sample_service

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def service(tmp_path: Path) -> Iterator[str]:
    with sample_service(tmp_path) as address:
        yield address


def post(browser: OpenerDirector, page: str, address: str, **fields: str) -> str:
    token = TOKEN.search(browser.open(page).read().decode())
    assert token
    answer = browser.open(address, urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode())
    return str(answer.url)


@pytest.mark.xdist_group("servers")
def test_what_was_asked_for_is_done_by_the_worker_and_told_by_the_stream(service):
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    post(browser, f"{service}/sample/", f"{service}/sample/legal/enter")
    job = post(browser, f"{service}/catalogue/desk/", f"{service}/catalogue/desk/check/", all="1")
    told = browser.open(job.replace("/jobs/", "/streams/jobs/")).read().decode()
    assert told.splitlines().count("event: over") == 1
    assert "1 / 1" in told
