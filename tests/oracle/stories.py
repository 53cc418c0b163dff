"""Random small situations that sit on the edges: holidays, month ends, midnights, offsets, stops, returns.

Each is an example as controls have them (a power document and its cases), made by hypothesis.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

STEPS = ("accept", "review", "visit", "decide", "notify", "file")
DATES = ("deadline", "startdate")
GROUNDS = ("hearing", "review-by-experts", "hearing", "review-by-experts", "lunch")
ITEMS = ("fine", "expense")
OFFICIALS = (None, "Wang", "Wang", "Li", "Li")
HOUSES = ("housing", "planning")
PARTIES = ("Zhao", "Qian")
TIERS = ("city", "township", "city", "township", None)
WHICH = ("first", "last")

# Before the spring festival, Qingming, Labour day, the autumn holidays, at month ends, and where
# the official, the provisional and every known calendar end.
ANCHORS = (
    *("2026-02-10", "2026-02-27", "2026-04-02", "2026-04-29", "2026-09-17", "2026-09-29"),
    *("2026-01-29", "2026-03-28", "2026-10-24", "2026-12-26", "2027-12-20", "2003-12-26"),
)
TIMES = ("00:00", "00:00", "00:00:00.000001", "08:30", "12:00", "17:00", "23:59:59.999999")
OFFSETS = ("", "+08:00", "+07:00", "Z")

Story = dict[str, Any]
often: st.SearchStrategy[bool] = st.sampled_from((True, True, True, False))
seldom: st.SearchStrategy[bool] = st.sampled_from((False, False, False, True))


@st.composite
def powers(draw: st.DrawFn, name: str, around: dt.date) -> dict[str, Any]:
    """A power document of two to five steps, now and then with figures that change while cases run."""
    names = STEPS[: draw(st.integers(2, 5))]
    unit = draw(st.sampled_from(("workdays", "days")))
    document: dict[str, Any] = {
        "steps": [draw(steps(names, place, unit)) for place in range(len(names))],
        "limits": [draw(limits(f"limit-{i}", names, around)) for i in range(draw(st.integers(0, 4)))],
        "responses": [draw(responses(f"response-{i}", names)) for i in range(draw(st.integers(0, 2)))],
        "clock_stops": [draw(clock_stops(ground, unit)) for ground in GROUNDS[:2] if draw(often)],
        "separations": [
            {"id": f"apart-{i}", "steps": list(draw(st.permutations(names)))[:2]}
            | draw(st.sampled_from(({}, {"scope": "unit"})))
            for i in range(draw(st.integers(0, 2)))
        ],
        "dues": [draw(dues(f"due-{i}")) for i in range(draw(st.integers(0, 1)))],
        "fees": [draw(fees(item, around)) for item in ITEMS if draw(seldom)],
        "disclosure": [draw(disclosures(f"duty-{i}", names)) for i in range(draw(st.integers(0, 2)))],
        "holders": [{"unit": unit} | draw(holdings(around)) for unit in HOUSES if draw(often)],
    }
    document["extensions"] = [
        {"limit": line["id"]} | draw(longer(line))
        for line in document["limits"]
        if "until" not in line and line["kind"] != "minimum" and draw(often)
    ]
    for limit in document["limits"]:
        if any(_other_unit(stop, limit) for stop in document["clock_stops"]):
            limit["stops"] = False
    for line in (*document["limits"], *document["responses"]):
        if draw(st.integers(0, 9)) == 0:
            line[draw(st.sampled_from(("valid_from", "valid_to")))] = around + dt.timedelta(days=4)
    return {"id": name} | {key: lines for key, lines in document.items() if lines}


def _other_unit(stop: Story, limit: Story) -> bool:
    """The stop has a cap that cannot be held against the limit, because it counts something else."""
    duration = limit.get("within", limit.get("under"))
    if isinstance(duration, dict):
        duration = next(iter(duration.values()))
    if duration is None or "cap" not in stop:
        return False
    cap, own = stop["cap"].split()[1], duration.split()[1]
    if own == "hours" or limit.get("precision") == "instant":
        return cap not in ("days", "hours")
    return bool(cap != own)


@st.composite
def spans(draw: st.DrawFn, around: dt.date, first: str, last: str) -> dict[str, Any]:
    """From some day, to some day, both or neither."""
    begins, ends = sorted(around + dt.timedelta(days=draw(st.integers(-2, 14))) for _ in range(2))
    return ({first: begins} if draw(seldom) else {}) | ({last: ends} if draw(seldom) else {})


@st.composite
def holdings(draw: st.DrawFn, around: dt.date) -> dict[str, Any]:
    """How a unit holds a power."""
    by = draw(st.sampled_from(("statutory", "transfer", "agency_intake")))
    line = {"by": by, "tier": draw(st.sampled_from(TIERS))}
    return {key: value for key, value in line.items() if value} | draw(spans(around, "since", "until"))


@st.composite
def fees(draw: st.DrawFn, item: str, around: dt.date) -> dict[str, Any]:
    """A fee with bounds, in the major unit; now and then only for some days."""
    line = draw(st.sampled_from(({"amount": 1}, {"min": 1}, {"max": 2}, {"min": 1, "max": 2})))
    return {"item": item} | line | draw(spans(around, "valid_from", "valid_to"))


@st.composite
def disclosures(draw: st.DrawFn, name: str, names: Sequence[str]) -> dict[str, Any]:
    """What must be made public after a step."""
    unit, most = draw(st.sampled_from((("workdays", 7), ("days", 10), ("months", 1), ("hours", 72))))
    return {"id": name, "after": draw(st.sampled_from(names)), "within": f"{draw(st.integers(1, most))} {unit}"}


@st.composite
def longer(draw: st.DrawFn, limit: Story) -> dict[str, Any]:
    """By how much, how often and why a limit may be made longer."""
    duration = limit.get("within", limit.get("under"))
    unit = (next(iter(duration.values())) if isinstance(duration, dict) else duration).split()[1]
    line: Story = {"by": f"{draw(st.integers(1, 3))} {unit}"}
    if draw(seldom):
        line["times"] = 1
    if draw(seldom):
        line["grounds"] = ["complex"]
    return line


@st.composite
def steps(draw: st.DrawFn, names: Sequence[str], place: int, unit: str) -> dict[str, Any]:
    """A step, after some of those before it."""
    step: dict[str, Any] = {"id": names[place]}
    before = names[:place]
    if place > 0 and draw(often):
        step["after"] = draw(predecessors(before))
        if isinstance(step["after"], str) and draw(seldom):
            step["within"] = f"{draw(st.integers(1, 5))} {unit}"
    earlier = st.sampled_from(before) if place > 0 else st.nothing()
    later: Story = {
        "returns_to": earlier,
        "not_same_official_as": earlier.map(lambda other: [other]),
        "not_same_unit_as": earlier.map(lambda other: [other]),
        "closes": st.sampled_from((True, "closed", "withdrawn")),
    }
    any_step: Story = {
        "kind": st.sampled_from(("acceptance", "decision")),
        "activity": st.just([names[place], f"{names[place]} online"]),
        "anytime": st.sampled_from((True,)),
        "required": st.sampled_from((True,)),
        "max_times": st.integers(1, 2),
    }
    for key, values in (any_step | (later if place > 0 else {})).items():
        if draw(seldom):
            step[key] = draw(values)
    return step


@st.composite
def predecessors(draw: st.DrawFn, before: Sequence[str]) -> Any:
    """One step, all of some, any of them, or at least so many."""
    some = draw(st.lists(st.sampled_from(before), min_size=1, unique=True))
    if len(some) == 1:
        return some[0]
    least = draw(st.integers(1, len(some)))
    return draw(st.sampled_from((some, {"any": some}, {"at_least": least, "of": some})))


@st.composite
def limits(draw: st.DrawFn, name: str, names: Sequence[str], around: dt.date) -> dict[str, Any]:
    """A limit of any kind, unit, start and end."""
    kind = draw(st.sampled_from(("statutory", "statutory", "promised", "step", "minimum")))
    line: dict[str, Any] = {"id": name, "kind": kind}
    early, late = sorted(names.index(draw(st.sampled_from(names))) for _ in range(2))
    earlier, later = st.sampled_from(names[: early + 1]), st.sampled_from(names[late:])
    mark = st.one_of(earlier, st.fixed_dictionaries({"step": earlier, "which": st.sampled_from((*WHICH, "each"))}))
    date = st.fixed_dictionaries({"date": st.sampled_from(DATES)})
    line["from"] = draw(st.one_of(mark, mark, mark, date))
    end = st.one_of(later, st.fixed_dictionaries({"step": later, "which": st.sampled_from(WHICH)}))
    line["to"] = draw(st.one_of(end, end, end, end, date))
    if kind == "minimum":
        return line | draw(figures(("at_least", "over"), around))
    line["must_happen"] = draw(often)
    if draw(seldom):
        line["ends_with"] = draw(st.sampled_from(names))
    if not draw(seldom):
        return line | draw(figures(("within", "under"), around)) | draw(st.sampled_from(({}, {"stops": False})))
    line["until"] = {"date": draw(st.sampled_from(DATES))}
    if draw(seldom):
        del line["from"]
    return line | draw(st.sampled_from(({}, {"precision": "instant"}, {"unit": "hours"}, {"roll": True})))


@st.composite
def figures(draw: st.DrawFn, words: tuple[str, str], around: dt.date) -> dict[str, Any]:
    """How much, and whether by the instant or rolled on; perhaps more from some day on."""
    unit, most = draw(st.sampled_from((("workdays", 7), ("days", 14), ("months", 2), ("hours", 72))))
    amount = draw(st.integers(1, most))
    figure: Any = f"{amount} {unit}"
    if draw(st.integers(0, 6)) == 0:
        figure = {around: figure, around + dt.timedelta(days=draw(st.integers(1, 6))): f"{amount + 1} {unit}"}
    line = {words[draw(seldom)]: figure}
    if unit == "days" and draw(seldom):
        line["precision"] = "instant"
    elif words[0] == "within" and unit in ("days", "months") and draw(seldom):
        line["roll"] = False
    return line


@st.composite
def responses(draw: st.DrawFn, name: str, names: Sequence[str]) -> dict[str, Any]:
    """An act that must follow another."""
    after, need = list(draw(st.permutations(names)))[:2]
    return {
        "id": name,
        "after": {"step": after, "which": draw(st.sampled_from((*WHICH, "each")))},
        "need": need,
    }


@st.composite
def clock_stops(draw: st.DrawFn, ground: str, unit: str) -> dict[str, Any]:
    """A ground, with or without a cap."""
    line = {"ground": ground}
    if draw(st.booleans()):
        line["cap"] = f"{draw(st.integers(1, 4))} {unit}"
    return line


@st.composite
def dues(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """What has to be paid."""
    parts = [f"{draw(st.sampled_from(('first', 'last', 'sum')))} {item}" for item in ITEMS if draw(often)]
    paid = draw(st.sampled_from(("sum payments", "sum payments", "sum fine")))
    return {"id": name, "due": parts or ["sum fine"], "paid": paid}


@st.composite
def moments(draw: st.DrawFn, around: dt.date) -> str:
    """A moment within some days after ``around``; often midnight, now and then with an offset."""
    day = around + dt.timedelta(days=draw(st.integers(0, 16)))
    offset = draw(st.sampled_from(OFFSETS)) if draw(seldom) else ""
    return f"{day.isoformat()} {draw(st.sampled_from(TIMES))}{offset}"


def _civil(moment: str) -> str:
    """What orders two moments as the office's clock shows them."""
    return moment[:26]


