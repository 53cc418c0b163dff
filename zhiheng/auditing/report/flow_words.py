"""The words of the sections on how cases ran and how units compare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from zhiheng.auditing.flows import OUTSIDE
from zhiheng.auditing.report.naming import Naming
from zhiheng.auditing.report.quantities import quantity
from zhiheng.auditing.report.text import Text, both, shown

FLOW_WORDS: Final[Mapping[str, Text]] = {
    "start": Text("开始", "Start"),
    "end": Text("最后一个行为", "Last act"),
    "map-title": Text("流程图", "Process map"),
    "map-desc": Text(
        "{steps} 个环节、{links} 条流转，自上而下；同样的内容见图下的表。",
        "{steps} steps and {links} transitions, from top to bottom; the tables below the map tell the same.",
    ),
    "from-to": Text("{a} → {b}", "{a} → {b}"),
    "found": Text("{shape} 发现 {n} 处", "{shape} {n} found"),
    "case": Text("{n} 件", "{n} case"),
    "cases": Text("{n} 件", "{n} cases"),
    "case-times": Text("{n} 件 · {m} 次", "{n} case · {m} times"),
    "cases-times": Text("{n} 件 · {m} 次", "{n} cases · {m} times"),
    "again": Text("↻ 紧接重复 {n} 次 · {t}", "↻ {n} repeats · {t}"),
    "same-day": Text("当日", "same day"),
    "at-once": Text("不足 1 分", "under a minute"),
    "unknown": Text("未载", "not recorded"),
    "outside": Text("清单外：{name}", "Not in the catalogue: {name}"),
    "nowhere": Text("整件办件", "the case as a whole"),
}

_MINUTE_US: Final = 60_000_000


def elapsed(minutes: int, naming: Naming) -> Text:
    """A span between acts, as precisely as it is kept."""
    if minutes == 0:
        return FLOW_WORDS["at-once" if naming.clock else "same-day"]
    return quantity(minutes * _MINUTE_US, "microsecond", naming.currency)


def step_name(power_id: str, step: str, naming: Naming) -> Text:
    """What a step is called; an act that is no step by the log's own words."""
    if step.startswith(OUTSIDE):
        return FLOW_WORDS["outside"].fill(name=both(shown(step.removeprefix(OUTSIDE))))
    return naming.lines.step(power_id, None, step)
