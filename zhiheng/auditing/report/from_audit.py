"""The report of an audit: what its controls, catalogue and city are called, told to the page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhiheng.auditing.report.content import ControlText, ReportTitles
from zhiheng.auditing.report.page import write_report
from zhiheng.auditing.report.quantities import Currency
from zhiheng.auditing.report.text import Language, Text, both, text_of

if TYPE_CHECKING:
    from zhiheng.auditing.run import Audit
    from zhiheng.core.catalogue import Catalogue
    from zhiheng.core.control import Control


def report_of(audit: Audit, path: Path, *, language: Language = "zh") -> None:
    """Write the audit's report.html; raises OSError where ``path`` cannot be written."""
    city, ran = audit.city, audit.summary["controls"]
    write_report(
        path,
        connection=audit.connection,
        summary=audit.summary,
        controls=[control_text(one, city.jurisdiction) for one in audit.controls if one.id in ran],
        city_title={"zh": city.title.zh, "en": city.title.en},
        titles=titles_of(audit.catalogue),
        language=language,
        currency=Currency(city.currency.code, city.currency.digits),
    )


def control_text(control: Control, jurisdiction: str | None) -> ControlText:
    """A control's header as the report tells it, with the law of one jurisdiction."""
    header = control.header
    cited = "；".join(f"{one.law} {one.article}".strip() for one in header.basis.get(jurisdiction or "", ()))
    return ControlText(
        id=control.id,
        title=_said(header.title),
        flags=_said(header.flags),
        why=_said(header.why),
        hash=control.hash,
        measure=_said(header.measure) if header.measure else None,
        blind=_said(header.blind) if header.blind else None,
        basis=both(cited) if cited else None,
        principle=_said(header.principle) if header.principle else None,
        subject=header.subject,
    )


def titles_of(catalogue: Catalogue) -> ReportTitles:
    """The titles that the power documents give; the latest version's where they differ."""
    powers: dict[str, Text] = {}
    steps: dict[str, Text] = {}
    for version in catalogue.versions:
        if version.document.title:
            powers[version.power_id] = _title(version.document.title)
        for step in version.document.steps:
            if step.title:
                steps[f"{version.power_id}/{step.id}"] = _title(step.title)
    return ReportTitles(powers=powers, steps=steps | _agreed(steps))


def _agreed(steps: Mapping[str, Text]) -> dict[str, Text]:
    """Step titles by the bare id, where every power that has the step calls it the same."""
    titles: dict[str, set[Text]] = {}
    for key, title in steps.items():
        titles.setdefault(key.rpartition("/")[2], set()).add(title)
    return {step: title for step, (title, *others) in titles.items() if not others}


def _title(given: Any) -> Text:
    if isinstance(given, str):
        return both(given)
    return text_of({"zh": given.zh or "", "en": given.en or ""})


def _said(words: Any) -> Text:
    return Text(words.zh, words.en)
