"""The rows of a case, made complete: what follows from what is given is filled in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.errors import RecordError
from zhiheng.core.moments import day_of, microseconds, zone_offset
from zhiheng.core.relations import RECORD, RELATIONS, ColumnType

Row = Mapping[str, Any]
CaseRows = Mapping[str, Sequence[Row | Sequence[Any]]]


# What a row given as a mapping cannot do without; one name of each group.
_NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    **dict.fromkeys(RECORD, (("case_id",),)),
    "events": (("case_id",), ("occurred_at",), ("step_id", "activity")),
}
_TYPES = {name: {column.name: column.type for column in RELATIONS[name].columns} for name in RECORD}
_WIDEST = 2**63
_FIRST, _LAST = microseconds(datetime.min), microseconds(datetime.max)


def check_rows(given: CaseRows) -> None:
    """Whether a case's rows fit the relations: known names, needed values, whole numbers and texts.

    Raises RecordError with the relation, the row, the column, the value and the remedy.
    """
    if not isinstance(given, Mapping):
        raise RecordError(
            "case",
            en=f"a case is a mapping from relations to rows, not {_shown(given)}; give {{'cases': […], 'events': […]}}",
            zh=f"办件应为由表名到行的映射，而不是 {_shown(given)}；请给出 {{'cases': […], 'events': […]}}",
        )
    for name, rows in given.items():
        if name not in _TYPES:
            near = hint(str(name), RECORD)
            raise RecordError(
                "case",
                en=f"there is no relation '{name}' in the record; {near.en}",
                zh=f"记录中没有名为“{name}”的表；{near.zh}",
            )
        if not isinstance(rows, list | tuple):
            raise RecordError(
                name, en=f"its rows are {_shown(rows)}; give a list of them", zh=f"其行为 {_shown(rows)}；请给出列表"
            )
        for number, row in enumerate(rows):
            check_row(name, row, f"{name}[{number}]")


def check_row(name: str, row: Row | Sequence[Any], place: str) -> None:
    """Whether one row fits its relation; ``place`` begins the sentence.

    Raises RecordError where it does not.
    """
    types = _TYPES[name]
    if isinstance(row, list | tuple) and len(row) == len(types):
        row = dict(zip(types, row, strict=True))
    if not isinstance(row, Mapping):
        raise RecordError(
            place,
            en=f"it is {_shown(row)}; give a mapping, or all {len(types)} values in the order of the columns",
            zh=f"该行为 {_shown(row)}；请给出映射，或按列的次序给出全部 {len(types)} 个值",
        )
    for column, value in row.items():
        if column not in types:
            near = hint(str(column), types)
            raise RecordError(
                place, en=f"there is no column '{column}'; {near.en}", zh=f"没有名为“{column}”的列；{near.zh}"
            )
        if value is not None:
            _check_value(place, column, types[column], value)
    for group in _NEEDED[name]:
        if all(row.get(column) is None for column in group):
            raise RecordError(
                place,
                en=f"it has no value for {' or '.join(group)}; give one",
                zh=f"缺少 {' 或 '.join(group)} 的值；请补上",
            )


def _check_value(place: str, column: str, type_: ColumnType, value: Any) -> None:
    kind = "moment" if column == "at" or column.endswith("_at") else type_
    if kind == "text":
        fits = isinstance(value, str)
    elif kind == "flag":
        fits = value in (0, 1)
    else:
        first, last = (_FIRST, _LAST) if kind == "moment" else (-_WIDEST, _WIDEST - 1)
        fits = isinstance(value, int) and not isinstance(value, bool) and first <= value <= last
    if not fits:
        remedy = _REMEDIES[kind]
        raise RecordError(
            place,
            en=f"`{column}` is {_shown(value)}; {remedy[0]}",
            zh=f"“{column}”为 {_shown(value)}；{remedy[1]}",
        )


_REMEDIES = {
    "moment": (
        "give microseconds of civil time, as zhiheng.microseconds(datetime(2026, 10, 12, 9)) makes them",
        "请给出当地时间的微秒数，例如 zhiheng.microseconds(datetime(2026, 10, 12, 9))",
    ),
    "int": ("give a whole number of at most 64 bits", "请给出不超过 64 位的整数"),
    "flag": ("give 0 or 1", "请给出 0 或 1"),
    "text": ("give text", "请给出文字"),
}


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST = 60


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
