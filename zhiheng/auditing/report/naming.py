"""What people, units, acts and lines are called on the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiheng.auditing.report import words
from zhiheng.auditing.report.cases import Act
from zhiheng.auditing.report.content import ControlText, ReportTitles
from zhiheng.auditing.report.lines import Line, Lines
from zhiheng.auditing.report.quantities import Currency, moment_text
from zhiheng.auditing.report.text import Text, both, shown


@dataclass(frozen=True)
class Naming:
    """The names that one report uses, and the currency it counts in."""

    controls: Mapping[str, ControlText]
    lines: Lines
    titles: ReportTitles
    currency: Currency
    clock: bool = True

    def moment(self, at: int) -> str:
        """A moment as the log can tell it: with its time of day only where the log has one."""
        return moment_text(at, clock=self.clock)

    def holder(self, official_id: str | None, unit_id: str | None) -> Text:
        """Whose hands it was in: unit and official, as far as they are recorded."""
        if official_id is None:
            return self.unit(unit_id)
        official = self.official(official_id)
        if unit_id is None:
            return official
        unit = self.unit(unit_id)
        return Text(f"{unit.zh} · {official.zh}", f"{unit.en} · {official.en}")

    def official(self, official_id: str | None) -> Text:
        """An official as the log names them."""
        return _named(official_id) or both(shown(official_id or ""))

    def unit(self, unit_id: str | None) -> Text:
        """A unit's title, or as the log names it."""
        return _named(unit_id) or self.titles.unit(unit_id or "")

    def case(self, case_id: str | None) -> Text:
        """A case's number."""
        return _named(case_id) or both(shown(case_id or ""))

    def control(self, control_id: str) -> Text:
        """A control's title."""
        control = self.controls.get(control_id)
        return control.title if control else both(shown(control_id))

    def line(
        self, control_id: str, power_id: str | None, version: str | None, subject_id: str | None
    ) -> Line:
        """The line of the catalogue that a finding is about."""
        if subject_id is None:
            return Line(self.control(control_id))
        return self.lines.line(self.controls.get(control_id), power_id, version, subject_id)

    def act(self, act: Act) -> Text:
        """What was done: the step's name, else the log's own words for it."""
        if act.step_id is not None:
            title = self.titles.step(act.power_id, act.step_id)
            if title is not None:
                return title
        return _named(act.activity) or both(shown(act.activity or ""))

    def who(self, act: Act) -> Text:
        """Who took it: the official, else the unit."""
        if act.official_id is not None:
            return self.official(act.official_id)
        return self.unit(act.unit_id)


def _named(value: str | None) -> Text | None:
    """The word for a name that is missing or empty; None if there is a name."""
    if value is None:
        return words.NOT_RECORDED
    return words.EMPTY_NAME if not value.strip() else None
