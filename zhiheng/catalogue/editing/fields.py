"""The fields that the form beside the text has, and what they say in a document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

import yaml

from zhiheng.core.catalogue.reading import read_yaml
from zhiheng.core.errors import CatalogueError

# The keys of the document itself, in the order in which a new one is put.
TOP: Final = ("title_zh", "title_en", "type", "extends", "valid_from")
# The lists with their columns; what tells a line apart is first.
ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "basis": ("law", "article", "from"),
    "holders": ("unit", "tier", "by", "since", "document"),
    "limits": ("id", "kind", "from", "to", "within"),
    "steps": ("id", "title_zh", "title_en", "role", "after", "within", "required"),
}
FLAGS: Final = frozenset(("required",))
DATES: Final = frozenset(("valid_from", "since", "until"))
_ON = "on"


@dataclass(frozen=True)
class Row:
    """A line as the form has it; ``was`` is its place in the list of the text, None where it is new."""

    was: int | None
    cells: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return not any(self.cells.values())


@dataclass(frozen=True)
class Fields:
    """All fields, as texts."""

    top: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)


def fields_of(data: Mapping[str, Any]) -> Fields:
    """What a document's data say in the fields of the form."""
    rows = {
        name: [Row(place, cells_of(line, columns)) for place, line in enumerate(lines_in(data, name))]
        for name, columns in ROWS.items()
    }
    return Fields(cells_of(data, TOP), rows)


def lines_in(data: Mapping[str, Any], name: str) -> list[Any]:
    """The lines of a list; a single basis is a list of one."""
    lines = data.get(name)
    if isinstance(lines, dict):
        return [lines]
    return list(lines) if isinstance(lines, list) else []


def cells_of(line: Any, columns: Sequence[str]) -> dict[str, str]:
    """One line's columns as texts."""
    return {column: shown(value_in(line, column), column) for column in columns}


def value_in(line: Any, column: str) -> Any:
    """A line's value in a column; a title written once is that of both languages."""
    if not isinstance(line, Mapping):
        return None
    if not column.startswith("title_"):
        return line.get(column)
    title = line.get("title")
    return title.get(column.removeprefix("title_")) if isinstance(title, Mapping) else title


def shown(value: Any, column: str) -> str:
    """A value as the form's field has it; what no field can hold is written as YAML on one line."""
    if column in FLAGS:
        return _ON if value is True else ""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) and "," not in one for one in value) and len(value) > 1:
        return ", ".join(value)
    if isinstance(value, list | dict | bool):
        return flow(value)
    return str(value)


def typed(text: str, column: str) -> Any:
    """What a field says, in the kind that the document has; None where it is empty."""
    text = text.strip()
    if column in FLAGS or not text:
        return bool(text) or None
    try:
        if text[0] in "{[":
            return read_yaml(text, column)
        if column in DATES or (column == "from" and text[0].isdigit()):
            return date.fromisoformat(text)
    except (CatalogueError, ValueError):
        return text
    if column == "after" and "," in text.replace("，", ","):
        return [one.strip() for one in text.replace("，", ",").split(",") if one.strip()]
    return int(text[:18]) if column == "within" and text.isdecimal() else text


class _Dumper(yaml.SafeDumper):
    """One line, decimals as they are written."""


_Dumper.add_representer(Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", str(value)))


def flow(value: Any) -> str:
    """A value as YAML on one line."""
    text = yaml.dump(
        [value], Dumper=_Dumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=float("inf")
    )
    return str(text).strip()[1:-1]
