"""A text in both languages, safe to put on a page whatever the log wrote into it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal, NamedTuple

from markupsafe import escape

Language = Literal["zh", "en"]

_DATE = re.compile(r"(?<![\d-])\d{4}-\d\d-\d\d(?: \d\d:\d\d)?(?![\d-])")
_LONGEST = 120
_TAIL = 24

# Letters that reorder what stands around them; a name is fenced off when it holds one.
_RIGHT_TO_LEFT = {"R", "AL", "RLE", "RLO", "RLI"}


class Text(NamedTuple):
    """The same thing said in Chinese and in English; plain text, never markup."""

    zh: str
    en: str

    def __html__(self) -> str:
        """Both languages, escaped; the page shows one of them (``style.css``)."""
        if self.zh == self.en:
            return _with_dates(self.zh)
        zh, en = _with_dates(self.zh), _with_dates(self.en)
        return f'<span lang="zh-CN">{zh}</span><span lang="en">{en}</span>'

    def fill(self, **values: Text | str | int) -> Text:
        """The sentence with its ``{places}`` filled, each language from its own side."""
        zh = {k: v.zh if isinstance(v, Text) else v for k, v in values.items()}
        en = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
        return Text(self.zh.format(**zh), self.en.format(**en))

    def plain(self) -> str | list[str]:
        """For the page's data: one string if both languages are the same, else both."""
        return self.zh if self.zh == self.en else [self.zh, self.en]


def _with_dates(value: str) -> str:
    """Escaped, with each date in an element of its own, so that no line breaks inside it."""
    escaped = str(escape(value))
    return _DATE.sub(r"<time>\g<0></time>", escaped) if "-" in value else escaped


def both(value: str) -> Text:
    """The same characters in either language: a name, a number, a date."""
    return Text(value, value)


def text_of(given: Mapping[str, str], otherwise: str = "") -> Text:
    """A ``{zh, en}`` mapping as a Text; a language that is missing borrows the other's words."""
    zh, en = given.get("zh"), given.get("en")
    return Text(zh or en or otherwise, en or zh or otherwise)


def shown(value: str) -> str:
    """A name from the log as it may be shown: nothing invisible, nothing endless.

    Control and direction characters are written out (U+202E), so that a name cannot pretend to be
    another; right-to-left names are isolated from the sentence around them.
    """
    if len(value) > _LONGEST:
        value = f"{value[: _LONGEST - _TAIL]}…{value[-_TAIL:]}"
    return spelled(value)


def spelled(value: str) -> str:
    """A name of any length as it may be shown, nothing invisible in it."""
    if value.isascii() and value.isprintable():
        return value
    written = "".join(_written_out(character) for character in value)
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in written):
        return f"\u2068{written}\u2069"
    return written


def _written_out(character: str) -> str:
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return f"⟨U+{ord(character):04X}⟩"
    return character
