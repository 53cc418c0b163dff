"""A third opinion: every control judged again, from the words of the specification, in plain Python."""

from collections.abc import Callable, Mapping

from tests.oracle.authority import not_in_post, without_power, wrong_tier
from tests.oracle.automaton import not_a_procedure
from tests.oracle.clocks import limit_passed, step_overdue, too_early
from tests.oracle.disclosure import not_public_in_time
from tests.oracle.extensions import wrongly_extended
from tests.oracle.fees import not_as_due, not_as_listed
from tests.oracle.idle import idle
from tests.oracle.judged import Judged
from tests.oracle.peers import far_slower
from tests.oracle.procedure import after_close, missing, not_accepted, not_in_catalogue, out_of_turn, too_often
from tests.oracle.quality import entered_late, impossible_times
from tests.oracle.separation import one_hand, own_interest, same_official, same_unit
from tests.oracle.situation import Rows, Situation, situations
from tests.oracle.suspensions import clock_stopped_wrongly
from tests.oracle.whole_record import closed_in_bulk, number_missing

CONTROLS: Mapping[str, Callable[[Situation], list[Judged]]] = {
    "T01": limit_passed,
    "T02": step_overdue,
    "T03": too_early,
    "T04": clock_stopped_wrongly,
    "T05": idle,
    "T06": wrongly_extended,
    "T07": far_slower,
    "P01": missing,
    "P02": out_of_turn,
    "P03": not_in_catalogue,
    "P04": too_often,
    "P05": after_close,
    "P06": not_accepted,
    "P07": not_a_procedure,
    "S01": same_official,
    "S02": one_hand,
    "S03": same_unit,
    "S04": own_interest,
    "A01": without_power,
    "A02": not_in_post,
    "A03": wrong_tier,
    "D01": not_public_in_time,
    "F01": not_as_listed,
    "F02": not_as_due,
    "Q01": entered_late,
    "Q03": impossible_times,
}

__all__ = ["CONTROLS", "Judged", "judge"]


def judge(rows: Rows, *, now_at: int, now_offset: int | None = None) -> dict[str, list[Judged]]:
    """What every control says of every case; ``now_at`` in civil microseconds, ``now_offset`` in minutes."""
    cases = list(situations(rows, now_at=now_at, now_offset=now_offset))
    told = {control: [row for case in cases for row in rule(case)] for control, rule in CONTROLS.items()}
    return told | {"Q02": closed_in_bulk(cases), "Q04": number_missing(rows)}
