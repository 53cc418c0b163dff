"""What is wrong and doubtful in a document, for the screen: by line, errors first."""

import re
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import get_language

from zhiheng.catalogue.checking import Checked
from zhiheng.core.errors import Language

_KEY = re.compile(r"`(\w+)`")


@dataclass(frozen=True)
class Flaw:
    """One sentence, and the line of the text that it is about; 0 for the text as a whole.

    ``key`` is the key that it is about, if it names one; ``en`` the sentence in English.
    """

    line: int
    kind: Literal["error", "doubt"]
    text: str
    en: str = ""

    @property
    def key(self) -> str:
        """The first key that the sentence names."""
        found = _KEY.search(self.en)
        return found[1] if found else ""


def language() -> Language:
    """The reader's, of the two that the core speaks."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def flaws_by_line(checked: Checked, place: str, tongue: Language) -> list[Flaw]:
    """Errors and doubts of a document in the order of its lines."""
    flaws = [Flaw(_line(error.place, place), "error", getattr(error, tongue), error.en) for error in checked.errors]
    flaws += [Flaw(_line(doubt.place, place), "doubt", getattr(doubt, tongue), doubt.en) for doubt in checked.warnings]
    return sorted(flaws, key=lambda flaw: (flaw.line, flaw.kind != "error", flaw.text))


def _line(said: str, place: str) -> int:
    line = said.removeprefix(f"{place}:").partition(":")[0]
    return int(line) if line.isdecimal() else 0
