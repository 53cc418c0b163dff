"""Two kinds of penalties by the ordinary procedure: market rules, and order in the streets."""

from collections.abc import Mapping

from zhiheng.demo.case import Limit, Procedure, Step
from zhiheng.demo.telling import Span, Teller, yuan

_STEPS: Mapping[str, Step] = {
    "file": Step("立案"),
    "investigate": Step("调查取证", ("file",)),
    "review": Step("法制审核", ("investigate",)),
    "notice": Step("处罚告知", ("review",)),
    "defence": Step("陈述申辩", ("notice",)),
    "reexamine": Step("复核申辩", ("defence",)),
    "decide": Step("作出处罚决定", ("notice", "review")),
    "amend": Step("更正决定", ("decide",)),
    "serve": Step("送达决定书", ("decide",)),
    "pay": Step("缴纳罚款", ("serve",)),
    "close": Step("结案", ("serve",)),
    "suspend": Step("停止计时"),
    "resume": Step("恢复计时"),
}
_LIMITS = (
    Limit("decision", "statutory", "file", "decide", 90, "day"),
    Limit("promised", "promised", "file", "decide", 75, "day"),
    Limit("hearing-wait", "minimum", "notice", "decide", 5, stops=False, over=True),
    Limit("service", "statutory", "decide", "serve", 7, stops=False),
)
_APART = {"inquiry-and-review": ("investigate", "review"), "inquiry-and-decision": ("investigate", "decide")}


def _punish(tell: Teller, inquiry: Span, stopped: float, thousands: Span) -> None:
    fine = tell.pick(thousands) * 100_000
    charge = {"item": "fine", "charged": yuan(fine)}
    tell.act("file", "head")
    tell.act("investigate", "handler", inquiry)
    if tell.chance(stopped):
        tell.stop("testing", (5, 15))
    tell.act("review", "reviewer", (1, 4))
    tell.act("notice", "handler", (0, 2))
    if tell.chance(0.2):
        tell.act("defence", "clerk", (1, 4))
        tell.act("reexamine", "reviewer", (1, 3))
        tell.act("decide", "head", (5, 6), **charge)
    else:
        tell.act("decide", "head", (6, 9), **charge)
    tell.act("serve", "handler", (0, 5))
    _pay(tell, fine)
    tell.act("close", "acceptor", (0, 3))


def _pay(tell: Teller, fine: int) -> None:
    """The fine is paid at once, or in two parts."""
    first = fine // 2 if tell.chance(0.1) else fine
    tell.act("pay", "clerk", (1, 7), item="fine", paid=yuan(first))
    if first != fine:
        tell.act("pay", "clerk", (1, 5), item="fine", paid=yuan(fine - first))


def _market(tell: Teller) -> None:
    _punish(tell, (5, 16), 0.15, (1, 50))


def _streets(tell: Teller) -> None:
    _punish(tell, (2, 10), 0.0, (1, 3))


PENALTIES = (
    Procedure(
        power="penalty.market-rules",
        letters="MP",
        weight=10,
        units=("market",),
        steps=_STEPS,
        limits=(*_LIMITS, Limit("investigate", "step", "file", "investigate", 35, "day")),
        closes="close",
        tell=_market,
        acceptance="file",
        decision="decide",
        separations=_APART,
        caps={"testing": 30},
        caps_unit="day",
        omittable=("review", "notice"),
        reversible=(("investigate", "review"),),
        responses={"defence-reexamined": ("defence", "reexamine")},
        due="fine",
    ),
    Procedure(
        power="penalty.street-order",
        letters="SP",
        weight=16,
        units=("urban-order",),
        steps=_STEPS,
        limits=(*_LIMITS, Limit("investigate", "step", "file", "investigate", 25, "day")),
        closes="close",
        tell=_streets,
        acceptance="file",
        decision="decide",
        separations=_APART,
        omittable=("review", "notice"),
        reversible=(("investigate", "review"),),
        responses={"defence-reexamined": ("defence", "reexamine")},
        due="fine",
    ),
)
