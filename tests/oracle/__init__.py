"""A third opinion: every control judged again, from the words of the specification, in plain Python."""

from collections.abc import Callable, Mapping

from tests.oracle.automaton import not_a_procedure
from tests.oracle.clocks import limit_passed, step_overdue, too_early
from tests.oracle.fees import not_as_due
from tests.oracle.judged import Judged
from tests.oracle.procedure import after_close, missing, not_in_catalogue, out_of_turn, too_often
from tests.oracle.quality import impossible_times
from tests.oracle.separation import one_hand, same_official
from tests.oracle.situation import Rows, Situation, situations
from tests.oracle.suspensions import clock_stopped_wrongly

CONTROLS: Mapping[str, Callable[[Situation], list[Judged]]] = {
    "T01": limit_passed,
    "T02": step_overdue,
    "T03": too_early,
    "T04": clock_stopped_wrongly,
    "P01": missing,
    "P02": out_of_turn,
    "P03": not_in_catalogue,
    "P04": too_often,
    "P05": after_close,
    "P07": not_a_procedure,
    "S01": same_official,
    "S02": one_hand,
    "F02": not_as_due,
    "Q03": impossible_times,
}

__all__ = ["CONTROLS", "Judged", "judge"]


def judge(rows: Rows, *, now_at: int, now_offset: int | None = None) -> dict[str, list[Judged]]:
    """What every control says of every case; ``now_at`` in civil microseconds, ``now_offset`` in minutes."""
    cases = list(situations(rows, now_at=now_at, now_offset=now_offset))
    return {control: [row for case in cases for row in rule(case)] for control, rule in CONTROLS.items()}
