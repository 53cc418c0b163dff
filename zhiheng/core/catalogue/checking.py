"""A document's data into its typed form; what does not fit is said in a sentence with its line."""

from typing import Any

import msgspec

from zhiheng.core.catalogue.document import LISTS, Document
from zhiheng.core.catalogue.misfits import misfit, value_at
from zhiheng.core.catalogue.nearest import Hint
from zhiheng.core.catalogue.reading import Source
from zhiheng.core.errors import CatalogueError


def document(data: Any, source: Source) -> Document:
    """The data as a Document.

    Raises CatalogueError naming the line, the key, the value and the remedy where they do not fit.
    """
    try:
        return msgspec.convert(data, Document)
    except msgspec.ValidationError as error:
        raise _sentence(error, data, source) from None


# More lines in one list than any power has; what procedure and lint do with steps grows with their square.
MOST_LINES = 2000


def check_lines(data: dict[str, Any], source: Source) -> None:
    """Raise CatalogueError where one list names a line twice, or is far too long."""
    for name, list_ in LISTS.items():
        seen = set()
        if len(data.get(name) or ()) > MOST_LINES:
            raise CatalogueError(
                source.at(name, MOST_LINES),
                en=f"`{name}` has more than {MOST_LINES} lines; split the power",
                zh=f"“{name}”超过 {MOST_LINES} 条；请拆分职权",
            )
        for index, line in enumerate(data.get(name) or ()):
            key = line[list_.key]
            if key in seen:
                raise CatalogueError(
                    source.at(name, index),
                    en=f"{list_.en} '{key}' is written twice; give each its own {list_.key}",
                    zh=f"{list_.zh}“{key}”重复；请各用不同的 {list_.key}",
                )
            seen.add(key)


def _sentence(error: msgspec.ValidationError, data: Any, source: Source) -> CatalogueError:
    found = misfit(error, data, Document)
    subject = _subject(data, found.at)
    place = source.at(*found.at, *(() if found.key is None else (found.key,)))
    return CatalogueError(place, en=f"{subject.en}{found.en}", zh=f"{subject.zh}{found.zh}")


def _subject(data: Any, path: tuple[str | int, ...]) -> Hint:
    """The line and key that a sentence is about: "limit 'send', `within`: "."""
    rest = path
    line = Hint("", "")
    if len(path) > 1 and path[0] in LISTS and isinstance(path[1], int):
        list_ = LISTS[str(path[0])]
        entry = value_at(data, path[:2])
        named = entry.get(list_.key) if isinstance(entry, dict) else None
        which = f"'{named}'" if isinstance(named, str) else f"no. {path[1] + 1}"
        which_zh = f"“{named}”" if isinstance(named, str) else f"第 {path[1] + 1} 条"
        line = Hint(f"{list_.en} {which}", f"{list_.zh}{which_zh}")
        rest = path[2:]
    key = ".".join(part for part in rest if isinstance(part, str))
    en = ", ".join(part for part in (line.en, f"`{key}`" if key else "") if part)
    zh = "，".join(part for part in (line.zh, f"“{key}”" if key else "") if part)
    return Hint(f"{en}: " if en else "", f"{zh}：" if zh else "")
