"""A document's data into its typed form; what does not fit is said in a sentence with its line."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from msgspec.inspect import ListType, LiteralType, StructType, Type, UnionType, VarTupleType, type_info

from zhiheng.core.catalogue.document import LISTS, Document
from zhiheng.core.catalogue.nearest import Hint, hint
from zhiheng.core.catalogue.reading import Source
from zhiheng.core.errors import CatalogueError


def document(data: Any, source: Source) -> Document:
    """The data as a Document.

    Raises CatalogueError naming the line, the key, the value and the remedy where they do not fit.
    """
    try:
        return msgspec.convert(data, Document)
    except msgspec.ValidationError as error:
        raise _sentence(str(error), data, source) from None


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


def _sentence(message: str, data: Any, source: Source) -> CatalogueError:
    """The error that msgspec's message means: "Expected `str`, got `int` - at `$.steps[0].id`"."""
    text, _, where = message.partition(" - at ")
    path = _path(where)
    unknown = re.fullmatch(r"Object contains unknown field `(.*)`", text, re.DOTALL)
    missing = re.fullmatch(r"Object missing required field `(.*)`", text, re.DOTALL)
    if unknown:
        end = hint(unknown[1], _keys_at(path))
        words = Hint(f"unknown key '{unknown[1]}'; {end.en}", f"未知的键“{unknown[1]}”；{end.zh}")
    elif missing:
        words = Hint(f"`{missing[1]}` is missing; add it", f"缺少“{missing[1]}”；请补上")
    else:
        words = _wrong_value(text, path, data)
    subject = _subject(data, path)
    place = source.at(*path, unknown[1]) if unknown else source.at(*path)
    return CatalogueError(place, en=f"{subject.en}{words.en}", zh=f"{subject.zh}{words.zh}")


def _wrong_value(text: str, path: tuple[str | int, ...], data: Any) -> Hint:
    value = _value_at(data, path)
    shown = _shown(value)
    choices = _choices_at(path)
    if text.startswith("Invalid enum value") and choices:
        end = hint(str(value), choices)
        return Hint(f"{shown} is no choice here; {end.en}", f"此处不能写 {shown}；{end.zh}")
    for kind in ("date", "decimal"):
        if text.startswith("Invalid") and kind in text:
            text = f"Expected `{kind}`"
    expected = re.fullmatch(r"Expected `([^`]*)`(.*?)(?:, got .*)?", text, re.DOTALL)
    if expected is None:
        return Hint(f"{shown} does not fit ({text}); correct it", f"{shown} 不合要求（{text}）；请改正")
    kinds = [kind for kind in expected[1].split(" | ") if kind != "null"]
    en = " or ".join(dict.fromkeys(_KINDS.get(kind, (kind, kind))[0] for kind in kinds))
    zh = "或".join(dict.fromkeys(_KINDS.get(kind, (kind, kind))[1] for kind in kinds))
    if expected[2]:
        en, zh = f"{en}{_BOUND.sub(_bound_en, expected[2])}", f"{zh}{_BOUND.sub(_bound_zh, expected[2])}"
    if "str" in kinds and isinstance(value, int | Decimal | date):
        return Hint(f"{shown} must be text; write it in quotes", f"{shown} 应为文字；请加引号")
    return Hint(f"{shown} must be {en}; correct it", f"{shown} 应为{zh}；请改正")


_KINDS = {
    "str": ("text", "文字"),
    "int": ("a whole number", "整数"),
    "bool": ("true or false", " true 或 false"),
    "date": ("a date as in 2021-07-15", "日期（如 2021-07-15）"),
    "array": ("a list", "列表"),
    "object": ("a mapping of keys", "键值映射"),
    "decimal": ("an amount as in 12.50", "金额（如 12.50）"),
}
_BOUND = re.compile(r" (?:of length )?(>=|<=) (\d+)| of length (\d+)")


def _bound_en(found: re.Match[str]) -> str:
    if found[3]:
        return f" of {found[3]} entries"
    length = " of length" if "length" in found[0] else ""
    return f"{length} {'at least' if found[1] == '>=' else 'at most'} {found[2]}"


def _bound_zh(found: re.Match[str]) -> str:
    if found[3]:
        return f"（{found[3]} 项）"
    length = "长度" if "length" in found[0] else ""
    return f"（{length}{'不小于' if found[1] == '>=' else '不大于'} {found[2]}）"


def _subject(data: Any, path: tuple[str | int, ...]) -> Hint:
    """The line and key that a sentence is about: "limit 'send', `within`: "."""
    rest = path
    line = Hint("", "")
    if len(path) > 1 and path[0] in LISTS and isinstance(path[1], int):
        list_ = LISTS[str(path[0])]
        entry = _value_at(data, path[:2])
        named = entry.get(list_.key) if isinstance(entry, dict) else None
        which = f"'{named}'" if isinstance(named, str) else f"no. {path[1] + 1}"
        which_zh = f"“{named}”" if isinstance(named, str) else f"第 {path[1] + 1} 条"
        line = Hint(f"{list_.en} {which}", f"{list_.zh}{which_zh}")
        rest = path[2:]
    key = ".".join(part for part in rest if isinstance(part, str))
    en = ", ".join(part for part in (line.en, f"`{key}`" if key else "") if part)
    zh = "，".join(part for part in (line.zh, f"“{key}”" if key else "") if part)
    return Hint(f"{en}: " if en else "", f"{zh}：" if zh else "")


def _path(where: str) -> tuple[str | int, ...]:
    """The path that msgspec writes as `$.limits[0].within`."""
    parts: list[str | int] = []
    for name, index in re.findall(r"\.([^.\[\]`]+)|\[(\d+)\]", where):
        parts.append(name or int(index))
    return tuple(parts)


def _value_at(data: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | Decimal | date):
        return "[…]" if isinstance(value, list) else "{…}"
    text = str(value)
    return f"'{text}'" if len(text) <= _SHOWN else f"'{text[:_SHOWN]}…'"


_SHOWN = 60


def _type_at(path: tuple[str | int, ...]) -> list[Type]:
    """What the document may hold at the path: the alternatives."""
    found: list[Type] = [type_info(Document)]
    for part in path:
        inner: list[Type] = []
        for kind in found:
            if isinstance(kind, StructType):
                inner += [field.type for field in kind.fields if field.encode_name == part]
            elif isinstance(kind, ListType | VarTupleType) and isinstance(part, int):
                inner.append(kind.item_type)
        found = [one for kind in inner for one in (kind.types if isinstance(kind, UnionType) else (kind,))]
    return found


def _keys_at(path: tuple[str | int, ...]) -> list[str]:
    structs = [kind for kind in _type_at(path) if isinstance(kind, StructType)]
    return [field.encode_name for struct in structs for field in struct.fields]


def _choices_at(path: tuple[str | int, ...]) -> list[str]:
    return [str(value) for kind in _type_at(path) if isinstance(kind, LiteralType) for value in kind.values]
