"""The log.yaml that reads a told record back: the keys of the mapping it came by, under the names it is told in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from zhiheng.formats.mapping_entry import Attribute
from zhiheng.formats.told import AMOUNTS, DATE, OCCURRED, OF_CASE, OF_EVENT, ORDER_OF_AMOUNTS

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    from zhiheng.formats.log_mapping import LogMapping

# The key of log.yaml for an attribute of a case or an act.
_KEYS_OF_CASE = {"unit": "case_unit"} | {
    name: name for name in ("party", "region", "project", "series", "number", "opened", "closed", "status", "outcome")
}
_KEYS_OF_EVENT = {
    "concept:instance": "event", "recorded": "recorded", "org:resource": "official", "org:group": "unit",
    "site": "site", "channel": "channel",
}  # fmt: skip


def told_mapping(
    connection: duckdb.DuckDBPyConnection,
    mapping: LogMapping,
    digits: int,
    *,
    of_case: Callable[[str], Any],
    of_event: Callable[[str], Any],
) -> tuple[str, list[str]]:
    """The text of log.yaml, and the keys that it had to leave out.

    ``of_case`` and ``of_event`` turn an attribute's name into what the format calls it. A suspension or an
    extension whose particulars stand in attributes of the log is left out: the record keeps them apart from acts.
    """
    digits = digits if mapping.money.digits is None else mapping.money.digits
    document: dict[str, Any] = {
        "power": {"attribute": of_case("power")} if isinstance(mapping.power, Attribute) else mapping.power,
        "case": of_case("concept:name"),
        "activity": of_event("concept:name"),
        "occurred": of_event(OCCURRED),
    }
    document |= {key: of_event(name) for name, key in _KEYS_OF_EVENT.items() if _has(connection, "events", name)}
    if "event" not in mapping.attributes:
        document.pop("event", None)
    document |= {key: of_case(name) for name, key in _KEYS_OF_CASE.items() if _wanted(connection, mapping, name, key)}
    names = _column(connection, 'SELECT DISTINCT name FROM case_dates WHERE "at" IS NOT NULL ORDER BY name')
    if names:
        document["case_dates"] = {name: of_case(DATE + name) for name in names}
    amounts = {relation: _amounts(connection, relation, name, of_event) for relation, name in AMOUNTS.items()}
    if any(amounts.values()):
        document["money"] = {"currency": {"digits": digits}} | {key: found for key, found in amounts.items() if found}
    kept, dropped = _constant(mapping)
    document |= kept
    if mapping.zone is not None:
        document["zone"] = mapping.zone
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120), dropped


def _has(connection: duckdb.DuckDBPyConnection, relation: str, name: str) -> bool:
    column = next(column for column, told, _ in (OF_CASE if relation == "cases" else OF_EVENT) if told == name)
    found = connection.execute(f"SELECT count({column}) FROM {relation}").fetchall()  # noqa: S608 - names of our own
    return bool(found[0][0])


def _wanted(connection: duckdb.DuckDBPyConnection, mapping: LogMapping, name: str, key: str) -> bool:
    """What the log itself told is told again; a status that followed from acts will follow again."""
    return (key in mapping.attributes or key == "case_unit") and _has(connection, "cases", name)


def _amounts(
    connection: duckdb.DuckDBPyConnection, relation: str, name: str, of_event: Callable[[str], Any]
) -> list[dict[str, Any]]:
    """One entry for each place that an amount can have in an act."""
    most, items, accounts = connection.execute(
        f"""
        SELECT COALESCE(max(n), 0), COALESCE(max(items), 0), COALESCE(max(accounts), 0)
        FROM (SELECT count(*) AS n, count(item) AS items, count(account) AS accounts
              FROM {relation} WHERE amount IS NOT NULL GROUP BY case_id, event_id)
        """  # noqa: S608 - names of our own
    ).fetchall()[0]
    entries: list[dict[str, Any]] = []
    for place in range(1, most + 1):
        entry: dict[str, Any] = {"attribute": of_event(f"{name}:{place}")}
        for part, found in (("item", items), ("account", accounts)):
            if found and _ever(connection, relation, part, place):
                entry[part] = {"attribute": of_event(f"{name}:{place}:{part}")}
        entries.append(entry)
    return entries


def _ever(connection: duckdb.DuckDBPyConnection, relation: str, part: str, place: int) -> bool:
    """Whether the amount at that place ever has the part: an attribute without a value may not be named."""
    found = connection.execute(
        f"""
        SELECT count({part}) FROM (
            SELECT {part}, row_number() OVER (PARTITION BY case_id, event_id ORDER BY {ORDER_OF_AMOUNTS}) AS place
            FROM {relation} WHERE amount IS NOT NULL)
        WHERE place = {place}
        """  # noqa: S608 - names of our own
    ).fetchall()
    return bool(found[0][0])


def _constant(mapping: LogMapping) -> tuple[dict[str, Any], list[str]]:
    """The entries whose particulars log.yaml itself gives, and the keys of those it takes from the log."""
    kept: dict[str, list[dict[str, Any]]] = {"suspensions": [], "extensions": [], "publications": []}
    dropped: list[str] = []
    for i, stop in enumerate(mapping.suspensions):
        if isinstance(stop.ground, Attribute) or stop.notified_days is not None:
            dropped.append(f"suspensions[{i}]")
            continue
        entry: dict[str, Any] = {"from": list(stop.from_), "to": list(stop.to)}
        kept["suspensions"].append(entry | ({} if stop.ground is None else {"ground": stop.ground}))
    for i, longer in enumerate(mapping.extensions):
        of_log = (longer.days, longer.ground, longer.approved_by, longer.noticed)
        if any(isinstance(one, Attribute) for one in of_log):
            dropped.append(f"extensions[{i}]")
            continue
        entry = {"on": list(longer.on), "limit": longer.limit, "days": longer.days, "unit": longer.unit}
        kept["extensions"].append(entry | ({} if longer.ground is None else {"ground": longer.ground}))
    kept["publications"] = [{"on": list(public.on), "duty": public.duty} for public in mapping.publications]
    return {key: entries for key, entries in kept.items() if entries}, dropped


def _column(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [row[0] for row in connection.execute(query).fetchall()]
