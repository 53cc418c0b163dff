"""What is wrong or doubtful in a power as a whole, beyond what one line can show."""

from collections.abc import Iterable, Iterator, Mapping

from zhiheng.core.catalogue.context import CatalogueWarning, Context, Spot
from zhiheng.core.catalogue.delegation import refused
from zhiheng.core.catalogue.document import Document
from zhiheng.core.catalogue.durations import CHINESE
from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.catalogue.power import ClockStop, Limit, Power, Step
from zhiheng.core.errors import CatalogueError


def errors(power: Power, document: Document, context: Context) -> Iterator[CatalogueError]:
    """What makes the power impossible to apply."""
    yield from _activities_claimed_twice(power, context)
    yield from _circles(power, context)
    yield from _separations_from_itself(power, context)
    yield from _caps_in_other_units(power, context)
    yield from refused(power, context)
    for risk in document.risks:
        try:
            Spot(context, "risks", risk.step).step("step", risk.step)
        except CatalogueError as error:
            yield error


def warnings(power: Power, document: Document, context: Context) -> Iterator[CatalogueWarning]:
    """What an editor should look at."""
    yield from _nameless(power, document, context)
    yield from _never_reached(power, context)
    yield from _keys_without_effect(power, document, context)
    yield from _extensions_of_nothing(power, document, context)
    yield from _backwards(power, context)
    yield from _longer_than_the_law(power, context)
    yield from _unknown_dates(power, context)


def _nameless(power: Power, document: Document, context: Context) -> Iterator[CatalogueWarning]:
    """Title, basis and steps: what every power should have."""
    if document.title is None:
        yield CatalogueWarning(
            context.where("", "", ""),
            "the power has no title; add title: {zh: …, en: …}",
            "职权没有名称；请补上 title: {zh: …, en: …}",
        )
    cited = all(limit.basis for limit in power.limits) and all(step.basis for step in power.steps)
    if document.basis is None and not cited:
        yield CatalogueWarning(
            context.where("", "", ""),
            "the power has no basis, so its findings cite no law; add basis: [{law: …, article: …}]",
            "职权没有依据，其发现无法引用法律；请补上 basis: [{law: …, article: …}]",
        )
    if not power.steps:
        yield CatalogueWarning(
            context.where("", "", ""),
            "the power has no step, so every act in it is unknown; add steps",
            "职权没有环节，其办件中的行为均无法对应；请补上 steps",
        )


def _activities_claimed_twice(power: Power, context: Context) -> Iterator[CatalogueError]:
    owner: dict[str, str] = {}
    for step in power.steps:
        for activity in step.activities:
            first = owner.setdefault(activity, step.id)
            if first != step.id:
                yield Spot(context, "steps", step.id).error(
                    "activity",
                    en=f"'{activity}' is step '{first}' already; let it belong to one step",
                    zh=f"“{activity}”已属于环节“{first}”；请使一个活动只属于一个环节",
                )


def _circles(power: Power, context: Context) -> Iterator[CatalogueError]:
    chain = circle({step.id: step.after for step in power.steps})
    if chain:
        yield Spot(context, "steps", chain[0]).error(
            "after",
            en=f"the steps wait for each other ({' after '.join(chain)}); write a way back as returns_to",
            zh=f"环节互相等待（{' 后于 '.join(chain)}）；退回请用 returns_to",
        )


