"""Measures over a log: what history publishes as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from zhiheng.auditing.city import City, load_city
from zhiheng.auditing.output_folder import OutputFolder
from zhiheng.auditing.run import moment_of_check
from zhiheng.core import conformance
from zhiheng.core.catalogue import load_catalogue
from zhiheng.core.measure import Measure, OutputColumn
from zhiheng.core.moments import iso
from zhiheng.core.relations import ORGANISATION
from zhiheng.core.workdays import load_calendar

if TYPE_CHECKING:
    import duckdb

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Measured:
    """What measures published of a log; every table is readable under its measure's id in ``connection``."""

    as_of: str
    cases: int
    measures: tuple[Measure, ...]
    connection: duckdb.DuckDBPyConnection

    def rows(self, measure_id: str) -> Iterator[dict[str, Any]]:
        """The rows of one table, as its relation has them: whole numbers and texts.

        Raises KeyError for a measure that was not run.
        """
        measure = {measure.id: measure for measure in self.measures}[measure_id]
        names = measure.relation.names
        cursor = self.connection.cursor()
        cursor.execute(f"SELECT {', '.join(names)} FROM {measure.id} ORDER BY ALL")  # noqa: S608 - checked names
        while batch := cursor.fetchmany(10_000):
            yield from (dict(zip(names, row, strict=True)) for row in batch)


def measure(
    log: str | Path | Sequence[str | Path],
    *,
    city: str | Path | City,
    measures: Sequence[str] | None = None,
    as_of: str | date | datetime | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> Measured:
    """Run measures (all, unless named) over event logs read through a city's documents.

    With ``out`` each table is written into that folder as ``<id>.parquet``: months as their first day, times as days
    with four decimals. Raises InputError for bad input.
    """
    from zhiheng.core.engines.duckdb import open_history  # noqa: PLC0415 - heavy

    place = city if isinstance(city, City) else load_city(city)
    chosen = place.measures(measures)
    paths = [Path(part) for part in ([log] if isinstance(log, str | Path) else log)]
    names = [f"{one.id}.parquet" for one in chosen]
    folder = None if out is None else OutputFolder(Path(out), names)
    # The engine makes the folder when memory runs short, and removes it when it closes.
    spill = Path(gettempdir()) / f"zhiheng-{uuid4().hex}"
    writes = [] if folder is None else [folder / name for name in names]
    connection = open_history(reads=paths, writes=writes, spill=spill)
    result = _published(connection, paths, place, chosen, as_of, progress)
    if folder is not None:
        _write(result, folder)
    return result


def _published(
    connection: duckdb.DuckDBPyConnection,
    paths: Sequence[Path],
    place: City,
    chosen: tuple[Measure, ...],
    as_of: str | date | datetime | None,
    progress: Progress | None,
) -> Measured:
    """Read the log, in parts where it is large, and run the measures over all of it."""
    from zhiheng.auditing.parts import Judge, divided  # noqa: PLC0415 - heavy
    from zhiheng.core.engines.duckdb import load_standing, lock  # noqa: PLC0415 - heavy
    from zhiheng.formats.log_mapping import load_mapping  # noqa: PLC0415 - brings the readers
    from zhiheng.formats.read_log import close_log, open_log, report_of  # noqa: PLC0415

    mapping = load_mapping(place.mapping_path)
    zone = mapping.zone or place.zone
    catalogue = load_catalogue(
        place.powers, jurisdiction=place.jurisdiction, currency_digits=place.currency.digits,
        known_dates=mapping.case_dates,
    )  # fmt: skip
    calendar = load_calendar(place.jurisdiction, place.workdays)
    organisation = {**dict.fromkeys(ORGANISATION, ()), **place.organisation().rows}
    types = load_standing(connection, catalogue.rows, organisation)
    opened = open_log(
        connection, paths, mapping, zone=zone, catalogue=catalogue, calendar=calendar, digits=place.currency.digits,
        divide=divided, types=types, progress=progress,
    )  # fmt: skip
    moment = moment_of_check(as_of, zone, opened.span, calendar)
    judge = Judge((), place.judgement, moment, conformance.models(catalogue), progress, chosen)
    report = report_of(opened, judge.all(connection, opened).read)
    close_log(opened)
    lock(connection)
    return Measured(iso(moment.now), report.cases, chosen, connection)


def _write(result: Measured, folder: OutputFolder) -> None:
    import duckdb

    with folder.writing():
        for one in result.measures:
            columns = ", ".join(_exported(column) for column in one.header.columns)
            path = str((folder / f"{one.id}.parquet").resolve()).replace("'", "''")
            try:
                result.connection.execute(
                    f"COPY (SELECT {columns} FROM {one.id} ORDER BY ALL) TO '{path}'"  # noqa: S608 - checked names
                    " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
                )
            except duckdb.IOException as error:
                raise OSError(str(error).strip().partition("\n")[0]) from None
        folder.put_in_place()


def _exported(column: OutputColumn) -> str:
    """SQL for a column as files show it."""
    name = f'"{column.name}"'
    if column.unit == "month":
        return f"CAST(DATE '1970-01-01' + to_months(CAST({name} AS INTEGER)) AS DATE) AS {name}"
    if column.unit == "microsecond":
        return f"CAST({name} / 86400000000.0 AS DECIMAL(18, 4)) AS {name}"
    return f"CAST({name} AS BOOLEAN) AS {name}" if column.type == "flag" else name
