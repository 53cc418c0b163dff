"""Fields and text say the same, and what a field does not say stays as somebody wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.people import LICENCE
from zhiheng.catalogue.editing.fields import ROWS, Fields, Row, fields_of
from zhiheng.catalogue.editing.writing import with_fields
from zhiheng.core.catalogue.reading import source_of_text

COMMENTED = """\
# The kiosk licence of the city.
id: licence.kiosk
title: {zh: 报刊亭设置许可, en: Licence for a kiosk}  # as in the decree
type: licence
basis:
  law: 示例市市容管理条例
  article: 第十二条
# Who holds it.
holders:
  - {unit: housing, tier: city}   # the bureau
  - unit: airport-zone
    by: transfer
steps:
  - {id: accept, title: {zh: 受理, en: Accepted}, required: true}  # at the window
  # then
  - id: decide
    after: accept
    officials: 2
note: |
  merged
  in 2019
"""


def read(text: str) -> Fields:
    return fields_of(source_of_text(text, "x").data)


def having(text: str, name: str, place: int, **cells: str) -> str:
    fields = read(text)
    rows = list(fields.rows[name])
    rows[place] = Row(rows[place].was, {**rows[place].cells, **cells})
    return with_fields(text, Fields(fields.top, {name: rows}))


@pytest.mark.parametrize("text", [LICENCE, COMMENTED])
def test_fields_that_did_not_change_change_no_character(text):
    assert with_fields(text, read(text)) == text


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("type", "other", "type: licence\n", "type: other\n"),
        ("title_zh", "亭", "zh: 报刊亭设置许可, en", "zh: 亭, en"),
        ("valid_from", "2027-01-01", "type: licence\n", "type: licence\nvalid_from: 2027-01-01\n"),
        ("extends", "law/licensing-ordinary", "type: licence\n", "type: licence\nextends: law/licensing-ordinary\n"),
        ("type", "", "type: licence\n", ""),
    ],
)
def test_a_field_of_the_document_changes_its_own_words_only(key, value, old, new):
    fields = read(COMMENTED)
    assert with_fields(COMMENTED, Fields({**fields.top, key: value}, {})) == COMMENTED.replace(old, new)


@pytest.mark.parametrize(
    ("name", "place", "cells", "old", "new"),
    [
        ("steps", 1, {"within": "5 workdays"}, "id: decide\n    after: accept\n    officials: 2\n",
         "{id: decide, after: accept, officials: 2, within: 5 workdays}\n"),
        ("steps", 0, {"required": ""}, ", required: true}  # at", "}  # at"),
        ("holders", 0, {"since": "2026-12-01"}, "{unit: housing, tier: city}   #",
         "{unit: housing, tier: city, since: 2026-12-01}   #"),
        ("basis", 0, {"article": "第十三条"}, "\n  law: 示例市市容管理条例\n  article: 第十二条\n",
         " [{law: 示例市市容管理条例, article: 第十三条}]\n"),
    ],
)  # fmt: skip
def test_a_changed_line_is_written_anew_and_no_other(name, place, cells, old, new):
    assert old in COMMENTED
    assert having(COMMENTED, name, place, **cells) == COMMENTED.replace(old, new)


def test_a_line_is_added_at_the_end_of_its_list_and_one_is_taken_away():
    fields = read(COMMENTED)
    added = Row(None, {"unit": "东街街道办", "tier": "township", "by": "transfer"})
    text = with_fields(COMMENTED, Fields(fields.top, {"holders": [fields.rows["holders"][0], added]}))
    assert text == COMMENTED.replace(
        "  - unit: airport-zone\n    by: transfer\n", "  - {unit: 东街街道办, tier: township, by: transfer}\n"
    )


def test_a_list_that_was_not_there_is_put_in_its_place():
    limit = Row(None, {"id": "decide", "from": "accept", "to": "decide", "within": "20 workdays"})
    text = with_fields(COMMENTED, Fields(read(COMMENTED).top, {"limits": [limit]}))
    assert "    officials: 2\nlimits:\n  - {id: decide, from: accept, to: decide, within: 20 workdays}\nnote: |" in text


WORDS = st.text(st.sampled_from("ab受理#:-{}[],'\"0 12é&*!%@`|>"), max_size=8).map(str.strip)
PLAIN = WORDS.filter(lambda one: one[:1] not in "{[")


@st.composite
def edits(draw):
    fields = read(COMMENTED)
    top = {key: draw(PLAIN) for key in ("title_zh", "type")}
    rows = {}
    for name, columns in ROWS.items():
        plain = [column for column in columns if column not in {"from", "since", "after", "required", "within"}]
        kept = [row for row in fields.rows[name] if draw(st.booleans())]
        new = draw(st.lists(st.just(None), max_size=2))
        rows[name] = [
            Row(row.was if row else None, {**dict.fromkeys(columns, ""), **(row.cells if row else {}),
                **{column: draw(PLAIN) for column in plain if draw(st.booleans())}})
            for row in [*kept, *new]
        ]  # fmt: skip
    return Fields({**fields.top, **top}, rows)


@given(edits())
def test_what_the_fields_say_is_what_the_text_says(fields):
    said = read(with_fields(COMMENTED, fields))
    assert said.top["type"] == fields.top["type"]
    for name in ROWS:
        written = [dict(row.cells) for row in fields.rows[name] if row.was is not None or not row.is_empty]
        assert [dict(row.cells) for row in said.rows[name]] == written
    assert with_fields(COMMENTED, fields).startswith("# The kiosk licence of the city.\n")
