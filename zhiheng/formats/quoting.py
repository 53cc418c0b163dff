"""Texts and names from outside, as SQL may hold them."""

from collections.abc import Iterable


def literal(text: str | None) -> str:
    """The text as an SQL literal; None as NULL."""
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def one_of(texts: Iterable[str]) -> str:
    """The texts as the right side of IN; none at all matches nothing."""
    return "(" + (", ".join(map(literal, texts)) or "NULL") + ")"


def named(name: str) -> str:
    """The name as an SQL identifier, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'
