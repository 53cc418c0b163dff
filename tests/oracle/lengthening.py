"""How far extensions on record make a limit longer: as the catalogue allows, or as told where it is silent."""

from tests.oracle.days import DAY, months_later
from tests.oracle.situation import Moment, Row, Situation
from tests.oracle.stops import stopped_days, stopped_time

_HOUR = 3_600_000_000


def made(situation: Situation, limit_id: str) -> list[Row]:
    """The extensions of a limit in the order in which they were made."""
    return sorted((row for row in situation.own("extensions") if row["limit_id"] == limit_id), key=_turn)


def allowances(situation: Situation, limit_id: str) -> list[int | None]:
    """What each of `made` may add by the catalogue, in its own unit; None: its length is not on record."""
    spoken = situation.law("allowed_extensions")
    rules = [row for row in spoken if row["limit_id"] == limit_id]
    turns = enumerate(made(situation, limit_id))
    if not spoken:
        return [row["days"] for _, row in turns]
    return [_least(row["days"], rules[0]["most"]) if _will_do(row, rules, place) else 0 for place, row in turns]


def _will_do(row: Row, rules: list[Row], place: int) -> bool:
    """One of the limit's extensions, on a ground that will do and not one too many."""
    grounds = {rule["ground"] for rule in rules}
    on_time = bool(rules) and (rules[0]["times"] is None or place < rules[0]["times"])
    return on_time and (None in grounds or row["ground"] in grounds)


def _least(days: int | None, most: int) -> int | None:
    return None if days is None else min(days, most)


def granted(situation: Situation, limit: Row, start: Moment, end: Moment) -> int | None:
    """The limit's amount with what counts of its extensions; None when one of these is not known."""
    amount: int | None = int(limit["allowed"])
    so_far = int(limit["allowed"])
    limit_id = limit["limit_id"]
    for row, more in zip(made(situation, limit_id), allowances(situation, limit_id), strict=True):
        if row["unit"] != limit["unit"]:
            continue
        spoken = situation.law("allowed_extensions") and row["at"] is not None
        # A limit that has passed does not come back, by this extension or a later one.
        if spoken and passed(situation, limit, start, end, so_far, row["at"]):
            break
        amount = None if amount is None or more is None else amount + more
        so_far += more or 0
    return amount


def passed(situation: Situation, limit: Row, start: Moment, end: Moment, amount: int, at: int) -> bool | None:
    """The limit of so much, stopped as it was through ``end``, lies before the civil moment ``at``; None: unknown."""
    if limit["precision"] == "instant" or limit["unit"] == "hour":
        stopped = stopped_time(situation, start.at, end.at) if limit["stops"] else 0
        return start.at + amount * (_HOUR if limit["unit"] == "hour" else DAY) + stopped - limit["under"] < at
    due = _due(situation, limit, start.day, end.day, amount)
    return None if due is None else (due + 1) * DAY <= at


def _turn(row: Row) -> tuple[bool, int, bool, int, str, bool, str]:
    return (
        row["at"] is None, row["at"] or 0, row["days"] is None, row["days"] or 0, row["unit"],
        row["ground"] is None, row["ground"] or "",
    )  # fmt: skip


def _due(situation: Situation, limit: Row, start: int, end: int, amount: int) -> int | None:
    """The last day in time."""
    calendar = situation.calendar
    stopped = stopped_days(situation, limit["unit"], start, end) if limit["stops"] else 0
    if stopped is None:
        return None
    if limit["unit"] == "workday":
        more = amount + stopped - limit["under"]
        while more == 0 and calendar.works.get(start) is False:
            start -= 1
        return calendar.working_days_later(start, more)
    target = start + amount if limit["unit"] == "day" else months_later(start, amount)
    if limit["unit"] == "month" and not {start, target} <= calendar.listed:
        return None
    due = calendar.roll(target + stopped) if limit["roll"] else target + stopped
    return None if due is None else due - int(limit["under"])
