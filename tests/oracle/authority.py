"""Who may act: A01, A02 and A03."""

from collections.abc import Iterator

from tests.oracle.judged import Judged
from tests.oracle.situation import Act, Row, Situation, in_force


def _exercising(situation: Situation) -> Iterator[tuple[Act, Row, str | None]]:
    """The acts that exercise the power, each with its step and with the unit that answers for it."""
    steps = {row["step_id"]: row for row in situation.law("power_steps")}
    marked = any(row["kind"] is not None for row in steps.values())
    for act in situation.acts:
        step = steps.get(act.step)
        if step is not None and (step["kind"] is not None or not marked):
            yield act, step, situation.case["unit_id"] if act.unit is None else act.unit


def _flag(situation: Situation, act: Act, subject: str, *, broken: bool | None, side: str | None = None) -> Judged:
    measured = None if broken is None else int(broken)
    return Judged(situation.case_id, subject, measured, 0, "flag", event_id=act.event_id, side=side)


def _holders(situation: Situation) -> list[Row]:
    return situation.at_work("holders", power_id=situation.case["power_id"])


def without_power(situation: Situation) -> list[Judged]:
    """A01: the unit did not hold the power on that day, or only for taking in."""
    judged = []
    for act, step, unit in _exercising(situation) if _holders(situation) else ():
        held = [row for row in _holders(situation) if row["unit_id"] == unit and in_force(row, act.moment.day)]
        intake_only = bool(held) and step["kind"] == "decision" and all(row["by"] == "agency_intake" for row in held)
        broken = None if unit is None else not held or intake_only
        side = "intake-only" if intake_only else None
        judged.append(_flag(situation, act, step["step_id"], broken=broken, side=side))
    return judged


def not_in_post(situation: Situation) -> list[Judged]:
    """A02: the official held no post on that day."""
    judged = []
    for act in situation.acts if situation.at_work("posts") else ():
        if act.official is not None:
            posts = situation.at_work("posts", official_id=act.official)
            broken = not any(in_force(row, act.moment.day) for row in posts) if posts else None
            judged.append(_flag(situation, act, act.step or act.activity, broken=broken))
    return judged


def wrong_tier(situation: Situation) -> list[Judged]:
    """A03: the unit is of another tier than its line as a holder says, or than any holder."""
    judged = []
    for act, step, unit in _exercising(situation) if situation.at_work("units") else ():
        day = act.moment.day
        held = [row for row in _holders(situation) if row["tier"] is not None and in_force(row, day)]
        if not held:
            continue
        own = [row for row in held if row["unit_id"] == unit]
        rows = [row for row in situation.at_work("units", unit_id=unit) if in_force(row, day)]
        tier = rows[0]["tier"] if rows and unit is not None else None
        broken = None if tier is None else tier not in {row["tier"] for row in own or held}
        judged.append(_flag(situation, act, step["step_id"], broken=broken))
    return judged
