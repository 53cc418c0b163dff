"""A limit as written into a limit in full: where it begins and ends, how much, and what is usual."""

from typing import NamedTuple

from zhiheng.core.catalogue import document as written
from zhiheng.core.catalogue.context import Context, Spot
from zhiheng.core.catalogue.document import DURATIONS, Mark, Which
from zhiheng.core.catalogue.durations import CHINESE, NotADurationError, Unit, unit_of
from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.catalogue.power import Bases, Limit
from zhiheng.core.errors import CatalogueError


class _End(NamedTuple):
    step: str | None = None
    date: str | None = None
    which: Which | None = None


class _Figure(NamedTuple):
    key: str
    allowed: int | None
    unit: Unit
    under: bool


def limit(line: written.Limit, context: Context, basis: Bases) -> Limit:
    """The limit with nothing left to guess.

    Raises CatalogueError where it has no end, no measure, two of them, or a measure that cannot be taken.
    """
    spot = Spot(context, "limits", line.id)
    until = _until(line, spot)
    figure = _figure(line, spot, until)
    kind = line.kind or ("minimum" if figure.key in ("at_least", "over") else "statutory")
    minimum = kind == "minimum"
    if minimum != (figure.key in ("at_least", "over")):
        raise _wrong_figure(spot, figure.key, kind)
    start = _end(spot, "from", line.from_, line.from_step, line.from_date, line.from_which)
    if start is None and until is None:
        raise spot.missing("from")
    end = _end(spot, "to", line.to, line.to_step, line.to_date, line.to_which)
    if end is None:
        raise spot.missing("to")
    if end.which == "each":
        raise spot.error(
            "to",
            en="`each` is for the start only; write first or last",
            zh="each 仅用于起算；请写 first 或 last",
        )
    precision = _precision(line, spot, figure)
    by_day = precision == "day" and not minimum
    return Limit(
        id=line.id,
        kind=kind,
        from_step=start.step if start else None,
        from_date=start.date if start else None,
        from_which=start.which if start else None,
        to_step=end.step,
        to_date=end.date,
        to_which=end.which,
        until_date=until,
        allowed=figure.allowed,
        unit=figure.unit,
        precision=precision,
        must_happen=not minimum and line.must_happen is not False,
        ends_with=None if line.ends_with is None else spot.step("ends_with", line.ends_with),
        # A working-day limit ends on a working day anyhow.
        roll=by_day and figure.unit != "workday" and (until is None if line.roll is None else line.roll),
        stops=not minimum and until is None and line.stops is not False,
        under=figure.under,
        basis=basis,
    )


def _until(line: written.Limit, spot: Spot) -> str | None:
    if line.until is not None and line.until_date is not None:
        raise spot.error("until_date", en="`until` says it already; keep one", zh="与 until 重复；请只保留一个")
    value = line.until_date if line.until is None else line.until
    if not isinstance(value, Mark):
        return value
    if value.date is None or value.step is not None:
        raise spot.error(
            "until",
            en="it names a date of the case; write until: {date: name}, and a step under `to`",
            zh="此处应为办件载明的日期；请写 until: {date: 名称}，环节写在 to 之下",
        )
    return value.date


def _figure(line: written.Limit, spot: Spot, until: str | None) -> _Figure:
    given = [key for key in DURATIONS if getattr(line, key) is not None]
    if until is not None:
        given.append("until")
    if len(given) != 1:
        said, said_zh = (" and ".join(given), "、".join(given)) if given else ("none of them", "均未写")
        raise spot.error(
            given[-1] if given else "within",
            en=f"a limit says one of within, under, at_least, over, until; this one says {said}",
            zh=f"时限应写 within、under、at_least、over、until 之一；本条为：{said_zh}",
        )
    key = given[0]
    if key == "until":
        return _Figure(key, None, _until_unit(line, spot), under=False)
    amount, unit = spot.duration(key, getattr(line, key), line.unit)
    return _Figure(key, amount, unit, under=key in ("under", "over"))


def _until_unit(line: written.Limit, spot: Spot) -> Unit:
    """A limit that ends on a date of the case is measured in days, or to the instant."""
    if line.unit is None:
        return "day"
    try:
        unit = unit_of(line.unit)
    except NotADurationError as error:
        raise spot.error("unit", en=error.en, zh=error.zh) from None
    if unit not in ("day", "hour"):
        raise spot.error(
            "unit",
            en="a limit with `until` is measured in days or hours; leave `unit` out",
            zh="写 until 的时限按日或按小时计；请删去 unit",
        )
    return unit


def _wrong_figure(spot: Spot, key: str, kind: str) -> CatalogueError:
    if kind == "minimum":
        return spot.error(
            key,
            en="a minimum says at_least or over; write one of these, counted from what it waits for",
            zh="最短间隔应写 at_least 或 over，自所等待的环节或日期起算",
        )
    return spot.error(
        key,
        en=f"at_least and over belong to kind: minimum; this limit is {kind}",
        zh=f"at_least、over 仅用于 kind: minimum；本条为 {kind}",
    )


def _precision(line: written.Limit, spot: Spot, figure: _Figure) -> written.Precision:
    if figure.unit == "hour":
        if line.precision == "day":
            raise spot.error(
                "precision",
                en="hours are counted to the instant; leave it out",
                zh="小时须按时刻计算；请删去此键",
            )
        return "instant"
    if line.precision == "instant" and figure.unit != "day":
        raise spot.error(
            "precision",
            en=f"{figure.unit}s are counted by the day; leave it out, or count in days or hours",
            zh=f"按{CHINESE[figure.unit]}计的时限只能核算到日；请删去或改按日计",
        )
    return line.precision or "day"


def _end(
    spot: Spot, key: str, mark: str | Mark | None, step: str | None, date: str | None, which: Which | None
) -> _End | None:
    """Where the limit begins or ends, from any of the ways to write it; None: not said."""
    said = [name for name, value in ((key, mark), (f"{key}_step", step), (f"{key}_date", date)) if value is not None]
    if len(said) > 1:
        raise spot.error(said[1], en=f"`{said[0]}` says it already; keep one", zh=f"与“{said[0]}”重复；请只保留一个")
    if isinstance(mark, Mark):
        if (mark.step is None) == (mark.date is None):
            raise spot.error(key, en="write either step or date in it", zh="其中应写 step 或 date 之一")
        step, date, which = mark.step, mark.date, mark.which or which
    elif mark is not None:
        step, date = _step_or_date(spot, key, mark)
    elif step is None and date is None:
        return None
    if date is not None:
        if which is not None:
            raise spot.error(key, en="a date occurs once; leave `which` out", zh="日期只有一个；请删去 which")
        return _End(date=date)
    return _End(step=spot.step(key, step or ""), which=which or "first")


def _step_or_date(spot: Spot, key: str, name: str) -> tuple[str | None, str | None]:
    """A bare name is a step, or else one of the dates that the log's cases carry."""
    steps, other_days, dates = spot.context.steps, spot.context.other_days, spot.context.dates
    if name in steps or (name in other_days and name not in dates):
        return name, None
    if name in dates:
        return None, name
    end = hint(name, [*steps, *dates])
    raise spot.error(
        key,
        en=f"there is no step and no case date '{name}'; {end.en} (a date: {{date: {name}}})",
        zh=f"没有名为“{name}”的环节或办件日期；{end.zh}（日期写作 {{date: {name}}}）",
    )
