"""The JSON Schema for editors accepts what the loader accepts, shorthand and dates included."""

import re
from typing import Any

import pytest

from tests.house.pages import ROOT, blocks
from zhiheng.core.catalogue import json_schema
from zhiheng.core.catalogue.document import LISTS
from zhiheng.core.catalogue.reading import read_yaml

SCHEMA = json_schema()
TYPES: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool,
    "null": type(None),
}  # fmt: skip


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value is valid, for the keywords that the schema uses."""
    if "$ref" in schema:
        return fits(value, SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]])
    options = schema.get("anyOf", ())
    some = not options or any(fits(value, option) for option in options)
    if not some or value not in schema.get("enum", [value]):
        return False
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return False
    if isinstance(value, dict):
        return fits_object(value, schema)
    if isinstance(value, list):
        each = schema.get("prefixItems") or [schema.get("items", {})] * len(value)
        return len(each) == len(value) and all(fits(v, s) for v, s in zip(value, each, strict=True))
    return True


def fits_object(value: dict[str, Any], schema: dict[str, Any]) -> bool:
    known = schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    if not set(schema.get("required", ())) <= set(value):
        return False
    for key, entry in value.items():
        rules = [known[key]] if key in known else [s for p, s in patterns.items() if re.search(p, key)]
        if not rules and schema.get("additionalProperties", True) is False:
            return False
        if not all(fits(entry, rule) for rule in rules):
            return False
    return True


def as_json(value: Any) -> Any:
    """YAML data as JSON has it: days as text, decimals as numbers."""
    if isinstance(value, dict):
        return {str(key): as_json(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [as_json(entry) for entry in value]
    return (
        value
        if isinstance(value, str | int | None)
        else float(value)
        if hasattr(value, "scaleb")
        else str(value)
    )


EXAMPLES = [
    as_json(read_yaml(b.text, b.place)) for b in blocks(ROOT / "docs" / "powers.md") if b.language == "yaml"
]


@pytest.mark.parametrize("document", EXAMPLES, ids=lambda document: document["id"])
def test_every_example_of_the_grammar_is_valid(document: dict[str, Any]):
    assert fits(document, SCHEMA)


@pytest.mark.parametrize(
    "keys",
    [
        {"lmits": []},
        {"steps": [{"activity": "x"}]},
        {"steps": [{"id": "a", "reqired": True}]},
        {"steps": [{"id": "a", "after": {"ny": ["b"]}}]},
        {"limits": [{"id": "a", "kind": "urgent"}]},
        {"limits": [{"id": "a", "within": {"2004-07-01": {"valu": "3 days"}}}]},
        {"limits": [{"id": {"2004-07-01": "a"}}]},
        {"hall": "yes"},
    ],
)
def test_what_the_loader_refuses_is_not_valid(keys: dict[str, Any]):
    assert not fits({"id": "p", "steps": [], **keys}, SCHEMA)


def test_dated_values_and_amounts_as_numbers_are_valid():
    dated = {
        "2004-07-01": "20 days",
        "2021-07-15": {"value": "15 days", "basis": {"law": "x"}},
        "2030-01-01": None,
    }
    document = {"id": "p", "limits": [{"id": "a", "within": dated}], "fees": [{"item": "f", "amount": 12.5}]}
    assert fits(document, SCHEMA)


def test_every_key_of_the_grammar_is_explained_on_its_page():
    page = (ROOT / "docs" / "powers.md").read_text(encoding="utf-8")
    keys = {key for definition in SCHEMA["$defs"].values() for key in definition["properties"]}
    explained = set(re.findall(r"`(\w+)(?::[^`]*)?`", page)) | set(re.findall(r"[{ ](\w+):", page))
    assert keys - explained == set()


@pytest.mark.parametrize("name", LISTS)
def test_what_tells_lines_apart_is_required(name: str):
    reference = SCHEMA["$defs"]["Document"]["properties"][name]["items"]["$ref"]
    assert LISTS[name].key in SCHEMA["$defs"][reference.rsplit("/", 1)[1]]["required"]
