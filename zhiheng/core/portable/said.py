"""Output columns that may only say words of a list: what a query says outright is held against it."""

import difflib
from collections.abc import Iterator
from typing import Final

from sqlglot import exp

from zhiheng.core.portable.text import Source

_WORDS: Final = {
    "measure_unit": ("workday", "day", "month", "hour", "microsecond", "minor", "count", "flag"),
    "state": ("done", "pending", "absent"),
}


def check_said(query: exp.Query, source: Source) -> None:
    """Raises ControlError for a unit or a state that no finding may have."""
    for select in _branches(query):
        for column in select.expressions:
            for said in _outright(column) if column.alias_or_name in _WORDS else ():
                words = _WORDS[column.alias_or_name]
                if said.name not in words:
                    near = difflib.get_close_matches(said.name, words, n=1, cutoff=0.0)[0]
                    listed = ", ".join(words)
                    raise source.error(
                        said,
                        en=f"{column.alias_or_name} says {said.name!r}; it is one of {listed}, the nearest is {near!r}",
                        zh=f"{column.alias_or_name} 为“{said.name}”；应为 {listed} 之一，最接近的是“{near}”",
                    )


def _branches(query: exp.Expr) -> Iterator[exp.Select]:
    if isinstance(query, exp.Select):
        yield query
    elif isinstance(query, exp.Union):
        yield from _branches(query.left)
        yield from _branches(query.right)
    elif isinstance(query, exp.Subquery):
        yield from _branches(query.this)


def _outright(value: exp.Expr | None) -> Iterator[exp.Literal]:
    """The texts that an expression itself may come to, not those of the columns it reads."""
    if isinstance(value, exp.Literal) and value.is_string:
        yield value
    elif isinstance(value, exp.Alias | exp.Paren | exp.Cast):
        yield from _outright(value.this)
    elif isinstance(value, exp.Case):
        for arm in value.args["ifs"]:
            yield from _outright(arm.args["true"])
        yield from _outright(value.args.get("default"))
    elif isinstance(value, exp.Coalesce):
        for part in (value.this, *value.expressions):
            yield from _outright(part)
