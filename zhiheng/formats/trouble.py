"""What the engine says while it reads a log, turned into a sentence about the log."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from zhiheng.core.errors import LogError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@contextlib.contextmanager
def trouble_with(paths: Sequence[Path]) -> Iterator[None]:
    """Raises LogError where a Parquet file among the paths is damaged, or the log does not fit into memory."""
    import duckdb

    parquet = [str(path) for path in paths if path.name.lower().endswith(".parquet")]
    try:
        yield
    except duckdb.PermissionException:
        raise  # the caller did not allow the file: not the file's fault
    except duckdb.OutOfMemoryException:
        raise LogError(
            ", ".join(map(str, paths)),
            en="the log does not fit into the memory allowed; allow more, name a folder to spill to, or split the log",
            zh="内存不足以读入该日志；请增加内存上限、指定溢出文件夹，或拆分日志",
        ) from None
    except duckdb.Error as error:  # a damaged file meets it in many classes, the root among them
        if not parquet:
            raise
        problem = str(error).strip().partition("\n")[0]
        raise LogError(
            ", ".join(parquet),
            en=f"not readable as Parquet ({problem}); write the file again, or give the log as CSV or XES",
            zh=f"无法按 Parquet 读取（{problem}）；请重新生成文件，或改用 CSV、XES",
        ) from None
