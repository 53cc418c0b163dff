"""What differs between two documents of a power, line by line and in words, as somebody reads who answers for it."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from zhiheng.core.catalogue.document import LISTS, Document
from zhiheng.core.catalogue.durations import CHINESE, NotADurationError, duration
from zhiheng.core.errors import Language

Weight = Literal["stricter", "looser", "neutral"]
Change = Literal["added", "removed", "changed", "moved"]

# What a line or key is called; a key without a name here is called as the document writes it.
_NAMES: Mapping[str, tuple[str, str]] = {
    "title": ("title", "名称"), "type": ("type", "类型"), "basis": ("basis", "依据"),
    "valid_from": ("in force from", "生效日"), "valid_to": ("in force through", "失效日"),
    "extends": ("extends", "沿用"), "hall": ("in the hall", "进驻大厅"), "unit": ("unit", "单位"),
    "tier": ("tier", "层级"), "within": ("within", "应在"), "under": ("in less than", "应少于"),
    "at_least": ("not before", "不得早于"), "over": ("after more than", "应超过"), "from": ("from", "起算"),
    "to": ("to", "截止"), "after": ("after", "在何之后"), "role": ("by", "由谁"),
    "required": ("required", "必经"), "officials": ("officials", "至少人数"),
    "min_officials": ("officials", "至少人数"), "max_times": ("at most", "最多次数"), "kind": ("kind", "性质"),
    "by": ("held by", "取得方式"), "since": ("since", "自"), "until": ("until", "至"),
    "document": ("by document", "文号"), "steps": ("steps", "环节"), "cap": ("at most", "上限"),
    "min": ("least", "下限"), "max": ("most", "上限"), "amount": ("amount", "金额"),
    "activity": ("called in logs", "日志名称"), "returns_to": ("back to", "退回至"),
    "closes": ("closes the case", "办结"), "grade": ("grade", "等级"), "controls": ("watched by", "监督规则"),
    "note": ("note", "说明"), "need": ("followed by", "须后续"), "must_happen": ("must happen", "必须发生"),
}  # fmt: skip
# Whether a greater figure binds the office more, or less.
_GREATER: Mapping[tuple[str, str], Weight] = {
    ("limits", "within"): "looser", ("limits", "under"): "looser", ("disclosure", "within"): "looser",
    ("clock_stops", "cap"): "looser", ("extensions", "by"): "looser", ("steps", "officials"): "stricter",
    ("steps", "min_officials"): "stricter", ("steps", "required"): "stricter", ("steps", "max_times"): "looser",
}  # fmt: skip
_BINDING = frozenset({"limits", "separations", "disclosure", "responses", "risks"})
_LOOSENING = frozenset({"clock_stops", "extensions", "fees"})
_OTHER: Mapping[Weight, Weight] = {"stricter": "looser", "looser": "stricter", "neutral": "neutral"}


@dataclass(frozen=True)
class Difference:
    """One thing that differs. ``section`` and ``line`` say where, ``key`` what of it; old and new are as written.

    ``weight`` says whether the office is bound more or less by it, where that can be told.
    """

    section: str
    line: str
    key: str
    change: Change
    old: str
    new: str
    weight: Weight = "neutral"

    def place(self, language: Language) -> str:
        """What it is about: the step, limit, or key of the power."""
        if not self.section:
            return _name(self.key, language)
        list_ = LISTS[self.section]
        line = f"{list_.en} {self.line}" if language == "en" else f"{list_.zh} {self.line}"
        return f"{line} · {_name(self.key, language)}" if self.key else line


def differences(old: Document, new: Document) -> list[Difference]:
    """All that differs, in the order of the document: its own keys first, then list by list."""
    before, after = msgspec.to_builtins(old), msgspec.to_builtins(new)
    found = list(_of_keys("", "", _without(before, LISTS), _without(after, LISTS)))
    for section in LISTS:
        found += _of_lines(section, before.get(section) or (), after.get(section) or ())
    return found


def _of_lines(
    section: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Iterator[Difference]:
    key = LISTS[section].key
    old, new = ({str(line[key]): line for line in lines} for lines in (before, after))
    for name, line in old.items():
        if name not in new:
            yield Difference(section, name, "", "removed", _said(_without(line, (key,))), "", _OTHER[_weight(section)])
    for name, line in new.items():
        if name not in old:
            yield Difference(section, name, "", "added", "", _said(_without(line, (key,))), _weight(section))
        else:
            yield from _of_keys(section, name, _without(old[name], (key,)), _without(line, (key,)))
    kept = [[name for name in lines if name in old and name in new] for lines in (old, new)]
    if section == "steps" and kept[0] != kept[1]:
        yield Difference(section, "…", "", "moved", "、".join(kept[0]), "、".join(kept[1]))


def _of_keys(section: str, line: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for key in dict.fromkeys((*old, *new)):
        was, becomes = old.get(key), new.get(key)
        if was == becomes:
            continue
        change: Change = "added" if was is None else "removed" if becomes is None else "changed"
        yield Difference(section, line, key, change, _said(was), _said(becomes), _figures(section, key, was, becomes))


def _weight(section: str) -> Weight:
    return "stricter" if section in _BINDING else "looser" if section in _LOOSENING else "neutral"


def _figures(section: str, key: str, was: Any, becomes: Any) -> Weight:
    greater = _GREATER.get((section, key))
    old, new = _figure(was), _figure(becomes)
    if greater is None or old is None or new is None or old[1] != new[1] or old[0] == new[0]:
        return "neutral"
    return greater if new[0] > old[0] else _OTHER[greater]


def _figure(value: Any) -> tuple[int, str] | None:
    if isinstance(value, int):
        return int(value), ""
    try:
        span = duration(str(value))
    except NotADurationError:
        return None
    return span.amount, span.unit


def _said(value: Any) -> str:
    """A value in one line, as a document would write it."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "✓", False: "✗"}[value]
    if isinstance(value, Mapping):
        if set(value) <= {"law", "article"}:
            return f"{value.get('law', '')}{value.get('article', '')}"
        if set(value) <= {"zh", "en"}:
            return " / ".join(str(each) for each in value.values())
        return "；".join(f"{key}: {_said(each)}" for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return "、".join(_said(each) for each in value)
    return str(value)


def in_chinese(text: str) -> str:
    """A figure with its unit in Chinese where it is a duration, else the text."""
    try:
        span = duration(text)
    except NotADurationError:
        return text
    return f"{span.amount}{CHINESE[span.unit]}"


def _name(key: str, language: Language) -> str:
    en, zh = _NAMES.get(key, (key, key))
    return en if language == "en" else zh


def _without(values: Mapping[str, Any], left_out: Container[str]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in left_out}
