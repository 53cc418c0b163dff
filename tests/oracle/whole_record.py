"""What only the whole record shows: Q02 and Q04."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tests.oracle.days import DAY
from tests.oracle.judged import Judged
from tests.oracle.parameters import PARAMETERS
from tests.oracle.situation import Act, Row, Rows, Situation

_MINUTE = 60_000_000


def closed_in_bulk(cases: Sequence[Situation]) -> list[Judged]:
    """Q02: one official closed many cases in the same minute."""
    closing = [(case, act) for case in cases for act in _close(case)]
    together = Counter((act.official, act.moment.at // _MINUTE) for _, act in closing)
    return [
        Judged(
            case_id=case.case_id,
            subject_id="batch",
            measured=None if act.moment.at % DAY == 0 else together[act.official, act.moment.at // _MINUTE],
            allowed=PARAMETERS["Q02"]["cases"],
            measure_unit="count",
            event_id=act.event_id,
        )
        for case, act in closing
    ]


def _close(case: Situation) -> Iterator[Act]:
    """The last act that closes the case, if somebody is known to have taken it."""
    closing = {row["step_id"] for row in case.law("power_steps") if row["closes"] is not None}
    acts = [act for act in case.acts if act.step in closing]
    if acts and acts[-1].official is not None:
        yield acts[-1]


def number_missing(rows: Rows) -> list[Judged]:
    """Q04: numbers of a series that no case has."""
    series: dict[str, dict[int, Row]] = defaultdict(dict)
    judged = []
    for case in sorted(rows["cases"], key=lambda row: str(row["case_id"])):
        if case.get("number") is not None:
            series[case["series"] or ""].setdefault(case["number"], case)
        elif case.get("series") is not None and case["version"] is not None:
            judged.append(_gap(case, case["series"], None))
    for name, numbered in series.items():
        ordered = sorted(numbered)
        for before, number in pairwise(ordered):
            if numbered[number]["version"] is not None:
                judged.append(_gap(numbered[number], name, number - before - 1))
    return judged


def _gap(case: Row, series: str, missing: int | None) -> Judged:
    return Judged(case["case_id"], series, missing, 0, "count", said="absent")
