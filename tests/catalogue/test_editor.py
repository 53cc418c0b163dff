"""Who does not write YAML fills in fields; who does, goes on writing; both are judged alike."""

import re
from html import unescape

import pytest

from tests.accounts.people import account, browser
from tests.catalogue.people import LICENCE
from tests.catalogue.test_editing import COMMENTED
from zhiheng.catalogue.models import Version

pytestmark = pytest.mark.django_db

PAGE = "/catalogue/licence.kiosk/1/edit/"
FIELD = re.compile(r'<input[^>]*? name="([a-z_0-9-]+)"(?: value="([^"]*)")?([^>]*)>')
CHOICE = re.compile(r'<select id="f-([a-z_0-9-]+)".*?</select>', re.DOTALL)


@pytest.fixture
def editor():
    client = browser(account("li", "catalogue_editor"))
    client.post("/catalogue/new/", {"code": "licence.kiosk", "text": COMMENTED})
    return client


def filled(page: str) -> dict[str, str]:
    """What a browser would send."""
    inputs = [found for found in FIELD.finditer(page) if "checkbox" not in found[0]]
    said = {found[1]: unescape(found[2] or "") for found in inputs}
    boxes = re.findall(r'<input type="checkbox"[^>]* name="([^"]+)"[^>]* checked', page)
    chosen = {found[1]: re.search(r'value="([^"]*)" selected', found[0]) for found in CHOICE.finditer(page)}
    return said | dict.fromkeys(boxes, "on") | {name: match[1] if match else "" for name, match in chosen.items()}


def test_a_field_is_saved_into_the_text_without_a_script(editor):
    said = filled(editor.get(PAGE).content.decode()) | {"text": COMMENTED, "act": "save"}
    assert said["steps-0-title_zh"] == "受理"
    assert editor.post(PAGE, said | {"steps-1-within": "5 workdays"}).status_code == 302
    assert Version.objects.get().text == COMMENTED.replace(
        "id: decide\n    after: accept\n    officials: 2\n",
        "{id: decide, after: accept, officials: 2, within: 5 workdays}\n",
    )


def test_what_nobody_changed_is_saved_as_it_was(editor):
    said = filled(editor.get(PAGE).content.decode()) | {"text": COMMENTED.replace("\n", "\r\n"), "act": "save"}
    assert editor.post(PAGE, said).status_code == 302
    assert Version.objects.get().text == COMMENTED


def test_a_new_line_comes_with_a_button_and_leaves_another_to_fill_in(editor):
    said = filled(editor.get(PAGE).content.decode()) | {"text": COMMENTED, "act": "write"}
    page = editor.post(PAGE, said | {"limits-0-id": "decide", "limits-0-from": "accept"}).content.decode()
    assert "limits:\n  - {id: decide, from: accept}" in page
    assert 'name="limits-1-id"' in page
    assert Version.objects.get().text == COMMENTED


def test_the_form_and_the_text_changed_apart_are_both_kept(editor):
    text = COMMENTED.replace("en: Accepted", "en: Taken in") + "hall: true\n"
    said = filled(editor.get(PAGE).content.decode()) | {"text": text, "act": "save"}
    editor.post(PAGE, said | {"type": "other", "steps-1-within": "5 workdays"})
    kept = Version.objects.get().text
    for words in ("hall: true", "type: other", "en: Taken in", "within: 5 workdays"):
        assert words in kept


def test_lines_that_came_and_went_in_both_are_not_saved_over_each_other(editor):
    text = COMMENTED.replace("  # then\n", "  - {id: review}\n")
    said = filled(editor.get(PAGE).content.decode()) | {"text": text, "act": "save"}
    answer = editor.post(PAGE, said | {"steps-1-within": "5 workdays"})
    assert answer.status_code == 422
    assert "文本和表单都改了 steps 的行" in answer.content.decode()
    assert Version.objects.get().text == COMMENTED


def test_a_field_that_nobody_touched_does_not_overrule_the_text(editor):
    said = filled(editor.get(PAGE).content.decode()) | {"text": COMMENTED.replace("type: licence", "type: other")}
    assert editor.post("/catalogue/fields/", said).status_code == 204
    reply = editor.post("/catalogue/fields/", said | {"title_zh": "亭"})
    assert "type: other" in reply.context["form"].initial["text"]
    assert '<option value="other" selected>' in reply.content.decode()
    assert 'id="fields" hx-swap-oob' not in editor.post("/catalogue/lint/", said | {"title_zh": "亭"}).content.decode()


def test_what_is_filled_in_stands_in_the_text_and_is_judged_at_the_field(editor):
    said = filled(editor.get(PAGE).content.decode()) | {"text": COMMENTED, "place": "x"}
    reply = editor.post("/catalogue/fields/", said | {"steps-1-after": "acept"}).content.decode()
    assert "{id: decide, after: acept, officials: 2}" in reply
    why = re.search(r'id="why-steps-1-after"[^>]*>(.*?)</div>', reply)
    assert "没有环节“acept”" in why[1]


def test_a_line_that_was_added_as_one_types_is_not_added_twice(editor):
    said = filled(editor.get(PAGE).content.decode()) | {"text": COMMENTED, "place": "x"}
    for cells in ({"limits-0-id": "decide"}, {"limits-0-from": "accept"}):
        said |= cells
        reply = editor.post("/catalogue/fields/", said)
        said |= filled(reply.content.decode()) | {"text": reply.context["form"].initial["text"]}
    assert said["text"].count("- {id: decide, from: accept}") == 1
    assert editor.post(PAGE, said | {"act": "save"}).status_code == 302


def test_the_form_follows_the_text(editor):
    reply = editor.post("/catalogue/lint/", {"text": LICENCE, "place": "x"}).content.decode()
    assert 'name="limits-0-within" value="20 workdays"' in reply
    assert "先改正" in editor.post("/catalogue/lint/", {"text": "a: [", "place": "x"}).content.decode()


def test_only_who_may_draft_fills_in_fields():
    reader = browser(account("zhou", "window_clerk"))
    assert reader.post("/catalogue/fields/", {"text": LICENCE}).status_code == 403
    assert reader.get(PAGE).status_code == 403
