"""Lists are taken over at once, under the same rules as single documents."""

from datetime import date

import pytest

from tests.catalogue.people import EVERY, LICENCE, NOON, person
from zhiheng.catalogue.batches import Given, draft_versions, take_step_on_all
from zhiheng.catalogue.errors import FlawedDocumentError, NotEntitledError
from zhiheng.catalogue.models import Version
from zhiheng.record.gate import GateError
from zhiheng.record.models import Event

pytestmark = pytest.mark.django_db


def kiosks(many: int) -> list[Given]:
    return [Given(f"licence.kiosk-{n}", LICENCE.replace("licence.kiosk", f"licence.kiosk-{n}")) for n in range(many)]


def test_a_list_goes_through_the_same_four_hands():
    versions = draft_versions(person("li", "draft"), documents=kiosks(3), at=NOON)
    for name, step in (("li", "submit"), ("wang", "check"), ("zhao", "approve"), ("sun", "publish")):
        versions = take_step_on_all(person(name, *EVERY), versions=versions, step=step, at=NOON)
    assert Version.objects.filter(state="publish", title_zh="报刊亭设置许可", steps=2).count() == 3
    assert Event.objects.count() == 3 * 5


def test_one_that_is_refused_holds_up_all():
    versions = draft_versions(person("li", "draft"), documents=kiosks(3), at=NOON)
    take_step_on_all(person("li", *EVERY), versions=versions, step="submit", at=NOON)
    with pytest.raises(GateError, match="S01"):
        take_step_on_all(person("li", *EVERY), versions=versions, step="check", at=NOON)
    assert Version.objects.filter(state="submit").count() == 3


def test_every_flaw_of_every_document_is_told_at_once():
    wrong = [Given(given.code, given.text.replace("after: accept", "after: x")) for given in kiosks(2)]
    versions = draft_versions(person("li", "draft"), documents=wrong, at=NOON)
    with pytest.raises(FlawedDocumentError) as refused:
        take_step_on_all(person("li", *EVERY), versions=versions, step="submit", at=NOON)
    assert [flaw.place for flaw in refused.value.flaws] == ["licence.kiosk-0@1:13", "licence.kiosk-1@1:13"]


def test_a_list_for_another_unit_is_refused_whole():
    foreign = [*kiosks(1), Given("a", "id: a", "shili/water/")]
    with pytest.raises(NotEntitledError, match="shili/water/"):
        draft_versions(person("li", "draft", path="shili/housing/"), documents=foreign[1:], at=NOON)
    assert not Version.objects.exists()


def test_thirty_documents_take_as_many_queries_as_three(django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        draft_versions(person("li", "draft"), documents=kiosks(30), at=NOON)


def test_two_versions_of_one_power_in_a_list_keep_their_own_days():
    texts = (LICENCE + "valid_to: 2027-12-31\n", LICENCE.replace("2026-12-01", "2028-01-01"))
    draft_versions(person("li", "draft"), documents=[Given("licence.kiosk", text) for text in texts], at=NOON)
    days = Version.objects.order_by("number").values_list("valid_from", "valid_to")
    assert list(days) == [(date(2026, 12, 1), date(2027, 12, 31)), (date(2028, 1, 1), None)]
