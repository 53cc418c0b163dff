"""Every page is accessible and fits, in both languages, on a desk and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.accounts.test_rights import MATRIX
from tests.browser.conftest import keep_picture

pytestmark = pytest.mark.xdist_group("browser")

# Who opens which page: a row for each route that shows one.
PAGES = {
    "account_login": ("", "/accounts/login/"),
    "sample:people": ("", "/sample/"),
    "components": ("", "/components/"),
    "home": ("editor", "/"),
    "accounts:accounts": ("system", "/accounts/"),
    "accounts:account": ("system", "/accounts/people/editor/"),
    "accounts:grants": ("security", "/accounts/grants/"),
    "accounts:record": ("audit", "/accounts/record/"),
    "catalogue:powers": ("clerk", "/catalogue/"),
    "catalogue:counters": ("supervisor", "/catalogue/counters/"),
    "catalogue:tiers": ("supervisor", "/catalogue/tiers/"),
    "catalogue:guide": ("", "/catalogue/guide/demo/licence.road-occupation/"),
    "catalogue:item-lists": ("editor", "/catalogue/lists/"),
    "catalogue:desk": ("editor", "/catalogue/desk/"),
    "catalogue:new": ("editor", "/catalogue/new/"),
    "catalogue:version": ("legal", "/catalogue/licence.road-occupation/2/"),
    "catalogue:compare": ("legal", "/catalogue/licence.road-occupation/compare/"),
    "catalogue:edit": ("editor", "/catalogue/penalty.street-order/2/edit/"),
    "units:units": ("organisation", "/units/"),
    "units:unit": ("organisation", "/units/unit/housing/"),
    "units:chart": ("organisation", "/units/unit/housing/chart/"),
    "units:officials": ("organisation", "/units/officials/"),
    "units:official": ("organisation", "/units/officials/钱某甲/"),
    "units:teams": ("organisation", "/units/teams/"),
    "units:act": ("organisation", "/units/acts/appoint/"),
    "units:import": ("organisation", "/units/import/"),
    "jobs:jobs": ("editor", "/jobs/"),
}
# Routes that answer with no page of their own, or with one that needs something made first: the journeys open those.
OTHERWISE = {
    "health", "accounts:end", "accounts:decide", "catalogue:lint", "catalogue:fields", "catalogue:act",
    "catalogue:act-on-many", "catalogue:items", "catalogue:item", "catalogue:export", "units:export", "units:preview",
    "jobs:job", "job-stream", "sample:enter",
}  # fmt: skip
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def test_every_route_is_opened_here_or_said_not_to_be_a_page():
    assert set(PAGES) | OTHERWISE == set(MATRIX) | {"account_login"}


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier_and_no_sideways_scrolling(entered, name, language, size):
    person, address = PAGES[name]
    page = entered(person, language, size)
    answer = page.goto(address)
    assert answer.status == 200
    keep_picture(page, f"{name.replace(':', '-')}-{language}-{size}")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    if language == "en":
        chinese = page.evaluate("document.querySelector('h1').innerText.match(/[\\u4e00-\\u9fff]/g)")
        assert chinese is None or name in {"units:unit", "units:official", "home", "accounts:account"}
