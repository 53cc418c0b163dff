"""The words that the page's script shows."""

from __future__ import annotations

from typing import Final

from zhiheng.auditing.report import words
from zhiheng.auditing.report.text import Text

_WORDS: Final[dict[str, Text]] = {
    "level": Text("级别", "Level"),
    "what": Text("发现了什么", "What was found"),
    "case": Text("办件", "Case"),
    "who": Text("单位 · 经办人", "Unit · official"),
    "date": Text("日期", "Date"),
    "by": Text("差多少", "By how much"),
    "search": Text("搜索办件、单位、经办人、条目", "Search case, unit, official, line"),
    "all_controls": Text("全部规则", "All controls"),
    "all_units": Text("全部单位", "All units"),
    "all_levels": Text("全部", "All"),
    "shown": Text("{n} 条中的 {from} 至 {to} 条", "{from} to {to} of {n}"),
    "none": Text("没有符合条件的发现。放宽搜索或筛选即可重新列出。",
                 "Nothing matches. Widen the search or the filters to list findings again."),
    "previous": Text("上一页", "Previous"),
    "next": Text("下一页", "Next"),
    "clear": Text("清除筛选", "Clear filters"),
    "open": Text("详情", "Details"),
    "in_full": Text("看办件全程", "See the whole case"),
    "measured": Text("测得", "Measured"),
    "allowed": Text("允许", "Allowed"),
    "due": Text("到期", "Due"),
    "law": Text("依据", "Law"),
    "rule": Text("规则", "Control"),
    "power": Text("职权", "Power"),
    "not_proven": Text("不能证明", "Does not prove"),
    "state": Text("状态", "State"),
    "provisional": Text("暂定", "provisional"),
    "empty": words.EMPTY_NAME,
    "unknown": words.NOT_RECORDED,
    "control_filter": Text("规则", "Control"),
    "unit_filter": Text("单位", "Unit"),
}


def told() -> dict[str, str | list[str]]:
    """Each word in both languages."""
    return {name: text.plain() for name, text in _WORDS.items()}
