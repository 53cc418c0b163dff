"""What every relation is made with: the connection, the mapping and its fields, and the words of the SQL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhiheng.formats.mapping_entry import Attribute
from zhiheng.formats.moments import day_number
from zhiheng.formats.quoting import literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from zhiheng.formats.fields import Fields
    from zhiheng.formats.log_mapping import LogMapping

# One act with all that is known of it: its row `a` among the acts in their places, and its case `m`.
_OWN = "(FROM making.placed WHERE kept) AS a"
ACT = f"{_OWN} JOIN making.made AS m ON m.case_id = a.case_id"
SEQUENCE = "(a.place - a.start)"
AT = "epoch_us(a.occurred)"
DAY = day_number("a.occurred")


def act_for(*texts: str) -> str:
    """One act, with its case only where one of the texts asks for it."""
    return ACT if any(re.search(r"\bm\.", text) for text in texts) else _OWN


@dataclass(frozen=True)
class Making:
    """The relations in the making."""

    connection: duckdb.DuckDBPyConnection
    mapping: LogMapping
    fields: Fields

    @property
    def event_id(self) -> str:
        """The identity of an act: the log's own, else its case and sequence."""
        made = f"a.case_id || '#' || {SEQUENCE}"
        return f"COALESCE(a.event, {made})" if "event" in self.fields else made

    def value(self, key: str) -> str:
        """The value of a field; NULL where the mapping has no such key."""
        field = self.fields.get(key)
        if field is None:
            return "NULL"
        return f"epoch_us({field.sql})" if field.kind == "moment" else field.sql

    def either(self, constant: str | Attribute | None, key: str) -> str:
        """The constant that the mapping gives, or the value of the field."""
        return self.value(key) if isinstance(constant, Attribute) else literal(constant)

    def insert(self, relation: str, query: str) -> None:
        """Fills a relation from a query in its column order."""
        self.connection.execute(f"INSERT INTO {relation} {query}")

    def insert_all(self, relation: str, queries: Iterable[str]) -> None:
        """Fills a relation from several queries in its column order."""
        if union := " UNION ALL ".join(queries):
            self.insert(relation, union)
