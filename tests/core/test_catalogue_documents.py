"""A folder of power documents becomes rows; what is wrong in one is said with file, line, key and remedy."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.catalogue import Catalogue, check_catalogue, load_catalogue, load_powers
from zhiheng.core.errors import CatalogueError
from zhiheng.core.relations import CATALOGUE, INTERNAL, RELATIONS

ROAD_FINE = """\
id: penalty.road-fine
title: {zh: 道路交通罚款, en: Road traffic fine}
type: penalty
jurisdiction: it
valid_from: 1993-01-01
steps:
  - {id: create, activity: Create Fine, required: true, max_times: 1}
  - {id: send, activity: Send Fine, after: create, max_times: 1}
  - {id: notify, activity: Insert Fine Notification, after: send, max_times: 1}
  - {id: penalty, activity: Add penalty, after: notify, max_times: 1}
  - {id: pay, activity: Payment}
  - {id: appeal, activity: Insert Date Appeal to Prefecture, after: create}
  - {id: appeal-sent, activity: Send Appeal to Prefecture, after: appeal}
  - {id: appeal-result, activity: Receive Result Appeal from Prefecture, after: appeal-sent}
  - {id: appeal-told, activity: Notify Result Appeal to Offender, after: appeal-result}
  - {id: judge, activity: Appeal to Judge}
  - {id: collect, activity: Send for Credit Collection, after: penalty}
limits:
  - {id: send, from: create, to: send, within: 90 days, must_happen: false, roll: false}
  - {id: notify, from: create, to: notify, within: 90 days, must_happen: false, roll: false}
  - {id: penalty-wait, kind: minimum, from: notify, to: penalty, at_least: 60 days}
  - {id: appeal, from: notify, to: appeal, within: 60 days, must_happen: false, roll: false}
responses:
  - {id: notified, after: {step: send, which: last}, need: notify}
dues:
  - {id: paid-in-full, due: [last fine, sum expense], paid: sum payments}
