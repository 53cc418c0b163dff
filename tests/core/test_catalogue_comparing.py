"""What differs between two documents is told line by line, nothing left out, and whether it binds more or less."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.catalogue import Document, differences

OLD = {
    "id": "licence.stall", "title": {"zh": "占道经营许可", "en": "Street stall"}, "type": "licence",
    "basis": [{"law": "示例市条例", "article": "第三条"}],
    "steps": [
        {"id": "accept", "role": "clerk", "required": True},
        {"id": "visit", "role": "handler", "after": "accept", "officials": 2},
        {"id": "decide", "role": "head", "after": ["visit"]},
    ],
    "limits": [{"id": "decision", "from": "accept", "to": "decide", "within": "20 workdays"}],
    "separations": [{"id": "apart", "steps": ["visit", "decide"]}],
    "holders": [{"unit": "housing", "tier": "city", "by": "statutory"}],
}  # fmt: skip


def document(**changes) -> Document:
    return msgspec.convert({**OLD, **changes}, Document)


def told(**changes):
    found = differences(document(), document(**changes))
    return [(one.place("zh"), one.change, one.old, one.new, one.weight) for one in found]


def limit(**changes):
    return [{**OLD["limits"][0], **changes}]


def test_a_shorter_limit_binds_more():
    line = ("时限 decision · 应在", "changed", "20 workdays", "15 workdays", "stricter")
    assert told(limits=limit(within="15 workdays")) == [line]


def test_a_longer_limit_binds_less():
    assert told(limits=limit(within="30 workdays"))[0][4] == "looser"


def test_a_figure_in_another_unit_is_not_said_to_bind_more_or_less():
    assert told(limits=limit(within="15 days"))[0][4] == "neutral"


def test_a_separation_that_is_dropped_binds_less_and_is_told_whole():
    assert told(separations=[]) == [("分离要求 apart", "removed", "steps: visit、decide", "", "looser")]


def test_another_article_is_told_as_it_is_cited():
    found = told(basis=[{"law": "示例市条例", "article": "第四条"}])
    assert found == [("依据", "changed", "示例市条例第三条", "示例市条例第四条", "neutral")]


def test_steps_in_another_order_are_told():
    assert told(steps=OLD["steps"][::-1]) == [
        ("环节 …", "moved", "accept、visit、decide", "decide、visit、accept", "neutral")
    ]


@pytest.mark.parametrize("section", ["steps", "limits", "separations", "holders"])
def test_what_was_added_one_way_was_removed_the_other(section):
    less = document(**{section: []})
    there, back = differences(document(), less), differences(less, document())
    assert {one.change for one in there} == {"removed"}
    assert [(one.line, one.old) for one in there] == [(one.line, one.new) for one in back]


def test_a_document_differs_in_nothing_from_itself():
    assert differences(document(), document()) == []


LEAVES = [
    (section, place, key)
    for section in ("steps", "limits", "holders")
    for place, line in enumerate(OLD[section])
    for key, value in line.items()
    if isinstance(value, str) and key not in {"id", "unit", "by", "after"}
]


@given(st.sampled_from(LEAVES), st.from_regex(r"[a-z]{3,8}", fullmatch=True))
def test_every_leaf_that_changes_is_told_and_no_other(leaf, word):
    section, place, key = leaf
    lines = [dict(line) for line in OLD[section]]
    changed = lines[place][key] != word
    lines[place][key] = word
    found = [(one.section, one.key, one.new) for one in differences(document(), document(**{section: lines}))]
    assert found == ([(section, key, word)] if changed else [])
