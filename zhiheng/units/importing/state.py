"""What is there now, as the tables have it: one query a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhiheng.record.models import City
from zhiheng.units.importing.checking import Key
from zhiheng.units.importing.tables import TABLES, Table


@dataclass
class State:
    """The rows of each table by key, as columns and ``pk``; officials are named by their codes."""

    rows: dict[str, dict[Key, dict[str, Any]]] = field(default_factory=dict)

    def of(self, table: str) -> Mapping[Key, dict[str, Any]]:
        """The rows of one table."""
        return self.rows.get(table, {})


def load_state(city: City, names: set[str]) -> State:
    """The tables with these names; of units with their paths, of officials with the hash of their number."""
    return State({name: _rows(TABLES[name], city) for name in TABLES if name in names})


def _rows(table: Table, city: City) -> dict[Key, dict[str, Any]]:
    extra = {"units": ("path",), "officials": ("number_digest",)}.get(table.name, ())
    columns = [column for column in table.columns if column != "number"]
    fields = [_lookup(table, column) for column in columns]
    found: dict[Key, dict[str, Any]] = {}
    rows = table.model._default_manager.filter(city=city).order_by("pk")  # noqa: SLF001 - Django's public name
    for values in rows.values_list("pk", *fields, *extra):
        row = dict(zip(("pk", *columns, *extra), values, strict=True))
        found[tuple(row[column] for column in table.key)] = row
    return found


def _lookup(table: Table, column: str) -> str:
    field = table.field(column)
    return f"{field}__code" if field in ("official", "other") else field
