"""Four licences: food business, construction, hygiene of public places, occupation of a road."""

from collections.abc import Mapping
from datetime import date

from zhiheng.demo.case import Limit, Procedure, Step
from zhiheng.demo.telling import Teller, yuan

_STEPS: Mapping[str, Step] = {
    "receive": Step("收件"),
    "supplement": Step("一次性告知补正", ("receive",)),
    "supplemented": Step("补正材料", ("supplement",)),
    "accept": Step("受理", ("receive",)),
    "site-visit": Step("现场核查", ("accept",)),
    "review": Step("审查", ("site-visit",)),
    "return": Step("退回重审", ("review",)),
    "decide": Step("作出决定", ("review",)),
    "amend": Step("更正决定", ("decide",)),
    "deliver": Step("送达", ("decide",)),
    "publish": Step("公开结果", ("decide",)),
    "archive": Step("办结归档", ("deliver", "publish")),
    "withdraw": Step("申请人撤回", ("receive",)),
    "suspend": Step("停止计时"),
    "resume": Step("恢复计时"),
    "extend": Step("延长办理期限", ("accept",)),
    "extension-told": Step("告知延长理由", ("extend",)),
}
_LAW = (
    Limit("supplement", "statutory", "receive", "supplement", 5, must_happen=False),
    Limit("decision", "statutory", "accept", "decide", 20),
    Limit("delivery", "statutory", "decide", "deliver", 10),
)
_PUBLICATION = Limit("publication", "promised", "decide", "publish", 7)
_SITE_VISIT = Limit("site-visit", "step", "accept", "site-visit", 5)
_OMITTABLE = ("site-visit", "review", "deliver", "publish")
_APART = {"review-and-decision": ("review", "decide")}


def _intake(tell: Teller) -> bool:
    """The application is complete in the end and is taken on; False: the applicant withdraws it."""
    tell.receive()
    if tell.chance(0.12):
        tell.act("supplement", "acceptor", (0, 3))
        tell.act("supplemented", "clerk", (1, 8))
    tell.act("accept", "acceptor", (0, 2))
    if tell.chance(0.02):
        tell.act("withdraw", "clerk", (1, 4))
        return False
    return True


def _outcome(tell: Teller) -> None:
    tell.act("decide", "head", (0, 2))
    tell.act("deliver", "clerk", (0, 3))
    tell.act("publish", "acceptor", (0, 3))
    tell.act("archive", "clerk", (0, 2))


def _food(tell: Teller) -> None:
    if not _intake(tell):
        return
    tell.act("site-visit", "handler", (1, 4))
    if tell.chance(0.1):
        tell.stop("inspection", (3, 9))
    tell.act("review", "reviewer", (4, 6) if tell.chance(0.15) else (1, 3))
    _outcome(tell)


def _construction(tell: Teller) -> None:
    if not _intake(tell):
        return
    if tell.chance(0.25):
        tell.stop("expert-review", (4, 12))
    if tell.chance(0.08):
        longer = tell.pick((3, 8))
        tell.act("extend", "head", (1, 2), extension_days=str(longer))
        tell.act("extension-told", "acceptor")
        tell.act("review", "handler", (longer, longer + 1))
    else:
        tell.act("review", "handler", (1, 2))
    tell.act("check", "reviewer", (0, 1))
    _outcome(tell)


def _hygiene(tell: Teller) -> None:
    if not _intake(tell):
        return
    tell.act("site-visit", "handler", (1, 4))
    if tell.chance(0.05):
        tell.act("review", "reviewer", (0, 2))
        tell.act("return", "head", (0, 1))
        tell.act("review", "reviewer", (1, 2))
    else:
        tell.act("review", "reviewer", (4, 6) if tell.chance(0.15) else (0, 2))
    _outcome(tell)


def _road(tell: Teller) -> None:
    if not _intake(tell):
        return
    tell.act("site-visit", "handler", (1, 3))
    tell.act("review", "reviewer", (0, 2))
    fee = tell.pick((5, 200)) * 10_000
    tell.act("charge", "handler", item="occupation-fee", charged=yuan(fee))
    if tell.chance(0.06):
        fee -= fee // 5
        tell.act("charge", "handler", (0, 1), item="occupation-fee", charged=yuan(fee))
    tell.act("pay", "clerk", (1, 3), item="occupation-fee", paid=yuan(fee))
    _outcome(tell)


LICENCES = (
    Procedure(
        power="licence.food-business",
        letters="FB",
        weight=14,
        units=("market",),
        steps=_STEPS,
        limits=(*_LAW, _PUBLICATION, Limit("promised", "promised", "accept", "decide", 12), _SITE_VISIT),
        closes="archive",
        tell=_food,
        acceptance="accept",
        decision="decide",
        separations=_APART | {"visit-and-decision": ("site-visit", "decide")},
        caps={"inspection": 15},
        omittable=_OMITTABLE,
        once=("supplement",),
        reversible=(("site-visit", "review"),),
    ),
    Procedure(
        power="licence.construction",
        letters="CP",
        weight=6,
        units=("housing",),
        steps={
            **{name: step for name, step in _STEPS.items() if name != "site-visit"},
            "review": Step("审查", ("accept",)),
            "check": Step("复核", ("review",)),
            "decide": Step("作出决定", ("check",)),
        },
        limits=(
            *_LAW,
            _PUBLICATION,
            Limit("promised", "promised", "accept", "decide", 10, changes=((date(2026, 1, 1), 7),)),
            Limit("check", "step", "review", "check", 3),
        ),
        closes="archive",
        tell=_construction,
        acceptance="accept",
        decision="decide",
        longer={"decision": 10, "promised": 10},
        separations=_APART | {"check-review": ("check", "review")},
        caps={"expert-review": 20},
        omittable=("review", "check", "deliver", "publish"),
        once=("supplement",),
        reversible=(("review", "check"),),
        responses={"extension-told": ("extend", "extension-told")},
        extended=("decision", "promised"),
    ),
    Procedure(
        power="licence.public-place-hygiene",
        letters="PH",
        weight=8,
        units=("health",),
        steps=_STEPS,
        limits=(*_LAW, Limit("promised", "promised", "accept", "decide", 12), _SITE_VISIT),
        closes="archive",
        tell=_hygiene,
        acceptance="accept",
        decision="decide",
        duties=(_PUBLICATION,),
        separations=_APART | {"visit-and-decision": ("site-visit", "decide")},
        omittable=_OMITTABLE,
        once=("supplement",),
        reversible=(("site-visit", "review"),),
    ),
    Procedure(
        power="licence.road-occupation",
        letters="RO",
        weight=8,
        units=("transport",),
        steps={
            **_STEPS,
            "charge": Step("核定费用", ("review",)),
            "pay": Step("缴费", ("charge",)),
            "decide": Step("作出决定", ("review", "pay")),
        },
        limits=(*_LAW, _PUBLICATION, Limit("promised", "promised", "accept", "decide", 15), _SITE_VISIT),
        closes="archive",
        tell=_road,
        acceptance="accept",
        decision="decide",
        separations=_APART | {"charge-and-payment": ("charge", "pay")},
        omittable=("site-visit", "review", "deliver", "publish"),
        once=("supplement",),
        reversible=(("site-visit", "review"),),
        due="fee",
    ),
)
