"""What follows from a case as it stands: limits passed, clocks stopped wrongly, order, hands joined.

Written apart from the controls, in plain Python and only for the kinds of limits that the demo uses, so
that a fault's side effects are written down before the audit finds them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from zhiheng.demo.case import Case, Limit, Unit
from zhiheng.demo.office import WorkingDays
from zhiheng.demo.telling import SYSTEM

Found = tuple[str, str]  # a control and its subject

CONTROLS = frozenset(
    ("T01", "T02", "T03", "T04", "T05", "T06", "P02", "P06", "S01", "S02", "S03", "D01", "Q01")
)
IDLE = 25  # working days, as city.yaml says
RECORDED = timedelta(days=7)
_BY_KIND = {"statutory": "T01", "promised": "T01", "step": "T02", "minimum": "T03"}


@dataclass(frozen=True)
class Stop:
    """Stopped time: first and last working day by place; ``last`` is None while the clock stands still."""

    ground: str
    first: int
    last: int | None
    notified: int


@dataclass(frozen=True)
class Referee:
    """Judges cases as of a working day."""

    days: WorkingDays
    today: int

    def found(self, case: Case) -> set[Found]:
        """What `CONTROLS` must find."""
        limits = case.procedure.limits
        return {
            *((_BY_KIND[limit.kind], limit.id) for limit in limits if self.excess(case, limit) > 0),
            *(("T04", ground) for ground in self._stopped_wrongly(case)),
            *(("P02", step) for step in _too_early(case)),
            *(("S01", name) for name in _joined(case)),
            *([("S02", "one-hand")] if _one_hand(case) else []),
            *([("T05", "idle")] if self.idle(case) > IDLE else []),
            *(("T06", name) for name in self._extended_wrongly(case)),
            *(("P06", step) for step in _not_accepted(case)),
            *(("S03", name) for name in _housed(case)),
            *(("D01", duty.id) for duty in case.procedure.duties if self.unpublished(case, duty) > 0),
            *(("Q01", act.step or act.activity) for act in case.acts if act.recorded_after > RECORDED),
        }

    def excess(self, case: Case, limit: Limit) -> int:
        """By how much a limit is passed, in its unit; 0 or less if it is kept or does not run."""
        start, end = case.first(limit.start), case.first(limit.end)
        if start is None or (end is None and not (limit.must_happen and case.is_open)):
            return 0
        if limit.kind != "minimum":
            return self._beyond(case, limit, self.today if end is None else end.day, stops(case))
        return 0 if end is None else limit.amount + limit.over - self.elapsed(limit.unit, start.day, end.day)

    def idle(self, case: Case) -> int:
        """For how many working days nothing has happened; 0 for a case that is over or whose clock stands still."""
        if not case.is_open or any(stop.last is None for stop in stops(case)):
            return 0
        return self.today - max(act.day for act in case.acts)

    def unpublished(self, case: Case, duty: Limit) -> int:
        """By how much it is too late to publish; 0 or less in time."""
        start, end = case.first(duty.start), case.first(duty.end)
        return 0 if start is None else (self.today if end is None else end.day) - start.day - duty.amount

    def _extended_wrongly(self, case: Case) -> Iterator[str]:
        """Limits extended by too much, or only after they had passed."""
        extend = next((act for act in case.acts if "extension_days" in act.fields), None)
        for limit in case.procedure.limits if extend else ():
            if extend is None or limit.id not in case.procedure.longer:
                continue
            end, more = case.first(limit.end), int(extend.fields["extension_days"])
            bare = replace(case, acts=tuple(replace(act, fields={}) if act is extend else act for act in case.acts))
            by_then = self._beyond(bare, limit, extend.day, stops(case))
            done = end is not None and self._beyond(bare, limit, end.day, stops(case)) <= 0
            if more > case.procedure.longer[limit.id] or (by_then > 0 and not done):
                yield limit.id

    def elapsed(self, unit: Unit, first: int, last: int) -> int:
        """How many days or working days after one through another."""
        return last - first if unit == "workday" else (self.days.days[last] - self.days.days[first]).days

    def _beyond(self, case: Case, limit: Limit, last: int, stopped: Sequence[Stop]) -> int:
        start = case.first(limit.start)
        if start is None:
            return 0
        amount = limit.amount_on(case.opened_at(self.days).date()) + _extension(case, limit)
        amount += self._not_counted(case, limit, start.day, last, stopped)
        if limit.unit == "workday":
            return last - start.day - amount
        return (self.days.days[last] - self.days.due(start.day, amount)).days

    def _not_counted(self, case: Case, limit: Limit, start: int, end: int, stopped: Sequence[Stop]) -> int:
        totals: dict[str, int] = {}
        for stop in stopped:
            last = end if stop.last is None else min(stop.last, end)
            if not limit.stops or stop.ground not in case.procedure.caps or last < max(stop.first, start):
                continue
            # The day on which the limit starts does not count anyhow; the first day of a stop does.
            many = self.elapsed(limit.unit, max(stop.first, start), last) + (stop.first > start)
            totals[stop.ground] = totals.get(stop.ground, 0) + many
        return sum(min(total, case.procedure.caps[ground]) for ground, total in totals.items())

    def _stopped_wrongly(self, case: Case) -> Iterator[str]:
        """Grounds that the power has not, stops beyond the cap or the notice, and stops after a limit."""
        all_stops = stops(case)
        for number, stop in enumerate(all_stops):
            cap = case.procedure.caps.get(stop.ground)
            unit: Unit = "day" if cap is None else case.procedure.caps_unit
            long = self.elapsed(unit, stop.first, self.today if stop.last is None else stop.last) + 1
            too_long = cap is None or long > min(cap, stop.notified)
            if too_long or self._too_late(case, stop, all_stops[:number]):
                yield stop.ground

    def _too_late(self, case: Case, stop: Stop, before: Sequence[Stop]) -> bool:
        """Whether a limit had passed when the clock stopped, with its act not done by then."""
        for limit in case.procedure.limits:
            end = case.first(limit.end)
            done = end is not None and end.day < stop.first
            if limit.kind == "minimum" or not limit.stops or done:
                continue
            if self._beyond(case, limit, stop.first, before) > 0:
                return True
        return False


def stops(case: Case) -> list[Stop]:
    """Every stop of a case's clock."""
    found = []
    for place, act in enumerate(case.acts):
        if act.step == "suspend":
            ground = act.fields["ground"]
            ends = (a.day for a in case.acts[place:] if a.step == "resume" and a.fields["ground"] == ground)
            found.append(Stop(ground, act.day, next(ends, None), int(act.fields["notified_days"])))
    return found


