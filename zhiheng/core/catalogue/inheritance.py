"""``extends``: lists merge by what tells their lines apart, a child's line wins key by key."""

from typing import Any

from zhiheng.core.catalogue.dated import Gap
from zhiheng.core.catalogue.document import DISPLACES, LISTS
from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.catalogue.reading import Source
from zhiheng.core.errors import CatalogueError

Data = dict[str, Any]


def merge(parent: Data, child: Data, source: Source) -> Data:
    """The parent's data with the child's in front; neither is changed.

    A null drops what would be inherited; a dated value not yet in force lets the parent's stand.
    Raises CatalogueError where a line is to be removed that the parent does not have.
    """
    merged = dict(parent)
    for key, value in child.items():
        if key in LISTS:
            merged[key] = _merge_lists(key, parent.get(key, []), value, source)
        elif value is None or value is Gap.ENDED:
            merged.pop(key, None)
        elif value is not Gap.NOT_YET:
            merged[key] = value
    return merged


def _merge_lists(name: str, parents: list[Data], children: list[Data] | None, source: Source) -> list[Data]:
    list_ = LISTS[name]
    if children is None:
        return []
    merged: dict[str, Data] = {line[list_.key]: line for line in parents}
    for index, line in enumerate(children):
        key = line[list_.key]
        if not line.get("remove"):
            merged[key] = _merge_lines(merged.get(key, {}), line)
        elif key in merged:
            del merged[key]
        else:
            end = hint(key, merged)
            raise CatalogueError(
                source.at(name, index),
                en=f"{list_.en} '{key}' is to be removed and is not inherited; {end.en}",
                zh=f"要删除的{list_.zh}“{key}”并未继承到；{end.zh}",
            )
    return list(merged.values())


def _merge_lines(parent: Data, child: Data) -> Data:
    merged = dict(parent)
    given = [key for key, value in child.items() if value is not Gap.NOT_YET]
    for key in given:
        for other in DISPLACES.get(key, ()):
            if other not in child:
                merged.pop(other, None)
    for key in given:
        if child[key] is None:
            merged.pop(key, None)
        else:
            merged[key] = child[key]
    for key, value in child.items():
        if value is Gap.NOT_YET:
            merged.setdefault(key, value)
    return merged


def in_force(merged: Data, day: Any) -> Data:
    """The merged data without the lines that are not in force on the day, and without gaps."""
    made = dict(merged)
    for name in LISTS:
        if name in made:
            needs = LISTS[name].needs
            made[name] = [_without_gaps(line) for line in made[name] if _holds(line, needs, day)]
    return made


def _holds(line: Data, needs: tuple[frozenset[str], ...], day: Any) -> bool:
    first, last = line.get("valid_from"), line.get("valid_to")
    if (first is not None and day < first) or (last is not None and day > last):
        return False
    for group in needs:
        values = [line[key] for key in group if key in line]
        if values and all(isinstance(value, Gap) for value in values):
            return False
    return True


def _without_gaps(line: Data) -> Data:
    if any(isinstance(value, Gap) for value in line.values()):
        return {key: value for key, value in line.items() if not isinstance(value, Gap)}
    return line
