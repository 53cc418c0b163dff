"""Search in Chinese: pairs of neighbouring characters, which need no dictionary."""

import unicodedata


def grams(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters, digits and characters, without regard to width and case.

    A word of one character is a gram by itself.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return frozenset(word[i : i + 2] for word in words for i in range(max(len(word) - 1, 1)))
