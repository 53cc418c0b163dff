"""The examples beside a control: small stories that a lawyer can read and every engine runs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import msgspec

from zhiheng.core.catalogue import Catalogue, load_powers
from zhiheng.core.catalogue.misfits import misfit
from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.catalogue.reading import lines_of, read_text, read_yaml
from zhiheng.core.control import Control, Words
from zhiheng.core.errors import ControlError
from zhiheng.core.finding import COLUMNS
from zhiheng.core.judging import Adjustment, Judgement
from zhiheng.core.measure import published_rows
from zhiheng.core.moments import DAY, day_of, microseconds, offset_of
from zhiheng.core.organisation import organisation_row
from zhiheng.core.workdays import Calendar, load_calendar

Shows = Literal["found", "near", "clean", "boundary", "not_checkable"]


class When(datetime):
    """A day (its first moment) or a moment, as a story writes it; aware where it gives an offset."""

    @classmethod
    def of(cls, value: Any) -> "When":
        """From a date of YAML, or from text such as "2026-10-22 16:00+08:00".

        Raises ValueError for anything else.
        """
        try:
            return cls.fromisoformat(str(value))
        except ValueError:
            raise ValueError(f"'{value}' is no date") from None


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Act(_Strict, frozen=True):
    """One act of a story."""

    at: When
    step: str | None = None
    activity: str | None = None
    official: str | None = None
    unit: str | None = None
    recorded: When | None = None
    id: str | None = None


class Stop(_Strict, frozen=True, rename={"from_": "from"}):
    """A stopped clock: whole days, or moments where the story gives times."""

    ground: str
    from_: When
    to: When | None = None
    notified_days: int | None = None


class Longer(_Strict, frozen=True):
    """An extension; without ``days`` its length is not on record."""

    limit: str
    days: Annotated[int, msgspec.Meta(ge=0)] | None = None
    unit: str = "workday"
    ground: str | None = None
    at: When | None = None


class Money(_Strict, frozen=True):
    """A charge or payment in minor units; ``event`` is the index of its act."""

    amount: int | None
    item: str | None = None
    event: int | None = None


class Publication(_Strict, frozen=True):
    """Something made public."""

    duty: str
    at: When


class Story(_Strict, frozen=True):
    """One case."""

    events: list[Act] = []
    id: str = "case"
    power: str | None = None
    status: Literal["open", "closed", "withdrawn"] | None = None
    opened: When | None = None
    closed: When | None = None
    unit: str | None = None
    party: str | None = None
    dates: dict[str, When] = {}
    suspensions: list[Stop] = []
    extensions: list[Longer] = []
    charges: list[Money] = []
    payments: list[Money] = []
    publications: list[Publication] = []
    series: str | None = None
    number: int | None = None


class Example(_Strict, frozen=True):
    """A situation and what the control must say of it."""

    name: Words
    as_of: When
    finds: list[dict[str, Any]]
    shows: Shows = "found"
    power: dict[str, Any] | None = None
    powers: list[dict[str, Any]] = []
    case: Story | None = None
    cases: list[Story] = []
    calendar: str | None = None
    zone: str | None = None
    organisation: dict[str, list[dict[str, Any]]] = {}
    published: dict[str, list[dict[str, Any]]] = {}
    parameters: dict[str, int] = {}
    judged: int | None = None
    not_checkable: int | None = None
    sides: dict[str, int] | None = None


@dataclass(frozen=True)
class Situation:
    """An example as an engine needs it: catalogue, calendar, the cases' rows, and the day of the check.

    ``organisation`` holds what measures published beside units, posts and so on: what no case changes.
    """

    catalogue: Catalogue
    calendar: Calendar
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    as_of: datetime
    zone: str | None
    organisation: Mapping[str, Sequence[Sequence[Any]]]


def load_examples(control: Control) -> tuple[Example, ...]:
    """A control's examples.

    Raises ControlError where the file is not valid or lacks a situation found and one not found.
    """
    path = control.examples_path
    examples = read_examples(path)
    shown = {example.shows for example in examples}
    excused = {
        "boundary": control.header.boundary is not None,
        "not_checkable": control.header.not_checkable is not None,
    }
    for kind in ("found", "clean", "boundary", "not_checkable"):
        if kind not in shown and not excused.get(kind, False):
            raise ControlError(
                f"{path}:1",
                en=f"no example with shows: {kind}; add one (or, for boundary and not_checkable, say in the header why"
                f" there is none)",
                zh=f"没有 shows: {kind} 的示例；请补上（boundary 与 not_checkable 也可在头部说明为何没有）",
            )
    return examples


def read_examples(path: Path) -> tuple[Example, ...]:
    """The examples of a file, checked for form.

    Raises ControlError with file, line and remedy.
    """
    place = str(path)
    text = read_text(path, place, ControlError)
    data = read_yaml(text, place, error=ControlError, begin="- name: {zh: …, en: …}")
    if not isinstance(data, list):
        raise ControlError(
            f"{place}:1",
            en="the examples are a list; begin each with `- name: {zh: …, en: …}`",
            zh="示例应为列表；每个示例请以 `- name: {zh: …, en: …}` 开头",
        )
    try:
        examples = tuple(msgspec.convert(data, list[Example], dec_hook=_when))
    except msgspec.ValidationError as error:
        raise _misfit(error, data, text, place) from None
    for number, example in enumerate(examples):
        for slip in _slips(example):
            raise ControlError(f"{place}:{_line(text, place, (number, *slip.path))}", en=slip.en, zh=slip.zh)
    return examples


def _line(text: str, place: str, path: tuple[str | int, ...]) -> int:
    """The line of what lies at the path, or of the nearest thing around it."""
    lines = lines_of(text, place)
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _misfit(error: msgspec.ValidationError, data: Any, text: str, place: str) -> ControlError:
    """What msgspec found, at the line where it found it."""
    what = str(error).partition(" - at ")[0]
    found = misfit(error, data, list[Example], dec_hook=_when)
    path = (*found.at, *(() if found.key is None else (found.key,)))
    key = ".".join(part for part in found.at if isinstance(part, str))
    en, zh = (f"{key}: {found.en}", f"{key}：{found.zh}") if key else (found.en, found.zh)
    if what.endswith(" is no date"):
        en = f"{what}, write 2026-10-22 or '2026-10-22 16:00'"
        zh = f"{what.removesuffix(' is no date')} 不是日期，请写 2026-10-22 或 '2026-10-22 16:00'"
    return ControlError(
        f"{place}:{_line(text, place, path)}",
        en=f"the example does not fit the form: {en} (docs/controls.md shows the form)",
        zh=f"示例不合格式：{zh}（格式见 docs/controls.md）",
    )


def _when(_: type, value: Any) -> When:
    return When.of(value)


_COMPARED = tuple(column.name for column in COLUMNS)


class _Slip(NamedTuple):
    """What is wrong in an example, and where in it."""

    path: tuple[str | int, ...]
    en: str
    zh: str


def _slips(example: Example) -> Iterator[_Slip]:
    """What fits the form and still cannot be meant: a column, a step or an act that does not exist."""
    for number, wanted in enumerate(example.finds):
        for name in wanted:
            if name not in _COMPARED:
                end = hint(name, _COMPARED)
                path = ("finds", number, name)
                yield _Slip(path, f"a finding has no column '{name}'; {end.en}", f"发现没有名为“{name}”的列；{end.zh}")
    for number, story in enumerate(stories_of(example)):
        place = ("case",) if example.case is not None else ("cases", number)
        yield from (slip._replace(path=(*place, *slip.path)) for slip in _slips_of(story, _steps_of(example)))


def _steps_of(example: Example) -> set[str] | None:
    """The steps that an act may name; None where the example does not tell."""
    documents = documents_of(example)
    if any("extends" in document for document in documents):
        return None
    steps = [step for document in documents for step in document.get("steps") or ()]
    # A step without an id is for the catalogue to complain about.
    named = all(isinstance(step, dict) and "id" in step for step in steps)
    return {str(step["id"]) for step in steps} if named else None


def _slips_of(story: Story, steps: set[str] | None) -> Iterator[_Slip]:
    for number, act in enumerate(story.events):
        if steps is not None and act.step is not None and act.step not in steps:
            end = hint(act.step, steps)
            yield _Slip(
                ("events", number),
                f"the power has no step '{act.step}'; write an act outside the catalogue as activity ({end.en})",
                f"职权没有环节“{act.step}”；清单之外的行为请写 activity（{end.zh}）",
            )
    for name in ("charges", "payments"):
        for number, money in enumerate(getattr(story, name)):
            if money.event is not None and not 0 <= money.event < len(story.events):
                last = len(story.events) - 1
                yield _Slip(
                    (name, number),
                    f"there is no act {money.event}; the acts of the case are 0 to {last}",
                    f"没有第 {money.event} 号行为；本办件的行为为 0 至 {last}",
                )


def documents_of(example: Example) -> list[dict[str, Any]]:
    """The example's powers, each with an id."""
    given = [example.power] if example.power is not None else example.powers
    return [{"id": "example", **document} for document in given]


