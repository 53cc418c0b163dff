"""A small city after its audit, made by hand: the tables as an audit leaves them, and the summary."""

from datetime import date, datetime

from zhiheng.auditing import flows
from zhiheng.auditing.report import ControlText, ReportTitles, Text
from zhiheng.core.engines.duckdb import open_history
from zhiheng.core.finding import COLUMNS
from zhiheng.core.relations import INTERNAL, RELATIONS, create_table
from zhiheng.core.runner import FINDINGS

POWER = "licence.construction-permit"
VERSION = "2021-07-01"
AS_OF = datetime(2026, 11, 22, 18, 0)
EPOCH = datetime(1970, 1, 1)
TABLES = ("cases", "events", "clocks", "suspensions", "charges", "payments", "time_limits", "responses",
          "separations", "dues", "clock_stops", "workdays")  # fmt: skip
STEPS = {
    "accept": ("受理", "Acceptance"), "review": ("审查", "Review"), "site-visit": ("现场核查", "Site check"),
    "decide": ("审批", "Approval decision"), "deliver": ("送达", "Service of the decision"),
    "notice": ("公示", "Public notice"),
}  # fmt: skip
UNITS = {
    "hall": ("政务服务中心", "Government service centre"),
    "housing": ("市住建局审批科", "Housing bureau, approval section"),
    "quality": ("质量安全监督站", "Quality and safety station"),
}
CLERKS = ("刘洋", "陈静", "赵强")
APPROVERS = ("李伟", "王芳", "孙丽", "周明")


def at(text: str) -> int:
    """Microseconds of civil time."""
    return int((datetime.fromisoformat(text) - EPOCH).total_seconds()) * 1_000_000


def day(text: str) -> int:
    """Day number."""
    return (date.fromisoformat(text) - EPOCH.date()).days


def relation(name: str):
    """A relation that an audit leaves."""
    return FINDINGS if name == "findings" else INTERNAL.get(name) or RELATIONS[name]


def empty_city():
    """A database with every table that the report reads, all empty."""
    connection = open_history()
    for name in (*TABLES, "activities", "findings"):
        connection.execute(create_table(relation(name)))
    return connection


def add(connection, name: str, **values):
    """One row; columns that are not named are null."""
    names = relation(name).names
    places = ", ".join("?" * len(names))
    connection.execute(f"INSERT INTO {name} VALUES ({places})", [values.get(column) for column in names])


