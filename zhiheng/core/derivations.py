"""The queries that make the derived relations, put together from their texts in `engines`."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final, NamedTuple

# What a query of ours makes, in this order: each may read those before it.
BY_QUERY: Final = ("steps", "closings", "clocks")

_TEXTS: Final = Path(__file__).parent / "engines"
_KEY: Final = "CAST(NULL AS VARCHAR) AS case_id, CAST(NULL AS VARCHAR) AS limit_id, CAST(NULL AS BIGINT) AS start_key"


class _Part(NamedTuple):
    """A part of a text, the relation that it is about, and what stands for it where that has no rows."""

    relation: str
    nothing: str


_PARTS: Final = {
    "clocks": {
        "stopped": _Part(
            "suspensions", f"stopped AS (SELECT {_KEY}, 0 AS time_stopped, 0 AS unknown WHERE 1 = 0),"
        ),
        "longer": _Part("extensions", f"longer AS (SELECT {_KEY}, 0 AS more, 0 AS unknown WHERE 1 = 0),"),
    },
}


@functools.cache
def derivation(name: str, without: frozenset[str] = frozenset()) -> str:
    """The query of one of `BY_QUERY`; ``without``: relations that have no rows, so that it is shorter to plan."""
    text = (_TEXTS / f"{name}.sql").read_text("utf-8")
    for part, (relation, nothing) in _PARTS.get(name, {}).items():
        own = nothing if relation in without else (_TEXTS / f"{name}_{part}.sql").read_text("utf-8").rstrip("\n")
        text = text.replace("{" + part + "}", own)
    return text


def derivations(needs: frozenset[str]) -> list[str]:
    """Those that have to be made where some are needed, in order: all others read ``steps``."""
    return [name for name in BY_QUERY if name in needs or name == "steps"]


def optional(name: str) -> frozenset[str]:
    """The relations without whose rows the query of a derived relation is shorter."""
    return frozenset(part.relation for part in _PARTS.get(name, {}).values())
