"""P07: the trace as a whole against the step model, walked act by act."""

from collections import Counter

from tests.oracle.judged import Judged
from tests.oracle.procedure import goes_on, predecessors, steps_after
from tests.oracle.situation import Act, Row, Situation


def not_a_procedure(situation: Situation) -> list[Judged]:
    """P07: the procedure does not allow this trace."""
    reason, act = _walk(situation)
    return [
        Judged(
            case_id=situation.case_id,
            subject_id=situation.case["power_id"],
            measured=0 if reason is None else 1,
            allowed=0,
            measure_unit="flag",
            event_id=act.event_id if act else None,
            said="absent" if act is None else "done",
            side=reason,
        )
    ]


def _walk(situation: Situation) -> tuple[str | None, Act | None]:
    """Why the trace is not allowed, and the first act that is not; None if it is allowed."""
    steps: dict[str, Row] = {row["step_id"]: row for row in situation.law("power_steps")}
    times: Counter[str] = Counter()
    done: set[str] = set()
    closed_by: str | None = None
    for act in situation.acts:
        if act.step is None or act.step not in steps:
            return "unknown-step", act
        most = steps[act.step]["max_times"]
        if most is not None and times[act.step] >= most:
            return "too-often", act
        before, needed = predecessors(situation, act.step)
        if len(before & done) < needed:
            return "too-early", act
        if closed_by is not None and act.step not in goes_on(situation):
            return "after-close", act
        times[act.step] += 1
        done.add(act.step)
        if steps[act.step]["closes"] is not None:
            closed_by = act.step
        undone = _sent_back(situation, act.step)
        done -= undone
        if closed_by in undone:
            closed_by = None
    over = situation.case["status"] in ("closed", None)
    unfinished = over and any(row["required"] and step not in done for step, row in steps.items())
    return "unfinished" if unfinished else None, None


def _sent_back(situation: Situation, step: str) -> set[str]:
    """What has to be done anew after a step that sends the case back."""
    anew: set[str] = set()
    for row in situation.law("step_returns"):
        if row["step_id"] == step:
            anew |= {row["to_step"]} | steps_after(situation, row["to_step"])
    return anew
