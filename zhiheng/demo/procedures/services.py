"""Four powers without an order or a permit: information, living allowance, petitions, tenders."""

from zhiheng.demo.case import Limit, Procedure, Step
from zhiheng.demo.telling import Teller, yuan


def _information(tell: Teller) -> None:
    tell.receive()
    if tell.chance(0.1):
        tell.act("clarify", "handler", (1, 2))
        tell.act("clarified", "clerk", (1, 3))
    if tell.chance(0.06):
        longer = tell.pick((5, 20))
        tell.act("extend", "head", (1, 2), extension_days=str(longer))
        tell.act("extension-told", "handler")
        tell.act("draft", "handler", (longer, longer + 2))
    else:
        tell.act("draft", "handler", (1, 6))
    if tell.chance(0.08):
        tell.stop("third-party", (4, 12))
    tell.act("approve", "head", (0, 3))
    tell.act("reply", "clerk", (0, 2))
    tell.act("archive", "acceptor", (0, 2))


def _allowance(tell: Teller) -> None:
    allowance = tell.pick((60, 180)) * 1_000
    tell.receive("apply")
    tell.act("survey", "handler", (1, 4))
    tell.act("post", "acceptor", (0, 2))
    tell.act("approve", "head", (7, 9), unit="civil-affairs", item="allowance", charged=yuan(allowance))
    tell.act("pay-out", "handler", (2, 9), unit="finance", item="allowance", paid=yuan(allowance))
    tell.act("close", "acceptor", (0, 2))


def _petition(tell: Teller) -> None:
    tell.receive("register")
    tell.act("accept", "acceptor", (0, 4))
    tell.act("investigate", "handler", (2, 14))
    if tell.chance(0.05):
        longer = tell.pick((10, 30))
        tell.act("extend", "head", (1, 3), extension_days=str(longer))
        tell.act("extension-told", "handler")
    tell.act("reply", "head", (1, 9))
    tell.act("close", "clerk", (0, 2))


def _tender(tell: Teller) -> None:
    tell.act("announce", "handler")
    tell.act("open", "reviewer", (16, 22))
    tell.act("evaluate", "reviewer", (0, 2))
    tell.act("award", "head", (1, 4))
    tell.act("contract", "handler", (3, 12))
    tell.act("publish", "clerk", (0, 1))
    tell.act("archive", "clerk", (0, 3))


SERVICES = (
    Procedure(
        power="service.information-request",
        letters="IR",
        weight=12,
        units=("government-office",),
        steps={
            "receive": Step("收到申请"),
            "clarify": Step("告知补正", ("receive",)),
            "clarified": Step("补正申请", ("clarify",)),
            "draft": Step("拟办", ("receive",)),
            "approve": Step("审签", ("draft",)),
            "reply": Step("答复", ("approve",)),
            "amend": Step("更正答复", ("reply",)),
            "archive": Step("归档", ("reply",)),
            "suspend": Step("停止计时"),
            "resume": Step("恢复计时"),
            "extend": Step("延长答复期限", ("receive",)),
            "extension-told": Step("告知延长理由", ("extend",)),
        },
        limits=(
            Limit("clarify", "statutory", "receive", "clarify", 7, must_happen=False),
            Limit("reply", "statutory", "receive", "reply", 20),
            Limit("promised", "promised", "receive", "reply", 18),
            Limit("approve", "step", "draft", "approve", 4),
        ),
        closes="archive",
        tell=_information,
        acceptance="receive",
        decision="approve",
        longer={"reply": 20, "promised": 20},
        separations={"draft-and-approval": ("draft", "approve")},
        caps={"third-party": 15},
        omittable=("draft", "approve"),
        once=("clarify",),
        reversible=(("draft", "approve"),),
        responses={"extension-told": ("extend", "extension-told")},
        extended=("reply", "promised"),
    ),
    Procedure(
        power="benefit.living-allowance",
        letters="LA",
        weight=12,
        units=("east-street", "west-street"),
        steps={
            "apply": Step("申请"),
            "survey": Step("入户调查", ("apply",)),
            "post": Step("张榜公示", ("survey",)),
            "approve": Step("审核确认", ("post",)),
            "pay-out": Step("资金发放", ("approve",)),
            "amend": Step("更正确认", ("approve",)),
            "close": Step("办结", ("pay-out",)),
        },
        limits=(
            Limit("promised", "promised", "apply", "approve", 20),
            Limit("survey", "step", "apply", "survey", 5),
            Limit("posting", "minimum", "post", "approve", 7, "day", stops=False),
            Limit("payment", "promised", "approve", "pay-out", 30, "day"),
        ),
        closes="close",
        tell=_allowance,
        acceptance="apply",
        decision="approve",
        houses={"approval-and-payment": ("approve", "pay-out")},
        separations={"survey-and-posting": ("survey", "post")},
        omittable=("survey", "post"),
        reversible=(("survey", "post"),),
        due="allowance",
    ),
    Procedure(
        power="service.petition",
        letters="PT",
        weight=12,
        units=("petitions",),
        steps={
            "register": Step("登记"),
            "accept": Step("受理告知", ("register",)),
            "investigate": Step("调查核实", ("accept",)),
            "reply": Step("出具处理意见", ("investigate",)),
            "amend": Step("更正意见", ("reply",)),
            "close": Step("办结", ("reply",)),
            "extend": Step("延长信访办理期限", ("accept",)),
            "extension-told": Step("告知延长理由", ("extend",)),
        },
        limits=(
            Limit("acceptance", "statutory", "register", "accept", 15, "day"),
            Limit("reply", "statutory", "accept", "reply", 60, "day"),
            Limit("promised", "promised", "accept", "reply", 45, "day"),
        ),
        closes="close",
        tell=_petition,
        acceptance="accept",
        decision="reply",
        longer={"reply": 30, "promised": 30},
        separations={"inquiry-and-reply": ("investigate", "reply")},
        omittable=("accept", "investigate"),
        reversible=(("accept", "investigate"),),
        responses={"extension-told": ("extend", "extension-told")},
        extended=("reply", "promised"),
    ),
    Procedure(
        power="procurement.tender",
        letters="TE",
        weight=2,
        units=("trading-centre",),
        steps={
            "announce": Step("发布招标公告"),
            "open": Step("开标", ("announce",)),
            "evaluate": Step("评标", ("open",)),
            "award": Step("发出中标通知", ("evaluate",)),
            "contract": Step("签订合同", ("award",)),
            "publish": Step("公告合同", ("contract",)),
            "archive": Step("归档", ("publish",)),
        },
        limits=(
            Limit("bidding", "minimum", "announce", "open", 20, "day", stops=False),
            Limit("contract", "statutory", "award", "contract", 30, "day"),
        ),
        closes="archive",
        tell=_tender,
        decision="award",
        duties=(Limit("publication", "promised", "contract", "publish", 2),),
        separations={"announcement-and-evaluation": ("announce", "evaluate")},
        omittable=("evaluate", "publish"),
        reversible=(("open", "evaluate"),),
    ),
)