"""
FINE_SINCE = (date(1993, 1, 1) - date(1970, 1, 1)).days
KEY = ("penalty.road-fine", "1993-01-01")
VALID = (FINE_SINCE, None)


def city(folder: Path, **files: str) -> Path:
    """A city's folder with these power documents."""
    (folder / "powers").mkdir()
    for name, text in files.items():
        (folder / "powers" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def power(**keys: Any) -> Catalogue:
    return load_powers([{"id": "p", "steps": [{"id": "a"}, {"id": "b", "after": "a"}], **keys}])


def lines(catalogue: Catalogue, relation: str) -> list[tuple[Any, ...]]:
    """Rows without power, version and validity."""
    return [row[2:-2] for row in catalogue.rows[relation]]


def test_the_road_fine_of_the_contract_loads_as_it_stands(tmp_path: Path):
    rows = load_catalogue(city(tmp_path, fine=ROAD_FINE)).rows
    assert rows["powers"] == [(*KEY, "penalty", None, None, None, "it", *VALID)]
    assert [row[2] for row in rows["power_steps"]][:3] == ["create", "send", "notify"]
    assert (*KEY, "create", "send", None, *VALID) in rows["step_order"]
    assert rows["responses"] == [(*KEY, "notified", "send", "last", "notify", *VALID)]
    assert rows["time_limits"][0] == (
        *KEY, "send", "statutory", "create", None, "first", "send", None, "first", None,
        90, "day", "day", 0, None, 0, 1, 0, *VALID,
    )  # fmt: skip
    assert [row[2:6] for row in rows["dues"]] == [
        ("paid-in-full", "fine", "last", None), ("paid-in-full", "expense", "sum", None),
    ]  # fmt: skip
    assert (*KEY, "Create Fine", "create") in rows["activities"]


def test_every_catalogue_relation_is_there_with_its_columns(tmp_path: Path):
    rows = load_catalogue(city(tmp_path, fine=ROAD_FINE)).rows
    assert set(rows) == {*CATALOGUE, *INTERNAL}
    for name, made in rows.items():
        assert {len(row) for row in made} <= {len((RELATIONS | INTERNAL)[name].names)}


def test_a_power_needs_nothing_but_an_id_and_steps():
    made = load_powers([{"id": "p", "steps": [{"id": "a"}]}])
    assert made.rows["power_steps"] == [
        ("p", "0001-01-01", "a", 0, None, None, None, 0, None, 0, 0, None, None, None)
    ]
    assert made.rows["activities"] == [("p", "0001-01-01", "a", "a")]


@pytest.mark.parametrize(
    ("after", "rows"),
    [
        ("a", [("a", None)]),
        (["a", "b"], [("a", None), ("b", None)]),
        ({"any": ["a", "b"]}, [("a", 1), ("b", 1)]),
        ({"at_least": 2, "of": ["a", "b", "c"]}, [("a", 2), ("b", 2), ("c", 2)]),
    ],
)
def test_a_step_waits_for_all_any_or_some_of_its_predecessors(after: Any, rows: list[tuple[Any, ...]]):
    made = load_powers(
        [{"id": "p", "steps": [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d", "after": after}]}]
    )
    assert [(before, needed) for before, _, needed in lines(made, "step_order")] == rows


def test_what_a_step_says_reaches_its_row():
    step = {
        "id": "c",
        "after": "b",
        "role": "head",
        "officials": 2,
        "anytime": True,
        "closes": True,
        "returns_to": "a",
        "kind": "decision",
    }
    made = power(steps=[{"id": "a"}, {"id": "b"}, step, {"id": "d", "closes": "withdrawn"}])
    assert lines(made, "power_steps")[2] == ("c", 0, None, "head", 2, 2, "closed", 1, 1, "decision")
    assert lines(made, "power_steps")[3][6] == "withdrawn"
    assert lines(made, "step_returns") == [("c", "a")]


def test_an_extension_has_a_row_for_each_of_its_grounds():
    limit = {"id": "decide", "from": "a", "to": "b", "within": "20 workdays"}
    line = {"limit": "decide", "by": "10 workdays", "times": 1, "grounds": ["complex", "flood"]}
    made = power(steps=[{"id": "a"}, {"id": "b"}], limits=[limit], extensions=[line])
    rows = lines(made, "allowed_extensions")
    assert rows == [("decide", ground, 10, "workday", 1) for ground in ("complex", "flood")]


@pytest.mark.parametrize(
    ("limit", "line", "says"),
    [
        ({"within": "20 workdays"}, {"by": "10 days"}, "it counts days, and the limit counts workdays"),
        ({"within": "20 workdays"}, {}, "`by`: it is missing; add it"),
        ({"kind": "minimum", "at_least": "5 days"}, {"by": "1 day"}, "cannot be made longer; drop the line"),
    ],
)
def test_an_extension_that_cannot_be_is_refused(limit: dict[str, Any], line: dict[str, Any], says: str):
    limits = [{"id": "decide", "from": "a", "to": "b"} | limit]
    with pytest.raises(CatalogueError, match=re.escape(says)):
        power(steps=[{"id": "a"}, {"id": "b"}], limits=limits, extensions=[{"limit": "decide"} | line])


def test_an_extension_of_a_limit_that_is_not_there_is_doubted():
    made = power(steps=[{"id": "a"}], extensions=[{"limit": "decide", "by": "10 workdays"}])
    assert [w.en for w in made.warnings if "no such limit" in w.en]
    assert made.rows["allowed_extensions"] == []


def test_separations_stand_on_their_own_or_on_a_step():
    steps = [{"id": "a"}, {"id": "b", "not_same_official_as": "a", "not_same_unit_as": ["a"]}]
    made = power(
        steps=steps,
        separations=[
            {"id": "s", "steps": ["a", "b"]},
            {"id": "t", "step_a": "b", "step_b": "a", "scope": "unit"},
        ],
    )
    assert lines(made, "separations") == [("s", "a", "b", "official"), ("t", "b", "a", "unit")]
    alone = power(steps=steps)
    assert lines(alone, "separations") == [("b-a", "b", "a", "official"), ("b-a-unit", "b", "a", "unit")]


def test_fees_are_minor_units_of_the_currency():
    fees = [
        {"item": "form", "amount": Decimal("12.50")},
        {"item": "use", "min": 10, "max": "99.9"},
        {"item": "x", "max": 0.1},
    ]
    assert lines(power(fees=fees), "fee_items") == [
        ("form", 1250, 1250),
        ("use", 1000, 9990),
        ("x", None, 10),
    ]
    yen = load_powers([{"id": "p", "steps": [], "fees": [{"item": "form", "amount": 12}]}], currency_digits=0)
    assert lines(yen, "fee_items") == [("form", 12, 12)]


def test_dues_name_the_charges_and_the_payments_that_count():
    dues = [{"id": "d", "due": "sum road use", "paid": "sum road use"}, {"id": "e", "due": ["first fine"]}]
    assert lines(power(dues=dues), "dues") == [
        ("d", "road use", "sum", "road use"), ("e", "fine", "first", None),
    ]  # fmt: skip


def test_disclosure_and_clock_stops_keep_their_units():
    made = power(
        disclosure=[{"id": "result", "after": "b", "within": "7 workdays"}],
        clock_stops=[{"ground": "hearing", "cap": "20 days"}, {"ground": "expert"}],
    )
    assert lines(made, "disclosure_duties") == [("result", "b", 7, "workday")]
    assert lines(made, "clock_stops") == [("hearing", 20, "day"), ("expert", None, None)]


def test_each_line_cites_its_own_law_and_the_power_its_own():
    law = {"law": "行政许可法", "article": "第四十二条"}
    made = power(
        basis=[{"law": "建筑法", "article": "第七条"}, {"law": "城乡规划法"}],
        limits=[{"id": "l", "from": "a", "to": "b", "within": "3 days", "basis": law}],
        clock_stops=[{"ground": "hearing", "basis": law}],
        steps=[{"id": "a", "basis": law}, {"id": "b", "not_same_official_as": "a", "basis": law}],
    )
    cited = {(row[2], row[3]): row[4] for row in made.rows["bases"]}
    own = "行政许可法 第四十二条"
    assert cited == {
        ("powers", "p"): "建筑法 第七条；城乡规划法",
        ("time_limits", "l"): own,
        ("clock_stops", "hearing"): own,
        ("power_steps", "a"): own,
        ("power_steps", "b"): own,
        ("separations", "b-a"): own,
    }


def test_a_holder_holds_across_versions_and_only_in_its_time():
    holders = [
        {"unit": "housing", "tier": "city"},
        {"unit": "zone", "by": "transfer", "since": date(1970, 1, 11), "until": date(1970, 1, 20)},
    ]
    limits = [{"id": "l", "from": "a", "to": "b", "within": {date(1970, 1, 15): "3 days"}}]
    assert power(holders=holders, limits=limits).rows["holders"] == [
        ("p", "housing", "city", None, None, None), ("p", "zone", None, "transfer", 10, 19),
    ]  # fmt: skip


def test_subfolders_are_read_and_files_taken_in_the_order_of_their_names(tmp_path: Path):
    folder = city(tmp_path, b="{id: second, steps: []}", a="{id: first, steps: []}")
    (folder / "powers" / "c").mkdir()
    (folder / "powers" / "c" / "x.yml").write_text("{id: third, steps: []}", encoding="utf-8")
    assert [v.power_id for v in load_catalogue(folder).versions] == ["first", "second", "third"]
    assert load_catalogue(folder / "powers").rows == load_catalogue(folder).rows


@pytest.mark.parametrize(
    ("lines", "line", "sentence"),
    [
        ("steps: []\nlmits: []", 3, "unknown key 'lmits'; did you mean 'limits'?"),
        (
            "steps:\n  - {id: a, reqired: true}",
            3,
            "step 'a': unknown key 'reqired'; did you mean 'required'?",
        ),
        (
            "steps:\n  - id: a\n    required: yes",
            4,
            "step 'a', `required`: 'yes' must be true or false; correct it",
        ),
        ("steps:\n  - id: 7", 3, "step no. 1, `id`: '7' must be text; write it in quotes"),
        ("steps: {a: b}", 2, "`steps`: {…} must be a list; correct it"),
        ("steps:\n  - a", 3, "step no. 1: 'a' must be a mapping of keys; correct it"),
        ("steps:\n  - {title: a}", 3, "step no. 1: `id` is missing; add it"),
        ("steps:\n  - {id: a}\n  - {id: a}", 4, "step 'a' is written twice; give each its own id"),
        ("steps: [{id: a, max_times: -1}]", 2, "'-1' must be a whole number at least 0"),
        ("steps: [{id: ''}]", 2, "it is empty; write a name"),
        ("extends: ''", 2, "`extends`: it is empty; write a name, or remove what needs none"),
        ("steps: [{id: a, max_times: 99999999999999999999}]", 2, "has too many digits; write a whole number"),
        ("steps: [{id: a}, {id: b, after: a, within: 1.5}]", 2, "'1.5' is no duration; write a whole number"),
        ("steps: [{id: a}]\nclock_stops: [{ground: g, cap: true}]", 3, "true is no duration; write a whole number"),
        ("steps: [{id: a, after: {ny: [a]}}]", 2, "step 'a', `after`: unknown key 'ny'; did you mean 'any'?"),
        (
            "steps: [{id: a, after: {any: [b], of: [b]}}]",
            2,
            "write {any: [steps]} or {at_least: 2, of: [steps]}",
        ),
        ("steps: [{id: b}, {id: a, after: {at_least: 2, of: [b]}}]", 2, "2 of 1 steps can never be done"),
        ("steps: [{id: a, returns_to: b}]", 2, "step 'a', `returns_to`: there is no step 'b'; known: a"),
        ("steps: [{id: a, officials: 2, min_officials: 2}]", 2, "`officials` says it already"),
        ("steps: []\nvalid_from: soon", 3, "`valid_from`: 'soon' must be a date as in 2021-07-15"),
        ("steps: []\ntitle: {fr: Permis}", 3, "`title`: unknown key 'fr'; known: en, zh"),
        ("extends: 7", 2, "`extends`: '7' must be text"),
        ("type: fine", 1, "neither steps nor extends"),
        ("steps: []\nfees:\n  - {item: f, amount: 1.005}", 4, "1.005 has more than the 2 decimals"),
        ("steps: []\nfees:\n  - {item: f, min: 3, max: 2}", 4, "3 is more than max 2; exchange them"),
        ("steps: []\nfees:\n  - {item: f}", 4, "fee 'f', `amount`: it is missing; add it"),
        ("steps: []\nfees:\n  - {item: f, amount: -3}", 4, "-3 is no amount; write one such as 12.50"),
        ("steps: []\nfees:\n  - {item: f, amount: 1, max: 2}", 4, "write amount, or min and max"),
        ("steps: []\ndues:\n  - {id: d, due: fine}", 4, "'fine' is no due; write last, first or sum"),
        ("steps: []\ndues:\n  - {id: d, due: [sum a, last a]}", 4, "'a' is counted twice; keep one"),
        (
            "steps: []\ndues:\n  - {id: d, due: sum a, paid: all}",
            4,
            "'all' is not understood; write 'sum payments'",
        ),
        ("steps: []\ndues:\n  - {id: d}", 4, "due 'd', `due`: it is missing"),
        ("steps: [{id: a}]\nresponses:\n  - {id: r, after: a}", 4, "response 'r', `need`: it is missing"),
        ("steps: [{id: a}]\nresponses:\n  - {id: r, need: a}", 4, "response 'r', `after`: it is missing"),
        ("steps: [{id: a}]\nresponses:\n  - {id: r, after: a, need: b}", 4, "there is no step 'b'; known: a"),
        ("steps: [{id: a}]\nseparations:\n  - {id: s, steps: [a]}", 4, "must be a list of 2 entries"),
        ("steps: [{id: a}]\nseparations:\n  - {id: s}", 4, "separation 's', `steps`: it is missing"),
        ("steps: [{id: a}]\ndisclosure:\n  - {id: d, after: a}", 4, "duty 'd', `within`: it is missing"),
        ("steps: [{id: a}]\ndisclosure:\n  - {id: d, within: 7 days}", 4, "duty 'd', `after`: it is missing"),
    ],
)
def test_what_is_wrong_is_said_with_line_key_and_remedy(tmp_path: Path, lines: str, line: int, sentence: str):
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(city(tmp_path, p=f"id: p\n{lines}\n"))
    assert caught.value.place == f"powers/p.yaml:{line}"
    assert sentence in caught.value.en
    assert caught.value.zh


@pytest.mark.parametrize(
    ("text", "sentence"), [("steps: []\n", "has no `id`"), ("id: law/p\nsteps: []\n", "law pack")]
)
def test_a_power_has_an_id_of_its_own(tmp_path: Path, text: str, sentence: str):
    with pytest.raises(CatalogueError, match=sentence):
        load_catalogue(city(tmp_path, p=text))


def test_a_folder_without_a_power_is_refused(tmp_path: Path):
    with pytest.raises(CatalogueError, match=r"holds no power document"):
        load_catalogue(city(tmp_path))


def test_a_check_goes_on_after_the_first_error(tmp_path: Path):
    folder = city(tmp_path, a="id: a\nsteps: 3\n", b="id: [\n", c="id: c\nsteps: [{id: x}]\n")
    found = check_catalogue(folder)
    assert [error.place for error in found.errors] == ["powers/b.yaml:2", "powers/a.yaml:2"]
    assert [warning.place for warning in found.warnings] == ["powers/c.yaml:1", "powers/c.yaml:1"]


def test_a_document_given_as_data_is_placed_by_its_number():
    with pytest.raises(CatalogueError, match=r"T02\.examples\.yaml: document 2: `steps`: 'x' must be a list"):
        load_powers([{"id": "a", "steps": []}, {"id": "b", "steps": "x"}], place="T02.examples.yaml")


def test_a_loaded_document_can_be_loaded_again(tmp_path: Path):
    once = load_catalogue(city(tmp_path, fine=ROAD_FINE))
    assert load_powers([v.document for v in once.versions]).rows == once.rows


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10**19) | st.floats() | st.text(max_size=4) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=4) | st.sampled_from(["id", "step", "which", "any", "of"]) | st.dates(),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    [
        "title",
        "basis",
        "after",
        "within",
        "from",
        "to",
        "until",
        "cap",
        "due",
        "amount",
        "valid_from",
        "activity",
    ]
)
LINE = st.dictionaries(KEYS | st.just("id") | st.just("ground") | st.just("item"), VALUES, max_size=4)
LISTS = st.sampled_from(
    ["steps", "limits", "responses", "clock_stops", "separations", "fees", "dues", "holders"]
)


@given(
    st.dictionaries(LISTS, VALUES | st.lists(LINE, max_size=3), max_size=3),
    st.dictionaries(KEYS, VALUES, max_size=2),
)
def test_any_document_is_loaded_or_refused_in_two_languages(lists: dict[str, Any], keys: dict[str, Any]):
    error = refusal({"id": "p", "steps": [{"id": "a"}], **lists, **keys})
    assert error is None or (error.place == "powers: document 1" and error.zh != error.en)


def refusal(document: dict[str, Any]) -> CatalogueError | None:
    try:
        load_powers([document])
    except CatalogueError as error:
        return error
    return None
