"""Stopped time: counted once, only on grounds that the power knows, up to each ground's cap."""

from collections import Counter
from collections.abc import Mapping

from tests.oracle.days import DAY
from tests.oracle.situation import Row, Situation

_HOUR = 3_600_000_000


def known_grounds(situation: Situation) -> dict[str, Row]:
    """The grounds on which this power's clock may stop."""
    return {row["ground"]: row for row in situation.law("clock_stops")}


def _in_turn(situation: Situation, begins: str) -> list[Row]:
    """The suspensions that count; whichever begins first owns the time that two of them share."""
    grounds = known_grounds(situation)
    counting = [row for row in situation.own("suspensions") if row["ground"] in grounds]
    return sorted(counting, key=lambda row: (row[begins], row["ground"]))


def _capped(by_ground: Mapping[str, int], caps: Mapping[str, int | None]) -> int:
    total = 0
    for ground, stopped in by_ground.items():
        cap = caps[ground]
        total += stopped if cap is None else min(stopped, cap)
    return total


def stopped_days(situation: Situation, unit: str, start: int, end: int) -> int | None:
    """Days (working days if ``unit`` is workday) that did not count after ``start``, through ``end``."""
    by_ground: Counter[str] = Counter()
    suspensions = _in_turn(situation, "from_day")
    for day in range(start + 1, end + 1):
        owner = next(
            (s for s in suspensions if s["from_day"] <= day and (s["to_day"] is None or day <= s["to_day"])),
            None,
        )
        if owner is None:
            continue
        if unit != "workday":
            by_ground[owner["ground"]] += 1
        elif day not in situation.calendar.works:
            return None
        else:
            by_ground[owner["ground"]] += situation.calendar.works[day]
    grounds = known_grounds(situation)
    caps = {ground: row["cap"] if row["unit"] == unit else None for ground, row in grounds.items()}
    return _capped(by_ground, caps)


def stopped_time(situation: Situation, start: int, end: int) -> int:
    """Microseconds that did not count between two civil moments."""
    by_ground: Counter[str] = Counter()
    reached = start
    for suspension in _in_turn(situation, "from_at"):
        begins = max(suspension["from_at"], reached)
        ends = end if suspension["to_at"] is None else min(suspension["to_at"], end)
        if ends > begins:
            by_ground[suspension["ground"]] += ends - begins
            reached = ends
    caps: dict[str, int | None] = {}
    for ground, row in known_grounds(situation).items():
        size = {"day": DAY, "hour": _HOUR}.get(row["unit"])
        caps[ground] = None if row["cap"] is None or size is None else row["cap"] * size
    return _capped(by_ground, caps)
