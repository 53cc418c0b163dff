"""How long: "20 workdays", "90 days", "2 months", "24 hours", and the same in Chinese."""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

Unit = Literal["workday", "day", "month", "hour"]

LONGEST = 1_000_000

_UNITS: Mapping[str, Unit] = {
    "workday": "workday", "workdays": "workday", "working day": "workday", "working days": "workday",
    "个工作日": "workday", "工作日": "workday",
    "day": "day", "days": "day", "日": "day", "天": "day", "自然日": "day", "个自然日": "day",
    "month": "month", "months": "month", "个月": "month", "月": "month",
    "hour": "hour", "hours": "hour", "小时": "hour", "个小时": "hour",
}  # fmt: skip

CHINESE: Mapping[Unit, str] = {"workday": "工作日", "day": "日", "month": "月", "hour": "小时"}

# All digits belong to the amount, and a unit begins with a letter: "1.5 days" is not one with the unit ".5 days".
_FORM = re.compile(r"\s*([0-9]{1,18})\s*([^\W\d_].*?)\s*")
_NUMBER = re.compile(r"\s*[0-9]{1,18}\s*")
_SHOWN = 40


class Duration(NamedTuple):
    """An amount and its unit."""

    amount: int
    unit: Unit


class NotADurationError(ValueError):
    """The text is no duration; ``en`` and ``zh`` say why and what to write."""

    def __init__(self, *, en: str, zh: str) -> None:
        super().__init__(en)
        self.en = en
        self.zh = zh


def unit_of(text: str) -> Unit:
    """The unit that a word names.

    Raises NotADurationError for any other word.
    """
    unit = _UNITS.get(text.strip().lower())
    if unit is None:
        raise NotADurationError(
            en=f"'{text}' is no unit; write workdays, days, months or hours (a week is 7 days)",
            zh=f"“{text}”不是时间单位；请写工作日、日、个月或小时（一周写 7 日）",
        )
    return unit


def duration(value: str | int, unit: str | None = None) -> Duration:
    """A duration from "20 workdays", or from a bare number whose unit is given beside it.

    Raises NotADurationError where the text is none, names another unit, or is longer than LONGEST.
    """
    apart = None if unit is None else unit_of(unit)
    form = None if isinstance(value, int) else _FORM.fullmatch(value)
    if isinstance(value, int) or (apart and _NUMBER.fullmatch(value)):
        amount, own = int(value), apart
    elif form is None:
        amount, own = -1, None
    else:
        amount, own = int(form[1]), unit_of(form[2])
    if own is None or not 0 <= amount <= LONGEST:
        shown = str(value) if len(str(value)) <= _SHOWN else f"{str(value)[:_SHOWN]}…"
        raise NotADurationError(
            en=f"'{shown}' is no duration; write a whole number up to {LONGEST} and a unit: '20 workdays'",
            zh=f"“{shown}”不是期限；请写不超过 {LONGEST} 的整数和单位，例如“20 个工作日”",
        )
    if apart is not None and apart != own:
        raise NotADurationError(
            en=f"'{value}' and unit '{unit}' differ; say the unit once",
            zh=f"“{value}”与单位“{unit}”不一致；单位只写一处",
        )
    return Duration(amount, own)
