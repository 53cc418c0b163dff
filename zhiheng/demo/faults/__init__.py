"""Every fault that can be planted, by what it is called."""

from zhiheng.demo.faults import authority, hands, lateness, money, records, steps, stopping
from zhiheng.demo.faults.fault import Fault

FAULTS: tuple[Fault, ...] = (
    *lateness.FAULTS, *stopping.FAULTS, *steps.FAULTS, *hands.FAULTS, *authority.FAULTS, *money.FAULTS, *records.FAULTS,
)  # fmt: skip
