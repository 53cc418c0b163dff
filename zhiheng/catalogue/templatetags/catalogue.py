"""What a document's lines are called, in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import get_language, gettext, gettext_lazy

from zhiheng.catalogue.names import TIERS, TYPES
from zhiheng.core.catalogue.document import After, Basis, Document, Limit, Mark, Step

register = template.Library()

_STEPS = {
    "submit": gettext_lazy("送审"), "check": gettext_lazy("审核通过"), "approve": gettext_lazy("批准"),
    "publish": gettext_lazy("公布"), "return": gettext_lazy("退回修改"), "withdraw": gettext_lazy("撤回"),
}  # fmt: skip


@register.filter
def power_type(code: str) -> str:
    """The type's name; the code itself where the standard has none for it."""
    return str(TYPES.get(code, code or "—"))


@register.filter
def tier_name(code: str) -> str:
    """The tier's name; the code itself where it is none of the usual."""
    return str(TIERS.get(code, code or "—"))


@register.filter
def step_name(step: str) -> str:
    """What an act on a version is called."""
    return str(_STEPS.get(step, step))


@register.simple_tag
def titled(line: Any) -> str:
    """A line's title in the reader's language, else its id."""
    title = line.title
    if isinstance(title, str):
        return title
    if title is None:
        return str(line.id)
    first, second = (title.en, title.zh) if _english() else (title.zh, title.en)
    return str(first or second or line.id)


@register.simple_tag
def cited(basis: Basis | Iterable[Basis] | None) -> str:
    """Laws and articles of a line."""
    bases = [basis] if isinstance(basis, Basis) else list(basis or ())
    return "；".join(f"{one.law}{one.article or ''}" for one in bases)


@register.simple_tag
def named_after(step: Step, document: Document) -> str:
    """The titles of the steps that have to come before."""
    titles = {other.id: titled(other) for other in document.steps}
    after = step.after
    if after is None:
        return "—"
    if isinstance(after, After):
        names = after.any or after.of or ()
        many = after.at_least or 1
        said = "、".join(titles.get(name, name) for name in names)
        return gettext("%(many)s 项即可：%(names)s") % {"many": many, "names": said}
    return "、".join(titles.get(name, name) for name in ((after,) if isinstance(after, str) else after))


@register.simple_tag
def span_of(limit: Limit) -> str:
    """What a limit allows, as the document writes it."""
    value = next((v for v in (limit.within, limit.under, limit.at_least, limit.over) if v is not None), None)
    if value is None:
        until = limit.until_date or (limit.until.date if isinstance(limit.until, Mark) else limit.until)
        return str(until or "—")
    words = f"{value} {limit.unit or ''}".strip()
    for en, zh in (("workdays", "个工作日"), ("workday", "个工作日"), ("days", "日"), ("day", "日"),
                   ("months", "个月"), ("month", "个月"), ("hours", "小时"), ("hour", "小时")):  # fmt: skip
        if not _english() and words.endswith(f" {en}"):
            return words.removesuffix(en) + zh
    return words


def _english() -> bool:
    return (get_language() or "").startswith("en")
