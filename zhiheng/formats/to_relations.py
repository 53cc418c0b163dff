"""From acts in their places to the relations of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhiheng.formats.making import ACT, AT, DAY, SEQUENCE, act_for
from zhiheng.formats.mapping_entry import Attribute
from zhiheng.formats.moments import day_number
from zhiheng.formats.numbers import count, flag, whole
from zhiheng.formats.quoting import literal, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhiheng.formats.log_mapping import Amount
    from zhiheng.formats.making import Making


def write_events(making: Making) -> None:
    """``events``; the working-day numbers come from ``workdays``."""
    value = making.value
    making.insert(
        "events",
        f"""
        SELECT {making.event_id}, a.case_id, {SEQUENCE}, m.power_id, m.version, s.step_id, a.activity,
               {AT}, {DAY}, w.n, a.occurred_offset, {value("recorded")},
               {value("official")}, {value("unit")}, {value("site")}, {value("channel")}
        FROM {ACT}
        LEFT JOIN activities AS s
          ON s.power_id = m.power_id AND s.version = m.version AND s.activity = a.activity
        LEFT JOIN workdays AS w ON w.day = {DAY}
        """,  # noqa: S608
    )


def write_cases(making: Making, files: Sequence[str]) -> None:
    """``cases``, once the events are there; ``files`` are the names of the log's files.

    A case closes by its last closing act, else as the log says. Its unit is the log's, else that of its
    first act with one, else the power's.
    """
    value = making.value
    names = " ".join(f"WHEN {i} THEN {literal(name)}" for i, name in enumerate(files))
    making.insert(
        "cases",
        f"""
        WITH closings AS (
            SELECT e.case_id, arg_max(s.closes, e.sequence) AS how, arg_max(e.occurred_at, e.sequence) AS moment
            FROM events AS e JOIN power_steps AS s
              ON s.power_id = e.power_id AND s.version = e.version AND s.step_id = e.step_id
            WHERE s.closes IS NOT NULL GROUP BY e.case_id),
        closable AS (SELECT DISTINCT power_id, version FROM power_steps WHERE closes IS NOT NULL),
        whereabouts AS (
            SELECT case_id, arg_min(unit_id, sequence) AS unit_id, arg_min(site_id, sequence) AS site_id
            FROM events WHERE unit_id IS NOT NULL OR site_id IS NOT NULL GROUP BY case_id)
        SELECT m.case_id, m.power_id, m.version,
               COALESCE({value("case_unit")}, h.unit_id, m.power_unit), h.site_id,
               {value("region")}, {value("party")}, {value("project")}, {value("series")},
               {whole(value("number"))}, epoch_us(m.opening),
               COALESCE(c.moment, {value("closed")}), {_status(making)}, {value("outcome")}, CASE m.file {names} END
        FROM making.made AS m
        LEFT JOIN closings AS c ON c.case_id = m.case_id
        LEFT JOIN closable AS k ON k.power_id = m.power_id AND k.version = m.version
        LEFT JOIN whereabouts AS h ON h.case_id = m.case_id
        ORDER BY m.first
        """,  # noqa: S608
    )


def _status(making: Making) -> str:
    """Closed or withdrawn where an act or the log says so; open where either could have; else unknown."""
    arms = ["WHEN c.how IS NOT NULL THEN c.how"]
    if "status" in making.fields:
        arms.append("WHEN m.status IN ('closed', 'withdrawn') THEN m.status")
    if "closed" in making.fields:
        arms.append("WHEN m.closed IS NOT NULL THEN 'closed'")
    told = "status" in making.fields or "closed" in making.fields
    arms.append(f"WHEN {'TRUE' if told else 'k.power_id IS NOT NULL'} THEN 'open'")
    return f"CASE {' '.join(arms)} END"


def write_case_dates(making: Making) -> None:
    """``case_dates``: one row for each date that a case carries."""
    dates = [(name, making.fields[f"case_dates.{name}"]) for name in making.mapping.case_dates]
    making.insert_all(
        "case_dates",
        (
            f"SELECT m.case_id, {literal(name)}, epoch_us({date.sql}), {day_number(date.sql)}, {date.offset}"  # noqa: S608
            f" FROM making.made AS m WHERE {date.sql} IS NOT NULL"
            for name, date in dates
        ),
    )


def write_amounts(making: Making, relation: str, amounts: Sequence[Amount]) -> None:
    """``charges`` or ``payments``; where the log leaves an amount out it is null, and the row stays."""
    asked = zip(amounts, amounts_said(making, relation, amounts), strict=True)
    making.insert_all(
        relation,
        (_amounts(making, f"{relation}.{i}", amount, said, when) for i, (amount, (said, when)) in enumerate(asked)),
    )


def _amounts(making: Making, key: str, amount: Amount, said: str, when: str) -> str:
    item, account = making.either(amount.item, f"{key}.item"), making.value(f"{key}.account")
    act = act_for(making.event_id, item, account, said, when)
    return f"""
        SELECT a.case_id, {making.event_id}, {item}, n.minor, {account}, {AT}, {DAY}
        FROM {act} LEFT JOIN making.amounts AS n ON n.said = {said}
        WHERE {when}
        """  # noqa: S608


def amounts_said(making: Making, relation: str, amounts: Sequence[Amount]) -> Iterator[tuple[str, str]]:
    """For each amount its expression, and which acts have it: those named, or all that carry the attribute."""
    for i, amount in enumerate(amounts):
        said = making.value(f"{relation}.{i}.amount")
        yield said, f"a.activity IN {one_of(amount.on)}" if amount.on else f"{said} IS NOT NULL"


def write_extensions(making: Making) -> None:
    """``extensions``."""
    making.insert_all(
        "extensions",
        (
            f"""
            SELECT m.case_id, {literal(longer.limit)},
                   {count(making.value(f"extensions.{i}.days")) if isinstance(longer.days, Attribute) else longer.days},
                   {literal(longer.unit)}, {making.either(longer.ground, f"extensions.{i}.ground")},
                   {making.value(f"extensions.{i}.approved_by")}, {flag(making.value(f"extensions.{i}.noticed"))},
                   {AT}
            FROM {ACT} WHERE a.activity IN {one_of(longer.on)}
            """  # noqa: S608
            for i, longer in enumerate(making.mapping.extensions)
        ),
    )


def write_publications(making: Making) -> None:
    """``publications``."""
    making.insert_all(
        "publications",
        (
            f"""
            SELECT m.case_id, {literal(public.duty)}, {AT}, {DAY}, w.n
            FROM {ACT} LEFT JOIN workdays AS w ON w.day = {DAY} WHERE a.activity IN {one_of(public.on)}
            """  # noqa: S608
            for public in making.mapping.publications
        ),
    )
