"""Documents given as data, as YAML or JSON readers have them, in the form that this package reads YAML."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from zhiheng.core.catalogue.document import Document
from zhiheng.core.catalogue.reading import DEEPEST, Source
from zhiheng.core.errors import CatalogueError

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def source_of(given: Mapping[str, Any] | Document, place: str) -> Source:
    """The document as a Source; ``place`` begins every error about it.

    Raises CatalogueError where it is no mapping or nested without end.
    """
    data = msgspec.to_builtins(given, builtin_types=(date, Decimal)) if isinstance(given, Document) else given
    if not isinstance(data, Mapping):
        raise CatalogueError(place, en="it is not a mapping; give keys and values", zh="不是键值形式；请给出键与值")
    if isinstance(given, Document):
        data = {key: value for key, value in data.items() if value not in (None, [])}
    return Source(place, _plain(data, place, 0))


def _plain(value: Any, place: str, depth: int) -> Any:
    """The value as this package reads YAML: dates as keys, decimals for fractions, lists and dicts."""
    if depth > DEEPEST:
        raise CatalogueError(place, en="nested too deeply; no document needs that", zh="嵌套过深；文档无此需要")
    if isinstance(value, Mapping):
        return {_key(key): _plain(entry, place, depth + 1) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry, place, depth + 1) for entry in value]
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, datetime):
        return value.isoformat()
    return value


def _key(key: Any) -> str | date:
    if isinstance(key, date) and not isinstance(key, datetime):
        return key
    text = str(key)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
