"""What a finding's ``subject_id`` is, in words: the limit, step, response, separation or due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zhiheng.auditing.report import words
from zhiheng.auditing.report.content import ControlText, ReportTitles
from zhiheng.auditing.report.quantities import Currency, quantity
from zhiheng.auditing.report.text import Text, both, shown

if TYPE_CHECKING:
    import duckdb

Key = tuple[str, str | None, str | None, str]
_MOST_NAMED = 3


@dataclass(frozen=True)
class Line:
    """A line of a power's document: its short name, what it demands, and the acts and steps it ties."""

    label: Text
    demands: Text | None = None
    minimum: bool = False
    from_name: Text | None = None
    to_name: Text | None = None
    from_step: str | None = None
    steps: tuple[str, ...] = ()


class Lines:
    """Every line that the audit judged, by list, power, version and id."""

    def __init__(self, known: Mapping[Key, Line], steps: StepNames, titles: ReportTitles) -> None:
        self._known = known
        self._steps = steps
        self._titles = titles
        self._by_id: dict[tuple[str, str], dict[Text, Line]] = {}
        for (listed, _, _, line_id), line in known.items():
            self._by_id.setdefault((listed, line_id), {})[line.label] = line

    def line(
        self, control: ControlText | None, power_id: str | None, version: str | None, subject: str
    ) -> Line:
        """The line that a finding of this control is about."""
        for listed in _lists(control):
            line = self._known.get((listed, power_id, version, subject))
            if line is not None:
                return line
        return Line(self._plain(power_id, version, subject))

    def heading(self, control: ControlText, subject: str) -> list[Line]:
        """The lines that one ``subject_id`` stands for across powers and versions; a few at most."""
        for listed in _lists(control):
            lines = list(self._by_id.get((listed, subject), {}).values())
            if len(lines) > _MOST_NAMED:
                several = words.SEVERAL_LINES.fill(id=shown(subject), n=len(lines))
                return [Line(self._titles.line(None, subject) or several)]
            if lines:
                return lines
        return [Line(self._plain(None, None, subject))]

    def step(self, power_id: str | None, version: str | None, step_id: str) -> Text:
        """A step's name."""
        return self._steps.name(power_id, version, step_id)

    def _plain(self, power_id: str | None, version: str | None, subject: str) -> Text:
        word = words.SUBJECTS.get(subject) or self._titles.line(power_id, subject)
        if word is None and subject in self._titles.powers:
            word = self._titles.power(subject)
        return word or self._steps.name(power_id, version, subject)


def _lists(control: ControlText | None) -> Iterable[str]:
    own = control.subject if control else None
    if own == "allowed_extensions":
        return ("time_limits",)
    return (own or "responses", "responses", "separations")


class StepNames:
    """What a step is called: its title, else the log's activity for it, else its id."""

    def __init__(self, activities: Mapping[Any, str], titles: ReportTitles) -> None:
        self._activities = activities
        self._titles = titles

    def name(self, power_id: str | None, version: str | None, step_id: str) -> Text:
        """The step's name in this power and version."""
        title = self._titles.step(power_id, step_id)
        if title:
            return title
        activities = self._activities
        found = activities.get((power_id, version, step_id)) or activities.get(step_id)
        return both(shown(found or step_id))


def read_lines(
    connection: duckdb.DuckDBPyConnection,
    *,
    tables: frozenset[str],
    subjects: Iterable[str],
    titles: ReportTitles,
    currency: Currency,
) -> Lines:
    """The catalogue lines with these ids, in words."""
    wanted = sorted(set(subjects))
    activities: dict[Any, str] = {}
    if "activities" in tables:
        for power, version, step, activity in connection.execute(
            "SELECT power_id, version, step_id, min(activity) FROM activities GROUP BY ALL ORDER BY ALL"
        ).fetchall():
            activities[power, version, step] = activity
            activities.setdefault(step, activity)
    names = StepNames(activities, titles)
    known: dict[Key, Line] = {}
    for listed, (source, id_column, columns, describe) in _DESCRIBED.items():
        if listed not in tables:
            continue
        query = (
            f"SELECT power_id, version, {id_column}, {columns} FROM {source}"  # noqa: S608 - our names
            f" WHERE list_contains(?, {id_column}) ORDER BY ALL"
        )
        for power, version, line_id, *values in connection.execute(query, [wanted]).fetchall():
            about = _About(power, version, line_id, names, currency)
            line = describe(about, *values)
            title = titles.line(power, line_id)
            if title:
                line = replace(line, label=title)
            known[listed, power, version, line_id] = line
    return Lines(known, names, titles)


