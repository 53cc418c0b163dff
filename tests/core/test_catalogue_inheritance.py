"""What a document takes over: lists merge by id, the child's line wins key by key, a line may be dropped."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.catalogue import Catalogue, load_powers
from zhiheng.core.catalogue.inheritance import merge
from zhiheng.core.catalogue.reading import Source
from zhiheng.core.errors import CatalogueError

PACK = """
id: licensing-ordinary
title: {zh: 一般许可, en: Ordinary licence}
type: licence
basis: {law: 中华人民共和国行政许可法}
steps:
  - {id: accept}
  - {id: decide, after: accept, role: head}
limits:
  - {id: decide, from: accept, to: decide, within: 20 workdays}
"""


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """Law packs of one jurisdiction, cn."""
    folder = tmp_path / "law" / "cn"
    folder.mkdir(parents=True)
    (folder / "licensing-ordinary.yaml").write_text(PACK, encoding="utf-8")
    return tmp_path / "law"


def permit(law: Path, **keys: Any) -> Catalogue:
    return load_powers(
        [{"id": "permit", "extends": "law/licensing-ordinary", **keys}], jurisdiction="cn", law=law
    )


def test_a_document_that_only_extends_is_the_law_pack_under_its_own_id(law: Path):
    power = permit(law).versions[0].power
    assert (power.id, power.type, power.jurisdiction) == ("permit", "licence", "cn")
    assert [limit.allowed for limit in power.limits] == [20]


def test_the_child_wins_key_by_key_and_keeps_the_rest(law: Path):
    limit = permit(law, limits=[{"id": "decide", "within": "7 workdays"}]).versions[0].power.limits[0]
    assert (limit.allowed, limit.from_step, limit.to_step) == (7, "accept", "decide")


def test_another_way_to_say_the_same_takes_the_place_of_the_inherited_one(law: Path):
    limit = permit(law, limits=[{"id": "decide", "under": "5 days"}]).versions[0].power.limits[0]
    assert (limit.allowed, limit.unit, limit.under) == (5, "day", True)


def test_new_lines_come_after_the_inherited_ones(law: Path):
    power = permit(law, steps=[{"id": "visit", "after": "accept"}]).versions[0].power
    assert [step.id for step in power.steps] == ["accept", "decide", "visit"]


def test_a_line_can_be_dropped(law: Path):
    assert permit(law, limits=[{"id": "decide", "remove": True}]).rows["time_limits"] == []


def test_null_drops_an_inherited_key(law: Path):
    power = permit(law, type=None, steps=[{"id": "decide", "role": None}]).versions[0].power
    assert (power.type, power.steps[1].role) == (None, None)


def test_a_promise_holds_from_its_day_and_the_law_before_it(law: Path):
    made = permit(law, limits=[{"id": "decide", "within": {date(2024, 1, 1): "7 workdays"}}])
    assert [(v.version, v.power.limits[0].allowed) for v in made.versions] == [
        ("0001-01-01", 20),
        ("2024-01-01", 7),
    ]


def test_a_power_may_extend_another_of_the_same_folder():
    made = load_powers([
        {"id": "big", "extends": "small", "steps": [{"id": "visit", "after": "accept"}]},
        {"id": "small", "steps": [{"id": "accept"}]},
    ])  # fmt: skip
    assert {v.power_id: [step.id for step in v.power.steps] for v in made.versions} == {
        "big": ["accept", "visit"], "small": ["accept"],
    }  # fmt: skip


def test_a_power_follows_the_versions_of_the_one_it_extends():
    made = load_powers([
        {"id": "small", "valid_from": date(2004, 7, 1), "steps": [{"id": "accept"}]},
        {"id": "small", "valid_from": date(2021, 7, 15), "steps": [{"id": "accept"}, {"id": "hear"}]},
        {"id": "big", "extends": "small", "valid_from": date(2010, 1, 1)},
    ])  # fmt: skip
    versions = [(v.version, len(v.power.steps)) for v in made.versions if v.power_id == "big"]
    assert versions == [("2010-01-01", 1), ("2021-07-15", 2)]


def test_an_error_in_an_inherited_line_names_the_file_that_wrote_it(law: Path):
    with pytest.raises(CatalogueError) as caught:
        permit(law, steps=[{"id": "accept", "remove": True}])
    assert caught.value.place == "law/cn/licensing-ordinary.yaml:8"
    assert "there is no step 'accept'" in caught.value.en


def test_documents_that_extend_each_other_are_refused_with_the_chain():
    documents = [{"id": "a", "extends": "b"}, {"id": "b", "extends": "c"}, {"id": "c", "extends": "a"}]
    with pytest.raises(CatalogueError, match="a → b → c → a"):
        load_powers(documents)


def test_law_packs_that_extend_each_other_are_refused(law: Path):
    (law / "cn" / "one.yaml").write_text("extends: law/two\n", encoding="utf-8")
    (law / "cn" / "two.yaml").write_text("extends: law/one\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="law/one → law/two → law/one"):
        load_powers([{"id": "a", "extends": "law/one"}], jurisdiction="cn", law=law)


def test_a_tower_of_documents_is_refused():
    tower = [{"id": "p0", "steps": []}, *({"id": f"p{n}", "extends": f"p{n - 1}"} for n in range(1, 2000))]
    for documents in (tower, tower[::-1]):
        with pytest.raises(CatalogueError, match="extend each other"):
            load_powers(documents)


@pytest.mark.parametrize(
    ("keys", "remedy"),
    [
        ({"extends": "law/licensing-ordinry"}, "did you mean 'licensing-ordinary'"),
        ({"extends": "law/../cn/licensing-ordinary"}, "no name of a law pack"),
        ({"extends": "permits"}, "did you mean 'permit'"),
        ({"limits": [{"id": "decision", "remove": True}]}, "not inherited; did you mean 'decide'"),
        ({"limits": [{"id": "other", "within": "3 days"}]}, "limit 'other', `from`: it is missing"),
    ],
)
def test_what_cannot_be_inherited_is_refused_with_the_nearest_name(
    law: Path, keys: dict[str, Any], remedy: str
):
    with pytest.raises(CatalogueError, match=remedy):
        permit(law, **keys)


def test_a_law_pack_needs_a_jurisdiction(law: Path):
    with pytest.raises(CatalogueError, match="add jurisdiction"):
        load_powers([{"id": "permit", "extends": "law/licensing-ordinary"}], law=law)


def test_nothing_can_be_removed_where_nothing_is_inherited():
    with pytest.raises(CatalogueError, match="is to be removed and is not inherited"):
        load_powers([{"id": "a", "steps": [{"id": "b", "remove": True}]}])


NAMES = st.sampled_from(["accept", "decide", "visit", "hear"])
LINE = st.fixed_dictionaries({"id": NAMES}, optional={"role": st.text(max_size=3), "required": st.booleans()})
LINES = st.lists(LINE, unique_by=lambda line: line["id"], max_size=4)
HERE = Source("powers/x.yaml", {})


@given(LINES)
def test_an_empty_child_changes_nothing(steps: list[dict[str, Any]]):
    parent = {"id": "p", "type": "licence", "steps": steps}
    assert merge(parent, {}, HERE) == parent
    assert merge(parent, {"steps": []}, HERE) == parent


@given(LINES)
def test_merging_a_document_with_itself_changes_nothing(steps: list[dict[str, Any]]):
    parent = {"id": "p", "steps": steps}
    assert merge(parent, parent, HERE) == parent


@given(LINES.filter(len), LINE)
def test_a_line_removed_and_added_again_is_the_new_line_alone(
    steps: list[dict[str, Any]], line: dict[str, Any]
):
    again = {**line, "id": steps[0]["id"]}
    without = merge({"steps": steps}, {"steps": [{"id": again["id"], "remove": True}]}, HERE)
    assert again["id"] not in [step["id"] for step in without["steps"]]
    assert merge(without, {"steps": [again]}, HERE)["steps"][-1] == again


@given(LINES, LINES)
def test_merging_leaves_both_documents_as_they_are(parent: list[dict[str, Any]], child: list[dict[str, Any]]):
    before = repr((parent, child))
    merge({"steps": parent}, {"steps": child}, HERE)
    assert repr((parent, child)) == before
