"""One hand where there should be two: S01 to S04."""

from tests.oracle.judged import Judged
from tests.oracle.situation import Act, Situation, in_force


def same_official(situation: Situation) -> list[Judged]:
    """S01: one official took two steps that must be apart."""
    return _shared(situation, "official")


def same_unit(situation: Situation) -> list[Judged]:
    """S03: one unit took two steps that must be apart."""
    return _shared(situation, "unit")


def _shared(situation: Situation, scope: str) -> list[Judged]:
    judged = []
    for row in situation.law("separations"):
        first, second = situation.acts_of(row["step_a"]), situation.acts_of(row["step_b"])
        if row["scope"] == scope and first and second:
            ones, others = _takers(first, scope), _takers(second, scope)
            shared = (ones & others) - {None}
            acts = [act for act in situation.acts if act in first + second and getattr(act, scope) in shared]
            judged.append(
                Judged(
                    case_id=situation.case_id,
                    subject_id=row["separation_id"],
                    measured=1 if shared else None if None in ones | others else 0,
                    allowed=0,
                    measure_unit="flag",
                    event_id=acts[-1].event_id if acts else None,
                )
            )
    return judged


def _takers(acts: list[Act], scope: str) -> set[str | None]:
    return {getattr(act, scope) for act in acts}


def own_interest(situation: Situation) -> list[Judged]:
    """S04: somebody acted for a party in whom they had declared an interest."""
    party = situation.case["party_id"]
    judged = []
    for act in situation.acts:
        declared = situation.at_work("interests", official_id=act.official)
        if act.official is None or not declared:
            continue
        held = any(row["party_id"] == party and in_force(row, act.moment.day) for row in declared)
        judged.append(
            Judged(
                situation.case_id, act.step or act.activity, None if party is None else int(held), 0, "flag",
                event_id=act.event_id,
            )
        )  # fmt: skip
    return judged


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
