"""The simpler lines of a document, written out: responses, clock stops, extensions, money, disclosure."""

from decimal import Decimal
from typing import cast, get_args

from zhiheng.core.catalogue import document as written
from zhiheng.core.catalogue import power
from zhiheng.core.catalogue.context import Context, Spot
from zhiheng.core.catalogue.document import Basis, Mark


def bases(basis: Basis | tuple[Basis, ...] | None) -> power.Bases:
    """One law or several, as a tuple."""
    if basis is None:
        return ()
    return basis if isinstance(basis, tuple) else (basis,)


def names(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """One name or several, as a tuple without repetition."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(dict.fromkeys(value))


def response(line: written.Response, context: Context) -> power.Response:
    """What must follow what.

    Raises CatalogueError where the line is not complete or not clear.
    """
    spot = Spot(context, "responses", line.id)
    after, which = line.after, line.which
    if after is not None and line.after_step is not None:
        raise spot.error("after_step", en="`after` says it already; keep one", zh="与 after 重复；请只保留一个")
    if line.need is not None and line.need_step is not None:
        raise spot.error("need_step", en="`need` says it already; keep one", zh="与 need 重复；请只保留一个")
    if isinstance(after, Mark):
        if after.step is None or after.date is not None:
            raise spot.error("after", en="write {step: …, which: …}", zh="请写 {step: …, which: …}")
        step: str | None = after.step
        which = after.which or which
    else:
        step = after or line.after_step
    need = line.need or line.need_step
    if step is None:
        raise spot.missing("after")
    if need is None:
        raise spot.missing("need")
    return power.Response(
        line.id, spot.step("after", step), which or "first", spot.step("need", need), bases(line.basis)
    )


def clock_stop(line: written.ClockStop, context: Context) -> power.ClockStop:
    """A ground with its cap.

    Raises CatalogueError where the line is not complete or not clear.
    """
    if line.cap is None:
        return power.ClockStop(line.ground, None, None, bases(line.basis))
    spot = Spot(context, "clock_stops", line.ground)
    cap, unit = spot.duration("cap", line.cap, line.unit)
    if unit == "month":
        raise spot.error(
            "cap",
            en="a cap is counted in workdays, days or hours; write one of these",
            zh="上限请按工作日、日或小时计",
        )
    return power.ClockStop(line.ground, cap, unit, bases(line.basis))


def longer(line: written.LongerLimit, context: Context, own: power.Limit) -> power.LongerLimit:
    """By how much, how often and why the limit ``own`` may be made longer.

    Raises CatalogueError where it cannot be, or counts something else.
    """
    spot = Spot(context, "extensions", line.limit)
    if own.allowed is None or own.kind == "minimum":
        raise spot.error(
            "limit",
            en="it is a minimum or ends on the case's own date and cannot be made longer; drop the line",
            zh="该时限为最短间隔或以办件载明的日期为限，不能延期；请删去本条",
        )
    if line.by is None:
        raise spot.missing("by")
    most, unit = spot.duration("by", line.by, line.unit)
    if unit != own.unit:
        raise spot.error(
            "by",
            en=f"it counts {unit}s, and the limit counts {own.unit}s; use the limit's unit",
            zh=f"延期按 {unit} 计，而该时限按 {own.unit} 计；请与时限的单位一致",
        )
    return power.LongerLimit(line.limit, most, unit, line.times, names(line.grounds), bases(line.basis))


def fee(line: written.Fee, context: Context) -> power.Fee:
    """Bounds in minor units.

    Raises CatalogueError where the line is not complete or not clear.
    """
    spot = Spot(context, "fees", line.item)
    if line.amount is not None and (line.min is not None or line.max is not None):
        raise spot.error("amount", en="write amount, or min and max", zh="amount 与 min、max 只能写一种")
    if line.amount is None and line.min is None and line.max is None:
        raise spot.missing("amount")
    if line.amount is not None:
        least = most = _minor(spot, "amount", line.amount)
    else:
        least, most = _minor(spot, "min", line.min), _minor(spot, "max", line.max)
    if least is not None and most is not None and least > most:
        raise spot.error(
            "min",
            en=f"{line.min} is more than max {line.max}; exchange them",
            zh=f"{line.min} 大于 max {line.max}；请对调",
        )
    return power.Fee(line.item, least, most, bases(line.basis))


def _minor(spot: Spot, key: str, amount: Decimal | None) -> int | None:
    """The amount in minor units, exactly."""
    if amount is None:
        return None
    digits = spot.context.digits
    if not amount.is_finite() or not 0 <= amount < _TOO_MUCH:
        raise spot.error(
            key, en=f"{amount} is no amount; write one such as 12.50", zh=f"{amount} 不是金额；请写例如 12.50"
        )
    minor = amount.scaleb(digits)
    if minor != minor.to_integral_value():
        raise spot.error(
            key,
            en=f"{amount} has more than the {digits} decimals of the currency; round it",
            zh=f"{amount} 的小数位超过本币的 {digits} 位；请取整",
        )
    return int(minor)


_TOO_MUCH = Decimal(10) ** 14


def due(line: written.Due, context: Context) -> power.Due:
    """What counts as due, and which payments against it.

    Raises CatalogueError where the line is not complete or not clear.
    """
    spot = Spot(context, "dues", line.id)
    items = []
    for text in names(line.due):
        parts, _, item = text.strip().partition(" ")
        if parts not in get_args(power.Parts) or not item.strip():
            raise spot.error(
                "due",
                en=f"'{text}' is no due; write last, first or sum and the item, as in 'last fine'",
                zh=f"“{text}”不合写法；请写 last、first 或 sum 加项目，如“last fine”",
            )
        items.append(power.DueItem(item.strip(), cast("power.Parts", parts)))
    if not items:
        raise spot.missing("due")
    twice = sorted({item.item for item in items if sum(other.item == item.item for other in items) > 1})
    if twice:
        raise spot.error("due", en=f"'{twice[0]}' is counted twice; keep one", zh=f"“{twice[0]}”重复计算；请只保留一项")
    parts, _, paid = (line.paid or "sum payments").strip().partition(" ")
    if parts != "sum" or not paid.strip():
        raise spot.error(
            "paid",
            en=f"'{line.paid}' is not understood; write 'sum payments', or 'sum' and an item",
            zh=f"“{line.paid}”不合写法；请写“sum payments”，或 sum 加项目",
        )
    return power.Due(line.id, tuple(items), None if paid.strip() == "payments" else paid.strip(), bases(line.basis))


def disclosure(line: written.Disclosure, context: Context) -> power.Disclosure:
    """What is published after which step, and how soon.

    Raises CatalogueError where the line is not complete or not clear.
    """
    spot = Spot(context, "disclosure", line.id)
    if line.after is not None and line.after_step is not None:
        raise spot.error("after_step", en="`after` says it already; keep one", zh="与 after 重复；请只保留一个")
    after = line.after or line.after_step
    if after is None:
        raise spot.missing("after")
    if line.within is None:
        raise spot.missing("within")
    within, unit = spot.duration("within", line.within, line.unit)
    return power.Disclosure(line.id, spot.step("after", after), within, unit, bases(line.basis))
