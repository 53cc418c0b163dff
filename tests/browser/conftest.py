"""A real browser before the real service."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.auditing.browser import NAMES
from tests.served import sample_service

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with sample_service(tmp_path_factory.mktemp("service")) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no browser; install chromium to see the pages as their readers do")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def entered(chromium, service):
    """Opens a page logged in as one of the sample's people, in a language and a size."""
    opened = []

    def enter(person: str, language: str = "zh-hans", size: str = "desktop") -> Page:
        context = chromium.new_context(base_url=service, viewport=SIZES[size])
        context.add_cookies([{"name": "django_language", "value": language, "url": service}])
        opened.append(context)
        page = context.new_page()
        if person:
            page.goto("/sample/")
            page.locator(f'form[action="/sample/{person}/enter"] button').click()
        return page

    yield enter
    for context in opened:
        context.close()


def keep_picture(page: Page, name: str) -> None:
    """A picture of the whole page, where the variable ZHIHENG_PICTURES names a folder."""
    if folder := os.environ.get("ZHIHENG_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