def _extension(case: Case, limit: Limit) -> int:
    """What counts of the extensions: at most what the power allows, where it says so."""
    if limit.id not in case.procedure.extended:
        return 0
    days = sum(int(act.fields.get("extension_days", "0")) for act in case.acts)
    return min(days, case.procedure.longer.get(limit.id, days))


def _too_early(case: Case) -> Iterator[str]:
    done: set[str] = set()
    for act in case.acts:
        if act.step is not None and act.step not in done:
            if not done.issuperset(case.procedure.steps[act.step].after):
                yield act.step
            done.add(act.step)


def _joined(case: Case) -> Iterator[str]:
    for name, (one, other) in case.procedure.separations.items():
        if _hands(case, one) & _hands(case, other):
            yield name


def _hands(case: Case, step: str) -> set[str]:
    return {act.official for act in case.acts if act.step == step and act.official != SYSTEM}


def _housed(case: Case) -> Iterator[str]:
    for name, steps in case.procedure.houses.items():
        one, other = ({act.unit for act in case.acts if act.step == step} for step in steps)
        if one & other:
            yield name


def _not_accepted(case: Case) -> Iterator[str]:
    procedure = case.procedure
    decided = None if procedure.decision is None else case.place(procedure.decision)
    if procedure.acceptance is not None and decided is not None:
        accepted = case.place(procedure.acceptance)
        if accepted is None or accepted > decided:
            yield str(procedure.decision)


def _one_hand(case: Case) -> bool:
    kinds = {act.step for act in case.acts if act.step is not None}
    hands = {act.official for act in case.acts}
    return len(kinds) > 1 and len(hands) == 1 and SYSTEM not in hands
