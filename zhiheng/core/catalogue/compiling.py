"""A power in one version into rows of the catalogue's relations, in their column order."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from zhiheng.core.catalogue.dated import Span
from zhiheng.core.catalogue.power import Bases, Holder, Power, Step

Cell = str | int | None
Row = tuple[Cell, ...]

_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def valid(span: Span) -> tuple[int | None, int | None]:
    """valid_from_day and valid_to_day; null: always, and still."""
    first = None if span.first == date.min else day_number(span.first)
    return first, None if span.last is None else day_number(span.last)


def _flag(value: bool) -> int:  # noqa: FBT001 - it turns a flag into its number
    return 1 if value else 0


def rows(power: Power, span: Span) -> Iterator[tuple[str, list[Row]]]:
    """Each relation that has a version, with the power's rows."""
    key = (power.id, span.first.isoformat())
    to = valid(span)
    steps = power.steps
    late = after_close(steps)
    hall = None if power.hall is None else _flag(power.hall)
    yield "powers", [(*key, power.type, power.unit, power.tier, hall, power.jurisdiction, *to)]
    yield "power_steps", [
        (
            *key, s.id, _flag(s.required), s.max_times, s.role, s.min_officials, rank,
            s.closes, _flag(s.anytime), _flag(s.anytime or s.id in late), s.kind, *to,
        )
        for rank, s in enumerate(steps)
    ]  # fmt: skip
    yield "step_order", [(*key, before, s.id, s.needed, *to) for s in steps for before in s.after]
    yield "step_returns", [(*key, s.id, s.returns_to, *to) for s in steps if s.returns_to is not None]
    yield "responses", [(*key, r.id, r.after, r.which, r.need, *to) for r in power.responses]
    yield "time_limits", [
        (
            *key, t.id, t.kind, t.from_step, t.from_date, t.from_which, t.to_step, t.to_date, t.to_which,
            t.until_date, t.allowed, t.unit, t.precision, _flag(t.must_happen), t.ends_with, _flag(t.roll),
            _flag(t.stops), _flag(t.under), *to,
        )
        for t in power.limits
    ]  # fmt: skip
    yield "clock_stops", [(*key, c.ground, c.cap, c.unit, *to) for c in power.clock_stops]
    yield (
        "allowed_extensions",
        [
            (*key, x.limit, ground, x.most, x.unit, x.times, *to)
            for x in power.extensions
            for ground in x.grounds or (None,)
        ],
    )
    yield "separations", [(*key, s.id, s.step_a, s.step_b, s.scope, *to) for s in power.separations]
    yield "disclosure_duties", [(*key, d.id, d.after, d.within, d.unit, *to) for d in power.disclosure]
    yield "fee_items", [(*key, f.item, f.least, f.most, *to) for f in power.fees]
    yield (
        "dues",
        [(*key, d.id, item.item, item.parts, d.paid_item, *to) for d in power.dues for item in d.items],
    )
    yield "activities", [(*key, activity, s.id) for s in steps for activity in s.activities]
    yield "bases", [(*key, name, line, law(basis)) for name, line, basis in _bases(power) if basis]


def after_close(steps: Iterable[Step]) -> set[str]:
    """The steps that come after a closing step, directly or further."""
    followers: dict[str, list[str]] = {}
    for step in steps:
        for before in step.after:
            followers.setdefault(before, []).append(step.id)
    late: set[str] = set()
    reached = [name for step in steps if step.closes for name in followers.get(step.id, ())]
    while reached:
        name = reached.pop()
        if name not in late:
            late.add(name)
            reached += followers.get(name, ())
    return late


def _bases(power: Power) -> Iterator[tuple[str, str, Bases]]:
    """Every line with its relation, its id there and its law."""
    yield "powers", power.id, power.basis
    for s in power.steps:
        yield "power_steps", s.id, s.basis
    for t in power.limits:
        yield "time_limits", t.id, t.basis
    for r in power.responses:
        yield "responses", r.id, r.basis
    for c in power.clock_stops:
        yield "clock_stops", c.ground, c.basis
    for x in power.extensions:
        yield "allowed_extensions", x.limit, x.basis
    for p in power.separations:
        yield "separations", p.id, p.basis
    for d in power.disclosure:
        yield "disclosure_duties", d.id, d.basis
    for f in power.fees:
        yield "fee_items", f.item, f.basis
    for due in power.dues:
        yield "dues", due.id, due.basis


def law(basis: Bases) -> str:
    """The laws as they are printed: "law article；law article"."""
    return "；".join(f"{b.law} {b.article}" if b.article else b.law for b in basis)


def holder_rows(power_id: str, versions: Iterable[tuple[Span, tuple[Holder, ...]]]) -> list[Row]:
    """Who held the power when: one row for each unbroken stretch, whatever the versions."""
    stretches: dict[tuple[str, str | None, str | None], list[Span]] = {}
    for span, holders in versions:
        for holder in holders:
            held = _overlap(span, holder)
            if held is None:
                continue
            before = stretches.setdefault((holder.unit, holder.tier, holder.by), [])
            if before and before[-1].last is not None and before[-1].last + timedelta(days=1) == held.first:
                held = Span(before.pop().first, held.last)
            before.append(held)
    return [(power_id, *who, *valid(span)) for who, spans in stretches.items() for span in spans]


def _overlap(span: Span, holder: Holder) -> Span | None:
    first = span.first if holder.since is None else max(span.first, holder.since)
    lasts = [last for last in (span.last, holder.until) if last is not None]
    last = min(lasts) if lasts else None
    return None if last is not None and last < first else Span(first, last)
