"""The page of the relations: what a control may read, column by column."""

from zhiheng.cli.controls_page import table
from zhiheng.core.relations import RELATIONS, Relation

_GROUPS = {
    "record": ("The record", "记录", "What was done: one row an act, a case, a payment."),
    "derived": (
        "Derived once a run", "每次运行推导一次", "What many controls share, made from the record and the catalogue.",
    ),
    "catalogue": ("The catalogue", "清单", "What may be done, in every version of every power."),
    "organisation": ("The organisation", "组织", "Who is who."),
    "calendar": ("The calendar", "日历", "Which days are worked."),
    "published": (
        "Published by measures", "由指标发布",
        "What history knows and one case cannot; [measures](measures.md) compute it, a check of one case is given it.",
    ),
}  # fmt: skip

_HEAD = """\
# The relations · 控制规则可读取的表

The tables that a [control](controls.md) may read, and nothing else. Every engine builds exactly these. There are three
types: text, int and flag (0 or 1). Moments (`…_at`) are microseconds of the office's civil time since 1970-01-01 00:00
(instant = at less `utc_offset` minutes), days (`…_day`) are days since 1970-01-01, `…_n` is the running number of
working days through that day, money is in the currency's minor unit. Null means unknown.

> 规则只能读取这些表，各引擎的表完全相同。时刻为当地时间的微秒数，日期为自 1970-01-01 起的日序号，`…_n`
> 为截至当日的工作日累计数，金额以最小货币单位计，空值表示不详。
"""


def relations_page() -> str:
    """All relations with their columns, types and meanings, in English with the Chinese beside them."""
    blocks = [_HEAD.rstrip()]
    for group, (en, zh, told) in _GROUPS.items():
        members = [relation for relation in RELATIONS.values() if relation.group == group]
        blocks += [f"## {en} · {zh}", told, *(_relation(relation) for relation in members)]
    return "\n\n".join(blocks) + "\n"


def _relation(relation: Relation) -> str:
    rows = [(f"`{column.name}`", column.type, column.en, column.zh) for column in relation.columns]
    columns = table(["Column", "Type", "Meaning", "含义"], rows)
    return f"### {relation.name}\n\nOne row: {relation.en} · {relation.zh}.\n\n{columns}"
