"""A record told again as a log: cases with their acts, under names that a log.yaml of our own writing reads.

What is told: cases, the dates that they carry, acts, charges and payments. Names follow XES where it has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from zhiheng.core.moments import iso

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    import duckdb

Kind = Literal["string", "date", "int", "float"]
Said = Mapping[str, tuple[Kind, str]]  # an attribute's kind and its value as text

BATCH = 20_000
AMOUNTS = {"charges": "charge", "payments": "payment"}
# A relation keeps no order, and what is told must be the same each time.
ORDER_OF_AMOUNTS = "item NULLS FIRST, account NULLS FIRST, amount, rowid"

# The column of the record, the attribute that tells it, and its kind.
OF_CASE: tuple[tuple[str, str, Kind], ...] = (
    ("case_id", "concept:name", "string"),
    ("power_id", "power", "string"),
    ("unit_id", "unit", "string"),
    ("party_id", "party", "string"),
    ("region_id", "region", "string"),
    ("project_id", "project", "string"),
    ("series", "series", "string"),
    ("number", "number", "int"),
    ("opened_at", "opened", "date"),
    ("closed_at", "closed", "date"),
    ("status", "status", "string"),
    ("outcome", "outcome", "string"),
)
OF_EVENT: tuple[tuple[str, str, Kind], ...] = (
    ("event_id", "concept:instance", "string"),
    ("activity", "concept:name", "string"),
    ("recorded_at", "recorded", "date"),
    ("official_id", "org:resource", "string"),
    ("unit_id", "org:group", "string"),
    ("site_id", "site", "string"),
    ("channel", "channel", "string"),
)
OCCURRED = "time:timestamp"
DATE = "date:"


@dataclass
class ToldCase:
    """A case: what is said of it, and its acts in their order."""

    said: Said
    acts: list[Said] = field(default_factory=list)


@dataclass(frozen=True)
class Teller:
    """Tells the record that a connection holds; ``digits`` of the currency's minor unit."""

    connection: duckdb.DuckDBPyConnection
    digits: int

    def cases(self) -> Iterator[ToldCase]:
        """Every case in the record's order, with its acts; only a batch of them is held at a time."""
        acts = self._acts()
        following = next(acts, None)
        columns = ", ".join(f"c.{column}" for column, _, _ in OF_CASE)
        told = self.connection.cursor().execute(
            f"""
            SELECT {columns}, d.dates FROM cases AS c
            LEFT JOIN (SELECT case_id, list({{'name': name, 'at': "at", 'ahead': utc_offset}} ORDER BY name) AS dates
                       FROM case_dates GROUP BY case_id) AS d ON d.case_id = c.case_id
            ORDER BY c.rowid
            """  # noqa: S608 - names of our own
        )
        while rows := told.fetchmany(BATCH):
            for *values, dates in rows:
                said = _said(OF_CASE, values)
                for date in dates or ():
                    if date["at"] is not None:
                        said[DATE + date["name"]] = ("date", moment(date["at"], date["ahead"]))
                case = ToldCase(said)
                while following is not None and following[0] == values[0]:
                    case.acts.append(following[1])
                    following = next(acts, None)
                yield case

    def _acts(self) -> Iterator[tuple[str, Said]]:
        columns = ", ".join(f"e.{column}" for column, _, _ in OF_EVENT)
        told = self.connection.cursor().execute(
            f"""
            SELECT e.case_id, e.occurred_at, e.utc_offset, {columns}, c.amounts, p.amounts
            FROM events AS e JOIN cases AS k ON k.case_id = e.case_id
            LEFT JOIN ({_by_event("charges")}) AS c ON c.case_id = e.case_id AND c.event_id = e.event_id
            LEFT JOIN ({_by_event("payments")}) AS p ON p.case_id = e.case_id AND p.event_id = e.event_id
            ORDER BY k.rowid, e.sequence
            """  # noqa: S608 - names of our own
        )
        while rows := told.fetchmany(BATCH):
            for case, at, ahead, *values, charges, payments in rows:
                said = _said(OF_EVENT, values)
                said[OCCURRED] = ("date", moment(at, ahead))
                for name, amounts in (("charge", charges), ("payment", payments)):
                    for place, amount in enumerate(amounts or (), start=1):
                        said.update(self._amount(f"{name}:{place}", amount))
                yield case, said

    def _amount(self, name: str, amount: Mapping[str, Any]) -> Said:
        told: dict[str, tuple[Kind, str]] = {name: ("float", decimal(amount["amount"], self.digits))}
        for part in ("item", "account"):
            if amount[part] is not None:
                told[f"{name}:{part}"] = ("string", amount[part])
        return told


def moment(civil: int, ahead: int | None) -> str:
    """ISO 8601 of a civil moment, with its offset where that is known."""
    if ahead is None:
        return iso(civil)
    hours, minutes = divmod(abs(ahead), 60)
    return f"{iso(civil)}{'-' if ahead < 0 else '+'}{hours:02}:{minutes:02}"


def decimal(minor: int, digits: int) -> str:
    """An amount of the minor unit as a decimal number.

    >>> decimal(-5, 2), decimal(1200, 0)
    ('-0.05', '1200')
    """
    if not digits:
        return str(minor)
    whole, rest = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{whole}.{rest:0{digits}}"


def _said(columns: tuple[tuple[str, str, Kind], ...], values: list[Any]) -> dict[str, tuple[Kind, str]]:
    return {
        name: (kind, iso(value) if kind == "date" else str(value))
        for (_, name, kind), value in zip(columns, values, strict=True)
        if value is not None
    }


def _by_event(relation: str) -> str:
    """The amounts of each act by item and account; one that the log left out cannot be told."""
    return f"""
        SELECT case_id, event_id,
               list({{'item': item, 'amount': amount, 'account': account}} ORDER BY {ORDER_OF_AMOUNTS}) AS amounts
        FROM {relation} WHERE amount IS NOT NULL GROUP BY case_id, event_id
    """  # noqa: S608 - names of our own