@dataclass(frozen=True)
class _About:
    power: str | None
    version: str | None
    line: str
    names: StepNames
    currency: Currency

    def step(self, step_id: str) -> Text:
        return self.names.name(self.power, self.version, step_id)

    def act(self, step_id: str | None, date_name: str | None) -> Text | None:
        if step_id is not None:
            return self.step(step_id)
        return words.CASE_DATE.fill(name=shown(date_name)) if date_name is not None else None


def _limit(  # noqa: PLR0913, PLR0917 - the columns of one row
    about: _About,
    kind: str | None,
    from_step: str | None,
    from_date: str | None,
    to_step: str | None,
    to_date: str | None,
    until: str | None,
    allowed: int | None,
    unit: str | None,
    under: int | None,
    precision: str | None,
) -> Line:
    start, end = about.act(from_step, from_date), about.act(to_step, to_date)
    to_name = end or both("…")
    said = words.BY_INSTANT if precision == "instant" else both("{label}")
    minimum = kind == "minimum"
    kind_word = words.LIMIT_KINDS.get(kind or "statutory", words.LIMIT_KINDS["statutory"])
    if until is not None or start is None or allowed is None:
        deadline = words.CASE_DATE.fill(name=shown(until or ""))
        label = words.LIMIT_UNTIL_SHORT.fill(to=to_name, until=deadline)
        demands = words.LIMIT_UNTIL.fill(kind=kind_word, to=to_name, until=deadline)
        return Line(said.fill(label=label), demands, minimum, start, end)
    amount = quantity(allowed, unit or "day", about.currency)
    short = words.LIMIT_SHORT["minimum" if minimum else "under" if under else "within"]
    long = words.LIMIT_LONG["minimum" if minimum else "under" if under else "within"]
    return Line(
        said.fill(label=short.fill(start=start, to=to_name, amount=amount)),
        long.fill(kind=kind_word, start=start, to=to_name, amount=amount),
        minimum, start, end,
    )


def _response(about: _About, after: str, need: str) -> Line:
    start, end = about.step(after), about.step(need)
    short, long = words.RESPONSE_SHORT, words.RESPONSE_LONG
    return Line(
        short.fill(start=start, to=end), long.fill(start=start, to=end),
        from_name=start, to_name=end, from_step=after,
    )  # fmt: skip


def _separation(about: _About, step_a: str, step_b: str, scope: str | None) -> Line:
    a, b = about.step(step_a), about.step(step_b)
    long = words.SEPARATION_UNIT if scope == "unit" else words.SEPARATION_OFFICIAL
    return Line(words.SEPARATION_SHORT.fill(a=a, b=b), long.fill(a=a, b=b), steps=(step_a, step_b))


def _stop(about: _About, cap: int | None, unit: str | None) -> Line:
    amount = words.NO_CAP if cap is None else quantity(cap, unit or "day", about.currency)
    return Line(both(shown(about.line)), words.STOP_LONG.fill(cap=amount))


def _due(_: _About, parts: list[tuple[str, str]]) -> Line:
    zh = " + ".join(words.DUE_PARTS.get(part, both(part)).zh + shown(item) for part, item in parts)
    en = " + ".join(f"{words.DUE_PARTS.get(part, both(part)).en} {shown(item)}" for part, item in parts)
    return Line(words.DUE_SHORT, words.DUE_LONG.fill(items=Text(zh, en)))


_LIMIT_COLUMNS = (
    'kind, from_step, from_date, to_step, to_date, until_date, allowed, unit, "under", precision'
)
_DUE_ITEMS = (
    "(SELECT power_id, version, due_id, list([parts, item] ORDER BY item) AS items"
    " FROM dues GROUP BY power_id, version, due_id)"
)

# list -> where its rows are, the column that is the id, the columns that say what it demands.
_DESCRIBED: Mapping[str, tuple[str, str, str, Any]] = {
    "time_limits": (
        "time_limits",
        "limit_id",
        _LIMIT_COLUMNS,
        _limit,
    ),
    "responses": ("responses", "response_id", "after_step, need_step", _response),
    "separations": ("separations", "separation_id", "step_a, step_b, scope", _separation),
    "clock_stops": ("clock_stops", "ground", "cap, unit", _stop),
    "dues": (
        _DUE_ITEMS,
        "due_id",
        "items",
        _due,
    ),
}
