"""What the check of a text says of it."""

from typing import NamedTuple


class Checked(NamedTuple):
    """The query's output columns, the relations it reads, and those without whose rows it returns none."""

    columns: tuple[str, ...]
    reads: frozenset[str]
    needs: frozenset[str]
