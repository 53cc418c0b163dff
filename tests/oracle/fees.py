"""F01: what was charged is not on the list; F02: what was paid is not what was due."""

from tests.oracle.judged import Judged
from tests.oracle.situation import Row, Situation, in_force


def not_as_listed(situation: Situation) -> list[Judged]:
    """F01: an item that is not on the list of the day, or an amount outside its bounds."""
    listed = situation.at_work("fee_items", power_id=situation.case["power_id"])
    return [_charged(situation, row, listed) for row in situation.own("charges")] if listed else []


def _charged(situation: Situation, charge: Row, listed: list[Row]) -> Judged:
    amount, item, day = charge["amount"], charge["item"], charge["day"]
    measured, side = None, None
    if None not in (amount, item, day):
        fees = [row for row in listed if row["item"] == item and in_force(row, day)]
        measured = 0
        if not fees:
            measured, side = amount, "not-listed"
        elif fees[0]["amount_max"] is not None and amount > fees[0]["amount_max"]:
            measured, side = amount - fees[0]["amount_max"], "above"
        elif fees[0]["amount_min"] is not None and amount < fees[0]["amount_min"]:
            measured, side = fees[0]["amount_min"] - amount, "below"
    return Judged(
        situation.case_id, item or "", measured, 0, "minor", event_id=charge["event_id"], said="done", side=side
    )


def not_as_due(situation: Situation) -> list[Judged]:
    """F02: the payments are less or more than the charges that count."""
    if situation.case["status"] == "open":
        return []
    dues: dict[str, list[Row]] = {}
    for row in situation.law("dues"):
        dues.setdefault(row["due_id"], []).append(row)
    judged = []
    for due_id, items in dues.items():
        paid_items = {row["paid_item"] for row in items}
        payments = [row for row in situation.own("payments") if None in paid_items or row["item"] in paid_items]
        if payments:
            amounts = [amount for row in items for amount in _counting(situation, row)]
            judged.append(_judged(situation, due_id, amounts, payments))
    return judged


def _counting(situation: Situation, due: Row) -> list[int | None]:
    """The charges of one item that count: the first, the last, or all."""
    charges = [row for row in situation.own("charges") if row["item"] == due["item"]]
    amounts = [row["amount"] for row in _in_order(situation, charges)]
    return {"first": amounts[:1], "last": amounts[-1:], "sum": amounts}[due["parts"]]


def _in_order(situation: Situation, rows: list[Row]) -> list[Row]:
    """Charges or payments in the order of their acts."""
    place = {act.event_id: act.sequence for act in situation.acts}
    return sorted(rows, key=lambda row: place[row["event_id"]])


def _judged(situation: Situation, due_id: str, charged: list[int | None], payments: list[Row]) -> Judged:
    last = _in_order(situation, payments)[-1]["event_id"]
    paid = [row["amount"] for row in payments]
    due = [amount for amount in charged if amount is not None]
    received = [amount for amount in paid if amount is not None]
    if not charged or len(due) < len(charged) or len(received) < len(paid):
        return Judged(situation.case_id, due_id, None, 0, "minor", event_id=last)
    over = sum(received) - sum(due)
    side = "less" if over < 0 else "more" if over > 0 else "equal"
    return Judged(situation.case_id, due_id, abs(over), 0, "minor", event_id=last, side=side)
