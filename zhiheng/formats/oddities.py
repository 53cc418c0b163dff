"""Odd but legal things in a log: kept, counted and told, never dropped."""

from collections.abc import Mapping

# What a count means, in English and Chinese.
ODDITIES: Mapping[str, tuple[str, str]] = {
    "out_of_order_events": ("acts earlier than the act before them in the case", "早于同一办件前一行为的行为"),
    "merged_traces": ("traces that continue a case already begun", "续接已有办件的轨迹"),
    "several_offsets": ("different offsets from UTC", "不同的时差"),
    "filtered_events": ("acts that `keep` leaves out", "被 keep 滤除的行为"),
    "cases_without_events": ("cases without an act", "没有行为的办件"),
    "events_without_activity": ("acts without a name", "没有名称的行为"),
    "events_without_case": ("acts outside any trace", "不属于任何轨迹的行为"),
    "events_of_several_cases": ("events of several cases, an act in each", "属于多个办件的事件，在每件中各计一个行为"),
    "further_objects": ("objects that stand beside the first where one was asked for", "只取首个对象时其余的对象"),
    "unknown_objects": ("relationships to objects that the log does not list", "指向日志未列对象的关系"),
    "cases_without_power": ("cases of a power that the catalogue has not", "清单中没有其职权的办件"),
    "cases_without_version": (
        "cases begun when no version of their power was in force",
        "起始时其职权无有效版本的办件",
    ),
    "activities_never_seen": (
        "activities that log.yaml names and the log never has",
        "log.yaml 中写明而日志中未出现的活动",
    ),
}