def stories_of(example: Example) -> list[Story]:
    """The example's cases."""
    return [example.case] if example.case is not None else example.cases


def situation(example: Example, place: str = "powers") -> Situation:
    """The example as relations: its powers compiled, its stories as rows; ``place`` begins every error."""
    documents = documents_of(example)
    catalogue = load_powers(documents, jurisdiction=example.calendar, place=place)
    power = str(documents[0]["id"]) if documents else None
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for story in stories_of(example):
        for name, added in story_rows(story, power).items():
            rows.setdefault(name, []).extend(added)
    return Situation(
        catalogue=catalogue,
        calendar=load_calendar(example.calendar),
        rows=rows,
        as_of=example.as_of,
        zone=example.zone,
        organisation=_organisation(example, place) | published_rows(example.published, f"{place}: published"),
    )


def _organisation(example: Example, place: str) -> dict[str, list[tuple[Any, ...]]]:
    """The example's tables of units, posts and so on, in column order."""
    made: dict[str, list[tuple[Any, ...]]] = {}
    for name, rows in example.organisation.items():
        try:
            made[name] = [organisation_row(name, row) for row in rows]
        except (KeyError, ValueError) as error:
            raise ControlError(
                place,
                en=f"organisation: {name}: {error} is no table or column of it, or no date; see docs/cities.md",
                zh=f"organisation：{name}：{error} 不是其中的表、列或日期；见 docs/cities.md",
            ) from None
    return made


