"""The pages on which a power is kept, as four people use them."""

import pytest
from django.test import Client

from tests.accounts.people import account, browser, city
from tests.catalogue.people import EVERY, LICENCE, NOON, person
from zhiheng.catalogue.actions import draft_version
from zhiheng.catalogue.models import Version
from zhiheng.core.catalogue import load_powers

pytestmark = pytest.mark.django_db

HANDS = {
    "submit": "catalogue_editor", "check": "legal_reviewer", "approve": "department_head",
    "publish": "catalogue_publisher",
}  # fmt: skip


def test_four_people_publish_a_power_on_the_pages():
    people = {step: browser(account(step, role)) for step, role in HANDS.items()}
    answer = people["submit"].post("/catalogue/new/", {"code": "licence.kiosk", "text": LICENCE})
    assert answer.headers["location"] == "/catalogue/licence.kiosk/1/edit/"
    for step, client in people.items():
        client.post(f"/catalogue/licence.kiosk/1/{step}/")
    assert Version.objects.get().state == "publish"
    page = people["check"].get("/catalogue/?on=2026-12-01").content.decode()
    assert "报刊亭设置许可" in page
    assert "2026-12-01 有 1 项职权" in page


def test_a_flaw_is_shown_with_its_line_as_it_is_typed():
    editor = browser(account("li", "catalogue_editor"))
    page = editor.post("/catalogue/lint/", {"text": LICENCE.replace("after: accept", "after: acept"), "place": "x"})
    assert "第 13 行" in page.content.decode()
    assert "没有环节“acept”" in page.content.decode()


def test_what_is_refused_is_told_on_the_page_in_the_readers_language():
    both = account("li", "catalogue_editor", "legal_reviewer")
    client = browser(both)
    client.post("/catalogue/new/", {"code": "licence.kiosk", "text": LICENCE})
    client.post("/catalogue/licence.kiosk/1/submit/")
    told = client.post("/catalogue/licence.kiosk/1/check/", follow=True).content.decode()
    assert "S01 不相容环节由同一人办理（起草与合法性审核分离）" in told
    client.cookies.load({"django_language": "en"})
    told = client.post("/catalogue/licence.kiosk/1/check/", follow=True).content.decode()
    assert "Drafting and legal check apart" in told


def test_a_text_is_shown_and_never_run():
    text = LICENCE + "note: <script>alert(1)</script>\n"
    draft = draft_version(person("li", *EVERY, of=city()), code="licence.kiosk", text=text, at=NOON)
    page = browser(account("wang", "legal_reviewer")).get(f"/catalogue/{draft.power.code}/1/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_pages_of_another_city_are_not_found():
    draft_version(person("li", *EVERY, of=city()), code="licence.kiosk", text=LICENCE, at=NOON)
    stranger = browser(account("lin", "catalogue_editor", of="linshi"))
    for address in ("/catalogue/licence.kiosk/1/", "/catalogue/licence.kiosk/1/edit/"):
        assert stranger.get(address).status_code == 404


def test_the_list_takes_as_many_queries_for_fifty_powers_as_for_one(django_assert_max_num_queries):
    client = browser(account("wang", "legal_reviewer"))
    with django_assert_max_num_queries(20):
        client.get("/catalogue/?q=许可&lacks=basis")


HANDED_ON = """holders:
  - {unit: housing, tier: city, by: statutory}
  - {unit: airport-zone, tier: zone, by: transfer, since: 2026-12-01, document: 示政发〔2026〕8号}
"""


@pytest.fixture
def handed_on() -> Version:
    text = LICENCE.replace("holders: [{unit: housing, tier: city, by: statutory}]\n", HANDED_ON)
    version = draft_version(person("li", *EVERY, of=city()), code="licence.kiosk", text=text, at=NOON)
    Version.objects.update(state="publish")
    return version


@pytest.mark.usefixtures("handed_on")
def test_the_tiers_show_who_holds_a_power_and_how_he_came_by_it():
    reader = browser(account("xu", "supervisor"))
    page = reader.get("/catalogue/tiers/?on=2026-12-02&by=transfer&held_at=zone").content.decode()
    assert "airport-zone" in page
    assert "示政发〔2026〕8号" in page
    assert "licence.kiosk" not in reader.get("/catalogue/tiers/?on=2026-12-02&by=entrustment").content.decode()


@pytest.mark.usefixtures("handed_on")
def test_each_counter_leads_to_the_list_that_it_counted():
    reader = browser(account("xu", "supervisor"))
    counters = reader.get("/catalogue/counters/?on=2026-12-02").context["counters"]
    assert (counters.total, counters.in_hall, counters.handed_on) == (1, 1, {("transfer", "zone"): 1})
    for address in ("?hall=on", "?type=licence", "?unit=housing", "?tier=city"):
        assert "licence.kiosk" in reader.get(f"/catalogue/{address}&on=2026-12-02").content.decode()
    for address in ("?lacks=basis", "?twice=on", "?tier=county"):
        assert "licence.kiosk" not in reader.get(f"/catalogue/{address}&on=2026-12-02").content.decode()


def test_an_unlawful_entrustment_is_refused_on_the_page_with_its_article():
    holder = "{unit: east, tier: community, by: entrustment}"
    text = LICENCE.replace("{unit: housing, tier: city, by: statutory}", holder)
    editor = browser(account("li", "catalogue_editor"))
    page = editor.post("/catalogue/lint/", {"text": text, "place": "x"}).content.decode()
    assert "中华人民共和国行政许可法第二十四条" in page


def test_two_versions_are_compared_as_a_lawyer_reads_them():
    for text in (LICENCE, LICENCE.replace("within: 20 workdays", "within: 15 workdays")):
        draft_version(person("li", *EVERY, of=city()), code="licence.kiosk", text=text, at=NOON)
    reader = browser(account("wang", "legal_reviewer"))
    page = reader.get("/catalogue/licence.kiosk/compare/").content.decode()
    assert "时限 decision · 应在" in page
    assert "<del>20工作日</del>" in page
    assert "<ins>15工作日</ins>" in page
    assert "更严" in page
    assert "两个版本内容相同" in reader.get("/catalogue/licence.kiosk/compare/?old=1&new=1").content.decode()


def test_the_public_reads_the_guide_of_what_is_in_force_and_of_nothing_else():
    version = draft_version(person("li", *EVERY, of=city()), code="licence.kiosk", text=LICENCE, at=NOON)
    address = "/catalogue/guide/shili/licence.kiosk/"
    assert Client().get(address).status_code == 404
    Version.objects.filter(pk=version.pk).update(state="publish", valid_from=None)
    guide = Client().get(address).content.decode()
    assert "20个工作日" in guide.replace(" ", "")
    assert "示例市市容管理条例第十二条" in guide
    assert Client().get("/catalogue/guide/linshi/licence.kiosk/").status_code == 404


def test_a_document_is_exported_as_json_that_loads_again():
    draft_version(person("li", *EVERY, of=city()), code="licence.kiosk", text=LICENCE, at=NOON)
    answer = browser(account("wang", "legal_reviewer")).get("/catalogue/licence.kiosk/1/json/")
    assert load_powers([answer.json()], jurisdiction="cn").versions[0].power_id == "licence.kiosk"
