"""One audit, from log files and a city folder to findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from tempfile import gettempdir
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from zhiheng.auditing.city import City, load_city
from zhiheng.auditing.findings import Findings
from zhiheng.auditing.on_spark import Cluster, cluster_for
from zhiheng.auditing.output_folder import OutputFolder
from zhiheng.core import conformance, runner
from zhiheng.core.catalogue import Catalogue, load_catalogue
from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.control import Control
from zhiheng.core.errors import CityError, Language, LogError
from zhiheng.core.judging import Moment
from zhiheng.core.moments import civil_in, day_of, iso, microseconds, offset_of, zone_offset
from zhiheng.core.relations import INTERNAL, ORGANISATION, PUBLISHED
from zhiheng.core.workdays import load_calendar

if TYPE_CHECKING:
    import duckdb

    from zhiheng.core.measure import Published
    from zhiheng.core.workdays import Calendar
    from zhiheng.formats.checks import Span
    from zhiheng.formats.log_mapping import LogMapping
    from zhiheng.formats.log_report import LogReport

Progress = Callable[[str, int, int | None], None]

_LAST_MOMENT = time(23, 59, 59)


@dataclass(frozen=True)
class Audit:
    """What an audit found: the counts, the findings, and the tables that they were made from."""

    summary: dict[str, Any]
    findings: Findings
    connection: duckdb.DuckDBPyConnection
    city: City
    catalogue: Catalogue
    controls: tuple[Control, ...]

    def published(self) -> Published:
        """What measures told the controls of the whole record: rows in column order by relation, for `LiveChecker`."""
        read = frozenset[str]().union(*(control.reads for control in self.controls))
        return {
            name: self.connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall()  # noqa: S608 - our own names
            for name in sorted(read & set(PUBLISHED))
        }


def audit(
    log: str | Path | Sequence[str | Path],
    *,
    city: str | Path | City,
    as_of: str | date | datetime | None = None,
    engine: str = "duckdb",
    controls: Sequence[str] | None = None,
    out: str | Path | None = None,
    language: Language = "zh",
    progress: Progress | None = None,
) -> Audit:
    """Audit event logs (xes, xes.gz, csv, csv.gz, parquet) against a city's documents.

    ``as_of`` defaults to the last moment that the log records; a date means the end of that day.
    ``engine`` is duckdb, or spark or a master's address (spark://host:7077) to let Spark judge what
    DuckDB has read (docs/engines.md). ``controls`` limits the run to some ids. With ``out`` the results
    are written into that folder: findings.parquet, summary.json and report.html. Raises InputError for
    bad input.
    """
    with cluster_for(engine) as cluster:
        return _audited(log, city, as_of, cluster, controls, out, language, progress)


def _audited(
    log: str | Path | Sequence[str | Path],
    city: str | Path | City,
    as_of: str | date | datetime | None,
    cluster: Cluster | None,
    controls: Sequence[str] | None,
    out: str | Path | None,
    language: Language,
    progress: Progress | None,
) -> Audit:
    from zhiheng.auditing.parts import Judge, divided  # noqa: PLC0415 - heavy
    from zhiheng.core.engines.duckdb import load_standing, lock, open_history  # noqa: PLC0415 - heavy
    from zhiheng.formats.log_mapping import load_mapping  # noqa: PLC0415 - brings the readers
    from zhiheng.formats.read_log import close_log, open_log, report_of  # noqa: PLC0415

    clock = _Stopwatch()
    paths = _files([Path(part) for part in ([log] if isinstance(log, str | Path) else log)])
    place = city if isinstance(city, City) else load_city(city)
    mapping = load_mapping(place.mapping_path)
    zone = mapping.zone or place.zone
    asked = None if as_of is None else _moment(_parsed(as_of), zone)
    catalogue = load_catalogue(
        place.powers,
        jurisdiction=place.jurisdiction,
        currency_digits=place.currency.digits,
        known_dates=mapping.case_dates,
    )
    chosen = place.controls(controls)
    calendar = load_calendar(place.jurisdiction, place.workdays)
    folder = None if out is None else OutputFolder(Path(out))
    if folder is not None:
        Thread(target=_prepare_report, daemon=True).start()
    # The engine makes the folder when memory runs short, and removes it when it closes.
    spill = Path(gettempdir()) / f"zhiheng-{uuid4().hex}"
    shared = [] if cluster is None else cluster.files
    written = [] if folder is None else [folder / "findings.parquet"]
    connection = open_history(reads=paths, writes=[*written, *shared], spill=spill)
    others = {**dict.fromkeys((*ORGANISATION, *PUBLISHED), ()), **place.organisation().rows}
    types = load_standing(connection, catalogue.rows, others, enumerated=cluster is None)
    clock.lap("documents")
    opened = open_log(
        connection, paths, mapping, zone=zone, catalogue=catalogue, calendar=calendar, digits=place.currency.digits,
        divide=divided if cluster is None else _whole, types=types, progress=progress,
    )
    clock.lap("read")
    moment = _with_workday(calendar, asked or _last(opened.span))
    judge = Judge(chosen, place.judgement, moment, conformance.models(catalogue), progress)
    judged = judge.all(connection, opened) if cluster is None else cluster.judge(connection, opened, judge)
    report = report_of(opened, judged.read)
    clock.add(judged.seconds)
    lock(connection)
    summary = {
        "city": place.id,
        "as_of": iso(moment.now),
        "engine": "duckdb" if cluster is None else "spark",
        **_read(report),
        "warnings": [
            *place.warnings,
            *(warning.text(language) for warning in catalogue.warnings),
            *_unread(catalogue, chosen, language),
            *(_unknown(place, chosen, language) if controls is None else ()),
            *_never_seen(mapping, report, catalogue, language),
        ],
        "seconds": clock.seconds,
        "controls": _counted(chosen, judged.counts),
    }
    result = Audit(summary, Findings(connection), connection, place, catalogue, chosen)

    def recall() -> None:
        if cluster is None:
            judge.recall(connection, opened)
        close_log(opened)

    if folder is None:
        recall()
    else:
        from zhiheng.auditing.outputs import write_outputs  # noqa: PLC0415 - brings the templates

        write_outputs(result, folder, language=language, recall=recall, lap=lambda: clock.lap("outputs"))
    return result


def _whole(_rows: int) -> int:
    """A cluster divides the cases itself: the record is read whole."""
    return 1


def _prepare_report() -> None:
    from zhiheng.auditing.report import prepare  # noqa: PLC0415 - brings the templates

    prepare()


class _Stopwatch:
    """Seconds by stage, for summary.json."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {"documents": 0, "read": 0, "derive": 0, "controls": 0, "outputs": 0}
        self._last = perf_counter()

    def add(self, seconds: Mapping[str, float]) -> None:
        """Count seconds that were measured elsewhere since the last lap."""
        for stage, more in seconds.items():
            self.seconds[stage] = round(self.seconds[stage] + more, 3)
        self._last = perf_counter()

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.seconds[stage] = round(now - self._last, 3)
        self._last = now


