"""An event log, whatever its format, read through log.yaml into the relations of the record."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from zhiheng.core.engines.duckdb import load
from zhiheng.core.errors import LogError
from zhiheng.core.relations import RECORD, RELATIONS, create_table
from zhiheng.formats.absent import refuse_absent_attributes, refuse_absent_columns
from zhiheng.formats.acts import Readings, make_acts, make_cases, place_acts, stretches
from zhiheng.formats.checks import (
    check_cases,
    check_identities,
    check_identities_across,
    check_numbers,
    survey_rows,
)
from zhiheng.formats.evidence import Evidence
from zhiheng.formats.fields import attribute_names, fields_of
from zhiheng.formats.making import Making
from zhiheng.formats.mapping_checks import check_mapping, check_zone_for
from zhiheng.formats.moments import day_number
from zhiheng.formats.money import read_amounts
from zhiheng.formats.raw_log import columns_by_file, forget_raw, format_of, read_raw
from zhiheng.formats.reporting import PartCounts, count_part, report_on
from zhiheng.formats.suspensions import write_suspensions
from zhiheng.formats.to_relations import (
    write_amounts,
    write_case_dates,
    write_cases,
    write_events,
    write_extensions,
    write_publications,
)
from zhiheng.formats.trouble import trouble_with

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from zhiheng.formats.checks import Span
    from zhiheng.formats.log_mapping import LogMapping
    from zhiheng.formats.log_report import LogReport
    from zhiheng.formats.raw_log import Progress, RawLog

# Days around the log that the calendar covers, for limits that began before it and end after it.
BEFORE, AFTER = 400, 4000
MICROSECONDS_A_DAY = 86_400_000_000
FIRST_DAY, LAST_DAY = -25_567, 47_846  # 1900-01-01 and 2100-12-31: beyond them no calendar reaches


# Files that keep their types may be read again for every part, up to so many; then their acts are set aside once.
MOST_SCANS = 2


class Calendar(Protocol):
    """What gives the rows of ``workdays``."""

    def rows(self, first_day: int, last_day: int) -> Sequence[Sequence[Any]]:
        """One row a day, in the relation's column order."""
        ...


class Catalogue(Protocol):
    """What gives the rows of the catalogue's relations."""

    @property
    def rows(self) -> Mapping[str, Sequence[Sequence[Any]]]:
        """Rows in column order, by relation."""
        ...


@dataclass(frozen=True)
class OpenLog:
    """A log whose rows have been read and looked over, and whose acts wait for their relations.

    ``parts`` are conditions for `read_part`, each of which chooses some of the cases; none for a log that is
    taken whole.
    """

    making: Making
    log: RawLog
    readings: Readings
    span: Span
    paths: tuple[Path, ...]
    calendar: Calendar | None
    digits: int
    parts: tuple[str, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)


def open_log(  # noqa: PLR0913 - the log, the rules it is read by, and what the city and the caller say beside
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], mapping: LogMapping, *,
    catalogue: Catalogue, calendar: Calendar | None = None, zone: str | None = None, digits: int = 2,
    divide: Callable[[int], int] = lambda _: 1, types: Mapping[str, str] = MappingProxyType({}),
    progress: Progress | None = None,
) -> OpenLog:  # fmt: skip
    """Reads the files, one after the other, so far that only relations remain to be filled.

    The connection holds ``powers``, ``power_steps`` and ``activities`` already and may read the Parquet
    files. ``zone`` and ``digits`` (of the minor unit) are the city's; log.yaml may state its own. ``divide``
    says into how many parts the cases of so many rows go; ``types`` are the engine's own of the catalogue's ids.
    Raises LogError and MappingError; the connection is then of no more use.
    """
    zone = mapping.zone or zone
    fields = fields_of(mapping)
    check_mapping(connection, mapping, fields, zone, catalogue.rows)
    _check_files(paths)
    making = Making(connection, mapping, fields)
    connection.execute("CREATE SCHEMA reading")
    with trouble_with(paths):
        headers = columns_by_file(connection, paths, mapping)
        if not any(format_of(path) == "xes" for path in paths):
            refuse_absent_columns(mapping, fields, headers)
        log = read_raw(connection, paths, mapping, attribute_names(fields), headers, progress)
        refuse_absent_attributes(connection, mapping, fields, log, headers)
        check_zone_for(mapping, fields, log, zone)
        readings, evidence = Readings(log, zone), Evidence(connection, log)
        many = divide(sum(file.rows for file in log.files))
        parts = stretches(making, readings, log, many)
        by_hash = not parts
        if by_hash and many > 1:
            parts = tuple(f"part = {part}" for part in range(many))
        stored = log.texts or (many > MOST_SCANS and by_hash)
        make_acts(making, readings, stored=stored, parts=many if by_hash else 1)
        span = survey_rows(making, readings, evidence)
        if parts:
            check_identities_across(making, evidence)
        if log.texts:
            forget_raw(connection)
    return OpenLog(making, log, readings, span, tuple(paths), calendar, digits, parts, types)


