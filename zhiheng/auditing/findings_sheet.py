"""findings.xlsx: one sheet for those who work with a spreadsheet, in one language, the gravest first.

Every text is written as text: nothing that a log says is a formula, a link or a number to the spreadsheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from zhiheng.auditing.findings import ORDER
from zhiheng.auditing.output_folder import unwritable
from zhiheng.auditing.outputs import control_text, titles_of
from zhiheng.auditing.report import Currency, Text, phrases, sentences, words
from zhiheng.auditing.report.lines import Line, read_lines
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.queries import tables
from zhiheng.auditing.report.text import spelled
from zhiheng.core.moments import moment_of

if TYPE_CHECKING:
    from zhiheng.auditing.run import Audit
    from zhiheng.core.errors import Language

MOST: Final = 1_048_575  # the rows of a sheet, but for the header
LONGEST: Final = 32_767  # characters of a cell
_BATCH = 10_000
_NO_XML = re.compile("[\ufffe\uffff]")
_HOUR = 3_600_000_000
_FIRST_YEAR = 1900  # a spreadsheet has no day before it

_READ = (
    "control_id, power_id, version, subject_id, basis, case_id, unit_id, official_id, level, state, occurred_at,"
    " due_at, measured, allowed, measure_unit, provisional, side, finding_id"
)
Cell = Literal["text", "moment", "number", "level"]


@dataclass(frozen=True)
class Column:
    """A column of the sheet: its heading, what its cells are, and its width in characters."""

    heading: Text
    kind: Cell
    width: int


COLUMNS: Final = (
    Column(Text("等级", "Level"), "level", 11),
    Column(Text("规则", "Control"), "text", 8),
    Column(Text("规则名称", "What is found"), "text", 30),
    Column(Text("职权", "Power"), "text", 26),
    Column(Text("办件", "Case"), "text", 20),
    Column(Text("对象", "Subject"), "text", 40),
    Column(Text("差异", "Difference"), "text", 24),
    Column(Text("发生时间", "Occurred"), "moment", 17),
    Column(Text("期限", "Due"), "moment", 17),
    Column(Text("实际", "Measured"), "number", 11),
    Column(Text("允许", "Allowed"), "number", 11),
    Column(Text("单位", "Unit of measure"), "text", 15),
    Column(Text("状态", "State"), "text", 10),
    Column(Text("责任单位", "Unit"), "text", 22),
    Column(Text("经办人", "Official"), "text", 18),
    Column(Text("依据", "Law"), "text", 50),
    Column(Text("日历未定", "Provisional"), "text", 11),
    Column(Text("发现编号", "Finding"), "text", 34),
)
_SHEET: Final = Text("发现", "Findings")
_MORE: Final = Text("另有 {n} 条未列出，全部见 findings.parquet", "{n} more are not listed; findings.parquet has all")
_COLOURS: Final[Mapping[str, tuple[str, str]]] = {  # what lies under the word, and the word
    "red": ("#F8D7DA", "#7A0010"),
    "yellow": ("#FFF0B3", "#5C4300"),
    "warning": ("#FFE2C6", "#6B3400"),
    "notice": ("#DCE9F7", "#123A63"),
    "none": ("#EDEDED", "#333333"),
}
_UNITS: Final[Mapping[str, Text]] = {
    "workday": Text("工作日", "working days"), "day": Text("日", "days"), "month": Text("月", "months"),
    "hour": Text("小时", "hours"), "microsecond": Text("小时", "hours"), "count": Text("项", "items"),
    "flag": Text("是 1 / 否 0", "yes 1 / no 0"),
}  # fmt: skip


def write_findings_sheet(audit: Audit, path: Path, *, language: Language, most: int = MOST) -> int:
    """Writes the findings of an audit; how many were left out because the sheet is full.

    Raises CityError where the file cannot be written.
    """
    import xlsxwriter

    found = len(audit.findings)
    listed = found if found <= most else most - 1
    try:
        path.write_bytes(b"")  # the library would tell of an unwritable file only at the end
        book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False})
        with book:
            book.set_properties({"created": moment_of(_as_of(audit)), "title": _SHEET[language == "en"]})
            _Sheet(book, _Words(audit, language)).fill(audit, listed, found)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        reason = error if isinstance(error, OSError) else OSError(0, str(error))
        raise unwritable(path.parent, reason) from None
    return found - listed


def _as_of(audit: Audit) -> int:
    found = audit.connection.execute("SELECT max(as_of) FROM findings").fetchall()
    return int(found[0][0] or 0)


@dataclass
class _Words:
    """Everything a row says, in one language; what repeats is made once."""

    audit: Audit
    language: Language
    naming: Naming = field(init=False)
    _told: dict[Any, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        audit, connection = self.audit, self.audit.connection
        query = "SELECT DISTINCT subject_id FROM findings WHERE subject_id IS NOT NULL"
        subjects = [row[0] for row in connection.execute(query).fetchall()]
        titles = titles_of(audit.catalogue.versions, audit.city.organisation().titles)
        currency = Currency(audit.city.currency.code, audit.city.currency.digits)
        controls = {control.id: control_text(control, audit.city.jurisdiction) for control in audit.controls}
        lines = read_lines(
            connection, tables=tables(connection), subjects=subjects, titles=titles, currency=currency
        )
        self.naming = Naming(controls, lines, titles, currency)

    def once(self, key: Any, tell: Callable[[], Text]) -> str:
        """The text of a key in the sheet's language, fit for a cell."""
        if key not in self._told:
            self._told[key] = cell_text(self.of(tell()))
        return self._told[key]

    def of(self, text: Text) -> str:
        """A text in the sheet's language."""
        return text.zh if self.language == "zh" else text.en

    def row(self, values: tuple[Any, ...]) -> list[Any]:
        """The cells of one finding, in the order of ``COLUMNS``."""
        (control, power, version, subject, basis, case, unit, official, level, state, occurred, due, measured,
         allowed, measure_unit, provisional, side, finding) = values  # fmt: skip
        naming = self.naming
        about = naming.controls.get(control)
        key = (control, power, version, subject)

        def line() -> Line:
            return naming.line(control, power, version, subject)

        listed = phrases.listed_in(about)
        excess = measured - allowed
        return [
            level or "none",
            control,
            self.once(("control", control), lambda: naming.control(control)),
            self.once(("power", power), lambda: naming.titles.power(power) if power else words.NOT_RECORDED),
            _raw(case),
            self.once(("line", key), lambda: line().label),
            self.once(
                ("phrase", key, state, side, measure_unit, excess),
                lambda: phrases.by_how_much(
                    phrases.phrase(phrases.Measure(measure_unit, excess, state, side, listed, line().minimum)),
                    excess, measure_unit, naming.currency,
                ),
            ),
            occurred,
            due,
            self._number(measured, measure_unit),
            self._number(allowed, measure_unit),
            self.once(("unit of", measure_unit), lambda: self._unit(measure_unit)),
            self.once(("state", state, listed), lambda: words.STATES[phrases.state_of(state, listed)]),
            _raw(unit),
            _raw(official),
            self.once(("law", key, basis), lambda: sentences.basis_text(basis, about)),
            self.once(("provisional", provisional), lambda: Text("是", "yes") if provisional else Text("", "")),
            finding,
        ]  # fmt: skip

    def _number(self, value: int, unit: str) -> float:
        if unit == "minor":
            return float(value / 10**self.naming.currency.digits)
        return value / _HOUR if unit == "microsecond" else value

    def _unit(self, unit: str) -> Text:
        code = self.naming.currency.code
        return Text(code, code) if unit == "minor" else _UNITS.get(unit, Text(unit, unit))


