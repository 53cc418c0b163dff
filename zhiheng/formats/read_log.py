"""An event log, whatever its format, read through log.yaml into the relations of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from zhiheng.core.engines.duckdb import load
from zhiheng.core.errors import LogError
from zhiheng.core.relations import RECORD, RELATIONS, create_table
from zhiheng.formats.absent import refuse_absent_attributes, refuse_absent_columns
from zhiheng.formats.acts import Readings, make_acts, make_cases, place_acts
from zhiheng.formats.checks import check_cases, check_identities, check_numbers, survey_rows
from zhiheng.formats.evidence import Evidence
from zhiheng.formats.fields import attribute_names, fields_of
from zhiheng.formats.making import Making
from zhiheng.formats.mapping_checks import check_mapping, check_zone_for
from zhiheng.formats.moments import day_number
from zhiheng.formats.money import read_amounts
from zhiheng.formats.raw_log import columns_by_file, forget_raw, format_of, read_raw
from zhiheng.formats.reporting import report_on
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
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb

    from zhiheng.formats.log_mapping import LogMapping
    from zhiheng.formats.log_report import LogReport
    from zhiheng.formats.raw_log import Progress

# Days around the log that the calendar covers, for limits that began before it and end after it.
BEFORE, AFTER = 400, 4000
MICROSECONDS_A_DAY = 86_400_000_000
FIRST_DAY, LAST_DAY = -25_567, 47_846  # 1900-01-01 and 2100-12-31: beyond them no calendar reaches


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


def read_log(  # noqa: PLR0913 - the log, the rules it is read by, and what the city and the caller say beside
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], mapping: LogMapping, *,
    catalogue: Catalogue, calendar: Calendar | None = None, zone: str | None = None, digits: int = 2,
    as_of: int | None = None, progress: Progress | None = None,
) -> LogReport:  # fmt: skip
    """Creates and fills the record's relations and ``workdays`` from the files, one after the other.

    The connection holds ``powers``, ``power_steps`` and ``activities`` already and may read the Parquet
    files. ``zone`` and ``digits`` (of the minor unit) are the city's; log.yaml may state its own. ``as_of``
    is in microseconds of civil time. Raises LogError and MappingError; the connection is then of no more use.
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
        make_acts(making, readings, stored=log.texts)
        days = survey_rows(making, readings, evidence)
        if log.texts:
            forget_raw(connection)
        place_acts(making)
        make_cases(making, readings)
        check_cases(making, evidence)
        for relation in (*RECORD, "workdays"):
            connection.execute(create_table(RELATIONS[relation]))
        if calendar is not None:
            load(connection, RELATIONS["workdays"], calendar.rows(*_days(making, days, as_of)))
        write_events(making)
        check_identities(making, evidence)
        write_cases(making, [path.name for path in paths])
        write_case_dates(making)
        read_amounts(making, evidence, digits)
        write_amounts(making, "charges", mapping.money.charges)
        write_amounts(making, "payments", mapping.money.payments)
        check_numbers(making, evidence)
        write_suspensions(making)
        write_extensions(making)
        write_publications(making)
        report = report_on(making, log)
    connection.execute("DROP SCHEMA reading CASCADE")
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


def _days(making: Making, of_acts: tuple[int, int] | None, as_of: int | None) -> tuple[int, int]:
    """The first and last day that the calendar must cover: of acts, of dates that cases carry, and today."""
    days = [*(of_acts or ()), *([] if as_of is None else [as_of // MICROSECONDS_A_DAY])]
    dates = [field.sql for field in making.fields.values() if field.kind == "moment" and field.of_case]
    if dates:
        ends = ", ".join(f"{day_number(f'min({date})')}, {day_number(f'max({date})')}" for date in dates)
        found = making.connection.execute(f"SELECT {ends} FROM reading.made AS m").fetchall()  # noqa: S608
        days += [day for day in found[0] if day is not None]
    first, last = min(days, default=0), max(days, default=0)
    return max(first - BEFORE, FIRST_DAY), min(last + AFTER, LAST_DAY)
