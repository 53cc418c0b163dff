"""One view over the rows of every file of a log, whatever its format: ``reading.raw``.

Columns: position (over all files, in the order given), file (its index), is_event, then c0, c1, … for the
attributes that the mapping names. Parquet stays where it is, every other format goes into a table of text.
"""

from __future__ import annotations

import gc
import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from zhiheng.core.engines.arrow import Batch
from zhiheng.core.engines.duckdb import append
from zhiheng.core.errors import LogError
from zhiheng.formats.csv_table import csv_header, read_csv
from zhiheng.formats.fields import attribute_names, fields_of
from zhiheng.formats.ocel import ocel_names, read_ocel
from zhiheng.formats.parquet import kind_of, parquet_columns, parquet_length, parquet_select
from zhiheng.formats.rows import LogCounts, Rows
from zhiheng.formats.xes import read_xes
from zhiheng.formats.xlsx import read_xlsx, xlsx_header

if TYPE_CHECKING:
    import duckdb

    from zhiheng.formats.log_bytes import Seen
    from zhiheng.formats.log_mapping import LogMapping
    from zhiheng.formats.moments import Kind

Progress = Callable[[str, int, int | None], None]
Format = Literal["xes", "csv", "parquet", "xlsx", "ocel"]

_SUFFIXES: Mapping[str, Format] = {
    ".xes": "xes", ".xes.gz": "xes", ".csv": "csv", ".csv.gz": "csv", ".parquet": "parquet",
    ".xlsx": "xlsx", ".json": "ocel", ".json.gz": "ocel", ".jsonocel": "ocel",
}  # fmt: skip
_OTHER_WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".ods")


@dataclass(frozen=True)
class LogFile:
    """A file of the log; ``start`` is the position of its first row, ``rows`` how many it has."""

    path: Path
    format: Format
    start: int = 0
    rows: int = 0


@dataclass
class RawLog:
    """What has been read: the files, the attributes in column order, and the kind of each column."""

    names: list[str]
    files: list[LogFile] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    counts: LogCounts = field(default_factory=LogCounts)

    @property
    def texts(self) -> bool:
        """Whether any file lies in the table of text; only Parquet does not."""
        return any(file.format != "parquet" for file in self.files)


def format_of(path: Path) -> Format:
    """The format that a file's name tells; raises LogError where it tells none."""
    for suffix, found in _SUFFIXES.items():
        if path.name.lower().endswith(suffix):
            return found
    if path.suffix.lower() in _OTHER_WORKBOOKS:
        raise LogError(
            str(path),
            en=f"a workbook of the kind {path.suffix.lower()} is not opened; save it as .xlsx, or the table as .csv",
            zh=f"不打开 {path.suffix.lower()} 类工作簿；请另存为 .xlsx，或把表格存为 .csv",
        )
    raise LogError(
        str(path),
        en=f"the name ends in none of {', '.join(_SUFFIXES)}; give the log in one of these formats",
        zh=f"文件名后缀不是 {'、'.join(_SUFFIXES)} 之一；请提供其中一种格式的日志",
    )


def empty_log(log: RawLog) -> LogError:
    """The error for a log in which nothing happened."""
    return LogError(
        ", ".join(str(file.path) for file in log.files),
        en="the log is empty: it holds no case; give a log with at least one",
        zh="日志为空，没有任何办件；请提供至少含一个办件的日志",
    )


def columns_by_file(
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], mapping: LogMapping
) -> dict[Path, Mapping[str, str]]:
    """The column names, with their types, of every file that has a header; XES has none."""
    found: dict[Path, Mapping[str, str]] = {}
    for path in paths:
        kind = format_of(path)
        if kind == "csv":
            header = csv_header(path, encoding=mapping.encoding, delimiter=mapping.delimiter)
            found[path] = dict.fromkeys(header, "VARCHAR")
        elif kind == "parquet":
            found[path] = parquet_columns(connection, path)
        elif kind == "xlsx":
            found[path] = dict.fromkeys(xlsx_header(path, sheet=mapping.sheet), "VARCHAR")
        elif kind == "ocel":
            found[path] = dict.fromkeys(ocel_names(path, attribute_names(fields_of(mapping))), "VARCHAR")
    return found


