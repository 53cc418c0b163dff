"""The report's fixed words, in both languages. ``{places}`` are filled by ``Text.fill``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from zhiheng.auditing.report.text import Text

LEVELS: Final[Mapping[str, Text]] = {
    "red": Text("红牌", "Red card"),
    "yellow": Text("黄牌", "Yellow card"),
    "warning": Text("预警", "Warning"),
    "notice": Text("提示", "Notice"),
    "none": Text("未定级", "No level"),
}

STATES: Final[Mapping[str, Text]] = {
    "done": Text("已办", "done"),
    "pending": Text("未办", "pending"),
    "absent": Text("无记录", "not in the record"),
}

LIMIT_KINDS: Final[Mapping[str, Text]] = {
    "statutory": Text("法定时限", "Statutory limit"),
    "promised": Text("承诺时限", "Promised limit"),
    "step": Text("环节时限", "Step limit"),
    "minimum": Text("最短间隔", "Minimum gap"),
}

CASE_DATE: Final = Text("办件所载 {name}", "the case’s own {name}")
BY_INSTANT: Final = Text("{label}（按时刻）", "{label} (by the instant)")
LIMIT_SHORT: Final[Mapping[str, Text]] = {
    "within": Text("{start} → {to}，{amount}内", "{start} → {to} within {amount}"),
    "under": Text("{start} → {to}，不足 {amount}", "{start} → {to} in under {amount}"),
    "minimum": Text("{start} → {to}，至少隔 {amount}", "{start} → {to}, {amount} apart at least"),
}
LIMIT_LONG: Final[Mapping[str, Text]] = {
    "within": Text("{kind}：自“{start}”起 {amount}内“{to}”。",
                   "{kind}: “{to}” within {amount} of “{start}”."),
    "under": Text("{kind}：自“{start}”起不足 {amount}即“{to}”。",
                  "{kind}: “{to}” in less than {amount} from “{start}”."),
    "minimum": Text("{kind}：“{start}”之后至少隔 {amount}，方可“{to}”。",
                    "{kind}: “{to}” no sooner than {amount} after “{start}”."),
}
LIMIT_UNTIL_SHORT: Final = Text("{to}不迟于{until}", "{to} no later than {until}")
LIMIT_UNTIL: Final = Text("{kind}：“{to}”不得迟于{until}。", "{kind}: “{to}” no later than {until}.")
RESPONSE_SHORT: Final = Text("{start} → 应有 {to}", "{start} → {to} must follow")
RESPONSE_LONG: Final = Text("“{start}”之后应当有“{to}”。", "After “{start}” there must be “{to}”.")
SEPARATION_SHORT: Final = Text("{a} ／ {b}", "{a} / {b}")
SEPARATION_OFFICIAL: Final = Text("“{a}”与“{b}”不得由同一人办理。",
                                  "“{a}” and “{b}” may not be taken by one official.")
SEPARATION_UNIT: Final = Text("“{a}”与“{b}”不得由同一单位办理。",
                              "“{a}” and “{b}” may not be taken by one unit.")
STOP_LONG: Final = Text("可停表，上限：{cap}。", "The clock may stop; cap: {cap}.")
NO_CAP: Final = Text("不设上限", "none")
DUE_SHORT: Final = Text("实缴与应缴", "Paid against due")
DUE_LONG: Final = Text("应缴 = {items}。", "Due = {items}.")
DUE_PARTS: Final[Mapping[str, Text]] = {
    "last": Text("末次 ", "last"), "first": Text("首次 ", "first"), "sum": Text("合计 ", "sum of"),
}
SEVERAL_LINES: Final = Text("{id}（{n} 种规定）", "{id} ({n} provisions)")

# Subjects that controls name themselves, because no line of a document does.
SUBJECTS: Final[Mapping[str, Text]] = {
    "one-hand": Text("全程一人办理", "Whole case by one official"),
    "recorded-first": Text("登记早于发生", "Recorded before it happened"),
    "future": Text("发生在截至时刻之后", "Happened after the as-of moment"),
    "out-of-order": Text("早于前一行为", "Earlier than the act before it"),
    "closed-before-opened": Text("办结早于开始", "Closed before it was opened"),
    "close": Text("办结之后", "After the close"),
    "idle": Text("长期没有行为", "Nothing happened"),
    "duration": Text("办结用时", "Time from opening to close"),
    "batch": Text("同一分钟批量办结", "Closed in bulk within a minute"),
}

SIDES: Final[Mapping[str, Text]] = {
    "less": Text("少缴", "paid less"),
    "equal": Text("相等", "paid as due"),
    "more": Text("多缴", "paid more"),
    "before": Text("早于起算", "before the start"),
    "unknown-step": Text("有清单外环节", "a step not in the catalogue"),
    "too-often": Text("环节次数过多", "a step too often"),
    "too-early": Text("环节过早", "a step too early"),
    "after-close": Text("办结后仍有行为", "an act after the close"),
    "unfinished": Text("未走完程序", "not finished"),
    "no-ground": Text("无规定事由", "no ground"),
    "beyond-cap": Text("超过上限", "beyond its cap"),
    "intake-only": Text("只有代收资格", "may only take in"),
    "never": Text("始终没有受理", "never accepted"),
    "later": Text("其后才受理", "accepted only later"),
    "not-listed": Text("目录中没有", "not on the list"),
    "above": Text("高于标准", "above the rate"),
    "below": Text("低于标准", "below the rate"),
    "too-long": Text("延长过多", "by too much"),
    "not-extensible": Text("清单不许延期", "may not be extended"),
    "too-many": Text("延期次数过多", "an extension too many"),
    "too-late": Text("时限已过才延期", "extended after the limit"),
    "after-limit": Text("时限已过才停表", "stopped after the limit"),
}

UNITS: Final[Mapping[str, Text]] = {
    "workday": Text("按工作日计，以办公地日历为准", "in working days of the office’s calendar"),
    "day": Text("按自然日计，以办公地日期为准", "in calendar days of the office’s dates"),
    "microsecond": Text("按时刻计", "by the instant"),
    "minor": Text("按金额计", "by amount of money"),
    "count": Text("按次数或项数计", "by count"),
    "flag": Text("按有无计", "yes or no"),
}

# By how much: {q} is a quantity in words.
PHRASES: Final[tuple[tuple[str, Text], ...]] = (
    ("late", Text("超 {q}", "late by {q}")),
    ("left", Text("剩 {q}", "{q} left")),
    ("today", Text("今日到期", "due today")),
    ("early", Text("早 {q}", "too early by {q}")),
    ("short", Text("少 {q}", "short by {q}")),
    ("over", Text("多 {q}", "over by {q}")),
    ("differs", Text("相差 {q}", "differs by {q}")),
    ("many", Text("多 {q}", "{q} too many")),
    ("absent", Text("无记录", "not in the record")),
    ("not-yet", Text("尚未办理", "not done yet")),
    ("is", Text("不一致", "differs")),
)

RECORD_LATE: Final = Text(
    "“{start}”在 {started}，“{to}”在 {ended}，历时 {measured}；允许 {allowed}，{due} 到期，{by}。",
    "“{start}” on {started}, “{to}” on {ended}: {measured}, where {allowed} are allowed"
    " (due {due}); {by}.")
RECORD_LATE_NO_START: Final = Text(
    "“{to}”在 {ended}，测得 {measured}；允许 {allowed}，{due} 到期，{by}。",
    "“{to}” on {ended}; measured {measured}, allowed {allowed} (due {due}); {by}.")
RECORD_PENDING: Final = Text(
    "截至 {as_of}，记录中尚无“{to}”；已历 {measured}，允许 {allowed}，{due} 到期，{by}。",
    "As of {as_of} the record has no “{to}” yet; {measured} have passed, {allowed} are allowed"
    " (due {due}); {by}.")
RECORD_UNTIL: Final = Text(
    "“{to}”在 {ended}，而到期时间为 {due}，{by}。", "“{to}” on {ended}, due {due}; {by}.")
RECORD_EARLY: Final = Text(
    "“{start}”在 {started}，“{to}”在 {ended}；依规定不早于 {due}，{by}。",
    "“{start}” on {started}, “{to}” on {ended}, where {due} is the earliest; {by}.")
RECORD_ABSENT: Final = Text(
    "{line}：截至 {as_of}，记录中没有这一行为。", "{line}: as of {as_of} the record does not have that act.")
RECORD_NO_RESPONSE: Final = Text("“{start}”之后，截至 {as_of}，记录中没有“{to}”。",
                                 "After “{start}” the record has no “{to}”, as of {as_of}.")
RECORD_MONEY: Final = Text("{line}：{by}。", "{line}: {by}.")
RECORD_MEASURE: Final = Text(
    "{line}：测得 {measured}，允许 {allowed}。", "{line}: measured {measured}, allowed {allowed}.")
RECORD_COUNT: Final = Text("{line}：{flags}测得 {measured}，允许 {allowed}。",
                           "{line}: {flags} Measured {measured}, allowed {allowed}.")
RECORD_ACT: Final = Text("{line}：{act}，{when}，{who}。{flags}", "{line}: {act}, {when}, {who}. {flags}")
RECORD_HANDS: Final = Text("{who}办理了{acts}。", "{who} took {acts}.")
RECORD_HAND_ACT: Final = Text("“{act}”（{when}）", "“{act}” ({when})")
RECORD_FLAG: Final = Text("{line}：{flags}", "{line}: {flags}")
RECORD_STOPPED: Final = Text("停表 {stopped}未计入。", "{stopped} of stopped time are not counted.")
RECORD_PROVISIONAL: Final = Text(
    "所用日历年份尚未正式公布，日期为暂定。",
    "It rests on a calendar not yet official; the date is provisional.")

RULE_SAYS: Final = Text("规则 {id}《{title}》，文本散列 {hash}。",
                             "Control {id}, “{title}”, text hash {hash}.")
UNDER_VERSION: Final = Text("适用清单版本 {version}。", "Catalogue version {version}.")

NO_BASIS: Final = Text("清单与规则均未载明法律条文；所据原则：{principle}",
                       "Neither catalogue nor control cites an article; the principle: {principle}")
NO_BASIS_AT_ALL: Final = Text("清单与规则均未载明依据。", "Neither catalogue nor control cites a basis.")

AND_NO_RULING: Final = Text("{blind}不等于认定违法。", "{blind} It is not a ruling that the law was broken.")

# What a finding does not prove where its control does not say; by what kind of situation it is.
NOT_PROVEN: Final[Mapping[str, Text]] = {
    "limit": Text("日志未载的停表、延期、补正，可能使期限不同；迟延的原因也不在记录中。不等于认定违法。",
                  "Stops, extensions and corrections that the log does not hold could move the limit,"
                  " and the reason is not in the record. It is not a ruling that the law was broken."),
    "absent": Text("记录中没有，不等于没有做过，可能未登记或登在别处。不等于认定违法。",
                   "Not in the record does not mean not done: it may be unrecorded, or recorded"
                   " elsewhere. It is not a ruling that the law was broken."),
    "hand": Text("同一账号不一定是同一个人，代录、共用账号均有可能。不等于认定违法。",
                 "One account is not always one person: it may be shared or used by a deputy."
                 " It is not a ruling that the law was broken."),
    "money": Text("日志之外的减免、退款、另行缴纳未计入。不等于认定违法。",
                  "Waivers, refunds and payments outside the log are not counted."
                  " It is not a ruling that the law was broken."),
    "time": Text("可能是登记差错或时钟差错，而非行为本身有误。不等于认定违法。",
                 "It may be an error of recording or of a clock, not of the act."
                 " It is not a ruling that the law was broken."),
    "other": Text("只说明记录与清单不一致；记录可能不全，原因也不在其中。不等于认定违法。",
                  "It shows only that record and catalogue differ; the record may be incomplete"
                  " and does not hold the reason. It is not a ruling that the law was broken."),
}

NOT_RECORDED: Final = Text("未载", "not recorded")
EMPTY_NAME: Final = Text("（空）", "(empty)")
OTHERS: Final = Text("其余 {n} 个合计", "{n} others together")
OTHER_LANES: Final = Text("其他", "Others")

DUE_ON: Final = Text("到期 {date}", "due {date}")
EARLIEST_ON: Final = Text("不早于 {date}", "not before {date}")
AS_OF: Final = Text("截至 {date}", "as of {date}")
RECORD_SIDE: Final = Text("（{side}）", "({side})")

CHARGED: Final = Text("应缴 {amount}", "charged {amount}")
PAID: Final = Text("实缴 {amount}", "paid {amount}")
START_ROW: Final = Text("起算：{what}", "Start: {what}")
ABSENT_ROW: Final = Text("{what}：无记录", "{what}: not in the record")
NOT_YET_ROW: Final = Text("{what}：截至 {date} 尚无", "{what}: not yet as of {date}")
LIMIT_LANE: Final = Text("时限", "Limit")
STOP_LANE: Final = Text("停表", "Stopped")
DUE_ROW: Final = Text("到期", "Due")
EARLIEST_ROW: Final = Text("最早可办日", "Earliest day")
STOP_ROW: Final = Text("停表：{ground}，至 {until}", "Clock stopped: {ground}, until {until}")
STOP_ROW_OPEN: Final = Text("停表：{ground}，尚未恢复", "Clock stopped: {ground}, still stopped")
GAP_ROW: Final = Text("略去 {n} 个行为", "{n} acts left out")

HEAD_LIMIT: Final = Text("偏离时限多少", "How far from the limit")
HEAD_MONEY: Final = Text("相差多少", "How much it differs by")
HEAD_OTHER: Final = Text("超出多少", "How much beyond what is allowed")

PAGE_TITLE: Final = Text("{city} · 职权运行核验报告 · 制衡", "{city} · Audit of powers · Zhiheng")
HEADLINE: Final = Text("{cases} 件办件，按 {controls} 项规则核验，发现 {found} 处与清单不一致",
                       "{cases} under {controls}: {found}")
HEADLINE_NONE: Final = Text("{cases} 件办件，按 {controls} 项规则核验，未发现与清单不一致之处",
                            "{cases} under {controls}: nothing found")
