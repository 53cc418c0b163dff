"""An attribute that log.yaml names and the log does not have: refused, with the names that are near."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from zhiheng.core.errors import LogError
from zhiheng.formats.csv_table import refuse_other_delimiter
from zhiheng.formats.fields import OF_CASE
from zhiheng.formats.xes_names import xes_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    import duckdb

    from zhiheng.core.catalogue.reading import Place
    from zhiheng.core.errors import MappingError
    from zhiheng.formats.fields import Fields
    from zhiheng.formats.log_mapping import LogMapping
    from zhiheng.formats.raw_log import RawLog

_SHOWN = 12


def refuse_absent_columns(mapping: LogMapping, fields: Fields, headers: Mapping[Path, Collection[str]]) -> None:
    """Raises MappingError where no file's header has an attribute, LogError for a wrong delimiter or no file at all."""
    if not headers:
        raise LogError(
            "log",
            en="no log is given; name at least one file (xes, xes.gz, csv, csv.gz, parquet)",
            zh="没有给出日志；请至少指定一个文件（xes、xes.gz、csv、csv.gz、parquet）",
        )
    found = {name for header in headers.values() for name in header}
    _refuse_delimiter(mapping, fields, headers, found)
    _refuse_first(mapping, fields, found)


def refuse_absent_attributes(
    connection: duckdb.DuckDBPyConnection,
    mapping: LogMapping,
    fields: Fields,
    log: RawLog,
    headers: Mapping[Path, Collection[str]],
) -> None:
    """Raises MappingError where an attribute of the mapping has no value in any file and no header names it."""
    found = {name for header in headers.values() for name in header}
    counts = ", ".join(f"count(c{i})" for i in range(len(log.names)))
    filled = connection.execute(f"SELECT {counts} FROM reading.texts").fetchall()[0]  # noqa: S608
    found |= {name for name, count in zip(log.names, filled, strict=True) if count}
    if not found.issuperset(log.names):
        for file in log.files:
            found |= xes_names(file.path) if file.format == "xes" else set()
    _refuse_delimiter(mapping, fields, headers, found)
    _refuse_first(mapping, fields, found)


def _refuse_delimiter(
    mapping: LogMapping, fields: Fields, headers: Mapping[Path, Collection[str]], found: Collection[str]
) -> None:
    """Where something is absent, a CSV file whose header is one cell likely has another delimiter."""
    if all(field.attribute.name in found for field in fields.values()):
        return
    for path, header in headers.items():
        if len(header) == 1 and not path.name.lower().endswith(".parquet"):
            refuse_other_delimiter(path, mapping.encoding, mapping.delimiter)


def _refuse_first(mapping: LogMapping, fields: Fields, found: Collection[str]) -> None:
    for field in fields.values():
        if field.attribute.name not in found:
            raise _absent(mapping, field.key, field.attribute.name, field.attribute.path, found)


def _absent(mapping: LogMapping, key: str, name: str, path: Place, found: Iterable[str]) -> MappingError:
    names = sorted({other[:80] for other in found})
    near = [other for other in (name.removeprefix(OF_CASE), OF_CASE + name) if other in names and other != name]
    near += [other for other in get_close_matches(name, names, n=3) if other not in near]
    listed = near or names[:_SHOWN]
    return mapping.refuse(
        path,
        en=f"`{key}` names {name!r}, which occurs nowhere in the log; "
        + (f"write {' or '.join(map(repr, near))}" if near else f"it has {', '.join(map(repr, listed))}")
        + ", or remove the line",
        zh=f"“{key}”所指的属性“{name}”在日志中不存在；"
        + (f"是否应为“{'”或“'.join(near)}”" if near else f"日志中有“{'”“'.join(listed)}”")
        + "？请改正或删去该行",
    )
