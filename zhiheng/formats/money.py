"""Amounts: read exactly as decimals, rounded once to the currency's minor unit by the rule in log.yaml."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from zhiheng.core.engines.arrow import Batch
from zhiheng.core.engines.duckdb import append
from zhiheng.formats.checks import unreadable_amount
from zhiheng.formats.making import ACT
from zhiheng.formats.rows import BATCH
from zhiheng.formats.to_relations import amounts_said

if TYPE_CHECKING:
    from zhiheng.formats.evidence import Evidence
    from zhiheng.formats.log_mapping import Rounding
    from zhiheng.formats.making import Making

_RULES = {"half-even": ROUND_HALF_EVEN, "half-up": ROUND_HALF_UP, "down": ROUND_DOWN}
# A case can hold thousands of such amounts before their sum leaves 64 bits.
_LARGEST = 10**15
_LONGEST = 60


def minor_units(text: str, digits: int, rounding: Rounding) -> int | None:
    """An amount in the minor unit; None where the text is no finite decimal number or beyond 10^15 units.

    >>> minor_units("35.005", 2, "half-even"), minor_units("35.005", 2, "half-up")
    (3500, 3501)
    """
    if "_" in text or len(text) > _LONGEST:
        return None
    exact = Context(prec=2 * _LONGEST, rounding=_RULES[rounding])
    try:
        amount = Decimal(text).scaleb(digits, exact).quantize(Decimal(1), context=exact)
    except (InvalidOperation, ValueError):
        return None
    return int(amount) if amount.is_finite() and abs(amount) <= _LARGEST else None


def read_amounts(making: Making, evidence: Evidence, digits: int) -> None:
    """The table ``making.amounts`` (said, minor) of every distinct amount that an act charges or pays.

    ``digits`` where log.yaml states none. Raises LogError for an amount that is none.
    """
    connection, money = making.connection, making.mapping.money
    connection.execute("CREATE TABLE making.amounts (said VARCHAR, minor BIGINT)")
    wanted = [
        *amounts_said(making, "charges", money.charges),
        *amounts_said(making, "payments", money.payments),
    ]
    if not wanted:
        return
    digits = digits if money.digits is None else money.digits
    # What an act itself says needs no place and no case: a third of the time.
    distinct = [
        f"SELECT {said} FROM {ACT if said.startswith('m.') else 'making.placed AS a'}"  # noqa: S608
        f" WHERE a.kept AND {said} IS NOT NULL AND {when}"
        for said, when in wanted
    ]
    connection.execute(f"CREATE TABLE making.said AS {' UNION '.join(distinct)}")
    start = 0
    batch = f"SELECT * FROM making.said WHERE rowid >= ? AND rowid < ? + {BATCH}"  # noqa: S608
    while rows := connection.execute(batch, [start, start]).fetchall():
        said = [row[0] for row in rows]
        minor = [minor_units(text, digits, money.rounding) for text in said]
        if None in minor:
            raise unreadable_amount(making, evidence, said[minor.index(None)], wanted)
        append(connection, "making.amounts", Batch({"said": ("text", said), "minor": ("int", minor)}))
        start += BATCH
