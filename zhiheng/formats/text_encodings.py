"""Which encodings a log may be written in."""

import codecs


def is_text_encoding(name: str) -> bool:
    """Whether Python reads text from that encoding, piece by piece, and never half a character."""
    try:
        "a".encode(name)  # refuses codecs that are no text encodings, such as zip
        codecs.getincrementaldecoder(name)
    except (LookupError, UnicodeError, ValueError):
        return False
    try:
        "\ud800".encode(name)
    except UnicodeError:
        return True
    return False  # utf-7 and the escapes let lone surrogates through, which no UTF-8 can hold