def read_raw(
    connection: duckdb.DuckDBPyConnection,
    paths: Sequence[Path],
    mapping: LogMapping,
    names: list[str],
    headers: Mapping[Path, Mapping[str, str]],
    progress: Progress | None,
) -> RawLog:
    """Reads every file and makes the view ``reading.raw``; raises LogError."""
    log = RawLog(names, kinds=_kinds(paths, names, headers))
    columns = "".join(f", c{i} VARCHAR" for i in range(len(names)))
    connection.execute(f"CREATE TABLE reading.texts (position BIGINT, file BIGINT, is_event BIGINT{columns})")
    start = 0
    for index, path in enumerate(paths):
        if format_of(path) == "parquet":
            length = parquet_length(connection, path)
            _tell(progress, path, path.stat().st_size)
        else:
            length = _read_texts(connection, path, index, start, mapping, log, progress)
        log.files.append(LogFile(path, format_of(path), start, length))
        start += length
    if not start:
        raise empty_log(log)
    sources = [_texts_select(log)] if log.texts else []
    sources += [
        parquet_select(
            file.path,
            [(n if n in headers[file.path] else None, k) for n, k in zip(names, log.kinds, strict=True)],
            file=index, start=file.start,
        )
        for index, file in enumerate(log.files) if file.format == "parquet"
    ]  # fmt: skip
    connection.execute(f"CREATE VIEW reading.raw AS {' UNION ALL '.join(sources)}")
    return log


def forget_raw(connection: duckdb.DuckDBPyConnection) -> None:
    """Frees the table of text, once the acts have been read out of it."""
    connection.execute("DROP VIEW reading.raw")
    connection.execute("DROP TABLE reading.texts")


def _kinds(paths: Sequence[Path], names: Sequence[str], headers: Mapping[Path, Mapping[str, str]]) -> list[Kind]:
    """Each column's kind; text where files disagree, since civil moments can be written as text."""
    kinds: list[Kind] = []
    for name in names:
        for path in headers:
            if re.search(r"\]$|^(STRUCT|MAP|UNION)\b", headers[path].get(name, "")):
                raise LogError(
                    str(path),
                    en=f"the column {name!r} is of the type {headers[path][name]}; give a column of single values",
                    zh=f"列“{name}”的类型为 {headers[path][name]}；请使用单值的列",
                )
        found = {kind_of(headers[path][name]) for path in headers if name in headers[path]}
        found |= {"text"} if any(format_of(path) == "xes" for path in paths) else set()
        if "instant" in found and len(found) > 1:
            raise LogError(
                ", ".join(map(str, paths)),
                en=f"{name!r} is an instant (TIMESTAMP WITH TIME ZONE) in one file and not in another; write it alike",
                zh=f"“{name}”在一个文件中为带时区的时刻（TIMESTAMP WITH TIME ZONE），在另一个中不是；请统一类型",
            )
        kinds.append(found.pop() if len(found) == 1 else "text")
    return kinds


def _texts_select(log: RawLog) -> str:
    cells = "".join(f", NULLIF(c{i}, '') AS c{i}" for i in range(len(log.names)))
    return f"SELECT position, file, is_event{cells} FROM reading.texts"  # noqa: S608 - names of our own


def _read_texts(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    index: int,
    start: int,
    mapping: LogMapping,
    log: RawLog,
    progress: Progress | None,
) -> int:
    """Reads one file into ``reading.texts``; how many rows it gave."""
    size = path.stat().st_size if path.exists() else None

    def seen(done: int) -> None:
        if progress is not None:
            progress(path.name, done, size)

    length = 0
    with _collector_at_rest():
        for rows in _batches(path, mapping, log, seen):
            if rows.length:
                append(connection, "reading.texts", _batch(rows, index, start + length))
            length += rows.length
    return length


def _batches(path: Path, mapping: LogMapping, log: RawLog, seen: Seen) -> Iterator[Rows]:
    match format_of(path):
        case "xes":
            return read_xes(path, log.names, case=mapping.case.name, counts=log.counts, seen=seen)
        case "xlsx":
            moments = [f.attribute for f in fields_of(mapping).values() if f.kind == "moment"]
            plain = {attribute.name for attribute in moments if attribute.format is None}
            return read_xlsx(path, log.names, sheet=mapping.sheet, moments=plain, seen=seen)
        case "ocel":
            return read_ocel(path, log.names, case=mapping.case.name, counts=log.counts, seen=seen)
    return read_csv(path, log.names, encoding=mapping.encoding, delimiter=mapping.delimiter, seen=seen)


def _batch(rows: Rows, file: int, start: int) -> Batch:
    is_event = array("q", [1]) * rows.length
    for i in rows.eventless:
        is_event[i] = 0
    return Batch(
        {
            "position": ("int", range(start, start + rows.length)),
            "file": ("int", array("q", [file]) * rows.length),
            "is_event": ("int", is_event),
            **{f"c{i}": ("text", column) for i, column in enumerate(rows.columns)},
        }
    )


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Millions of young lists and no cycles: looking for garbage would cost a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _tell(progress: Progress | None, path: Path, size: int) -> None:
    if progress is not None:
        progress(path.name, size, size)
