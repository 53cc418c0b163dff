"""Which attributes an XES log has: asked only when a mapping names one that never had a value."""

from pathlib import Path
from xml.parsers import expat

from zhiheng.formats.fields import OF_CASE
from zhiheng.formats.xml_stream import feed

_ENOUGH = 500
_PIECES = 16


def xes_names(path: Path) -> set[str]:
    """Names of event attributes, and of trace attributes as ``case:X``; declared globals count.

    Looks at the first 16 MiB, and stops at 500 names. Raises LogError.
    """
    names: set[str] = set()
    scopes: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        prefix = _PREFIX.get(tuple(scopes[1:]))
        if prefix is not None and "key" in attributes:
            names.add(prefix + attributes["key"])
        local = tag.rpartition(":")[2]
        scopes.append(f"{local} {attributes.get('scope', '')}".strip())

    def end(_tag: str) -> None:
        scopes.pop()

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    for pieces, _ in enumerate(feed(parser, path), start=1):
        if len(names) > _ENOUGH or pieces >= _PIECES:
            break
    return names


_PREFIX = {
    ("trace",): OF_CASE,
    ("trace", "event"): "",
    ("global trace",): OF_CASE,
    ("global event",): "",
}
