"""The same as the drawing, as a table: the acts of a case with the due date and the stops between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhiheng.auditing.report import words
from zhiheng.auditing.report.cases import Act, CaseRecord, Found, hands, missing
from zhiheng.auditing.report.lines import Line
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.phrases import listed_in
from zhiheng.auditing.report.quantities import money
from zhiheng.auditing.report.text import Text, both, shown

_NOTHING = both("")


@dataclass(frozen=True)
class Row:
    """One line of the table; ``kind``: act, judged, also, start, due, stop, judged-stop, judged-date, gap or absent."""

    kind: str
    when: str = ""
    number: int | None = None
    what: Text = _NOTHING
    official: Text = _NOTHING
    unit: Text = _NOTHING
    amount: Text | None = None
    outside: bool = False


def rows(found: Found, record: CaseRecord, line: Line, naming: Naming) -> list[Row]:
    """The acts in their order, each gap said, each stop and the due date where it falls."""
    listed = listed_in(naming.controls.get(found.control_id))
    also = {act.event_id for act in hands(found, record.acts, line.steps)}
    made: list[Row] = []
    between = _between(found, record, listed, line, naming)
    before = -1
    for act in record.acts:
        if act.sequence > before + 1:
            made.append(_gap(act.sequence - before - 1))
        before = act.sequence
        while between and act.at is not None and between[0][0] < act.at:
            made.append(between.pop(0)[1])
        made.append(_act(act, _kind(act, found, record, also), naming))
    total = len(record.acts) + record.left_out
    if record.acts and before + 1 < total:
        made.append(_gap(total - before - 1))
    made += [row for _, row in between]
    if missing(found, listed):
        word = words.ABSENT_ROW if found.state == "absent" else words.NOT_YET_ROW
        what = word.fill(what=line.to_name or line.label, date=naming.moment(found.as_of))
        made.append(Row("absent", what=what))
    return made


def has_amounts(made: Sequence[Row]) -> bool:
    """Whether any act charged or paid something."""
    return any(row.amount for row in made)


def _kind(act: Act, found: Found, record: CaseRecord, also: set[str]) -> str:
    if act.event_id == found.event_id:
        return "judged"
    if act.event_id in also:
        return "also"
    return "start" if record.start and record.start.event_id == act.event_id else "act"


def _act(act: Act, kind: str, naming: Naming) -> Row:
    return Row(
        kind,
        naming.moment(act.at) if act.at is not None else "",
        act.sequence + 1,
        naming.act(act),
        naming.who(act),
        naming.unit(act.unit_id) if act.unit_id is not None and act.official_id is not None else _NOTHING,
        _amount(act, naming),
        outside=act.step_id is None,
    )


def _amount(act: Act, naming: Naming) -> Text | None:
    said = []
    if act.charged is not None:
        said.append(words.CHARGED.fill(amount=money(act.charged, naming.currency)))
    if act.paid is not None:
        said.append(words.PAID.fill(amount=money(act.paid, naming.currency)))
    if not said:
        return None
    return Text("，".join(text.zh for text in said), ", ".join(text.en for text in said))


def _between(
    found: Found, record: CaseRecord, listed: str | None, line: Line, naming: Naming
) -> list[tuple[int, Row]]:
    placed = _dates(found, record, line, naming) if listed == "time_limits" else []
    if found.due_at is not None:
        word = words.EARLIEST_ROW if line.minimum else words.DUE_ROW
        placed.append((found.due_at, Row("due", naming.moment(found.due_at), what=word)))
    for stop in record.stops:
        if stop.from_at is None:
            continue
        word = words.STOP_ROW_OPEN if stop.to_at is None else words.STOP_ROW
        what = word.fill(ground=shown(stop.ground or ""), until=naming.moment(stop.to_at or 0))
        kind = "judged-stop" if listed == "clock_stops" and stop.ground == found.subject_id else "stop"
        placed.append((stop.from_at, Row(kind, naming.moment(stop.from_at), what=what)))
    return sorted(placed, key=lambda one: one[0])


def _dates(found: Found, record: CaseRecord, line: Line, naming: Naming) -> list[tuple[int, Row]]:
    """Where a limit begins or ends with a date that the case carries, not with an act."""
    placed: list[tuple[int, Row]] = []
    start = record.start
    if start and start.event_id is None and start.at is not None and line.from_name:
        what = words.START_ROW.fill(what=line.from_name)
        placed.append((start.at, Row("due", naming.moment(start.at), what=what)))
    if found.state == "done" and found.event_id is None and found.occurred_at is not None and line.to_name:
        placed.append((found.occurred_at, Row("judged-date", naming.moment(found.occurred_at), what=line.to_name)))
    return placed


def _gap(count: int) -> Row:
    return Row("gap", what=words.GAP_ROW.fill(n=count))
