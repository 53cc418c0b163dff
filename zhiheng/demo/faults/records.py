"""Acts entered late: Q01. Times that cannot be true: Q03 in its four kinds."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from zhiheng.demo.case import Act, Case
from zhiheng.demo.faults.fault import Fault, Spoiled, places
from zhiheng.demo.referee import Referee


def _recorded_first(case: Case, _: Referee, rng: Random) -> Spoiled | None:
    """An act is on record some hours before it happened."""
    place = rng.choice(places(case, rng))
    early = replace(case.acts[place], recorded_after=-timedelta(hours=rng.randint(1, 60)))
    return Spoiled(case.changed(place, early), "recorded-first")


def _future(case: Case, referee: Referee, _: Random) -> Spoiled | None:
    """The year of the closing act is written one too high."""
    act = case.acts[-1]
    next_year = referee.days.since(referee.days.days[act.day] + timedelta(days=365))
    if act.step != case.procedure.closes or next_year <= referee.today:
        return None
    wrong = _misdated(act, next_year, referee)
    return Spoiled(case.changed(len(case.acts) - 1, wrong), "future", (("Q03", "recorded-first"),))


def _out_of_order(case: Case, referee: Referee, rng: Random) -> Spoiled | None:
    """An act is dated before the one that stands before it."""
    counted = {limit.start for limit in case.procedure.limits} | {"suspend", "resume", case.procedure.closes}
    counted |= {limit.end for limit in case.procedure.limits if limit.kind == "minimum"}
    for place in places(case, rng):
        if case.acts[place].step not in counted:
            wrong = _misdated(case.acts[place], case.acts[place - 1].day - rng.randint(1, 3), referee)
            return Spoiled(case.changed(place, wrong), "out-of-order")
    return None


def _misdated(act: Act, day: int, referee: Referee) -> Act:
    """The act with another day, recorded when it really was."""
    wrong = replace(act, day=day)
    return replace(wrong, recorded_after=act.at(referee.days) + act.recorded_after - wrong.at(referee.days))


def _opened_late(case: Case, referee: Referee, rng: Random) -> Spoiled | None:
    """The case is entered as opened some days after it was closed."""
    closed = case.acts[-1].at(referee.days) - case.acts[0].at(referee.days)
    opened = replace(case, opened_after=closed + timedelta(days=rng.randint(1, 20)))
    return Spoiled(opened, "closed-before-opened")


def _entered_late(case: Case, referee: Referee, rng: Random) -> Spoiled | None:
    """An act is entered only weeks after it happened."""
    place, days = rng.choice(places(case, rng)), referee.days.days
    act, later = case.acts[place], timedelta(days=rng.randint(8, 40))
    if days[act.day] + later >= days[referee.today]:
        return None
    return Spoiled(case.changed(place, replace(act, recorded_after=later)), act.step or act.activity)


_SHARE = 0.0008

FAULTS: tuple[Fault, ...] = (
    Fault("entered-late", "Q01", "entered weeks later", "事后补录", _SHARE, _entered_late),
    Fault("recorded-first", "Q03", "recorded before it happened", "登记早于发生", _SHARE, _recorded_first),
    Fault("future", "Q03", "dated in the future", "日期在未来", _SHARE, _future),
    Fault("out-of-order", "Q03", "dated before the act before it", "日期早于前一行为", _SHARE, _out_of_order),
    Fault("opened-late", "Q03", "closed before it was opened", "办结早于受理", _SHARE, _opened_late),
)
