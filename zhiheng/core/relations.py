"""The tables that controls may read: names, columns, types and meaning.

Every engine builds exactly these. Moments (``…_at``) are microseconds of the office's civil time
since 1970-01-01 00:00, days (``…_day``) day numbers, ``…_n`` the running number of working days
through that day, money the currency's minor unit. Null means unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

ColumnType = Literal["text", "int", "flag"]
Group = Literal["record", "derived", "catalogue", "organisation", "calendar", "published"]


@dataclass(frozen=True)
class Column:
    """A column: its name, type and meaning."""

    name: str
    type: ColumnType
    en: str
    zh: str


@dataclass(frozen=True)
class Relation:
    """A table: its columns in order, what one row is, and the columns that controls join on."""

    name: str
    group: Group
    en: str
    zh: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(column.name for column in self.columns)


# Meanings that recur, so that one word means one thing everywhere.
_MEANING: dict[str, tuple[ColumnType, str, str]] = {
    "case_id": ("text", "the case", "办件"),
    "power_id": ("text", "the power exercised; null if the catalogue has none for it", "职权；清单中没有的为空"),
    "version": ("text", "catalogue version the case started under", "办件起始时所适用的清单版本"),
    "unit_id": ("text", "the unit", "单位"),
    "site_id": ("text", "the window or hall", "窗口或大厅"),
    "official_id": ("text", "the official; null when not known or a placeholder", "经办人；不详或为占位者时为空"),
    "event_id": ("text", "the act", "行为（事件）"),
    "step_id": ("text", "the step of the procedure; null: not in the catalogue", "环节；清单中没有的为空"),
    "at": ("int", "moment, microseconds of civil time", "时刻（当地时间微秒数）"),
    "day": ("int", "day number of the civil date", "日期序号"),
    "n": ("int", "running number of working days through that day", "截至当日的工作日累计数"),
    "utc_offset": ("int", "minutes that civil time is ahead of UTC", "当地时间领先世界时的分钟数"),
    "sequence": ("int", "position in the case, from 0", "在办件中的次序，自 0 起"),
    "valid_from_day": ("int", "first day in force; null: always", "生效首日；空为一直有效"),
    "valid_to_day": ("int", "last day in force; null: still", "失效前最后一日；空为至今有效"),
    "limit_id": ("text", "the limit", "时限"),
    "ground": ("text", "the ground of the stop or extension", "停表或延期的事由"),
    "unit": ("text", "workday, day, month or hour", "工作日、日、月或小时"),
    "item": ("text", "the fee or charge item", "收费项目"),
    "amount": ("int", "amount in the minor unit", "金额（最小货币单位）"),
    "measured": ("int", "what was measured; null: not checkable", "测得值；空为无法核验"),
    "allowed": ("int", "what is allowed", "允许值"),
    "tier": ("text", "tier of government", "层级"),
}


def _columns(text: str, **own: tuple[ColumnType, str, str]) -> tuple[Column, ...]:
    """Columns named in ``text``; those without a common meaning are given in ``own``."""
    made = []
    for name in text.split():
        kind, en, zh = own[name] if name in own else _MEANING[name]
        made.append(Column(name, kind, en, zh))
    return tuple(made)


def _occurrence(which: str, en: str, zh: str) -> dict[str, tuple[ColumnType, str, str]]:
    return {
        f"{which}_event_id": ("text", f"the {en} act", f"{zh}行为"),
        f"{which}_at": ("int", f"moment of the {en} act", f"{zh}时刻"),
        f"{which}_day": ("int", f"day of the {en} act", f"{zh}日期序号"),
        f"{which}_n": ("int", f"working days through the {en} act", f"{zh}工作日累计数"),
        f"{which}_sequence": ("int", f"position of the {en} act", f"{zh}次序"),
        f"{which}_official_id": ("text", f"official of the {en} act", f"{zh}经办人"),
        f"{which}_unit_id": ("text", f"unit of the {en} act", f"{zh}单位"),
        f"{which}_utc_offset": ("int", f"offset of the {en} act, minutes", f"{zh}时差分钟数"),
    }


_STEP_ENDS = _occurrence("first", "first", "首次") | _occurrence("last", "last", "末次")
_VALID = " valid_from_day valid_to_day"

_DECLARED: tuple[Relation, ...] = (
    Relation("cases", "record", "one exercise of a power", "一次职权行使（办件）", _columns(
        "case_id power_id version unit_id site_id region_id party_id project_id series number"
        " opened_at closed_at status outcome source_id",
        region_id=("text", "where it lies", "所在区域"),
        party_id=("text", "applicant or party", "申请人或相对人"),
        project_id=("text", "the project it belongs to", "所属项目"),
        series=("text", "numbering series", "编号序列"),
        number=("int", "number within the series", "序列内编号"),
        opened_at=("int", "moment of the first act, or as the log says", "开始时刻"),
        closed_at=("int", "moment it was closed", "办结时刻"),
        status=("text", "open, closed, withdrawn; null: the log does not tell", "在办、办结、撤回；空为日志未载"),
        outcome=("text", "what was decided", "结果"),
        source_id=("text", "the file or system it came from", "来源"),
    ), ("case_id",)),
    Relation("case_dates", "record", "a date that the case itself carries", "办件自身载明的日期", _columns(
        "case_id name at day utc_offset", name=("text", "what the log calls it", "日期名称"),
    ), ("case_id",)),
    Relation("events", "record", "one act in a case", "办件中的一次行为", _columns(
        "event_id case_id sequence power_id version step_id activity occurred_at day n utc_offset"
        " recorded_at official_id unit_id site_id channel",
        activity=("text", "what the log calls the act", "日志中的活动名称"),
        occurred_at=("int", "when it happened", "发生时刻"),
        recorded_at=("int", "when it was recorded", "登记时刻"),
        channel=("text", "window, online, post", "办理渠道"),
    ), ("case_id",)),
    Relation("suspensions", "record", "a stopped clock", "停表（特别程序）", _columns(
        "case_id ground from_at from_day from_n to_at to_day to_n notified_days notice_event_id",
        from_at=("int", "moment it began", "起始时刻"),
        from_day=("int", "first day stopped", "停表首日"),
        from_n=("int", "working days through the first day", "截至首日的工作日累计数"),
        to_at=("int", "moment it ended; null: still stopped", "结束时刻；空为仍在停表"),
        to_day=("int", "last day stopped; null: still stopped", "停表末日；空为仍在停表"),
        to_n=("int", "working days through the last day", "截至末日的工作日累计数"),
        notified_days=("int", "days told to the applicant", "书面告知的天数"),
        notice_event_id=("text", "the act that gave notice", "告知行为"),
    ), ("case_id",)),
    Relation("extensions", "record", "a limit made longer", "延期", _columns(
        "case_id limit_id days unit ground approved_by noticed at",
        days=("int", "how many units more", "延长的数量"),
        approved_by=("text", "who approved it", "批准人"),
        noticed=("flag", "reasons told to the party", "是否告知理由"),
    ), ("case_id",)),
    Relation("charges", "record", "an amount charged", "计收", _columns(
        "case_id event_id item amount account at day", account=("text", "account", "账户"),
    ), ("case_id",)),
    Relation("payments", "record", "an amount paid", "缴纳", _columns(
        "case_id event_id item amount account at day", account=("text", "account", "账户"),
    ), ("case_id",)),
    Relation("publications", "record", "something made public", "公开", _columns(
        "case_id duty_id at day n", duty_id=("text", "the disclosure duty met", "所履行的公开义务"),
    ), ("case_id",)),
    Relation("steps", "derived", "what a case did in one step", "办件在一个环节上的情况", _columns(
        "case_id power_id version step_id times"
        " first_event_id first_at first_day first_n first_sequence first_official_id first_unit_id first_utc_offset"
        " last_event_id last_at last_day last_n last_sequence last_official_id last_unit_id last_utc_offset",
        times=("int", "how often it happened", "发生次数"), **_STEP_ENDS,
    ), ("case_id", "step_id")),
    Relation("closings", "derived", "the act that closed a case, or withdrew it", "使办件办结或撤回的行为", _columns(
        "case_id power_id version step_id event_id unit_id official_id closed_at sequence",
        closed_at=("int", "moment it was closed", "办结时刻"),
    ), ("case_id",)),
    Relation("clocks", "derived", "a limit running in a case from one starting act", "自起始行为起算的时限", _columns(
        "case_id power_id version limit_id kind start_event_id start_at start_day start_n start_sequence"
        " event_id end_at end_day unit_id official_id state due_day bare_due_day due_at stopped"
        " measured allowed measure_unit provisional",
        kind=("text", "statutory, promised, step, minimum", "法定、承诺、环节、最短间隔"),
        start_event_id=("text", "the starting act; null: a date of the case", "起始行为；空为办件载明的日期"),
        start_at=("int", "when it began", "起算时刻"),
        start_day=("int", "day it began", "起算日"),
        start_n=("int", "working days through that day", "截至起算日的工作日累计数"),
        start_sequence=("int", "position of the starting act", "起始行为次序"),
        end_at=("int", "when the act was done; null: pending", "完成时刻；空为未完成"),
        end_day=("int", "day it was done", "完成日"),
        state=("text", "done or pending", "已完成或未完成"),
        due_day=("int", "last day in time", "到期日"),
        bare_due_day=("int", "last day in time, had the clock never stopped", "不计停表的到期日"),
        due_at=("int", "last moment in time", "到期时刻"),
        stopped=("int", "stopped time not counted, in the measure's unit", "未计入的停表时间"),
        measure_unit=("text", "workday, day or microsecond", "工作日、日或微秒"),
        provisional=("flag", "1: rests on a calendar not yet official", "1：依据尚未公布的日历"),
    ), ("case_id",)),
    Relation("conformance", "derived", "a case's trace against the step model", "办件轨迹与环节模型的符合性", _columns(
        "case_id power_id version fits event_id sequence reason",
        fits=("flag", "1: the step model allows the trace", "1：环节模型允许该轨迹"),
        reason=("text", "why it does not fit", "不符合的原因"),
    ), ("case_id",)),
    Relation("powers", "catalogue", "a power in one version", "一项职权的一个版本", _columns(
        "power_id version type unit_id tier in_hall jurisdiction" + _VALID,
        type=("text", "licence, penalty, …", "职权类型"),
        in_hall=("flag", "taken and decided at the service centre", "进驻政务服务中心"),
        jurisdiction=("text", "whose law applies", "法域"),
    ), ("power_id", "version")),
    Relation("power_steps", "catalogue", "a step that the power has", "职权的一个环节", _columns(
        "power_id version step_id required max_times role min_officials rank closes anytime after_close kind" + _VALID,
        required=("flag", "must happen in every case", "必经环节"),
        max_times=("int", "at most so often; null: any", "次数上限；空为不限"),
        role=("text", "who takes it", "岗位"),
        min_officials=("int", "at least so many officials", "最少人数"),
        rank=("int", "place in the document", "在文件中的次序"),
        closes=("text", "closed or withdrawn: this step ends the case", "使办件办结或撤回"),
        anytime=("flag", "may happen at any time", "可随时发生"),
        after_close=("flag", "may happen after the case is closed", "可在办结之后发生"),
        kind=("text", "acceptance or decision; null: neither", "受理或决定；空为二者皆非"),
    ), ("power_id", "version", "step_id")),
    Relation("step_order", "catalogue", "one step comes before another", "环节先后", _columns(
        "power_id version before_step after_step needed" + _VALID,
        before_step=("text", "the predecessor", "前置环节"),
        after_step=("text", "the step that waits for it", "后续环节"),
        needed=("int", "how many of its predecessors it needs; null: all", "所需前置环节数；空为全部"),
    ), ("power_id", "version", "after_step")),
    Relation("step_returns", "catalogue", "a step that sends the case back", "退回", _columns(
        "power_id version step_id to_step" + _VALID,
        to_step=("text", "done anew from here", "自此重新办理"),
    ), ("power_id", "version", "step_id")),
    Relation("responses", "catalogue", "an act that must follow another", "应有的后续行为", _columns(
        "power_id version response_id after_step which need_step" + _VALID,
        response_id=("text", "the response", "应有的后续行为"),
        after_step=("text", "what calls for it", "触发环节"),
        which=("text", "first, last or each", "首次、末次或每次"),
        need_step=("text", "what must follow", "应随之发生的环节"),
    ), ("power_id", "version", "after_step")),
    Relation("time_limits", "catalogue", "a limit", "时限", _columns(
        "power_id version limit_id kind from_step from_date from_which to_step to_date to_which until_date"
        " allowed unit precision must_happen ends_with roll stops under" + _VALID,
        kind=("text", "statutory, promised, step, minimum", "法定、承诺、环节、最短间隔"),
        from_step=("text", "runs from this step", "起算环节"),
        from_date=("text", "or from this date of the case", "或自办件载明的日期起算"),
        from_which=("text", "first, last or each", "首次、末次或每次"),
        to_step=("text", "until this step", "截止环节"),
        to_date=("text", "or until this date of the case", "或至办件载明的日期"),
        to_which=("text", "first or last", "首次或末次"),
        until_date=("text", "the case's own deadline, instead of allowed", "以办件载明的到期日代替时限"),
        allowed=("int", "how much", "允许的数量"),
        precision=("text", "day or instant", "按日或按时刻"),
        must_happen=("flag", "1: judged also while not done", "1：未完成时亦判断"),
        ends_with=("text", "a step that lifts it", "使其终止的环节"),
        roll=("flag", "1: to the next working day", "1：顺延至下一工作日"),
        stops=("flag", "1: stopped time does not count", "1：停表时间不计入"),
        under=("flag", "1: the amount itself is already outside", "1：不含本数"),
    ), ("power_id", "version")),
    Relation("clock_stops", "catalogue", "a ground on which the clock may stop", "可停表的事由", _columns(
        "power_id version ground cap unit" + _VALID, cap=("int", "at most so long; null: no cap", "上限；空为无上限"),
    ), ("power_id", "version", "ground")),
    Relation("allowed_extensions", "catalogue", "how a limit may be made longer, one row a ground",
             "可否延期，每个事由一行", _columns(
        "power_id version limit_id ground most unit times" + _VALID,
        ground=("text", "a ground that will do; null: any", "可延期的事由；空为不限"),
        most=("int", "by at most so much each time", "每次最多延长的数量"),
        times=("int", "at most so often; null: any number", "次数上限；空为不限"),
    ), ("power_id", "version", "limit_id")),
    Relation("separations", "catalogue", "steps that one hand may not both take", "不相容环节", _columns(
        "power_id version separation_id step_a step_b scope" + _VALID,
        separation_id=("text", "the separation", "分离要求"),
        step_a=("text", "one step", "环节甲"),
        step_b=("text", "the other", "环节乙"),
        scope=("text", "official or unit", "按人或按单位"),
    ), ("power_id", "version")),
    Relation("disclosure_duties", "catalogue", "something that must be published", "公开义务", _columns(
        "power_id version duty_id after_step within unit" + _VALID,
        duty_id=("text", "the duty", "公开义务"),
        after_step=("text", "after this step", "触发环节"),
        within=("int", "within so many units", "期限"),
    ), ("power_id", "version")),
    Relation("fee_items", "catalogue", "what may be charged", "收费项目与标准", _columns(
        "power_id version item amount_min amount_max" + _VALID,
        amount_min=("int", "at least", "下限"),
        amount_max=("int", "at most", "上限"),
    ), ("power_id", "version")),
    Relation("dues", "catalogue", "what has to be paid, one row an item", "应缴金额的构成，每项一行", _columns(
        "power_id version due_id item parts paid_item" + _VALID,
        due_id=("text", "the due", "应缴款"),
        parts=("text", "which charges count: first, last or sum", "计入哪些：首次、末次或合计"),
        paid_item=("text", "which payments count; null: all", "计入哪些缴款；空为全部"),
    ), ("power_id", "version")),
    Relation("holders", "catalogue", "a unit that holds a power", "职权行使主体", _columns(
        "power_id unit_id tier by" + _VALID,
        by=("text", "statutory, transfer, entrustment or agency_intake", "法定、下放、委托或代收"),
    ), ("power_id",)),
    Relation("units", "organisation", "a unit", "单位", _columns(
        "unit_id parent_id tier kind" + _VALID,
        parent_id=("text", "the unit above", "上级单位"),
        kind=("text", "kind of unit", "单位类型"),
    ), ("unit_id",)),
    Relation("officials", "organisation", "an official", "工作人员", _columns(
        "official_id" + _VALID), ("official_id",)),
    Relation("posts", "organisation", "a post held", "任职", _columns(
        "official_id unit_id post rank" + _VALID,
        post=("text", "the post", "岗位"),
        rank=("int", "rank", "职级"),
    ), ("official_id",)),
    Relation("interests", "organisation", "an official's interest in a party", "利害关系", _columns(
        "official_id party_id kind" + _VALID,
        party_id=("text", "the party", "相对人"),
        kind=("text", "kind of interest", "关系类型"),
    ), ("official_id",)),
    Relation("portfolios", "organisation", "a unit that a leader is in charge of", "分管", _columns(
        "official_id unit_id" + _VALID), ("official_id",)),
    Relation("kinships", "organisation", "two officials who are kin", "亲属关系", _columns(
        "official_id other_id kind" + _VALID,
        other_id=("text", "the other", "另一方"),
        kind=("text", "kind of kinship", "关系类型"),
    ), ("official_id",)),
    Relation("workdays", "calendar", "one day of the working calendar", "工作日历中的一日", _columns(
        "day n is_workday next_workday month_index day_of_month status",
        is_workday=("flag", "1: offices work", "1：工作日"),
        next_workday=("int", "this day, or the first working day after it", "当日或其后首个工作日"),
        month_index=("int", "months since January 1970", "自 1970 年 1 月起的月序号"),
        day_of_month=("int", "1 to 31", "月内日序"),
        status=("text", "official or provisional; null: no calendar", "正式或暂定；空为无日历"),
    ), ("day",)),
    Relation("peer_durations", "published", "how long the closed cases of a power took, stopped time left out",
             "一项职权已办结办件的办理时间，停表不计", _columns(
        "power_id type cases lower_quartile median upper_quartile deviation longest",
        type=("text", "licence, penalty, …", "职权类型"),
        cases=("int", "how many closed cases", "已办结件数"),
        lower_quartile=("int", "a quarter took no longer, microseconds", "四分之一不长于此（微秒）"),
        median=("int", "half took no longer, microseconds", "半数不长于此（微秒）"),
        upper_quartile=("int", "three quarters took no longer, microseconds", "四分之三不长于此（微秒）"),
        deviation=("int", "median distance from the median, microseconds", "与中位数之差的中位数（微秒）"),
        longest=("int", "the longest, microseconds", "最长（微秒）"),
    ), ("power_id",)),
)

RELATIONS: Mapping[str, Relation] = {relation.name: relation for relation in _DECLARED}

DERIVED = tuple(r.name for r in _DECLARED if r.group == "derived")
RECORD = tuple(r.name for r in _DECLARED if r.group == "record")
CATALOGUE = tuple(r.name for r in _DECLARED if r.group == "catalogue")
ORGANISATION = tuple(r.name for r in _DECLARED if r.group == "organisation")
PUBLISHED = tuple(r.name for r in _DECLARED if r.group == "published")

# What the runner needs beside them and no control may read.
INTERNAL: Mapping[str, Relation] = {
    relation.name: relation
    for relation in (
        Relation("activities", "catalogue", "which step an activity is", "活动与环节的对应", _columns(
            "power_id version activity step_id", activity=("text", "what the log calls it", "日志中的活动名称"),
        ), ("power_id", "version", "activity")),
        Relation("bases", "catalogue", "the law on a document's line", "条目的依据", _columns(
            "power_id version list line_id basis",
            list=("text", "the relation of the line", "条目所属的表"),
            line_id=("text", "the line", "条目"),
            basis=("text", "law and article, ready for print", "法律及条款"),
        ), ("power_id", "version")),
    )
}


def create_table(relation: Relation, types: Mapping[str, str] = MappingProxyType({})) -> str:
    """The CREATE TABLE statement that every engine accepts; ``types`` are an engine's own, by column."""
    usual = {"text": "VARCHAR", "int": "BIGINT", "flag": "BIGINT"}
    columns = ", ".join(f'"{column.name}" {types.get(column.name, usual[column.type])}' for column in relation.columns)
    return f"CREATE TABLE {relation.name} ({columns})"
