"""T06: a limit made longer without a ground, by too much, too often, too late, or although it may not be."""

from tests.oracle.clocks import Clock, clocks
from tests.oracle.judged import Judged
from tests.oracle.lengthening import allowances, made, passed
from tests.oracle.situation import Row, Situation


def wrongly_extended(situation: Situation) -> list[Judged]:
    """T06: every extension of a power of which the catalogue says how its limits may be made longer."""
    if not situation.law("allowed_extensions"):
        return []
    limits = dict.fromkeys(row["limit_id"] for row in situation.own("extensions"))
    return [
        _judged(situation, limit_id, place) for limit_id in limits for place in range(len(made(situation, limit_id)))
    ]


def _judged(situation: Situation, limit_id: str, place: int) -> Judged:
    rules = [row for row in situation.law("allowed_extensions") if row["limit_id"] == limit_id]
    row = made(situation, limit_id)[place]
    defects: list[tuple[str, bool | None]] = [("not-extensible", not rules)]
    if rules:
        rule, grounds = rules[0], {one["ground"] for one in rules}
        defects += [
            ("no-ground", None not in grounds and row["ground"] not in grounds),
            ("too-long", _too_long(row, rule)),
            ("too-many", rule["times"] is not None and place >= rule["times"]),
            ("too-late", _too_late(situation, limit_id, place)),
        ]
    certain = sum(there is True for _, there in defects)
    unclear = certain == 0 and any(there is None for _, there in defects)
    return Judged(
        case_id=situation.case_id,
        subject_id=limit_id,
        measured=None if unclear else certain,
        allowed=0,
        measure_unit="count",
        said="done",
        side=next((name for name, there in defects if there), None),
    )


def _too_long(row: Row, rule: Row) -> bool | None:
    if row["unit"] != rule["unit"] or row["days"] is None:
        return None
    return bool(row["days"] > rule["most"])


def _too_late(situation: Situation, limit_id: str, place: int) -> bool | None:
    """Made when the limit, with what counted of the extensions before, had passed and the act was not done."""
    rows, more = made(situation, limit_id), allowances(situation, limit_id)
    at = rows[place]["at"]
    if at is None:
        return None
    answers = []
    for clock in clocks(situation):
        limit = clock.limit
        if limit["limit_id"] == limit_id and clock.start and clock.start.moment.at <= at:
            earlier = zip(rows[:place], more[:place], strict=True)
            amount = limit["allowed"] + sum(days or 0 for row, days in earlier if row["unit"] == limit["unit"])
            answers.append(_undone(situation, clock, amount, at))
    return True if True in answers else None if None in answers else False


def _undone(situation: Situation, clock: Clock, amount: int, at: int) -> bool | None:
    limit, start, end = clock.limit, clock.start, clock.end.moment
    if start is None:
        return False
    if clock.state == "done" and passed(situation, limit, start.moment, end, amount, end.at) is False:
        return False
    return passed(situation, limit, start.moment, end, amount, at)

