"""The rows of a case, made complete: what follows from what is given is filled in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.core.moments import day_of, zone_offset
from zhiheng.core.relations import RECORD, RELATIONS

Row = Mapping[str, Any]
CaseRows = Mapping[str, Sequence[Row | Sequence[Any]]]


@dataclass(frozen=True)
class _Version:
    version: str
    first: int | None
    last: int | None

    def holds(self, day: int) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class Completer:
    """Fills in what a case's rows leave out, from the catalogue's rows and the calendar's.

    Rows given as mappings are completed (sequence, event_id, day, n, version, step_id, status, …);
    rows given as sequences are taken to be complete and in column order.
    """

    def __init__(
        self,
        catalogue: Mapping[str, Sequence[Sequence[Any]]],
        workdays: Iterable[Sequence[Any]],
        zone: str | None = None,
    ) -> None:
        self._zone = zone
        self._n = {row[0]: row[1] for row in workdays}
        self._versions: dict[str, list[_Version]] = defaultdict(list)
        for power in _dicts("powers", catalogue):
            self._versions[power["power_id"]].append(
                _Version(power["version"], power["valid_from_day"], power["valid_to_day"])
            )
        self._steps = {(a[0], a[1], a[2]): a[3] for a in catalogue.get("activities", ())}
        self._closes = {
            (s["power_id"], s["version"], s["step_id"]): s["closes"]
            for s in _dicts("power_steps", catalogue)
            if s["closes"]
        }

    def complete(self, given: CaseRows) -> dict[str, list[tuple[Any, ...]]]:
        """The record relations of these cases, every column filled or None, in column order."""
        rows = {name: [dict(r) if isinstance(r, Mapping) else r for r in given.get(name, ())] for name in RECORD}
        events = [e for e in rows["events"] if isinstance(e, dict)]
        cases = {c["case_id"]: c for c in rows["cases"] if isinstance(c, dict)}
        self._place(events, cases)
        for case in cases.values():
            self._settle(case, [e for e in events if e["case_id"] == case["case_id"]])
        for name, list_ in rows.items():
            for row in list_:
                if isinstance(row, dict):
                    self._reckon(name, row)
        return {name: [_ordered(name, row) for row in list_] for name, list_ in rows.items()}

    def _place(self, events: list[dict[str, Any]], cases: Mapping[str, dict[str, Any]]) -> None:
        """Position and identity of each act, power and version of each case."""
        seen: dict[str, int] = defaultdict(int)
        for event in events:
            event.setdefault("sequence", seen[event["case_id"]])
            seen[event["case_id"]] = event["sequence"] + 1
            event.setdefault("event_id", f"{event['case_id']}#{event['sequence']}")
        for case in cases.values():
            own = [e["occurred_at"] for e in events if e["case_id"] == case["case_id"]]
            if own:
                case.setdefault("opened_at", own[0])
            opened = case.get("opened_at")
            if "version" not in case and opened is not None:
                day = day_of(opened)
                held = [v.version for v in self._versions.get(case.get("power_id") or "", ()) if v.holds(day)]
                case["version"] = held[0] if held else None
        for event in events:
            case = cases.get(event["case_id"], {})
            event.setdefault("power_id", case.get("power_id"))
            event.setdefault("version", case.get("version"))
            event.setdefault("activity", event.get("step_id"))
            key = (event["power_id"], event["version"], event["activity"])
            event.setdefault("step_id", self._steps.get(key))

    def _settle(self, case: dict[str, Any], events: list[dict[str, Any]]) -> None:
        """Status and close of a case, where its acts tell."""
        key = (case.get("power_id"), case.get("version"))
        closing = {step: how for (power, version, step), how in self._closes.items() if (power, version) == key}
        if "status" in case:
            return
        ends = [e for e in events if e["step_id"] in closing]
        if ends:
            case["status"] = closing[ends[-1]["step_id"]]
            case.setdefault("closed_at", ends[-1]["occurred_at"])
        elif case.get("closed_at") is not None:
            case["status"] = "closed"
        elif closing:
            case["status"] = "open"

    def _reckon(self, name: str, row: dict[str, Any]) -> None:
        """Days, working-day numbers and offsets that follow from moments."""
        for prefix in ("", "from_", "to_"):
            at = row.get(f"{prefix}at", row.get("occurred_at") if not prefix else None)
            columns = RELATIONS[name].names
            if at is not None and f"{prefix}day" in columns:
                row.setdefault(f"{prefix}day", day_of(at))
            if f"{prefix}n" in columns and row.get(f"{prefix}day") is not None:
                row.setdefault(f"{prefix}n", self._n.get(row[f"{prefix}day"]))
            if at is not None and not prefix and "utc_offset" in columns and row.get("utc_offset") is None:
                row["utc_offset"] = zone_offset(at, self._zone)


def _dicts(name: str, catalogue: Mapping[str, Sequence[Sequence[Any]]]) -> list[dict[str, Any]]:
    return [dict(zip(RELATIONS[name].names, row, strict=True)) for row in catalogue.get(name, ())]


def _ordered(name: str, row: Row | Sequence[Any]) -> tuple[Any, ...]:
    if isinstance(row, Mapping):
        return tuple(row.get(column) for column in RELATIONS[name].names)
    return tuple(row)
