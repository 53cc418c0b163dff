"""What was not done, done out of turn, done too often or done too late: P01 to P05."""

from collections.abc import Iterator

from tests.oracle.judged import Judged
from tests.oracle.situation import Act, Row, Situation


def missing(situation: Situation) -> list[Judged]:
    """P01: a required step, or a response that an act calls for, never happened."""
    return [*_missing_steps(situation), *_missing_responses(situation)]


def _missing_steps(situation: Situation) -> Iterator[Judged]:
    if situation.case["status"] in ("open", "withdrawn"):
        return
    for step in situation.law("power_steps"):
        if step["required"]:
            acts = situation.acts_of(step["step_id"])
            yield _missing(situation, step["step_id"], missing=not acts, start=None)


def _missing_responses(situation: Situation) -> Iterator[Judged]:
    for response in situation.law("responses"):
        calls = situation.acts_of(response["after_step"])
        if calls and response["which"] != "each":
            calls = [calls[-1] if response["which"] == "last" else calls[0]]
        for call in calls:
            answered = any(act.sequence > call.sequence for act in situation.acts_of(response["need_step"]))
            if not answered and situation.case["status"] in ("open", "withdrawn"):
                continue
            yield _missing(situation, response["response_id"], missing=not answered, start=call)


def _missing(situation: Situation, subject: str, *, missing: bool, start: Act | None) -> Judged:
    return Judged(
        case_id=situation.case_id,
        subject_id=subject,
        measured=int(missing),
        allowed=0,
        measure_unit="flag",
        start_event_id=start.event_id if start else None,
        said="absent",
    )


def predecessors(situation: Situation, step: str) -> tuple[set[str], int]:
    """The steps that come before one, and how many of them it needs."""
    rows = [row for row in situation.law("step_order") if row["after_step"] == step]
    before = {row["before_step"] for row in rows}
    needed = [row["needed"] for row in rows if row["needed"] is not None]
    return before, needed[0] if needed else len(before)


def out_of_turn(situation: Situation) -> list[Judged]:
    """P02: a step was taken before the steps that must come before it."""
    judged = []
    for step in situation.law("power_steps"):
        acts = situation.acts_of(step["step_id"])
        before, needed = predecessors(situation, step["step_id"])
        if acts and before:
            done = {act.step for act in situation.acts if act.sequence < acts[0].sequence} & before
            judged.append(_counted(situation, step["step_id"], max(0, needed - len(done)), 0, acts[0]))
    return judged


def not_in_catalogue(situation: Situation) -> list[Judged]:
    """P03: an act that the power does not have."""
    return [
        Judged(
            case_id=situation.case_id,
            subject_id=act.activity if act.step is None else act.step,
            measured=int(act.step is None),
            allowed=0,
            measure_unit="flag",
            event_id=act.event_id,
        )
        for act in situation.acts
    ]


def too_often(situation: Situation) -> list[Judged]:
    """P04: a step was repeated more often than it may be."""
    judged = []
    for step in situation.law("power_steps"):
        acts = situation.acts_of(step["step_id"])
        if acts and step["max_times"] is not None:
            judged.append(_counted(situation, step["step_id"], len(acts), step["max_times"], acts[-1]))
    return judged


def after_close(situation: Situation) -> list[Judged]:
    """P05: something went on after the case was closed."""
    if not situation.over:
        return []
    steps: dict[str, Row] = {row["step_id"]: row for row in situation.law("power_steps")}
    closing = [act for act in situation.acts if act.step in steps and steps[act.step]["closes"] is not None]
    closed_at = situation.case["closed_at"]
    if closing:
        later = [act for act in situation.acts if act.sequence > closing[0].sequence]
    elif closed_at is not None:
        later = [act for act in situation.acts if act.moment.at > closed_at]
    else:
        return [Judged(situation.case_id, "close", None, 0, "count")]
    offending = [act for act in later if act.step not in goes_on(situation)]
    first = offending[0] if offending else None
    subject = "close" if first is None else first.activity if first.step is None else first.step
    return [_counted(situation, subject, len(offending), 0, first)]


def goes_on(situation: Situation) -> set[str]:
    """The steps that a closed case may still see: those at any time, and those after a closing step."""
    steps = situation.law("power_steps")
    allowed = {row["step_id"] for row in steps if row["anytime"]}
    for row in steps:
        if row["closes"] is not None:
            allowed |= steps_after(situation, row["step_id"])
    return allowed


def steps_after(situation: Situation, step: str | None) -> set[str]:
    """The steps that come after one, directly or further."""
    order = [(row["before_step"], row["after_step"]) for row in situation.law("step_order")]
    found: set[str] = set()
    reached = {after for before, after in order if before == step}
    while reached - found:
        found |= reached
        reached = {after for before, after in order if before in found}
    return found


def _counted(situation: Situation, subject: str, measured: int, allowed: int, act: Act | None) -> Judged:
    return Judged(
        case_id=situation.case_id,
        subject_id=subject,
        measured=measured,
        allowed=allowed,
        measure_unit="count",
        event_id=act.event_id if act else None,
    )


def not_accepted(situation: Situation) -> list[Judged]:
    """P06: decided with no acceptance before it."""
    kinds = {row["step_id"]: row["kind"] for row in situation.law("power_steps")}
    if "acceptance" not in kinds.values():
        return []
    accepted = [act.sequence for act in situation.acts if kinds.get(act.step or "") == "acceptance"]
    judged = []
    for step in [name for name, kind in kinds.items() if kind == "decision"]:
        for act in situation.acts_of(step)[:1]:
            late = not accepted or accepted[0] > act.sequence
            side = ("later" if accepted else "never") if late else None
            judged.append(
                Judged(situation.case_id, step, int(late), 0, "flag", event_id=act.event_id, side=side)
            )
    return judged