def circle(after: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Steps that wait for each other, the first repeated at the end; empty if there are none."""
    left = dict(after)
    while free := [step for step, befores in left.items() if not any(before in left for before in befores)]:
        for step in free:
            del left[step]
    if not left:
        return []
    path = [next(iter(left))]
    while path.count(path[-1]) == 1:
        path.append(next(before for before in left[path[-1]] if before in left))
    return path[path.index(path[-1]) :]


def _extensions_of_nothing(power: Power, document: Document, context: Context) -> Iterator[CatalogueWarning]:
    known = {limit.id for limit in power.limits}
    for line in document.extensions:
        if line.limit not in known:
            end = hint(line.limit, known)
            yield Spot(context, "extensions", line.limit).warning(
                "limit",
                en=f"there is no such limit, so the line has no effect; {end.en}",
                zh=f"没有这一时限，本条不起作用；{end.zh}",
            )


def _separations_from_itself(power: Power, context: Context) -> Iterator[CatalogueError]:
    for line in power.separations:
        if line.step_a == line.step_b:
            yield Spot(context, "separations", line.id).error(
                "steps",
                en=f"'{line.step_a}' cannot be separated from itself; name two steps",
                zh=f"“{line.step_a}”不能与自身分离；请写两个环节",
            )


def _caps_in_other_units(power: Power, context: Context) -> Iterator[CatalogueError]:
    """A cap cuts the stopped time of a limit only when both count the same thing."""
    stopping = [limit for limit in power.limits if limit.stops]
    for stop in power.clock_stops:
        other = next((limit for limit in stopping if not _comparable(stop, limit)), None)
        if stop.unit is None or other is None:
            continue
        hours = stop.unit == "hour" and other.unit == "day"
        yield Spot(context, "clock_stops", stop.ground).error(
            "cap",
            en=f"it counts {stop.unit}s, and limit '{other.id}', which it stops, counts {other.unit}s; use one unit, "
            + ("write precision: instant on that limit, " if hours else "")
            + "or write stops: false on that limit",
            zh=f"上限按{CHINESE[stop.unit]}计，所停的时限“{other.id}”按{CHINESE[other.unit]}计；请统一单位，"
            + ("或在该时限写 precision: instant，" if hours else "")
            + "或在该时限写 stops: false",
        )


def _comparable(stop: ClockStop, limit: Limit) -> bool:
    """Days and hours are lengths of time to a limit that is measured to the moment."""
    if stop.unit is None or stop.unit == limit.unit:
        return True
    return limit.precision == "instant" and stop.unit in ("day", "hour")


def _never_reached(power: Power, context: Context) -> Iterator[CatalogueWarning]:
    reached: set[str] = set()
    left = [step for step in power.steps if step.max_times != 0]
    while more := [step for step in left if _ready(step, reached)]:
        reached.update(step.id for step in more)
        left = [step for step in left if step.id not in reached]
    for step in power.steps:
        if step.id not in reached:
            yield Spot(context, "steps", step.id).warning(
                "max_times" if step.max_times == 0 else "after",
                en="the step can never be reached; mend its predecessors or max_times",
                zh="该环节永远无法到达；请检查前置环节与 max_times",
            )


def _ready(step: Step, reached: set[str]) -> bool:
    if step.needed is None:
        return reached.issuperset(step.after)
    return sum(before in reached for before in step.after) >= step.needed


def _keys_without_effect(power: Power, document: Document, context: Context) -> Iterator[CatalogueWarning]:
    full = {limit.id: limit for limit in power.limits}
    for line in document.limits:
        limit = full[line.id]
        idle = {"roll": not limit.roll and limit.unit != "workday", "stops": not limit.stops}
        for key, vain in idle.items():
            if vain and getattr(line, key):
                yield Spot(context, "limits", line.id).warning(
                    key,
                    en="true has no effect on a limit of this form; leave it out",
                    zh="写 true 对此类时限不起作用；请删去",
                )


def _backwards(power: Power, context: Context) -> Iterator[CatalogueWarning]:
    after = {step.id: step.after for step in power.steps}
    for limit in power.limits:
        start, end = limit.from_step, limit.to_step
        if start is None or end is None:
            continue
        spot = Spot(context, "limits", limit.id)
        if start == end and limit.from_which == limit.to_which:
            yield spot.warning(
                "to",
                en="the limit ends with the act it begins with; for the next write which: each in `from`",
                zh="时限起止为同一行为；若指下一次，请在 from 之下写 which: each",
            )
        elif start != end and end in _befores(after, start):
            yield spot.warning(
                "to",
                en=f"'{end}' comes before '{start}', where the limit begins; exchange them if not meant so",
                zh=f"“{end}”先于起算的“{start}”；如非本意请对调",
            )


def _befores(after: Mapping[str, tuple[str, ...]], step: str) -> set[str]:
    """All steps that come before one, directly or further."""
    seen: set[str] = set()
    waiting = list(after[step])
    while waiting:
        before = waiting.pop()
        if before not in seen:
            seen.add(before)
            waiting += after[before]
    return seen


def _longer_than_the_law(power: Power, context: Context) -> Iterator[CatalogueWarning]:
    statutory = [limit for limit in power.limits if limit.kind == "statutory"]
    for limit in power.limits:
        if limit.kind not in ("promised", "step") or limit.allowed is None:
            continue
        for law in statutory:
            if law.allowed is not None and law.allowed < limit.allowed and _stretch(law) == _stretch(limit):
                yield Spot(context, "limits", limit.id).warning(
                    "within",
                    en=f"{limit.allowed} {limit.unit}s are more than the {law.allowed} of the statutory limit"
                    f" '{law.id}'; shorten it",
                    zh=f"{limit.allowed} {limit.unit} 长于法定时限“{law.id}”的 {law.allowed}；请缩短",
                )


def _stretch(limit: Limit) -> tuple[str | None, ...]:
    return limit.from_step, limit.from_date, limit.to_step, limit.to_date, limit.unit


def _unknown_dates(power: Power, context: Context) -> Iterator[CatalogueWarning]:
    if not context.dates:
        return
    for limit in power.limits:
        yield from _unknown_dates_of(limit, context)


def _unknown_dates_of(limit: Limit, context: Context) -> Iterable[CatalogueWarning]:
    for key, name in (("from", limit.from_date), ("to", limit.to_date), ("until", limit.until_date)):
        if name is not None and name not in context.dates:
            yield Spot(context, "limits", limit.id).warning(
                key,
                en=f"the log gives no case date '{name}', so nothing can be checked; add it to case_dates",
                zh=f"日志未提供办件日期“{name}”，因而无法核验；请在 case_dates 中补上",
            )
