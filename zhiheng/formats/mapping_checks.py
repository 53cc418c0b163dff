"""What a mapping says against the catalogue, the office's zone and the engine: refused before anything is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.catalogue.reading import read_source
from zhiheng.core.errors import CityError
from zhiheng.core.relations import RELATIONS
from zhiheng.formats.mapping_entry import Attribute
from zhiheng.formats.moments import OFFSET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from zhiheng.formats.fields import Fields
    from zhiheng.formats.log_mapping import LogMapping
    from zhiheng.formats.raw_log import RawLog


def check_mapping(
    connection: duckdb.DuckDBPyConnection,
    mapping: LogMapping,
    fields: Fields,
    zone: str | None,
    catalogue: Mapping[str, Sequence[Sequence[Any]]],
) -> None:
    """Raises MappingError for a zone or notation nobody knows, and for a power, limit or duty not in the catalogue."""
    _check_zone(connection, mapping, zone)
    for field in fields.values():
        if field.attribute.format is not None:
            _check_format(connection, mapping, field.attribute, field.attribute.format)
    if isinstance(mapping.power, str):
        _check_known(mapping, ("power",), mapping.power, "powers", "power_id", catalogue)
    for longer in mapping.extensions:
        _check_known(mapping, (*longer.path, "limit"), longer.limit, "time_limits", "limit_id", catalogue)
    for public in mapping.publications:
        _check_known(mapping, (*public.path, "duty"), public.duty, "disclosure_duties", "duty_id", catalogue)


def check_zone_for(mapping: LogMapping, fields: Fields, log: RawLog, zone: str | None) -> None:
    """Raises MappingError where a column holds instants and nobody says in which zone the office's clock is."""
    instants = [name for name, kind in zip(log.names, log.kinds, strict=True) if kind == "instant"]
    for field in fields.values():
        if zone is None and field.kind == "moment" and field.attribute.name in instants:
            raise mapping.refuse(
                field.attribute.path,
                en=f"{field.attribute.name!r} holds instants without civil time; state the office's zone,"
                " as `zone: Asia/Shanghai`",
                zh=f"“{field.attribute.name}”只有时刻而无当地时间；请注明所在时区，例如 zone: Asia/Shanghai",
            )


def _check_zone(connection: duckdb.DuckDBPyConnection, mapping: LogMapping, zone: str | None) -> None:
    if zone is None:
        return
    zones = [row[0] for row in connection.execute("SELECT name FROM pg_timezone_names()").fetchall()]
    if zone not in zones:
        near = hint(zone, zones)
        en, zh = f"there is no zone '{zone}'; {near.en}", f"没有时区“{zone}”；{near.zh}"
        if mapping.zone is None:
            raise CityError(_place_of_zone(mapping), en=en, zh=zh)
        raise mapping.refuse(("zone",), en=en, zh=zh)


def _place_of_zone(mapping: LogMapping) -> str:
    """Where the city says its zone: in city.yaml, which lies beside log.yaml."""
    path = Path(mapping.source.place).with_name("city.yaml")
    return read_source(path, str(path), error=CityError).at("zone") if path.is_file() else "city.yaml"


def _check_format(
    connection: duckdb.DuckDBPyConnection, mapping: LogMapping, attribute: Attribute, format_: str
) -> None:
    import duckdb

    bare = format_.removesuffix(OFFSET).strip()
    try:
        found = connection.execute("SELECT typeof(try_strptime('', ?))", [bare]).fetchall()
    except duckdb.Error as error:
        problem = str(error).partition("\n")[0]
    else:
        if bare and found == [("TIMESTAMP",)] and _tells_day(connection, bare):
            return
        problem = "%z must stand at its end, %Z is not read, and it must tell year, month and day"
    raise mapping.refuse(
        (*attribute.path[:-1], "format"),
        en=f"the notation {format_!r} cannot be used ({problem}); write one such as '%d.%m.%Y %H:%M'",
        zh=f"无法使用写法 {format_!r}（{problem}）；请写成 '%d.%m.%Y %H:%M' 之类的形式",
    )


def _tells_day(connection: duckdb.DuckDBPyConnection, format_: str) -> bool:
    """Whether a day that is written in the notation is read as the same day."""
    read = "try_strptime(strftime(TIMESTAMP '2011-12-13 10:20:30', $format), $format)"
    found = connection.execute(f"SELECT COALESCE(CAST({read} AS DATE) = DATE '2011-12-13', TRUE)", {"format": format_})
    return bool(found.fetchall()[0][0])


def _check_known(
    mapping: LogMapping,
    path: tuple[str | int | Any, ...],
    name: str,
    relation: str,
    column: str,
    catalogue: Mapping[str, Sequence[Sequence[Any]]],
) -> None:
    rows = catalogue.get(relation)
    if rows is None:
        return
    place = RELATIONS[relation].names.index(column)
    known = {row[place] for row in rows}
    if name not in known:
        near = hint(name, known)
        raise mapping.refuse(
            path,
            en=f"'{name}' is not in the catalogue; {near.en}",
            zh=f"清单中没有“{name}”；{near.zh}",
        )
