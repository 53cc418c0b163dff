"""Relation rows written by hand, as short as a test needs them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from tests.oracle import Judged, judge
from tests.oracle.days import DAY, day_of

LAW = {"power_id": "permit", "version": "2020-01-01"}

# Weekdays of rest and weekend days of work, as the State Council gave notice.
REST = [
    *("2025-10-01", "2025-10-02", "2025-10-03", "2025-10-06", "2025-10-07", "2025-10-08"),
    *(
        "2026-01-01",
        "2026-01-02",
        "2026-02-16",
        "2026-02-17",
        "2026-02-18",
        "2026-02-19",
        "2026-02-20",
        "2026-02-23",
    ),
    *("2026-04-06", "2026-05-01", "2026-05-04", "2026-05-05", "2026-06-19", "2026-09-25"),
    *("2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"),
]
WORK = [
    *(
        "2025-09-28",
        "2025-10-11",
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ),
]


def day(text: str) -> int:
    """The day number of an ISO date."""
    return day_of(dt.date.fromisoformat(text))


def moment(text: str) -> int:
    """Civil microseconds of "2026-09-18" or "2026-09-18 16:00"."""
    since = dt.datetime.fromisoformat(text) - dt.datetime(1970, 1, 1)
    return since // dt.timedelta(microseconds=1)


def workdays(first: str = "2025-09-01", last: str = "2026-12-31") -> list[dict[str, Any]]:
    """The relation ``workdays`` between two days."""
    made = []
    for number in range(day(first), day(last) + 1):
        date = dt.date(1970, 1, 1) + dt.timedelta(days=number)
        works = date.isoformat() in WORK or (date.weekday() < 5 and date.isoformat() not in REST)
        made.append({"day": number, "is_workday": int(works), "status": "official"})
    return made


def act(sequence: int, step: str | None, at: str, official: str | None = None, **more: Any) -> dict[str, Any]:
    """An event of the one case."""
    made: dict[str, Any] = {
        "event_id": f"e{sequence}",
        "case_id": "c",
        "sequence": sequence,
        "step_id": step,
        "activity": step or "gossip",
        "occurred_at": moment(at),
        "day": moment(at) // DAY,
        "utc_offset": None,
        "recorded_at": None,
        "official_id": official,
    }
    return made | more


def limit(**more: Any) -> dict[str, Any]:
    """A limit of 20 working days from accept to decide."""
    made: dict[str, Any] = LAW | {
        "limit_id": "decision",
        "kind": "statutory",
        "from_step": "accept",
        "from_date": None,
        "from_which": "first",
        "to_step": "decide",
        "to_date": None,
        "to_which": "first",
        "until_date": None,
        "allowed": 20,
        "unit": "workday",
        "precision": "day",
        "must_happen": 1,
        "ends_with": None,
        "roll": 0,
        "stops": 1,
        "under": 0,
    }
    return made | more


def step(name: str, **more: Any) -> dict[str, Any]:
    """A step of the catalogue."""
    made: dict[str, Any] = {"step_id": name, "required": 0, "max_times": None, "closes": None, "anytime": 0}
    made["kind"] = None
    return LAW | made | more


def order(before: str, after: str, needed: int | None = None) -> dict[str, Any]:
    """One step before another."""
    return LAW | {"before_step": before, "after_step": after, "needed": needed}


def stop(first: str, last: str | None, ground: str = "expert-review", notified: int | None = None) -> dict[str, Any]:
    """A suspension by whole days."""
    return {
        "case_id": "c",
        "ground": ground,
        "from_at": moment(first),
        "from_day": day(first),
        "to_at": None if last is None else moment(last),
        "to_day": None if last is None else day(last),
        "notified_days": notified,
        "notice_event_id": None,
    }


def due_item(item: str, parts: str) -> dict[str, Any]:
    """One item of the due `full`, against which all payments count."""
    made: dict[str, Any] = {"due_id": "full", "item": item, "parts": parts, "paid_item": None}
    return LAW | made


def money(sequence: int, amount: int | None, item: str | None = None) -> dict[str, Any]:
    """A charge or payment at one act."""
    return {"case_id": "c", "event_id": f"e{sequence}", "item": item, "amount": amount}


def story(control: str, events: Sequence[dict[str, Any]], *, status: str | None = None, **rows: Any) -> list[Judged]:
    """What one control says of the one case."""
    closed_at = rows.pop("closed_at", None)
    now = rows.pop("now", "2026-12-01")
    case = LAW | {"case_id": "c", "status": status, "opened_at": None, "closed_at": closed_at}
    case |= {"unit_id": None, "party_id": rows.pop("party", None), "series": None, "number": None}
    relations = {"workdays": workdays(), "cases": [case], "events": list(events)} | rows
    return judge(relations, now_at=moment(now))[control]


def only(judged: list[Judged]) -> Judged:
    """The one row that there must be."""
    assert len(judged) == 1
    return judged[0]
