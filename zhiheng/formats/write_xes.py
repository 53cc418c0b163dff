"""A told record as XES (IEEE 1849), act by act, with the extensions concept, time and organizational."""

from __future__ import annotations

import gzip
import re
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from zhiheng.formats.told import Said, ToldCase

_EXTENSIONS = (("Concept", "concept"), ("Time", "time"), ("Organizational", "org"))
_SITE = "http://www.xes-standard.org/"
# What XML 1.0 cannot hold, not even as a character reference.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INSTEAD = "\ufffd"
_NOTHING: AttributesImpl[str] = AttributesImpl({})


def write_xes(path: Path, cases: Iterable[ToldCase], told: Callable[[int], None] | None = None) -> int:
    """Writes the log, compressed where the name ends in .gz; how many characters XML cannot hold were replaced.

    ``told`` hears after each case how many acts are written.
    """
    replaced = acts = 0

    def clean(text: str) -> str:
        nonlocal replaced
        cleaned, count = _FORBIDDEN.subn(_INSTEAD, text)
        replaced += count
        return cleaned

    with opened(path) as file:
        xml = XMLGenerator(file, encoding="utf-8", short_empty_elements=True)
        xml.startDocument()
        xml.startElement("log", AttributesImpl({"xes.version": "1849-2016", "xmlns": _SITE}))
        for name, prefix in _EXTENSIONS:
            _empty(xml, "extension", {"name": name, "prefix": prefix, "uri": f"{_SITE}{prefix}.xesext"})
        for case in cases:
            xml.startElement("trace", _NOTHING)
            _attributes(xml, case.said, clean)
            for act in case.acts:
                xml.startElement("event", _NOTHING)
                _attributes(xml, act, clean)
                xml.endElement("event")
            xml.endElement("trace")
            xml.ignorableWhitespace("\n")
            acts += len(case.acts)
            if told is not None:
                told(acts)
        xml.endElement("log")
        xml.endDocument()
    return replaced


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, compressed where its name says so; the same record gives the same bytes."""
    with path.open("wb") as file:
        if path.suffix.lower() == ".gz":
            with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
                yield packed  # type: ignore[misc]
        else:
            yield file


def _attributes(xml: XMLGenerator, said: Said, clean: Callable[[str], str]) -> None:
    for name, (kind, value) in said.items():
        _empty(xml, kind, {"key": clean(name), "value": clean(value)})


def _empty(xml: XMLGenerator, name: str, attributes: dict[str, str]) -> None:
    xml.startElement(name, AttributesImpl(attributes))
    xml.endElement(name)
