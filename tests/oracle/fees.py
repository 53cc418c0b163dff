"""F02: what was paid is not what was due."""

from tests.oracle.judged import Judged
from tests.oracle.situation import Row, Situation


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
