"""Telling one case as it should go: who acts when, within every limit."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from zhiheng.demo.case import Act, Case, Procedure
from zhiheng.demo.office import OPENINGS, Post, WorkingDays, after_a_while, officials

Span = tuple[int, int]  # working days, at least and at most

SYSTEM = "系统"
_AT_ONCE = (5, 25)  # minutes between two acts of one day
_AT_LEISURE = (1, 20)  # minutes until an act is recorded
_ONLINE = 0.25


class Teller:
    """Tells one case act by act; one official a post, so that duties stay apart."""

    def __init__(self, procedure: Procedure, unit: str, day: int, days: WorkingDays, rng: Random) -> None:
        self.rng = rng
        self.days = days
        self._procedure = procedure
        self._unit = unit
        self._day, self._minute = day, -1
        self._hands: dict[tuple[str, Post], str] = {}
        self._acts: list[Act] = []

    def case(self, case_id: str, party: str) -> Case:
        """The case as told so far."""
        return Case(case_id, self._procedure, self._unit, party, tuple(self._acts))

    def chance(self, share: float) -> bool:
        """Whether something happens that does in such a share of cases."""
        return self.rng.random() < share

    def pick(self, span: Span) -> int:
        """A number between two, both included."""
        return self.rng.randint(*span)

    def act(
        self, step: str, post: Post, after: Span = (0, 0), *, unit: str | None = None, **fields: str
    ) -> Act:
        """The next act, so many working days after the one before it."""
        self._move(self.pick(after))
        where = unit or self._unit
        made = Act(
            step=step,
            activity=self._procedure.steps[step].activity,
            day=self._day,
            minute=self._minute,
            second=self.rng.randrange(60),
            official=self._hand(where, post),
            unit=where,
            recorded_after=timedelta(minutes=self.pick(_AT_LEISURE)),
            fields=fields,
        )
        self._acts.append(made)
        return made

    def receive(self, step: str = "receive") -> None:
        """The application comes in, at the window or, from nobody's hand, online."""
        self.act(step, "clerk", channel="窗口")
        if self.chance(_ONLINE):
            self._acts[-1] = replace(self._acts[-1], official=SYSTEM, fields={"channel": "网上"})

    def stop(self, ground: str, lasting: Span, after: Span = (0, 1)) -> None:
        """The clock stops with a written notice of how long, and runs again in time."""
        days = self.pick(lasting)
        stopped = self.act("suspend", "handler", after, ground=ground)
        self.act("resume", "handler", (days, days), ground=ground)
        span = days + 1
        if self._procedure.caps_unit == "day":
            span = (self.days.days[self._day] - self.days.days[stopped.day]).days + 1
        notified = min(span + self.pick((0, 2)), self._procedure.caps[ground])
        self._acts[-2] = replace(stopped, fields={"ground": ground, "notified_days": str(notified)})

    def _move(self, days: int) -> None:
        later = None if days or self._minute < 0 else after_a_while(self._minute, self.pick(_AT_ONCE))
        if later is None:
            # Too late for today: the first act of another day.
            self._day += days or (1 if self._minute >= 0 else 0)
            later = self.rng.choice(OPENINGS)
        self._minute = later

    def _hand(self, unit: str, post: Post) -> str:
        if (unit, post) not in self._hands:
            self._hands[unit, post] = self.rng.choice(officials(unit, post))
        return self._hands[unit, post]


def yuan(fen: int) -> str:
    """An amount as the log writes it."""
    return f"{fen // 100}.{fen % 100:02d}"


