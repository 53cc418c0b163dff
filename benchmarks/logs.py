"""The logs that figures are measured on, made from the real fines log."""

from pathlib import Path

from zhiheng.core.engines.duckdb import open_history
from zhiheng.formats.fields import attribute_names, fields_of
from zhiheng.formats.log_mapping import load_mapping
from zhiheng.formats.raw_log import read_raw


def as_parquet(log: Path, mapping_path: Path, target: Path, *, copies: int = 1) -> Path:
    """The attributes that a mapping names, as a Parquet file; each copy with case names of its own."""
    mapping = load_mapping(mapping_path)
    names = attribute_names(fields_of(mapping))
    connection = open_history(writes=[target])
    connection.execute("CREATE SCHEMA reading")
    read_raw(connection, [log], mapping, names, {}, None)
    case = names.index(mapping.case.name)
    columns = [
        f"c{i} || CASE WHEN copy = 0 THEN '' ELSE '/' || copy END AS \"{name}\"" if i == case else f'c{i} AS "{name}"'
        for i, name in enumerate(names)
    ]
    connection.execute(
        f"COPY (SELECT {', '.join(columns)} FROM reading.raw, range({copies}) AS t(copy)"  # noqa: S608
        f" ORDER BY copy, position) TO '{target}' (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
    )
    connection.close()
    return target