def _files(paths: Sequence[Path]) -> list[Path]:
    """The files themselves; a folder stands for the Parquet files in it, by name."""
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        found = sorted(path.glob("*.parquet"))
        if not found:
            raise LogError(
                str(path),
                en="the folder holds no Parquet file; name the log's files, or another folder",
                zh="目录中没有 Parquet 文件；请给出日志文件，或另选目录",
            )
        files += found
    return files


def _parsed(as_of: str | date | datetime) -> datetime:
    if isinstance(as_of, datetime):
        return as_of
    if isinstance(as_of, date):
        return datetime.combine(as_of, _LAST_MOMENT)
    try:
        return datetime.combine(date.fromisoformat(as_of), _LAST_MOMENT)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(as_of)
    except ValueError:
        raise CityError(
            "--as-of",
            en=f"{as_of!r} is not a date; write it as 2026-11-22 or 2026-11-22T18:00",
            zh=f"{as_of!r} 不是日期；请写成 2026-11-22 或 2026-11-22T18:00",
        ) from None


def _moment(asked: datetime, zone: str | None) -> Moment:
    civil = civil_in(asked, zone)
    now = microseconds(civil)
    offset = offset_of(civil) if civil.tzinfo else zone_offset(now, zone)
    return Moment(now=now, today=day_of(now), today_n=None, offset=offset)