@st.composite
def cases(draw: st.DrawFn, name: str, power: dict[str, Any], around: dt.date) -> Story:
    """A case of the power: mostly in order and mostly with known steps."""
    at = draw(st.lists(moments(around), min_size=0, max_size=12))
    if draw(often):
        at.sort(key=_civil)
    names = [step["id"] for step in power["steps"]]
    walk = draw(st.lists(st.sampled_from(names), min_size=len(at), max_size=len(at)))
    if draw(often):
        walk.sort(key=names.index)
    events = [draw(acts(moment, step, around)) for moment, step in zip(at, walk, strict=True)]
    story: Story = {"id": name, "events": events}
    if draw(seldom):
        story["status"] = draw(st.sampled_from(("open", "closed", "withdrawn")))
    if draw(seldom):
        story["closed"] = draw(moments(around))
    if draw(seldom):
        story["opened"] = draw(moments(around))
    story["dates"] = {date: draw(moments(around)) for date in DATES if draw(often)}
    story["suspensions"] = [draw(suspensions(around)) for _ in range(draw(st.integers(0, 3)))]
    extensible = [line["id"] for line in power.get("limits", ()) if "until" not in line and line["kind"] != "minimum"]
    if extensible:
        story["extensions"] = [draw(extensions(extensible, around)) for _ in range(draw(st.integers(0, 2)))]
    if at:
        places = st.integers(0, len(at) - 1)
        charged = draw(st.lists(st.tuples(places, st.sampled_from(ITEMS)), max_size=4, unique=True))
        story["charges"] = [draw(amounts(place, item)) for place, item in charged]
        paid = draw(st.lists(st.tuples(places, st.sampled_from((*ITEMS, None))), max_size=3))
        story["payments"] = [draw(amounts(place, item)) for place, item in paid]
    story |= draw(beside(power, around))
    return {key: value for key, value in story.items() if value or key == "id"}


