"""The list of powers in force, and one power."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhiheng.catalogue.checking import check_document
from zhiheng.catalogue.flaws import flaws_by_line, language
from zhiheng.catalogue.forms import PowerFilter
from zhiheng.catalogue.models import Holding, Version
from zhiheng.catalogue.queries import (
    counters,
    found_by,
    listed_twice,
    next_steps,
    powers_in_force,
    versions_seen_by,
    with_holdings,
)
from zhiheng.record.entitlement import ActingRequest, entitled
from zhiheng.units.queries import titles_on

_A_PAGE = 50
TIERS = {
    "province": _("省级"), "city": _("市级"), "county": _("县（区）级"), "zone": _("功能区"),
    "township": _("乡镇（街道）级及村（社区）"),
}  # fmt: skip
_LACKS: Mapping[str, Mapping[str, int]] = {
    "basis": {"has_basis": 0}, "steps": {"steps": 0}, "limits": {"limits": 0}, "holders": {"holders": 0},
}  # fmt: skip


@require_safe
@entitled("catalogue.see")
def list_powers(request: HttpRequest) -> HttpResponse:
    """Powers in force on a day, filtered and searched."""
    actor = cast("ActingRequest", request).actor
    form, day = _asked(request)
    powers = _filtered(powers_in_force(actor, day), form)
    page = Paginator(powers, _A_PAGE).get_page(request.GET.get("page"))
    units = titles_on(actor, day, {version.unit for version in page})
    return render(request, "catalogue/powers.html", {"form": form, "day": day, "page": page, "units": units})


@require_safe
@entitled("catalogue.see")
def show_counters(request: HttpRequest) -> HttpResponse:
    """How many powers there are by type, tier and unit, what they lack, and how they were handed on."""
    actor = cast("ActingRequest", request).actor
    form, day = _asked(request)
    counted = counters(powers_in_force(actor, day))
    handed = [
        {"by": by, "title": Holding.By(by).label, "tier": tier, "many": many}
        for (by, tier), many in sorted(counted.handed_on.items())
    ]
    units = titles_on(actor, day, set(counted.by_unit))
    context = {"counters": counted, "handed": handed, "day": day, "form": form, "units": units}
    return render(request, "catalogue/counters.html", context)


@require_safe
@entitled("catalogue.see")
def compare_tiers(request: HttpRequest) -> HttpResponse:
    """Who holds each power at which tier, and from where: powers down, tiers across."""
    actor = cast("ActingRequest", request).actor
    form, day = _asked(request)
    powers = _filtered(powers_in_force(actor, day), form)
    by = request.GET.get("by", "")
    held_at = request.GET.get("held_at", "")
    page = Paginator(with_holdings(powers, by, held_at), _A_PAGE).get_page(request.GET.get("page"))
    rows = [(version, _by_tier(version)) for version in page]
    units = titles_on(actor, day, {one.unit for _version, held in rows for each in held for one in each})
    context = {"form": form, "day": day, "page": page, "rows": rows, "tiers": TIERS.values(), "units": units}
    return render(request, "catalogue/tiers.html", context)


def _by_tier(version: Version) -> list[list[Holding]]:
    held: dict[str, list[Holding]] = {tier: [] for tier in TIERS}
    for holding in version.holdings.all():
        held.setdefault("township" if holding.tier in {"community", "village"} else holding.tier, []).append(holding)
    return [held[tier] for tier in TIERS]


def _asked(request: HttpRequest) -> tuple[PowerFilter, date]:
    form = PowerFilter(request.GET)
    return form, form.day(timezone.localdate()) if form.is_valid() else timezone.localdate()


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
    if said["twice"]:
        powers = listed_twice(powers)
    if said["lacks"]:
        powers = powers.filter(**_LACKS[said["lacks"]])
    return found_by(powers, said["q"])
