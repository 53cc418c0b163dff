"""What an editor may have meant: the remedy for a name that nobody knows."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple


class Hint(NamedTuple):
    """The end of a sentence, in both languages."""

    en: str
    zh: str


def hint(name: str, known: Iterable[str]) -> Hint:
    """Did you mean the nearest known name? If none is near: which names there are."""
    names = sorted(set(known))
    close = get_close_matches(name, names, n=1, cutoff=0.55)
    if close:
        return Hint(f"did you mean '{close[0]}'?", f"是否应为“{close[0]}”？")
    if not names:
        return Hint("there is none to name", "尚无可用的名称")
    shown = names if len(names) <= _SHOWN else [*names[:_SHOWN], "…"]
    return Hint(f"known: {', '.join(shown)}", f"可用：{'、'.join(shown)}")


_SHOWN = 24