@st.composite
def beside(draw: st.DrawFn, power: dict[str, Any], around: dt.date) -> Story:
    """Whose case it is, its number, and what of it was made public."""
    duties = [line["id"] for line in power.get("disclosure", ())]
    values = {
        "party": st.sampled_from(PARTIES),
        "unit": st.sampled_from(HOUSES),
        "series": st.sampled_from(("A", "B")),
        "number": st.integers(1, 5),
    }
    story: Story = {key: draw(value) for key, value in values.items() if draw(often)}
    if duties:
        public = st.fixed_dictionaries({"duty": st.sampled_from((*duties, "other")), "at": moments(around)})
        story["publications"] = draw(st.lists(public, max_size=3))
    return story


@st.composite
def acts(draw: st.DrawFn, at: str, step: str, around: dt.date) -> Story:
    """An act, seldom outside the catalogue, now and then by nobody known."""
    act: Story = {"at": at}
    kind = draw(st.integers(0, 15))
    if kind == 0:
        act["activity"] = "gossip"
    elif kind == 1:
        act["activity"] = f"{step} online"
    else:
        act["step"] = step
    official = draw(st.sampled_from(OFFICIALS))
    if official:
        act["official"] = official
    if draw(seldom):
        act["unit"] = draw(st.sampled_from((*HOUSES, "elsewhere")))
    if draw(seldom):
        act["recorded"] = draw(moments(around))
    return act


