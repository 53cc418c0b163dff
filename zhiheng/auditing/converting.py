"""A log read through a city's documents and written again in a format of exchange."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from zhiheng.auditing.city import load_city
from zhiheng.auditing.output_folder import unwritable
from zhiheng.core.catalogue import load_catalogue
from zhiheng.core.errors import CityError
from zhiheng.core.relations import ORGANISATION
from zhiheng.formats.log_mapping import load_mapping
from zhiheng.formats.read_log import read_log
from zhiheng.formats.told import AMOUNTS, Teller
from zhiheng.formats.told_mapping import told_mapping
from zhiheng.formats.write_ocel import OcelIds, ocel_case_name, ocel_event_name, write_ocel
from zhiheng.formats.write_parquet import write_table
from zhiheng.formats.write_xes import write_xes

if TYPE_CHECKING:
    import duckdb

    from zhiheng.formats.log_mapping import LogMapping

Progress = Callable[[str, int, int | None], None]
Target = Literal["xes", "ocel", "parquet"]

_SUFFIXES: dict[str, Target] = {
    ".xes": "xes", ".xes.gz": "xes", ".json": "ocel", ".json.gz": "ocel", ".jsonocel": "ocel", ".parquet": "parquet",
}  # fmt: skip


@dataclass(frozen=True)
class Converted:
    """What was written, and what the format or the record could not carry, by name; only what occurred."""

    path: Path
    mapping: Path
    cases: int
    events: int
    lost: dict[str, int]


def convert(
    log: Sequence[Path], *, city: Path, to: Path, progress: Progress | None = None
) -> Converted:
    """Writes the cases and acts of a log as XES, OCEL 2.0 JSON or Parquet, as the name of ``to`` tells.

    Beside it goes a log.yaml that reads the new file to the same cases, dates, acts, charges and payments.
    Raises InputError for bad input, and where the file cannot be written.
    """
    target = _target(to, log)
    place = load_city(city)
    mapping = load_mapping(place.mapping_path)
    catalogue = load_catalogue(
        place.powers,
        jurisdiction=place.jurisdiction,
        currency_digits=place.currency.digits,
        known_dates=mapping.case_dates,
    )
    from zhiheng.core.engines.duckdb import load_standing, open_history  # noqa: PLC0415 - heavy

    connection = open_history(reads=log, writes=[to], spill=Path(gettempdir()) / f"zhiheng-{uuid4().hex}")
    load_standing(connection, catalogue.rows, dict.fromkeys(ORGANISATION, ()), enumerated=False)
    report = read_log(
        connection, log, mapping, zone=mapping.zone or place.zone, catalogue=catalogue, digits=place.currency.digits,
        progress=progress,
    )  # fmt: skip

    def told(acts: int) -> None:
        if progress is not None:
            progress("write", acts, report.events)

    digits = place.currency.digits if mapping.money.digits is None else mapping.money.digits
    lost: dict[str, int] = {}
    described = to.with_name(f"{to.name}.log.yaml")
    try:
        to.write_bytes(b"")  # whether it can be written is asked of the system, not of the engine
        if target == "xes":
            lost["characters"] = write_xes(to, Teller(connection, digits).cases(), told)
        elif target == "parquet":
            lost["cases"] = write_table(connection, to, Teller(connection, digits).cases(), told)
        ids = write_ocel(to, Teller(connection, digits), told) if target == "ocel" else None
        text, dropped = _described(connection, mapping, digits, ids)
        described.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritable(to.parent, error) from None
    lost["particulars"] = len(dropped)
    for amounts in AMOUNTS:
        query = f"SELECT count(*) FROM {amounts} WHERE amount IS NULL"  # noqa: S608 - names of our own
        lost["amounts"] = lost.get("amounts", 0) + int(connection.execute(query).fetchall()[0][0])
    return Converted(to, described, report.cases, report.events, {name: n for name, n in lost.items() if n})


def _described(
    connection: duckdb.DuckDBPyConnection, mapping: LogMapping, digits: int, ids: OcelIds | None
) -> tuple[str, list[str]]:
    if ids is not None:
        return told_mapping(
            connection, mapping, digits, of_case=ocel_case_name(ids), of_event=ocel_event_name(ids)
        )
    return told_mapping(connection, mapping, digits, of_case="case:{}".format, of_event=str)


def _target(to: Path, log: Sequence[Path]) -> Target:
    if to.resolve() in [path.resolve() for path in log]:
        raise CityError(
            str(to),
            en="the log itself would be written over; give --to another name",
            zh="会覆盖日志本身；请给 --to 另一个文件名",
        )
    for suffix, target in _SUFFIXES.items():
        if to.name.lower().endswith(suffix):
            return target
    raise CityError(
        str(to),
        en=f"the name ends in none of {', '.join(_SUFFIXES)}; give --to one of these",
        zh=f"文件名后缀不是 {'、'.join(_SUFFIXES)} 之一；请在 --to 中改用其中一种",
    )
