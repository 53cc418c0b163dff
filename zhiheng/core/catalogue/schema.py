"""The JSON Schema of power documents, for editors: what msgspec knows, and dated values."""

from typing import Any

import msgspec
from msgspec.inspect import StructType, VarTupleType, type_info

from zhiheng.core.catalogue.dated import NEVER_DATED
from zhiheng.core.catalogue.document import LISTS, Document

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def json_schema() -> dict[str, Any]:
    """The schema of a power document, shorthand forms and dated values included."""
    schema = msgspec.json.schema(Document)
    for name, key in _dateable().items():
        definition = schema["$defs"][name]
        definition["properties"] = {
            field: given if field in NEVER_DATED or field == key else _dated(_with_numbers(given))
            for field, given in definition["properties"].items()
        }
    schema["$defs"]["Document"]["required"] = ["id"]
    return {"$schema": _DRAFT, "title": "Power document", **schema}


def _dateable() -> dict[str, str | None]:
    """The parts whose keys may hold dated values, each with the key that tells its lines apart."""
    found: dict[str, str | None] = {Document.__name__: None}
    document = type_info(Document)
    for field in document.fields if isinstance(document, StructType) else ():
        if isinstance(field.type, VarTupleType) and isinstance(field.type.item_type, StructType):
            found[field.type.item_type.cls.__name__] = LISTS[field.name].key
    return found


def _with_numbers(given: Any) -> Any:
    """An amount may be written as a number too; msgspec's schema knows it as text only."""
    options = given.get("anyOf", ())
    if {"type": "string", "format": "decimal"} in options:
        return {**given, "anyOf": [{"type": "number"}, *options]}
    return given


def _dated(given: dict[str, Any]) -> dict[str, Any]:
    """The same, or a mapping from dates to the same, each with a basis if it has one of its own."""
    about = {key: value for key, value in given.items() if key in ("default", "description")}
    plain = {key: value for key, value in given.items() if key not in about}
    basis = {"anyOf": [{"$ref": "#/$defs/Basis"}, {"type": "array", "items": {"$ref": "#/$defs/Basis"}}]}
    cited = {
        "type": "object",
        "properties": {"value": plain, "basis": basis, "note": {"type": "string"}},
        "required": ["value"],
        "additionalProperties": False,
    }
    by_date = {
        "type": "object",
        "patternProperties": {_DATE: {"anyOf": [plain, cited, {"type": "null"}]}},
        "additionalProperties": False,
        "minProperties": 1,
    }
    return {"anyOf": [plain, by_date], **about}
