"""The page: gather, fill the templates, write one file that needs nothing else."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from zhiheng.auditing.report import cases, entries, flow_queries, overview, queries, script_words, words
from zhiheng.auditing.report.compare import Compared, compared
from zhiheng.auditing.report.content import ControlText, ReportTitles
from zhiheng.auditing.report.lines import read_lines
from zhiheng.auditing.report.listing import as_script, listing
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.quantities import Currency, number
from zhiheng.auditing.report.sections import sections
from zhiheng.auditing.report.summary import Summary, read_summary
from zhiheng.auditing.report.text import Language, Text, shown, text_of
from zhiheng.auditing.report.ways import Ways, ways

if TYPE_CHECKING:
    import duckdb

MOST_LISTED: Final = 5_000
SHARE: Final = 50  # of each level of a control's line, before the list takes whatever is gravest
MOST_IN_FULL: Final = 200
_FOLDER: Final = Path(__file__).parent


def prepare() -> None:
    """Compile the templates, which takes as long as a tenth of an audit: worth doing beside it."""
    environment = _environment()
    for name in environment.list_templates():
        environment.get_template(name)


def write_report(  # noqa: PLR0913 - everything that the page tells
    path: Path,
    *,
    connection: duckdb.DuckDBPyConnection,
    summary: Mapping[str, Any],
    controls: Sequence[ControlText],
    city_title: Mapping[str, str],
    titles: ReportTitles,
    language: Language = "zh",
    currency: Currency = Currency(),  # noqa: B008 - frozen
    files: Sequence[str] = (),
) -> None:
    """Write report.html after an audit, from its tables ``findings``, ``cases``, ``events``, ...

    ``files``: the names of the log files that were read. Raises OSError where ``path`` cannot be
    written.
    """
    page = render(
        connection=connection,
        summary=summary,
        controls=controls,
        city_title=city_title,
        titles=titles,
        language=language,
        currency=currency,
        files=files,
    )
    path.write_text(page, encoding="utf-8", errors="replace", newline="\n")


def render(
    *,
    connection: duckdb.DuckDBPyConnection,
    summary: Mapping[str, Any],
    controls: Sequence[ControlText],
    city_title: Mapping[str, str],
    titles: ReportTitles,
    language: Language,
    currency: Currency,
    files: Sequence[str],
) -> str:
    """The page as text."""
    told = read_summary(summary)
    there = queries.tables(connection)
    # Of a large log they were ranked when their cases were read once more.
    if "gravest" not in there:
        queries.rank_gravest(connection, MOST_LISTED, SHARE)
    try:
        subjects = [one.subject_id for counts in told.controls.values() for one in counts.subjects]
        lines = read_lines(connection, tables=there, subjects=subjects, titles=titles, currency=currency)
        clock = queries.keeps_clock(connection)
        naming = Naming({one.id: one for one in controls}, lines, titles, currency, clock)
        rows, cases_found, provisional = queries.totals(connection)
        city = Text(*map(shown, text_of(city_title, told.city)))
        title = words.PAGE_TITLE.fill(city=city)
        controlled = sections(connection, told, naming)
        ran, sides = _flows(connection, naming, there)
        levels = functools.reduce(queries.Levels.plus, (one.levels for one in controlled), queries.Levels())
        data = {
            "title": title.plain(),
            "words": script_words.told(),
            "full": MOST_IN_FULL,
            **listing(connection, naming),
        }
        return _environment().get_template("page.html.j2").render(
            language=language,
            title=title,
            city=city,
            files=[shown(name) for name in files or told.files],
            summary=told,
            headline=_headline(told, len(controls)),
            rows=rows,
            listed=min(rows, MOST_LISTED),
            cases_found=cases_found,
            provisional=provisional,
            levels=levels,
            sections=controlled,
            units=overview.holders(connection, "unit_id", naming, count_cases=True),
            officials=overview.holders(connection, "official_id", naming, count_cases=True),
            months=overview.months(connection),
            ways=ran,
            compare=sides,
            full=MOST_IN_FULL,
            entries=_entries(connection, naming, there),
            data=Markup(as_script(data)),  # noqa: S704 - made safe by as_script
            **_own_files(),
        )
    finally:
        connection.execute("DROP TABLE IF EXISTS gravest")


def _headline(summary: Summary, controls: int) -> Text:
    word = words.HEADLINE if summary.found else words.HEADLINE_NONE
    return word.fill(
        cases=_counted(summary.cases, "case"), controls=_counted(controls, "control"),
        found=_counted(summary.found, "finding"),
    )  # fmt: skip


def _counted(count: int, thing: str) -> Text:
    return Text(number(count), f"{number(count)} {thing}{'' if count == 1 else 's'}")


def _entries(
    connection: duckdb.DuckDBPyConnection, naming: Naming, there: frozenset[str]
) -> list[entries.Entry]:
    on_limits = [one.id for one in naming.controls.values() if one.subject == "time_limits"]
    found = cases.gravest(connection, MOST_IN_FULL)
    records = cases.case_records(
        connection, MOST_IN_FULL, tables=there, on_limits=on_limits
    )
    rest = cases.rest_days(connection, entries.spans(found, records), tables=there)
    return [entries.entry(one, records[one.place], naming, rest) for one in found]


def _flows(
    connection: duckdb.DuckDBPyConnection, naming: Naming, there: frozenset[str]
) -> tuple[Ways, Compared | None]:
    """How cases ran, and units and periods compared; nothing where the audit did not count it."""
    if "flows" not in there:
        return Ways((), (), 0), None
    try:
        flow_queries.prepare(connection)
        return ways(connection, naming, there), compared(connection, naming)
    finally:
        flow_queries.forget(connection)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("zhiheng.auditing.report", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals |= {"t": Text, "level_words": words.LEVELS, "state_words": words.STATES}
    environment.filters["n"] = number
    environment.filters["shown"] = shown
    return environment


def _own_files() -> dict[str, Markup]:
    """The style, the script, and the policy that allows these two and nothing else."""
    style = "".join((_FOLDER / name).read_text(encoding="utf-8") for name in ("style.css", "ways.css"))
    script = (_FOLDER / "page.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}';"
        " base-uri 'none'; form-action 'none'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": Markup(policy)}  # noqa: S704 - our own files


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
