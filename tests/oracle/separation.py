"""One hand where there should be two: S01 and S02."""

from tests.oracle.judged import Judged
from tests.oracle.situation import Act, Situation


def same_official(situation: Situation) -> list[Judged]:
    """S01: one official took two steps that must be apart."""
    judged = []
    for row in situation.law("separations"):
        first, second = situation.acts_of(row["step_a"]), situation.acts_of(row["step_b"])
        if row["scope"] == "official" and first and second:
            shared = (_officials(first) & _officials(second)) - {None}
            unknown = None in _officials(first) | _officials(second)
            acts = [act for act in situation.acts if act in first + second and act.official in shared]
            judged.append(
                Judged(
                    case_id=situation.case_id,
                    subject_id=row["separation_id"],
                    measured=1 if shared else None if unknown else 0,
                    allowed=0,
                    measure_unit="flag",
                    event_id=acts[-1].event_id if acts else None,
                )
            )
    return judged


def _officials(acts: list[Act]) -> set[str | None]:
    return {act.official for act in acts}


def one_hand(situation: Situation) -> list[Judged]:
    """S02: one official did the whole case."""
    if len({act.step for act in situation.acts} - {None}) < 2:
        return []
    officials = {act.official for act in situation.acts}
    known = officials - {None}
    if len(known) > 1:
        measured: int | None = 0
    elif None in officials:
        measured = None
    else:
        measured = 1
    last = situation.acts[-1].event_id
    return [Judged(situation.case_id, "one-hand", measured, 0, "flag", event_id=last)]
