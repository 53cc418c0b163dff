"""T07: a closed case beside what was published of its peers."""

from itertools import pairwise

from tests.oracle.judged import Judged
from tests.oracle.parameters import PARAMETERS
from tests.oracle.situation import Row, Situation

_HOUR = 3_600_000_000


def far_slower(situation: Situation) -> list[Judged]:
    """T07: from opening to close, less every microsecond in which some stop ran."""
    case, figures = situation.case, PARAMETERS["T07"]
    if case["status"] != "closed":
        return []
    peers = [row for row in situation.rows.get("peer_durations", ()) if row["power_id"] == case["power_id"]]
    allowed = 0
    if peers:
        allowed = peers[0]["median"] + max(figures["k"] * peers[0]["deviation"], figures["least"] * _HOUR)
    known = bool(peers) and peers[0]["cases"] >= figures["peers"]
    took = _took(case, situation.own("suspensions")) if known else None
    return [Judged(situation.case_id, "duration", took, allowed, "microsecond", said="done")]


def _took(case: Row, stops: list[Row]) -> int | None:
    opened, closed = case["opened_at"], case["closed_at"]
    if opened is None or closed is None or closed < opened:
        return None
    spans = [(row["from_at"], closed if row["to_at"] is None else row["to_at"]) for row in stops]
    edges = sorted({opened, closed, *(edge for span in spans for edge in span if opened < edge < closed)})
    stopped = sum(
        last - first
        for first, last in pairwise(edges)
        if any(begin <= first and last <= end for begin, end in spans)
    )
    return int(closed - opened - stopped)