def read_part(
    connection: duckdb.DuckDBPyConnection, log: OpenLog, chosen: str = "TRUE", *, as_of: int | None = None
) -> PartCounts:
    """Creates and fills the record's relations and ``workdays`` of the cases that a condition chooses.

    The condition is on ``part``, from 0, or on ``case_id``. The connection may be another one to the same
    database. ``as_of`` is in microseconds of civil time.
    Raises LogError and MappingError.
    """
    making = replace(log.making, connection=connection)
    evidence = Evidence(connection, log.log)
    with trouble_with(log.paths):
        connection.execute("CREATE SCHEMA making")
        place_acts(making, chosen)
        make_cases(making, log.readings)
        check_cases(making, evidence)
        for relation in (*RECORD, "workdays"):
            connection.execute(create_table(RELATIONS[relation], log.types))
        if log.calendar is not None:
            load(connection, RELATIONS["workdays"], log.calendar.rows(*_days(making, log.span, as_of)))
        write_events(making)
        check_identities(making, evidence)
        write_cases(making, [path.name for path in log.paths])
        write_case_dates(making)
        read_amounts(making, evidence, log.digits)
        write_amounts(making, "charges", making.mapping.money.charges)
        write_amounts(making, "payments", making.mapping.money.payments)
        check_numbers(making, evidence)
        write_suspensions(making)
        write_extensions(making)
        write_publications(making)
        counts = count_part(making)
    connection.execute("DROP SCHEMA making CASCADE")
    return counts


def report_of(log: OpenLog, parts: Sequence[PartCounts]) -> LogReport:
    """The report on a log whose parts have all been read; raises LogError where no row has a case."""
    with trouble_with(log.paths):
        return report_on(log.making, log.log, log.span, parts)


def close_log(log: OpenLog) -> None:
    """Forget the log's rows; the relations stay."""
    log.making.connection.execute("DROP SCHEMA reading CASCADE")


def read_log(
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], mapping: LogMapping, *,
    as_of: int | None = None, **given: Any,
) -> LogReport:  # fmt: skip
    """A whole log at once: `open_log`, `read_part` and `close_log`, with the arguments of the first."""
    log = open_log(connection, paths, mapping, **given)
    report = report_of(log, [read_part(connection, log, as_of=as_of)])
    close_log(log)
    return report


def _check_files(paths: Sequence[Path]) -> None:
    for i, path in enumerate(paths):
        if not path.is_file():
            raise LogError(
                str(path),
                en="there is no such file, or it is not one; check the path",
                zh="没有这个文件，或它不是文件；请检查路径",
            )
        if path.resolve() in [other.resolve() for other in paths[:i]]:
            raise LogError(str(path), en="the file is given twice; give it once", zh="同一文件给出了两次；请只给出一次")
        format_of(path)


def _days(making: Making, span: Span, as_of: int | None) -> tuple[int, int]:
    """The first and last day that the calendar must cover: of acts, of dates that cases carry, and today."""
    days = [span.first_day, span.last_day, None if as_of is None else as_of // MICROSECONDS_A_DAY]
    dates = [field.sql for field in making.fields.values() if field.kind == "moment" and field.of_case]
    if dates:
        ends = ", ".join(f"{day_number(f'min({date})')}, {day_number(f'max({date})')}" for date in dates)
        days += making.connection.execute(f"SELECT {ends} FROM making.made AS m").fetchall()[0]  # noqa: S608
    known = [day for day in days if day is not None]
    first, last = min(known, default=0), max(known, default=0)
    return max(first - BEFORE, FIRST_DAY), min(last + AFTER, LAST_DAY)
