"""What an audit leaves behind: findings.parquet, report.html and summary.json."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from zhiheng.auditing.findings import write_parquet
from zhiheng.auditing.output_folder import FINDINGS, REPORT, SUMMARY, OutputFolder
from zhiheng.auditing.report import ControlText, Currency, ReportTitles, Text, write_report
from zhiheng.core.control import Citation, Control
from zhiheng.core.errors import Language

if TYPE_CHECKING:
    from zhiheng.auditing.run import Audit
    from zhiheng.core.catalogue import PowerVersion
    from zhiheng.core.catalogue.document import Due, Limit, Response, Separation, Title


def write_outputs(
    audit: Audit,
    folder: OutputFolder,
    *,
    language: Language,
    recall: Callable[[], None],
    lap: Callable[[], None],
) -> None:
    """Write the three files; the summary last, since it tells how long the others took.

    ``recall`` makes what the report needs of the record readable, while the findings are written already. The files
    appear in the folder together. Raises CityError where the folder cannot be written; what it
    held is then as it was.
    """
    with folder.writing():
        with ThreadPoolExecutor(1) as beside:
            parquet = beside.submit(_write_findings, audit, folder / FINDINGS)
            recall()
            _write_report(audit, folder / REPORT, language)
            parquet.result()
        lap()
        text = msgspec.json.format(msgspec.json.encode(audit.summary), indent=1)
        (folder / SUMMARY).write_bytes(text + b"\n")
        folder.put_in_place()


def _write_findings(audit: Audit, path: Path) -> None:
    """findings.parquet; the engine's word for a full or failing disk becomes an OSError."""
    import duckdb

    try:
        write_parquet(audit.connection.cursor(), path)
    except duckdb.IOException as error:
        raise OSError(str(error).strip().partition("\n")[0]) from None


def _write_report(audit: Audit, path: Path, language: Language) -> None:
    city = audit.city
    write_report(
        path,
        connection=audit.connection,
        summary=audit.summary,
        controls=[control_text(control, city.jurisdiction) for control in audit.controls],
        city_title={"zh": city.title.zh, "en": city.title.en},
        titles=titles_of(audit.catalogue.versions, city.organisation().titles),
        language=language,
        currency=Currency(city.currency.code, city.currency.digits),
        files=audit.summary["files"],
    )


def control_text(control: Control, jurisdiction: str | None) -> ControlText:
    """What the report says of a control: its header's words, and its law in the city's jurisdiction."""
    header = control.header
    law = "；".join(_cited(header.basis.get(jurisdiction or "", ())))
    return ControlText(
        id=control.id,
        title=Text(header.title.zh, header.title.en),
        flags=Text(header.flags.zh, header.flags.en),
        why=Text(header.why.zh, header.why.en),
        hash=control.hash,
        measure=None if header.measure is None else Text(header.measure.zh, header.measure.en),
        blind=None if header.blind is None else Text(header.blind.zh, header.blind.en),
        basis=Text(law, law) if law else None,
        principle=None if header.principle is None else Text(header.principle.zh, header.principle.en),
        subject=header.subject,
    )


def _cited(citations: Iterable[Citation]) -> list[str]:
    return [f"{citation.law} {citation.article}".strip() for citation in citations]


def titles_of(versions: Iterable[PowerVersion], units: Mapping[str, tuple[str, str]]) -> ReportTitles:
    """Titles of powers, steps, lines and units (zh, en); a later version's title stands for all."""
    powers: dict[str, Text] = {}
    steps: dict[str, Text] = {}
    lines: dict[str, Text] = {}
    for version in versions:
        document = version.document
        _keep(powers, version.power_id, document.title)
        for step in document.steps:
            _keep(steps, f"{version.power_id}/{step.id}", step.title)
        titled: list[Limit | Response | Separation | Due] = [
            *document.limits, *document.responses, *document.separations, *document.dues,
        ]  # fmt: skip
        for line in (*titled, *document.disclosure):
            _keep(lines, f"{version.power_id}/{line.id}", line.title)
        for fee in document.fees:
            _keep(lines, f"{version.power_id}/{fee.item}", fee.title)
    named = {unit: Text(zh, en) for unit, (zh, en) in units.items()}
    return ReportTitles(powers=powers, steps=steps, limits=lines, units=named)


def _keep(titles: dict[str, Text], key: str, title: Title | str | None) -> None:
    if isinstance(title, str):
        titles[key] = Text(title, title)
    elif title is not None:
        titles[key] = Text(title.zh or title.en or key, title.en or title.zh or key)
