"""One situation as the oracle judges it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Judged:
    """What one control says of one situation; ``measured`` None: not checkable."""

    case_id: str
    subject_id: str
    measured: int | None
    allowed: int
    measure_unit: str
    start_event_id: str | None = None
    event_id: str | None = None
    said: str | None = None
    side: str | None = None
    due_at: int | None = None
    provisional: int = 0

    @property
    def state(self) -> str:
        """As the control says, else done when there is an act, else pending."""
        if self.said is not None:
            return self.said
        return "pending" if self.event_id is None else "done"

    @property
    def found(self) -> bool:
        """True when the rule is broken."""
        return self.measured is not None and self.measured > self.allowed
