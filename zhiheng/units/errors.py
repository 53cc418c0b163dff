"""What the organisation refuses.

UnitsRefusalError
├── NotAllowedError      a right that the actor does not hold there
├── UnknownError         a code that nothing has, or that is out of the actor's sight
├── IdentifierError      a number or code whose form or check digit is wrong
├── PeriodError          days that contradict what is in force
├── TableError           an import that cannot be read, or has faults
└── NumberKeyError       personal numbers cannot be sealed or opened
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from zhiheng.record.actor import EVERYWHERE, Actor
from zhiheng.record.errors import RecordRefusalError


class UnitsRefusalError(RecordRefusalError):
    """The organisation stays as it is."""


class NotAllowedError(UnitsRefusalError):
    """The actor does not hold the right for that unit."""


class UnknownError(UnitsRefusalError):
    """Nothing has that code on that day, or the actor may not see it."""


class IdentifierError(UnitsRefusalError):
    """A number or code that cannot be right."""


class PeriodError(UnitsRefusalError):
    """What is asked contradicts what is in force."""


class NumberKeyError(UnitsRefusalError):
    """The key for personal numbers is missing or wrong."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a table: where, what is written there, and the remedy."""

    table: str
    row: int
    column: str
    value: str
    en: str
    zh: str


class TableError(UnitsRefusalError):
    """Tables that are not taken, with everything that is wrong in them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = min(faults)
        place = f"{first.table}:{first.row} {first.column}".strip()
        super().__init__(
            en=f"{len(faults)} faults; the first, at {place} ({first.value!r}): {first.en}",
            zh=f"共 {len(faults)} 处错误；首处在 {place}（“{first.value}”）：{first.zh}",
        )
        self.faults = tuple(sorted(faults))


def demand(actor: Actor, right: str, path: str = EVERYWHERE) -> None:
    """Raises NotAllowedError unless the actor holds the right for the unit with this path."""
    if not actor.may(right, path):
        refuse(actor, right, path)


def refuse(actor: Actor, right: str, path: str) -> NoReturn:
    """Raises NotAllowedError."""
    raise NotAllowedError(
        en=f"{actor.name} does not hold the right {right} for {path or 'the whole city'};"
        " ask an administrator for it, or let somebody act who holds it",
        zh=f"{actor.name} 对{path or '全市'}没有 {right} 权限；请向管理员申请，或由有权限的人员办理",
    )
