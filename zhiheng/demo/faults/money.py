"""Charged off the list: F01; paid less or more than due: F02."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from zhiheng.demo.case import Case
from zhiheng.demo.faults.fault import Fault, Spoil, Spoiled, soon_after
from zhiheng.demo.referee import Referee


def _paid(part: Decimal) -> Spoil:
    """The last payment is only, or more than, a part of what it should be."""

    def spoil(case: Case, _: Referee, __: Random) -> Spoiled | None:
        paying = [place for place, act in enumerate(case.acts) if "paid" in act.fields]
        if case.procedure.due is None or not paying:
            return None
        act = case.acts[paying[-1]]
        paid = f"{Decimal(act.fields['paid']) * part:.2f}"
        wrong = replace(act, fields={**act.fields, "paid": paid})
        return Spoiled(case.changed(paying[-1], wrong), case.procedure.due)

    return spoil


def _off_the_list(case: Case, _: Referee, __: Random) -> Spoiled | None:
    """Beside the fee of the catalogue there is one for urgency."""
    place = case.place("charge")
    if place is None:
        return None
    fields = {"item": "urgency-fee", "charged": "200.00"}
    extra = soon_after(case.acts[place], 2, "charge", case.acts[place].activity, fields=fields)
    return Spoiled(case.inserted(place + 1, extra), "urgency-fee")


FAULTS: tuple[Fault, ...] = (
    Fault("off-the-list", "F01", "fee off the list", "目录外收费", 0.0008, _off_the_list),
    Fault("paid-less", "F02", "paid less than due", "少缴", 0.0008, _paid(Decimal("0.8"))),
    Fault("paid-more", "F02", "paid more than due", "多缴", 0.0008, _paid(Decimal("1.1"))),
)
