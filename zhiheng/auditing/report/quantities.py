"""Amounts, durations and moments in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from zhiheng.auditing.report.text import Text, both

DAY_US: Final = 86_400_000_000
_HOUR_US: Final = 3_600_000_000
_MINUTE_US: Final = 60_000_000
_SECOND_US: Final = 1_000_000
_EPOCH: Final = date(1970, 1, 1)

_ONE_AND_MORE: Final = {
    "workday": ("个工作日", "working day", "working days"),
    "day": ("日", "day", "days"),
    "month": ("个月", "month", "months"),
    "hour": ("小时", "hour", "hours"),
}


@dataclass(frozen=True)
class Currency:
    """A currency: its ISO code and how many digits its minor unit has."""

    code: str = "CNY"
    digits: int = 2


def number(value: int) -> str:
    """A whole number with its thousands separated."""
    return f"{value:,}"


def quantity(value: int, unit: str, currency: Currency) -> Text:
    """``value`` in a control's ``measure_unit``, in words ("3 个工作日", "3 working days")."""
    if unit in _ONE_AND_MORE:
        zh, one, more = _ONE_AND_MORE[unit]
        return Text(f"{value:,} {zh}", f"{value:,} {one if abs(value) == 1 else more}")
    if unit == "microsecond":
        return _duration(value)
    if unit == "minor":
        return money(value, currency)
    if unit == "flag":
        return Text("是", "yes") if value else Text("否", "no")
    if unit == "count":
        return Text(f"{value:,} 项", f"{value:,}")
    return both(f"{value:,} {unit}")


def money(minor: int, currency: Currency) -> Text:
    """An amount of the minor unit as decimals with its currency."""
    sign = "−" if minor < 0 else ""
    whole, part = divmod(abs(minor), 10**currency.digits)
    decimals = f".{part:0{currency.digits}d}" if currency.digits else ""
    amount = f"{sign}{whole:,}{decimals}"
    foreign = f"{currency.code} {amount}"
    return Text(f"{amount} 元", foreign) if currency.code == "CNY" else both(foreign)


def _duration(microseconds: int) -> Text:
    """A span by its two greatest parts; what is smaller is left out."""
    sign, rest = ("−", -microseconds) if microseconds < 0 else ("", microseconds)
    parts = []
    for size, zh, one, more in (
        (DAY_US, "日", "day", "days"),
        (_HOUR_US, "小时", "hour", "hours"),
        (_MINUTE_US, "分", "minute", "minutes"),
        (_SECOND_US, "秒", "second", "seconds"),
        (1, "微秒", "microsecond", "microseconds"),
    ):
        count, rest = divmod(rest, size)
        if count:
            parts.append((f"{count:,} {zh}", f"{count:,} {one if count == 1 else more}"))
        elif parts:
            break
    parts = parts[:2] or [("0 秒", "0 seconds")]
    return Text(sign + " ".join(p[0] for p in parts), sign + " ".join(p[1] for p in parts))


def day_text(day: int) -> str:
    """A day number as 2026-11-22; outside the years 1 to 9999 the number itself."""
    try:
        return (_EPOCH + timedelta(days=day)).isoformat()
    except OverflowError:
        return f"#{day}"


def moment_text(at: int, *, clock: bool = True) -> str:
    """Microseconds of civil time as 2026-11-22 09:30; midnight and the last second are just days."""
    day, within = divmod(at, DAY_US)
    if not clock or within == 0 or within >= DAY_US - _SECOND_US:
        return day_text(day)
    minutes = within // _MINUTE_US
    return f"{day_text(day)} {minutes // 60:02d}:{minutes % 60:02d}"
