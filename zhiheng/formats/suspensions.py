"""Stopped clocks: an act stops it, the next act of the same ground lets it run again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhiheng.formats.making import ACT, AT, DAY, SEQUENCE
from zhiheng.formats.numbers import count
from zhiheng.formats.quoting import one_of

if TYPE_CHECKING:
    from zhiheng.formats.log_mapping import Stop
    from zhiheng.formats.making import Making

_NEXT = "ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING"


def write_suspensions(making: Making) -> None:
    """``suspensions``; an act that ends a stop without saying its ground ends one of any ground."""
    making.insert_all("suspensions", (_stopped(making, i, stop) for i, stop in enumerate(making.mapping.suspensions)))


def _stopped(making: Making, index: int, stop: Stop) -> str:
    ground = making.either(stop.ground, f"suspensions.{index}.ground")
    return f"""
        SELECT f.case_id, f.ground, f.moment, f.day, b.n, t.moment, t.day, e.n, f.notified_days, f.event_id
        FROM (
            SELECT *, LEAST(
                min(sequence) FILTER (WHERE ends) OVER (PARTITION BY first, ground ORDER BY sequence {_NEXT}),
                min(sequence) FILTER (WHERE ends AND ground IS NULL) OVER (PARTITION BY first ORDER BY sequence {_NEXT})
            ) AS until
            FROM ({_acts(making, index, stop, ground)})
        ) AS f
        LEFT JOIN ({_acts(making, index, stop, ground)}) AS t ON t.first = f.first AND t.sequence = f.until
        LEFT JOIN workdays AS b ON b.day = f.day
        LEFT JOIN workdays AS e ON e.day = t.day
        WHERE f.begins
    """  # noqa: S608


def _acts(making: Making, index: int, stop: Stop, ground: str) -> str:
    """The acts that begin or end such a stop."""
    return f"""
        SELECT m.case_id, m.first, {SEQUENCE} AS sequence, {making.event_id} AS event_id, {ground} AS ground,
               {count(making.value(f"suspensions.{index}.notified_days"))} AS notified_days,
               {AT} AS moment, {DAY} AS day,
               a.activity IN {one_of(stop.from_)} AS begins, a.activity IN {one_of(stop.to)} AS ends
        FROM {ACT} WHERE a.activity IN {one_of((*stop.from_, *stop.to))}
    """  # noqa: S608
