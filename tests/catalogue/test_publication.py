"""A power is published by several hands, and by none alone."""

import pytest

from tests.catalogue.people import EVERY, LICENCE, NOON, city, person
from zhiheng.catalogue.actions import draft_version, revise_draft, take_step
from zhiheng.catalogue.errors import FlawedDocumentError, NotDraftError, NotEntitledError
from zhiheng.catalogue.models import Version
from zhiheng.record.gate import GateError
from zhiheng.record.models import Event, Opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Version:
    return draft_version(person("li", "draft"), code="licence.kiosk", text=LICENCE, at=NOON)


def published(draft: Version) -> Version:
    for name, step in (("li", "submit"), ("wang", "check"), ("zhao", "approve"), ("sun", "publish")):
        draft = take_step(person(name, *EVERY), version=draft, step=step, at=NOON)
    return draft


def test_four_people_publish_a_power(draft):
    assert published(draft).state == Version.State.PUBLISHED
    kinds = list(Event.objects.values_list("kind", flat=True))
    assert kinds == ["catalogue.draft", *["catalogue.version"] * 4]


@pytest.mark.parametrize(
    ("second", "third", "line"),
    [
        ("li", None, "起草与合法性审核分离"),
        ("wang", "li", "起草与批准分离"),
        ("wang", "wang", "合法性审核与批准分离"),
    ],
)
def test_nobody_takes_two_of_the_steps(draft, second, third, line):
    take_step(person("li", *EVERY), version=draft, step="submit", at=NOON)
    if third:
        take_step(person(second, *EVERY), version=draft, step="check", at=NOON)
    with pytest.raises(GateError) as refused:
        take_step(person(third or second, *EVERY), version=draft, step="approve" if third else "check", at=NOON)
    assert f"S01 不相容环节由同一人办理（{line}）" in refused.value.zh


def test_a_step_before_its_turn_is_refused_by_its_rule(draft):
    with pytest.raises(GateError, match="P02 Step before its predecessor"):
        take_step(person("sun", "publish"), version=draft, step="publish", at=NOON)


def test_what_was_sent_back_is_checked_anew(draft):
    take_step(person("li", *EVERY), version=draft, step="submit", at=NOON)
    take_step(person("wang", *EVERY), version=draft, step="check", at=NOON)
    take_step(person("zhao", *EVERY), version=draft, step="return", at=NOON, note="缺依据")
    again = revise_draft(person("li", "draft"), version=draft, text=LICENCE + "note: 已补\n", at=NOON)
    take_step(person("li", *EVERY), version=again, step="submit", at=NOON)
    with pytest.raises(GateError, match="P07"):
        take_step(person("zhao", *EVERY), version=again, step="approve", at=NOON)


def test_a_flaw_is_told_with_its_line_before_others_see_it(draft):
    wrong = LICENCE.replace("after: accept", "after: acept")
    revise_draft(person("li", "draft"), version=draft, text=wrong, at=NOON)
    with pytest.raises(FlawedDocumentError, match=r"licence\.kiosk@1:13: step 'decide', `after`: there is no step"):
        take_step(person("li", "draft"), version=draft, step="submit", at=NOON)


def test_a_text_that_is_wrong_is_kept_as_it_was_typed():
    text = "id: licence.kiosk\nsteps: [{id: a, after: b"
    draft = draft_version(person("li", "draft"), code="licence.kiosk", text=text, at=NOON)
    assert Version.objects.get(pk=draft.pk).text == text


def test_what_others_look_at_is_not_changed_under_their_eyes(draft):
    submitted = take_step(person("li", *EVERY), version=draft, step="submit", at=NOON)
    with pytest.raises(NotDraftError, match="send it back first"):
        revise_draft(person("li", "draft"), version=submitted, text=LICENCE, at=NOON)


@pytest.mark.parametrize("right", ["check", "approve", "publish"])
def test_a_right_for_one_act_is_none_for_another(draft, right):
    with pytest.raises(NotEntitledError, match=r"you do not hold the right catalogue\.draft"):
        take_step(person("qian", right), version=draft, step="submit", at=NOON)


def test_a_right_for_one_unit_is_none_for_another():
    stranger = person("li", "draft", path="shili/water/")
    with pytest.raises(NotEntitledError):
        draft_version(stranger, code="a", text="id: a", at=NOON, path="shili/housing/")


def test_the_record_holds_the_digest_of_every_text(draft):
    revise_draft(person("li", "draft"), version=draft, text=LICENCE + "note: 一稿\n", at=NOON)
    revise_draft(person("li", "draft"), version=draft, text=LICENCE, at=NOON)
    bodies = list(Opening.objects.values_list("body", flat=True))
    assert [draft.digest in body for body in bodies] == [True, False, True]


def test_a_document_under_another_name_is_refused():
    with pytest.raises(FlawedDocumentError, match=r"write id: licence\.stall"):
        draft_version(person("li", "draft", of=city()), code="licence.stall", text=LICENCE, at=NOON)