def act(connection, case: str, sequence: int, step: str | None, when: str, official=None, unit=None, activity=None):
    """One event."""
    add(connection, "events", event_id=f"{case}#{sequence}", case_id=case, sequence=sequence, power_id=POWER,
        version=VERSION, step_id=step, activity=activity or STEPS.get(step, (step,))[0], occurred_at=at(when),
        day=at(when) // 86_400_000_000, official_id=official, unit_id=unit)  # fmt: skip


def found(connection, control: str, case: str, subject: str, **values):
    """One finding; ``done``, ``red`` and late by three working days unless said otherwise."""
    usual = {
        "finding_id": f"{control}-{case}-{subject}", "control_id": control, "control_hash": "a91c7f" * 10,
        "case_id": case, "power_id": POWER, "version": VERSION, "subject_id": subject, "measured": 10, "allowed": 7,
        "measure_unit": "workday", "level": "red", "state": "done", "provisional": 0, "basis": "",
        "as_of": int((AS_OF - EPOCH).total_seconds()) * 1_000_000,
    }  # fmt: skip
    assert set(values) <= {column.name for column in COLUMNS}
    add(connection, "findings", **(usual | values))


def limit(connection, limit_id: str, kind: str, start: str, end: str, allowed: int, unit: str = "workday"):
    """One limit of the catalogue."""
    add(connection, "time_limits", power_id=POWER, version=VERSION, limit_id=limit_id, kind=kind, from_step=start,
        to_step=end, allowed=allowed, unit=unit, precision="day")  # fmt: skip


def clock(connection, case: str, limit_id: str, start: tuple[str, str], **values):
    """One limit running in one case from an event (id, moment)."""
    add(connection, "clocks", case_id=case, power_id=POWER, version=VERSION, limit_id=limit_id,
        start_event_id=start[0], start_at=at(start[1]), **values)  # fmt: skip


def text(pair: tuple[str, str]) -> Text:
    """A pair of zh and en."""
    return Text(*pair)


def control(control_id: str, zh: str, en: str, subject: str | None = None, **more) -> ControlText:
    """A control's words."""
    return ControlText(
        id=control_id, title=Text(zh, en), flags=Text(f"{zh}的情形。", f"A situation of this kind: {en}."),
        why=Text("期限是对申请人的承诺。过了期限，人就得等。", "A limit is a promise to the person who waits."),
        principle=Text("行政机关应当在规定的期限内作出行为。", "An authority acts within the time that the rules set."),
        hash="a91c7f" * 10, subject=subject, **more,
    )  # fmt: skip


CONTROLS = (
    control("T01", "时限已过或临近", "Limit passed or near", "time_limits",
            basis=Text("中华人民共和国行政许可法 第四十二条", "中华人民共和国行政许可法 第四十二条")),
    control("T03", "间隔不足即办", "Done too early", "time_limits"),
    control("T04", "停表不当", "Clock stopped wrongly", "clock_stops"),
    control("P01", "必经环节或后续行为缺失", "Required step or response missing", "responses"),
    control("P03", "清单外环节", "Step not in the catalogue", "power_steps"),
    control("S01", "不相容环节由同一人办理", "Same hand in incompatible steps", "separations",
            blind=Text("它只认登记的经办人，看不到借用他人账号的情形。", "It knows the official on record only.")),
    control("F02", "实缴与应缴不符", "Paid not as due", "dues"),
    control("Q03", "时间不可能或相互矛盾", "Impossible or contradictory times"),
)  # fmt: skip

TITLES = ReportTitles(
    powers={POWER: Text("建筑工程施工许可", "Construction permit")},
    steps={step: text(pair) for step, pair in STEPS.items()},
    units={unit: text(pair) for unit, pair in UNITS.items()},
)

CITY = {"zh": "示例市", "en": "Sample City"}


def catalogue(connection) -> None:
    """The lines that the cases are judged by, and the rest days of October and November 2026."""
    limit(connection, "decide", "statutory", "accept", "decide", 20)
    limit(connection, "promised", "promised", "accept", "decide", 7)
    limit(connection, "notice-wait", "minimum", "notice", "decide", 5)
    add(connection, "responses", power_id=POWER, version=VERSION, response_id="delivered", after_step="decide",
        which="last", need_step="deliver")  # fmt: skip
    add(connection, "separations", power_id=POWER, version=VERSION, separation_id="review-decide", step_a="review",
        step_b="decide", scope="official")  # fmt: skip
    add(connection, "clock_stops", power_id=POWER, version=VERSION, ground="专家评审", cap=20, unit="workday")
    for item, parts in (("许可费", "last"), ("滞纳金", "sum")):
        add(connection, "dues", power_id=POWER, version=VERSION, due_id="paid-in-full", item=item, parts=parts)
    holidays = {day("2026-10-01") + n for n in range(7)}
    for number in range(day("2026-08-01"), day("2026-12-31")):
        weekend = date.fromordinal(number + EPOCH.toordinal()).weekday() >= 5
        add_workday = int(not weekend and number not in holidays)
        add(connection, "workdays", day=number, is_workday=add_workday, status="official")


def permit(connection, turn: int) -> str:
    """One case of the sample city: accepted, reviewed, visited, stopped, decided late by the reviewer."""
    case = f"建施许〔2026〕{412 + turn:04d}"
    start = 1 + turn % 9
    reviewer = APPROVERS[turn % 4]
    add(connection, "cases", case_id=case, power_id=POWER, version=VERSION, unit_id="housing")
    act(connection, case, 0, "accept", f"2026-10-{start + 8:02d} 09:12", CLERKS[turn % 3], "hall")
    act(connection, case, 1, "review", f"2026-10-{start + 12:02d} 16:40", reviewer, "housing")
    act(connection, case, 2, "site-visit", f"2026-10-{start + 15:02d} 10:05", "吴刚", "quality")
    act(connection, case, 3, "decide", f"2026-11-{start + 8:02d} 11:30", reviewer, "housing")
    add(connection, "suspensions", case_id=case, ground="专家评审", from_at=at(f"2026-10-{start + 17:02d}"),
        to_at=at(f"2026-10-{start + 21:02d} 23:59"))  # fmt: skip
    due = at(f"2026-11-{start + 3:02d} 23:59:59")
    clock(connection, case, "promised", (f"{case}#0", f"2026-10-{start + 8:02d} 09:12"), event_id=f"{case}#3",
          due_at=due, measured=10 + turn % 5, allowed=7, stopped=4)  # fmt: skip
    found(connection, "T01", case, "promised", event_id=f"{case}#3", unit_id="housing", official_id=reviewer,
          occurred_at=at(f"2026-11-{start + 8:02d} 11:30"), due_at=due, measured=10 + turn % 5, level="yellow",
          basis="示例市政务服务承诺 第三条", provisional=int(turn == 4))  # fmt: skip
    if turn % 2 == 0:
        found(connection, "S01", case, "review-decide", event_id=f"{case}#3", unit_id="housing", official_id=reviewer,
              occurred_at=at(f"2026-11-{start + 8:02d} 11:30"), measured=1, allowed=0, measure_unit="flag",
              basis="中华人民共和国行政许可法 第三十四条")  # fmt: skip
        found(connection, "P01", case, "delivered", measured=1, allowed=0, measure_unit="flag", state="absent",
              level="yellow", unit_id="housing")  # fmt: skip
    return case


def sample_city(cases: int = 36):
    """A city of some dozens of permits, and single cases of everything else that can be found."""
    connection = empty_city()
    catalogue(connection)
    for turn in range(cases):
        permit(connection, turn)
    _single_cases(connection)
    return connection


def _single_cases(connection) -> None:
    fee, early, waiting = "规条〔2026〕1180", "规条〔2026〕1181", "规条〔2026〕1182"
    act(connection, fee, 0, "accept", "2026-10-12 09:00", "刘洋", "hall")
    act(connection, fee, 1, None, "2026-10-20 09:00", "刘洋", "hall", activity="补缴费用")
    add(connection, "charges", case_id=fee, event_id=f"{fee}#0", item="许可费", amount=1_700_000)
    add(connection, "payments", case_id=fee, event_id=f"{fee}#1", amount=900_050)
    found(connection, "F02", fee, "paid-in-full", event_id=f"{fee}#1", measured=799_950, allowed=0, side="less",
          measure_unit="minor", level="yellow", unit_id="hall", official_id="刘洋", occurred_at=at("2026-10-20 09:00"))
    found(connection, "P03", fee, "补缴费用", event_id=f"{fee}#1", measured=1, allowed=0, measure_unit="flag",
          level="notice", unit_id="hall", official_id="刘洋", occurred_at=at("2026-10-20 09:00"))
    act(connection, early, 0, "notice", "2026-11-02 09:00", "陈静", "hall")
    act(connection, early, 1, "decide", "2026-11-04 15:00", "王芳", "housing")
    clock(connection, early, "notice-wait", (f"{early}#0", "2026-11-02 09:00"), event_id=f"{early}#1",
          due_at=at("2026-11-09"), measured=3, allowed=0)  # fmt: skip
    found(connection, "T03", early, "notice-wait", event_id=f"{early}#1", measured=3, allowed=0, unit_id="housing",
          official_id="王芳", occurred_at=at("2026-11-04 15:00"), due_at=at("2026-11-09"))  # fmt: skip
    found(connection, "Q03", early, "out-of-order", event_id=f"{early}#1", measured=93_784_000_000, allowed=0,
          measure_unit="microsecond", level="notice", occurred_at=at("2026-11-04 15:00"))  # fmt: skip
    act(connection, waiting, 0, "accept", "2026-11-05 10:00", "赵强", "hall")
    add(connection, "suspensions", case_id=waiting, ground="专家评审", from_at=at("2026-11-18"))
    clock(connection, waiting, "decide", (f"{waiting}#0", "2026-11-05 10:00"), due_at=at("2026-12-03 23:59:59"),
          measured=19, allowed=20)  # fmt: skip
    found(connection, "T01", waiting, "decide", state="pending", measured=19, allowed=20, level="warning",
          unit_id="hall", due_at=at("2026-12-03 23:59:59"))  # fmt: skip
    found(connection, "T04", waiting, "专家评审", state="pending", measured=2, allowed=0, measure_unit="count",
          side="beyond-cap", unit_id="hall")  # fmt: skip


def summary_of(connection) -> dict:
    """A summary as an audit counts it: what was found, and as much again that was in order."""
    controls: dict = {one.id: {"hash": one.hash, "subjects": {}} for one in CONTROLS}
    rows = connection.execute(
        "SELECT control_id, subject_id, level, side, count(*), count(*) FILTER (measured > allowed)"
        " FROM findings GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    for control_id, subject, level, side, many, out in rows:
        empty = {"judged": 0, "found": 0, "not_checkable": 0, "levels": {}}
        counts = controls.setdefault(control_id, {"hash": "", "subjects": {}})["subjects"].setdefault(subject, empty)
        counts["judged"] += 2 * many
        counts["found"] += out
        counts["not_checkable"] += many % 3
        counts["levels"][level] = counts["levels"].get(level, 0) + many
        if side:
            counts.setdefault("sides", {})[side] = many
    cases, events = connection.execute("SELECT count(DISTINCT case_id), count(*) FROM events").fetchone()
    return {
        "city": "sample", "as_of": AS_OF.isoformat(), "engine": "duckdb", "cases": cases, "events": events,
        "unmatched": {"activities": {"补缴费用": 1}, "cases": 2}, "odd": {"out_of_order_events": 3},
        "files": ["permits-2026.xes.gz"], "seconds": {"read": 1.2, "derive": 0.3, "controls": 0.4, "outputs": 0.0},
        "controls": controls,
    }  # fmt: skip


def told(connection, **more) -> dict:
    """Everything that `write_report` asks for."""
    return {
        "connection": connection, "summary": summary_of(connection), "controls": CONTROLS, "city_title": CITY,
        "titles": TITLES,
    } | more  # fmt: skip


def counted(connection):
    """The sample city with what an audit counts of how cases ran."""
    connection.execute(
        "CREATE OR REPLACE TABLE steps AS SELECT case_id, power_id, version, step_id, count(*) AS times FROM events"
        " WHERE step_id IS NOT NULL GROUP BY ALL"
    )
    flows.create(connection)
    flows.add(connection)
    return connection


def crowd(connection, findings: int) -> None:
    """Many findings and as many cases, by SQL: every fifth red, over thirteen years, forty officials."""
    connection.execute(
        """INSERT INTO events
           SELECT 'C' || i || '#' || s, 'C' || i, s, ?, ?, ['accept', 'review', 'decide'][s + 1],
                  ['受理', '审查', '审批'][s + 1], (10957 + i % 4800 + 40 * s) * 86400000000::BIGINT,
                  10957 + i % 4800 + 40 * s, NULL, NULL, NULL, '经办' || (i % 40), 'unit-' || (i % 17), NULL, NULL
           FROM range(?) AS t(i), range(3) AS u(s)""",
        [POWER, VERSION, findings],
    )
    connection.execute(
        """INSERT INTO findings
           SELECT md5('f' || i), 'T01', 'a91c7f', 'C' || i, ?, ?, CASE WHEN i % 3 = 0 THEN 'decide' ELSE 'promised' END,
                  'C' || i || '#2', 'unit-' || (i % 17), '经办' || (i % 40),
                  (10957 + i % 4800 + 80) * 86400000000::BIGINT, (10957 + i % 4800 + 30) * 86400000000::BIGINT,
                  21 + i % 733, 20, 'day', CASE WHEN i % 5 = 0 THEN 'red' ELSE 'yellow' END, 'done', 0,
                  '中华人民共和国行政许可法 第四十二条', 1792692000000000, NULL
           FROM range(?) AS t(i)""",
        [POWER, VERSION, findings],
    )
