"""What does not fit a document's form, in words: from msgspec's message to the place, the value and the remedy."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
from msgspec.inspect import (
    DictType,
    IntType,
    ListType,
    LiteralType,
    StructType,
    Type,
    UnionType,
    VarTupleType,
    type_info,
)

from zhiheng.core.catalogue.nearest import Hint, hint

Path = tuple[str | int, ...]


class Misfit(NamedTuple):
    """The place of what does not fit, the key or value that it is, and a sentence's end in both languages.

    ``at`` is the path of the value, ``key`` the unknown key below it, if that is what is wrong.
    """

    at: Path
    key: str | None
    en: str
    zh: str


def misfit(
    error: msgspec.ValidationError, data: Any, shape: Any, *, dec_hook: Callable[[type, Any], Any] | None = None
) -> Misfit:
    """What msgspec's error means for the data, which were to fit the shape: "Expected `str`, got `int` - at `$.id`"."""
    text, _, where = str(error).partition(" - at ")

    def again(other: Any) -> str:
        try:
            msgspec.convert(other, shape, dec_hook=dec_hook)
        except msgspec.ValidationError as found:
            return str(found)
        return ""

    path = _found(_path(where), data, lambda other: again(other) == str(error))
    unknown = re.fullmatch(r"Object contains unknown field `(.*)`", text, re.DOTALL)
    missing = re.fullmatch(r"Object missing required field `(.*)`", text, re.DOTALL)
    if unknown:
        end = hint(unknown[1], _keys_at(path, shape))
        return Misfit(path, unknown[1], f"unknown key '{unknown[1]}'; {end.en}", f"未知的键“{unknown[1]}”；{end.zh}")
    if missing:
        return Misfit(path, None, f"`{missing[1]}` is missing; add it", f"缺少“{missing[1]}”；请补上")
    if where.startswith("`key` in"):
        end = hint(str(path[-1]), _choices(_keys_of(path[:-1], shape)))
        return Misfit(path, None, f"there is no such key; {end.en}", f"没有这个键；{end.zh}")
    return Misfit(path, None, *_wrong_value(text, path, data, shape))


def _path(where: str) -> Path:
    """The path that msgspec writes as `$.limits[0].within`; `[...]` stands for a key it does not name."""
    parts: list[str | int] = []
    for name, index, some in re.findall(r"\.([^.\[\]`]+)|\[(\d+)\]|(\[\.\.\.\])", where):
        parts.append(_SOME_KEY if some else name or int(index))
    return (*parts, _SOME_KEY) if where.startswith("`key` in") else tuple(parts)


_SOME_KEY = "[...]"


def _found(path: Path, data: Any, same: Callable[[Any], bool]) -> Path:
    """The path with the keys that msgspec leaves out: those under which the error stays when others are gone."""
    while _SOME_KEY in path:
        place = path.index(_SOME_KEY)
        entries = value_at(data, path[:place])
        for key in list(entries) if isinstance(entries, dict) else []:
            if same(_replaced(data, path[:place], {key: entries[key]})):
                path = (*path[:place], str(key), *path[place + 1 :])
                break
        else:
            return path[:place]
    return path


def _replaced(data: Any, path: Path, value: Any) -> Any:
    """The data with another value at the path."""
    if not path:
        return value
    if isinstance(data, list):
        return [_replaced(one, path[1:], value) if place == path[0] else one for place, one in enumerate(data)]
    return {**data, path[0]: _replaced(data[path[0]], path[1:], value)}


def _wrong_value(text: str, path: Path, data: Any, shape: Any) -> Hint:
    value = value_at(data, path)
    shown = _shown(value)
    choices = _choices(_types_at(path, shape))
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
    return _other_kind(value, kinds, expected[2], _types_at(path, shape))


def _other_kind(value: Any, kinds: list[str], bound: str, types: list[Type]) -> Hint:
    """The value is of another kind than expected, or out of bounds."""
    shown = _shown(value)
    if {"str", "int"} <= set(kinds):
        return Hint(
            f"{shown} is no duration; write a whole number and a unit: '20 workdays'",
            f"{shown} 不是期限；请写整数和单位，例如“20 个工作日”",
        )
    if "int" in kinds and isinstance(value, str) and re.fullmatch(r"[-+]?[0-9]+", value):
        return _too_large(shown, types)
    if "str" in kinds and bound and value == "":
        return Hint("it is empty; write a name, or remove what needs none", "内容为空；请填写名称，不需要的请删去")
    en = " or ".join(dict.fromkeys(_KINDS.get(kind, (kind, kind))[0] for kind in kinds))
    zh = "或".join(dict.fromkeys(_KINDS.get(kind, (kind, kind))[1] for kind in kinds))
    en, zh = f"{en}{_BOUND.sub(_bound_en, bound)}", f"{zh}{_BOUND.sub(_bound_zh, bound)}"
    if "str" in kinds and isinstance(value, int | Decimal | date):
        return Hint(f"{shown} must be text; write it in quotes", f"{shown} 应为文字；请加引号")
    return Hint(f"{shown} must be {en}; correct it", f"{shown} 应为{zh}；请改正")


def _too_large(shown: str, types: list[Type]) -> Hint:
    """A whole number of more digits than are read: it came as text."""
    most = next((kind.le for kind in types if isinstance(kind, IntType) and kind.le is not None), _MOST)
    return Hint(
        f"{shown} has too many digits; write a whole number of at most {most}",
        f"{shown} 位数过多；请写不大于 {most} 的整数",
    )


_MOST = 10**18 - 1

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


def value_at(data: Any, path: Path) -> Any:
    """What lies at the path; None where nothing does."""
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


def _types_at(path: Path, shape: Any) -> list[Type]:
    """What the shape may hold at the path: the alternatives."""
    found = list(_alternatives(type_info(shape)))
    for part in path:
        inner: list[Type] = []
        for kind in found:
            if isinstance(kind, StructType):
                inner += [field.type for field in kind.fields if field.encode_name == part]
            elif isinstance(kind, DictType):
                inner.append(kind.value_type)
            elif isinstance(kind, ListType | VarTupleType) and isinstance(part, int):
                inner.append(kind.item_type)
        found = [one for kind in inner for one in _alternatives(kind)]
    return found


def _alternatives(kind: Type) -> Iterator[Type]:
    yield from kind.types if isinstance(kind, UnionType) else (kind,)


def _keys_at(path: Path, shape: Any) -> list[str]:
    structs = [kind for kind in _types_at(path, shape) if isinstance(kind, StructType)]
    return [field.encode_name for struct in structs for field in struct.fields]


def _keys_of(path: Path, shape: Any) -> list[Type]:
    """What the keys of a mapping may be."""
    return [kind.key_type for kind in _types_at(path, shape) if isinstance(kind, DictType)]


def _choices(types: list[Type]) -> list[str]:
    return [str(value) for kind in types if isinstance(kind, LiteralType) for value in kind.values]
