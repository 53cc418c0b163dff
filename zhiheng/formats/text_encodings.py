"""Which encodings a log may be written in."""

import codecs


def is_text_encoding(name: str) -> bool:
    """Whether Python reads text from that encoding, piece by piece."""
    try:
        "a".encode(name)  # refuses codecs that are no text encodings, such as zip
        codecs.getincrementaldecoder(name)
    except (LookupError, UnicodeError, ValueError):
        return False
    return True