def _last(span: Span) -> Moment:
    """The log's last recorded moment; 1970 for a log without an act."""
    now = span.last_at or 0
    return Moment(now=now, today=day_of(now), today_n=None, offset=span.last_offset)


def _with_workday(calendar: Calendar, moment: Moment) -> Moment:
    rows = calendar.rows(moment.today, moment.today)
    return replace(moment, today_n=rows[0][1] if rows else None)


def moment_of_check(as_of: str | date | datetime | None, zone: str | None, span: Span, calendar: Calendar) -> Moment:
    """The moment asked for, else the log's last; raises CityError for what is no date."""
    return _with_workday(calendar, _last(span) if as_of is None else _moment(_parsed(as_of), zone))


def _read(report: LogReport) -> dict[str, Any]:
    return {
        "cases": report.cases,
        "events": report.events,
        "unmatched": {"activities": dict(report.unmatched_activities), "cases": report.unmatched_cases},
        "odd": dict(report.odd),
        "files": [file.path.name for file in report.files],
    }


def _unread(catalogue: Catalogue, controls: Sequence[Control], language: Language) -> list[str]:
    """Lines of the documents that none of the controls looks at: silence about them is no answer."""
    read = frozenset().union(*(control.reads for control in controls)) if controls else frozenset()
    unread = [name for name in ("disclosure_duties", "fee_items") if catalogue.rows.get(name) and name not in read]
    return [
        f"{name}：所用规则均不核验这些条目" if language == "zh" else f"{name}: no control in use judges these lines"
        for name in unread
    ]


def _unknown(place: City, controls: Sequence[Control], language: Language) -> list[str]:
    """Adjustments in city.yaml of controls that there are not: a slip of the pen would leave a rule as it was."""
    ids = sorted(control.id for control in controls)
    words = "{}: controls: there is no control {!r}, so its lines are ignored; choose from {}"
    if language == "zh":
        words = "{}：controls：没有规则 {!r}，相应各行不起作用；可选：{}"
    unknown = sorted(place.judgement.adjustments.keys() - set(ids))
    lines = [words.format(place.folder / "city.yaml", name, ", ".join(ids)) for name in unknown]
    words = "{}: controls: {} has no parameter {!r}, so it is ignored; it has {}"
    if language == "zh":
        words = "{}：controls：{} 没有参数 {!r}，该值不起作用；其参数为 {}"
    for control in controls:
        given = place.judgement.adjustments.get(control.id)
        for name in sorted((given.parameters if given else {}).keys() - control.header.parameters.keys()):
            own = ", ".join(control.header.parameters) or "—"
            lines.append(words.format(place.folder / "city.yaml", control.id, name, own))
    return lines


def _never_seen(mapping: LogMapping, report: LogReport, catalogue: Catalogue, language: Language) -> list[str]:
    """Activities in log.yaml that no act has: what hangs on them is silent."""
    place = INTERNAL["activities"].names.index("activity")
    known = {*report.unmatched_activities, *(str(row[place]) for row in catalogue.rows.get("activities", ()))}
    words = "{}: no act of the log is called {!r}, so nothing comes of it; {}"
    if language == "zh":
        words = "{}：日志中没有名为 {!r} 的活动，相应各行不起作用；{}"
    return [
        words.format(mapping.source.place, name, getattr(hint(name, known - {name}), language))
        for name in report.never_seen
    ]


def _counted(controls: Sequence[Control], counts: runner.Counts) -> dict[str, Any]:
    hashes = {control.id: control.hash for control in controls}
    return {
        name: {"hash": hashes[name], "subjects": {subject: count.as_dict() for subject, count in subjects.items()}}
        for name, subjects in counts.items()
    }