def judgement_of(control: Control, example: Example) -> Judgement:
    """The default ladder, with the example's parameters."""
    return Judgement(adjustments={control.id: Adjustment(parameters=example.parameters)})


def story_rows(story: Story, power: str | None) -> dict[str, list[Mapping[str, Any]]]:
    """A story as rows of the record, to be completed by `record.Completer`."""
    case: dict[str, Any] = {
        "case_id": story.id, "power_id": story.power or power, "unit_id": story.unit, "party_id": story.party,
        "series": story.series, "number": story.number,
    }  # fmt: skip
    if story.status is not None:
        case["status"] = story.status
    for key, moment in (("opened_at", story.opened), ("closed_at", story.closed)):
        if moment is not None:
            case[key] = microseconds(moment)
    return {
        "cases": [case],
        "events": [_event(story, act) for act in story.events],
        "case_dates": [
            {"case_id": story.id, "name": name, "at": microseconds(at), "utc_offset": offset_of(at)}
            for name, at in story.dates.items()
        ],
        "suspensions": [_suspension(story, stop) for stop in story.suspensions],
        "extensions": [
            {
                "case_id": story.id, "limit_id": e.limit, "days": e.days, "unit": e.unit, "ground": e.ground,
                "at": None if e.at is None else microseconds(e.at),
            }
            for e in story.extensions
        ],
        "charges": [_money(story, m) for m in story.charges],
        "payments": [_money(story, m) for m in story.payments],
        "publications": [
            {"case_id": story.id, "duty_id": made.duty, "at": microseconds(made.at)} for made in story.publications
        ],
    }


def _event(story: Story, act: Act) -> dict[str, Any]:
    at = act.at
    row: dict[str, Any] = {
        "case_id": story.id, "occurred_at": microseconds(at), "utc_offset": offset_of(at),
        "official_id": act.official, "unit_id": act.unit, "activity": act.activity or act.step,
    }  # fmt: skip
    if act.step is not None:
        row["step_id"] = act.step
    if act.recorded is not None:
        row["recorded_at"] = microseconds(act.recorded)
    if act.id is not None:
        row["event_id"] = act.id
    return row


def _suspension(story: Story, stop: Stop) -> dict[str, Any]:
    first, last = microseconds(stop.from_), stop.to
    row: dict[str, Any] = {
        "case_id": story.id, "ground": stop.ground, "from_at": first, "from_day": day_of(first),
        "notified_days": stop.notified_days,
    }  # fmt: skip
    if last is not None:
        row["to_day"] = day_of(microseconds(last))
        # A last day given without a time is stopped to its end.
        row["to_at"] = microseconds(last) + (DAY if last.time() == time(0) else 0)
    return row


def _money(story: Story, money: Money) -> dict[str, Any]:
    row: dict[str, Any] = {"case_id": story.id, "item": money.item, "amount": money.amount}
    if money.event is not None:
        act = story.events[money.event]
        row["event_id"] = act.id or f"{story.id}#{money.event}"
        row["at"] = microseconds(act.at)
    return row

