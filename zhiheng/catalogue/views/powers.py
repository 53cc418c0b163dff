"""The list of powers in force, and one power."""

from collections.abc import Mapping
from typing import cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.catalogue.checking import check_document
from zhiheng.catalogue.flaws import flaws_by_line, language
from zhiheng.catalogue.forms import PowerFilter
from zhiheng.catalogue.models import Version
from zhiheng.catalogue.queries import counters, found_by, next_steps, powers_in_force, versions_seen_by
from zhiheng.record.entitlement import ActingRequest, entitled

_A_PAGE = 50
_LACKS: Mapping[str, Mapping[str, int]] = {
    "basis": {"has_basis": 0}, "steps": {"steps": 0}, "limits": {"limits": 0}, "holders": {"holders": 0},
}  # fmt: skip


@require_safe
@entitled("catalogue.see")
def list_powers(request: HttpRequest) -> HttpResponse:
    """Powers in force on a day, filtered and searched; with the counters of all of that day."""
    actor = cast("ActingRequest", request).actor
    form = PowerFilter(request.GET)
    day = form.day(timezone.localdate()) if form.is_valid() else timezone.localdate()
    everything = powers_in_force(actor, day)
    powers = _filtered(everything, form)
    page = Paginator(powers, _A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "day": day, "page": page, "counters": counters(everything)}
    return render(request, "catalogue/powers.html", context)


@require_safe
@entitled("catalogue.see")
def show_version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version: its steps, limits, separations, holders and law, and how it came to be."""
    actor = cast("ActingRequest", request).actor
    version = get_object_or_404(versions_seen_by(actor), power__code=code, number=number)
    checked = check_document(actor.city, version.text, place=str(version))
    others = versions_seen_by(actor).filter(power=version.power).order_by("-number")
    context = {
        "version": version, "checked": checked, "power": checked.versions[-1].power if checked.versions else None,
        "document": checked.versions[-1].document if checked.versions else None,
        "acts": version.acts.all(), "others": others, "next_steps": next_steps(actor, version),
        "flaws": flaws_by_line(checked, str(version), language()),
    }  # fmt: skip
    return render(request, "catalogue/version.html", context)


def _filtered(powers: QuerySet[Version], form: PowerFilter) -> QuerySet[Version]:
    if not form.is_valid():
        return powers
    said = form.cleaned_data
    for name in ("type", "tier", "unit"):
        if said[name]:
            powers = powers.filter(**{name: said[name]})
    if said["hall"]:
        powers = powers.filter(in_hall=True)
    if said["lacks"]:
        powers = powers.filter(**_LACKS[said["lacks"]])
    return found_by(powers, said["q"])