class _Sheet:
    """The sheet in the making: rows go to the disk as they come."""

    def __init__(self, book: Any, said: _Words) -> None:
        self._said = said
        self._sheet = book.add_worksheet(said.of(_SHEET))
        self._moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._parts = book.add_format({"num_format": "#,##0.00"})
        self._days = book.add_format({"num_format": "yyyy-mm-dd"})
        self._levels = {
            level: book.add_format({"bg_color": under, "font_color": word, "bold": True})
            for level, (under, word) in _COLOURS.items()
        }
        heading = book.add_format({"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "text_wrap": True})
        for place, column in enumerate(COLUMNS):
            self._sheet.set_column(place, place, column.width)
            self._sheet.write_string(0, place, said.of(column.heading), heading)
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_landscape()
        self._sheet.set_paper(8)  # A3
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)

    def fill(self, audit: Audit, listed: int, found: int) -> None:
        cursor = audit.connection.cursor()
        cursor.execute(f"SELECT {_READ} FROM findings ORDER BY {ORDER} LIMIT {listed}")  # noqa: S608 - names of our own
        at = 0
        while rows := cursor.fetchmany(_BATCH):
            for row in rows:
                at += 1
                for place, (column, value) in enumerate(zip(COLUMNS, self._said.row(row), strict=True)):
                    if value is not None and value != "":
                        self._write(at, place, column.kind, value)
        if found > listed:
            at += 1
            self._sheet.write_string(at, 0, self._said.of(_MORE.fill(n=f"{found - listed:,}")))
        self._sheet.autofilter(0, 0, at, len(COLUMNS) - 1)

    def _write(self, row: int, place: int, kind: Cell, value: Any) -> None:
        if kind == "number":
            self._sheet.write_number(row, place, value, self._parts if isinstance(value, float) else None)
        elif kind == "level":
            word = words.LEVELS[value]
            self._sheet.write_string(row, place, self._said.of(word), self._levels[value])
        elif kind == "moment":
            self._write_moment(row, place, moment_of(value))
        else:
            self._sheet.write_string(row, place, value)

    def _write_moment(self, row: int, place: int, moment: datetime) -> None:
        if moment.year < _FIRST_YEAR:
            self._sheet.write_string(row, place, moment.isoformat(" "))
            return
        whole = moment.hour == moment.minute == moment.second == 0
        self._sheet.write_datetime(row, place, moment, self._days if whole else self._moments)


def cell_text(value: str) -> str:
    """A text as a cell can hold it: control and direction characters written out, cut at Excel's limit."""
    value = _NO_XML.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", spelled(value))
    return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"


def _raw(value: str | None) -> str | None:
    return None if value is None else cell_text(value)