@st.composite
def suspensions(draw: st.DrawFn, around: dt.date) -> Story:
    """A stop of whole days or between moments, perhaps without an end or a known ground."""
    first = around + dt.timedelta(days=draw(st.integers(0, 16)))
    last = first + dt.timedelta(days=draw(st.integers(0, 9)))
    timed = draw(seldom)
    times = (" 12:00", " 17:30") if timed else ("", "")
    stop: Story = {"ground": draw(st.sampled_from(GROUNDS)), "from": f"{first}{times[0]}"}
    if draw(often):
        stop["to"] = f"{last}{times[1]}"
    if draw(seldom):
        stop["notified_days"] = draw(st.integers(1, 5))
    return stop


@st.composite
def extensions(draw: st.DrawFn, names: Sequence[str], around: dt.date) -> Story:
    """So many units more for one limit, perhaps in a unit that is not its own, on some ground and day."""
    unit = draw(st.sampled_from(("workday", "workday", "day", "month", "hour")))
    line: Story = {"limit": draw(st.sampled_from(names)), "unit": unit}
    line["days"] = None if draw(st.integers(0, 9)) == 0 else draw(st.integers(1, 4))
    if draw(seldom):
        line["ground"] = draw(st.sampled_from(("complex", "lunch")))
    if draw(often):
        line["at"] = draw(moments(around))
    return line


@st.composite
def amounts(draw: st.DrawFn, place: int, item: str | None) -> Story:
    """A charge or payment at one act, perhaps of an unknown amount."""
    money: Story = {"amount": draw(st.sampled_from((0, 100, 100, 200, 300, None))), "event": place}
    return money | ({"item": item} if item else {})


@st.composite
def organisations(draw: st.DrawFn, around: dt.date) -> Story:
    """Units, posts and interests; each table now and then, and with some of its rows."""
    tables: Story = {}
    if draw(often):
        tables["units"] = [
            {"unit_id": unit, "tier": draw(st.sampled_from(TIERS))} | draw(spans(around, "valid_from", "valid_to"))
            for unit in HOUSES
            if draw(often)
        ]
    someone = st.sampled_from(("Wang", "Li", "Sun"))
    if draw(often):
        tables["posts"] = [
            {"official_id": draw(someone), "unit_id": "housing"} | draw(spans(around, "valid_from", "valid_to"))
            for _ in range(draw(st.integers(0, 3)))
        ]
    if draw(often):
        tables["interests"] = [
            {"official_id": draw(someone), "party_id": draw(st.sampled_from(PARTIES))}
            | draw(spans(around, "valid_from", "valid_to"))
            for _ in range(draw(st.integers(0, 3)))
        ]
    return tables


@st.composite
def examples(draw: st.DrawFn) -> Story:
    """One or two powers, one to three cases, and the moment at which they are judged."""
    around = dt.date.fromisoformat(draw(st.sampled_from(ANCHORS)))
    catalogue = [draw(powers(f"power-{i}", around)) for i in range(draw(st.sampled_from((1, 1, 1, 2))))]
    made = []
    for number in range(draw(st.integers(1, 3))):
        power = draw(st.sampled_from(catalogue))
        case = draw(cases(f"case-{number}", power, around))
        made.append(case | {"power": power["id"] if draw(st.integers(0, 19)) else "nobody's"})
    judged = around + dt.timedelta(days=draw(st.integers(8, 30)))
    example: Story = {
        "name": {"zh": "随机", "en": "random"},
        "powers": catalogue,
        "cases": made,
        "as_of": f"{judged} {draw(st.sampled_from(('00:00', '12:00', '12:00+08:00')))}",
        "finds": [],
    }
    if draw(st.integers(0, 9)):
        example["calendar"] = "cn"
    example["organisation"] = draw(organisations(around))
    if draw(seldom):
        example["zone"] = "Asia/Shanghai"
    return example
