"""A document of one version into a Power: shorthand written out, sugar turned into lines of its own."""

from collections.abc import Iterable

from zhiheng.core.catalogue import document as written
from zhiheng.core.catalogue import lines, power
from zhiheng.core.catalogue.context import Context, Spot
from zhiheng.core.catalogue.document import After, Document, Title
from zhiheng.core.catalogue.limits import limit
from zhiheng.core.catalogue.lines import bases, names


def expand(document: Document, context: Context, power_id: str, jurisdiction: str | None) -> power.Power:
    """The power with nothing left to guess.

    Raises CatalogueError where a line lacks what it needs or names a step that is not there.
    """
    steps = tuple(_step(line, context) for line in document.steps)
    by_id = {step.id: step for step in steps}
    written_out = tuple(limit(line, context, bases(line.basis)) for line in document.limits)
    limits = written_out + tuple(_step_limits(document.steps, by_id, {line.id for line in written_out}, context))
    separations = tuple(_separation(line, context) for line in document.separations)
    return power.Power(
        id=power_id,
        type=document.type,
        jurisdiction=document.jurisdiction or jurisdiction,
        unit=document.unit,
        tier=document.tier,
        hall=document.hall,
        basis=bases(document.basis),
        steps=steps,
        limits=limits,
        responses=tuple(lines.response(line, context) for line in document.responses),
        clock_stops=tuple(lines.clock_stop(line, context) for line in document.clock_stops),
        extensions=tuple(
            lines.longer(line, context, own) for line in document.extensions for own in limits if own.id == line.limit
        ),
        separations=separations + tuple(_step_separations(document.steps, separations, context)),
        fees=tuple(lines.fee(line, context) for line in document.fees),
        dues=tuple(lines.due(line, context) for line in document.dues),
        disclosure=tuple(lines.disclosure(line, context) for line in document.disclosure),
        holders=tuple(power.Holder(h.unit, h.tier, h.by, h.since, h.until) for h in document.holders),
    )


def titles(title: Title | str | None, name: str) -> tuple[str, str]:
    """The title in zh and en; one stands in for the other, and the name for both."""
    if title is None:
        return name, name
    if isinstance(title, str):
        return title, title
    return title.zh or title.en or name, title.en or title.zh or name


def _step(line: written.Step, context: Context) -> power.Step:
    spot = Spot(context, "steps", line.id)
    zh, en = titles(line.title, line.id)
    after, needed = _after(line, spot)
    if line.officials is not None and line.min_officials is not None:
        raise spot.error(
            "min_officials", en="`officials` says it already; keep one", zh="与 officials 重复；请只保留一个"
        )
    closes = "closed" if line.closes is True else line.closes or None
    return power.Step(
        id=line.id,
        zh=zh,
        en=en,
        activities=names(line.activity) or (line.id,),
        role=line.role,
        after=tuple(spot.step("after", name) for name in after),
        needed=needed,
        required=line.required,
        max_times=line.max_times,
        min_officials=line.min_officials if line.officials is None else line.officials,
        closes=closes,
        anytime=line.anytime,
        returns_to=None if line.returns_to is None else spot.step("returns_to", line.returns_to),
        basis=bases(line.basis),
        kind=line.kind,
    )


def _after(line: written.Step, spot: Spot) -> tuple[tuple[str, ...], int | None]:
    """The predecessors and how many of them are needed (None: all)."""
    after = line.after
    if not isinstance(after, After):
        return names(after), None
    if (after.any is None) == (after.of is None) or (after.of is None) != (after.at_least is None):
        raise spot.error(
            "after",
            en="write {any: [steps]} or {at_least: 2, of: [steps]}",
            zh="请写 {any: [环节]} 或 {at_least: 2, of: [环节]}",
        )
    befores = names(after.any if after.of is None else after.of)
    needed = after.at_least or 1
    if len(befores) < needed:
        raise spot.error(
            "after",
            en=f"{needed} of {len(befores)} steps can never be done; name more steps or ask for fewer",
            zh=f"{len(befores)} 个环节中无法完成 {needed} 个；请增列环节或减少数量",
        )
    return befores, needed


def _step_limits(
    written_steps: Iterable[written.Step], by_id: dict[str, power.Step], taken: set[str], context: Context
) -> Iterable[power.Limit]:
    """`within` on a step: a limit of kind step from its only predecessor."""
    for line in written_steps:
        if line.within is None:
            continue
        spot = Spot(context, "steps", line.id)
        after = by_id[line.id].after
        if len(after) != 1:
            raise spot.error(
                "within",
                en=f"the step comes after {len(after)} steps, so its start is unclear; write a limit instead",
                zh=f"该环节有 {len(after)} 个前置环节，起算点不明；请写在 limits 之下",
            )
        if line.id in taken:
            raise spot.error(
                "within",
                en=f"`limits` has a limit '{line.id}' already; give that one another id, or write both there",
                zh=f"limits 中已有时限“{line.id}”；请为其另取 id，或将两条都写在那里",
            )
        spot.duration("within", line.within, None)
        sugar = written.Limit(id=line.id, kind="step", from_step=after[0], to_step=line.id, within=line.within)
        yield limit(sugar, context, bases(line.basis))


def _separation(line: written.Separation, context: Context) -> power.Separation:
    spot = Spot(context, "separations", line.id)
    if line.steps is not None and (line.step_a or line.step_b):
        raise spot.error(
            "steps",
            en="`step_a` and `step_b` say it already; keep one form",
            zh="与 step_a、step_b 重复；请只用一种写法",
        )
    first, second = line.steps or (line.step_a, line.step_b)
    if first is None or second is None:
        raise spot.missing("steps")
    return power.Separation(
        line.id, spot.step("steps", first), spot.step("steps", second), line.scope, bases(line.basis)
    )


def _step_separations(
    written_steps: Iterable[written.Step], explicit: Iterable[power.Separation], context: Context
) -> Iterable[power.Separation]:
    """`not_same_official_as` and `not_same_unit_as` on a step, unless a line says the same already."""
    said = {(frozenset((s.step_a, s.step_b)), s.scope) for s in explicit}
    taken = {s.id for s in explicit}
    for line in written_steps:
        for key, scope, end in _SUGAR:
            spot = Spot(context, "steps", line.id)
            for other in names(getattr(line, key)):
                spot.step(key, other)
                if other == line.id:
                    raise spot.error(
                        key,
                        en=f"'{other}' cannot be separated from itself; name another step",
                        zh=f"“{other}”不能与自身分离；请写另一环节",
                    )
                if (frozenset((line.id, other)), scope) in said:
                    continue
                name = f"{line.id}-{other}{end}"
                if name in taken:
                    raise spot.error(
                        key,
                        en=f"there is another separation '{name}'; give that one a different id",
                        zh=f"已有另一分离要求“{name}”；请为其另取 id",
                    )
                yield power.Separation(name, line.id, other, scope, bases(line.basis))


_SUGAR: tuple[tuple[str, written.Scope, str], ...] = (
    ("not_same_official_as", "official", ""),
    ("not_same_unit_as", "unit", "-unit"),
)
