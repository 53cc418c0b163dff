"""The portable subset of SQL: what means the same on SQLite, DuckDB, PostgreSQL and Spark."""

from zhiheng.core.portable.parts import Part, in_parts
from zhiheng.core.portable.subset import checked
from zhiheng.core.portable.text import SPELLED

__all__ = ["SPELLED", "Part", "checked", "in_parts"]
