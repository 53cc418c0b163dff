"""Columns of Python values as Arrow streams, without pandas, numpy or pyarrow."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import nanoarrow

Values: TypeAlias = "Sequence[str | None] | Sequence[int | None] | array[int]"


class Batch:
    """Named columns of one length, readable as an Arrow stream as often as asked.

    Text columns are sequences of str or None, whole-number columns sequences of int or None;
    an ``array('q')`` is taken without a copy.
    """

    def __init__(self, columns: Mapping[str, tuple[str, Values]]) -> None:
        schemas = {"text": nanoarrow.string(), "int": nanoarrow.int64(), "flag": nanoarrow.int64()}
        arrays = [nanoarrow.c_array(values, schemas[kind]) for kind, values in columns.values()]
        fields = {name: schemas[kind] for name, (kind, _) in columns.items()}
        length = len(arrays[0]) if arrays else 0
        self._array = nanoarrow.c_array_from_buffers(
            nanoarrow.struct(fields), length, [None], children=arrays
        )

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """A new stream over the same columns (Arrow PyCapsule interface)."""
        return nanoarrow.c_array_stream(self._array).__arrow_c_stream__(requested_schema)
