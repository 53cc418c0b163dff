"""Two versions of a power, as a lawyer compares them."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhiheng.catalogue.checking import check_document
from zhiheng.catalogue.flaws import language
from zhiheng.catalogue.models import Version
from zhiheng.catalogue.queries import versions_seen_by
from zhiheng.core.catalogue import Difference, Document, differences, in_chinese
from zhiheng.record.entitlement import ActingRequest, entitled

_CHANGES = {"added": _("新增"), "removed": _("删除"), "changed": _("修改"), "moved": _("顺序调整")}


@require_safe
@entitled("catalogue.see")
def compare_versions(request: HttpRequest, code: str) -> HttpResponse:
    """What differs between ``?old=`` and ``?new=``: the newest and the one before it, where none is named."""
    actor = cast("ActingRequest", request).actor
    versions = get_list_or_404(versions_seen_by(actor).filter(power__code=code).order_by("-number"))
    new = _chosen(versions, request.GET.get("new"), 0)
    before = [version for version in versions if version.number < new.number] or [new]
    old = _chosen(versions, request.GET.get("old"), versions.index(before[0]))
    read = {version: _document(version) for version in (old, new)}
    context: dict[str, Any] = {"old": old, "new": new, "versions": versions}
    first, second = read[old], read[new]
    if first is None or second is None:
        context["unreadable"] = old if first is None else new
    else:
        context["found"] = [_shown(one) for one in differences(first, second)]
    return render(request, "catalogue/compare.html", context)


def _chosen(versions: list[Version], number: str | None, otherwise: int) -> Version:
    """The version with that number, else the one at that place."""
    return next((version for version in versions if str(version.number) == number), versions[otherwise])


def _document(version: Version) -> Document | None:
    made = check_document(version.power.city, version.text, place=str(version)).versions
    return made[-1].document if made else None


def _shown(one: Difference) -> dict[str, Any]:
    tongue = language()
    word = in_chinese if tongue == "zh" else str
    return {
        "place": one.place(tongue), "change": _CHANGES[one.change], "old": word(one.old), "new": word(one.new),
        "weight": one.weight,
    }  # fmt: skip
