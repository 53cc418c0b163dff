"""The organisation as of a day: tree, chart, units, officials, teams."""

from datetime import date
from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.record.actor import Actor
from zhiheng.record.entitlement import ActingRequest, entitled
from zhiheng.units.forms import ViewForm
from zhiheng.units.models import Post
from zhiheng.units.queries import (
    official_page,
    officials_named,
    org_chart_on,
    staffed_units,
    teams_on,
    tree_on,
    unit_page,
    units_named,
)

_A_PAGE = 100


@require_safe
@entitled("units.see")
def list_units(request: HttpRequest) -> HttpResponse:
    """The tree of a day, or those that a search finds."""
    actor, form, day = _asked(request)
    words = form.cleaned_data["q"]
    units = units_named(actor, day, words) if words else tree_on(actor, day)
    page = Paginator(units, _A_PAGE).get_page(request.GET.get("page"))
    staffed = staffed_units(actor, day, [unit.code for unit in page])
    rows = [(unit, staffed.get(unit.code)) for unit in page]
    return render(request, "units/units.html", {"page": page, "rows": rows, "form": form, "day": day, "words": words})


@require_safe
@entitled("units.see")
def show_unit(request: HttpRequest, code: str) -> HttpResponse:
    """A unit on a day, with who works in it and what it was before."""
    actor, form, day = _asked(request)
    about = unit_page(actor, code, day)
    if about is None:
        raise Http404
    return render(request, "units/unit.html", {"about": about, "form": form, "day": day})


@require_safe
@entitled("units.see")
def show_chart(request: HttpRequest, code: str) -> HttpResponse:
    """The chart of a unit and those below it: who had which post on a day, and who was in charge."""
    actor, form, day = _asked(request)
    about = unit_page(actor, code, day)
    if about is None:
        raise Http404
    chart = org_chart_on(actor, day, below=about.unit.path)
    least = about.unit.depth
    seats = [(seat, min(seat.unit.depth - least, 6)) for seat in chart.seats[:_A_PAGE]]
    context = {"about": about, "seats": seats, "left_out": len(chart.seats) - len(seats), "form": form, "day": day}
    return render(request, "units/chart.html", context)


@require_safe
@entitled("units.see")
def list_officials(request: HttpRequest) -> HttpResponse:
    """Officials who may be seen, with their posts of the day."""
    actor, form, day = _asked(request)
    found = officials_named(actor, day, form.cleaned_data["q"])
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    held: dict[int, list[Post]] = {}
    for post in Post.objects.filter(city=actor.city, official__in=[one.pk for one in page]).on(day):
        held.setdefault(post.official_id, []).append(post)
    rows = [(one, held.get(one.pk, [])) for one in page]
    return render(request, "units/officials.html", {"page": page, "rows": rows, "form": form, "day": day})


@require_safe
@entitled("units.see")
def show_official(request: HttpRequest, code: str) -> HttpResponse:
    """An official with his whole history, where he may be seen on that day."""
    actor, form, day = _asked(request)
    about = official_page(actor, code, day)
    if about is None:
        raise Http404
    return render(request, "units/official.html", {"about": about, "form": form, "day": day})


@require_safe
@entitled("units.see")
def list_teams(request: HttpRequest) -> HttpResponse:
    """Dispatched teams, and the organs that each watches."""
    actor, form, day = _asked(request)
    return render(request, "units/teams.html", {"teams": teams_on(actor, day), "form": form, "day": day})


def _asked(request: HttpRequest) -> tuple[Actor, ViewForm, date]:
    """Who asks, the form, and the day; what cannot be read as a day is today."""
    form = ViewForm(request.GET)
    form.is_valid()
    form.cleaned_data.setdefault("q", "")
    return cast("ActingRequest", request).actor, form, form.cleaned_data.get("on") or timezone.localdate()
