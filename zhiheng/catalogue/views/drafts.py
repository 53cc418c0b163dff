"""The desk of those who keep the catalogue: what waits, new drafts, the acts."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.catalogue.actions import draft_version, take_step
from zhiheng.catalogue.flaws import language
from zhiheng.catalogue.forms import NewPowerForm, NoteForm
from zhiheng.catalogue.items import beginning_of
from zhiheng.catalogue.models import Item
from zhiheng.catalogue.queries import steps_waiting_for, versions_seen_by, waiting_for
from zhiheng.record.actor import Actor
from zhiheng.record.entitlement import ActingRequest, entitled
from zhiheng.record.errors import RecordRefusalError

_A_PAGE = 50
_STEPS = ("submit", "check", "approve", "publish", "return", "withdraw")


@require_safe
@entitled("catalogue.see")
def list_waiting(request: HttpRequest) -> HttpResponse:
    """What waits for who is logged in."""
    actor = _actor(request)
    page = Paginator(waiting_for(actor), _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalogue/desk.html", {"page": page, "steps": steps_waiting_for(actor)})


@require_http_methods(["GET", "POST"])
@entitled("catalogue.draft")
def draft_power(request: HttpRequest) -> HttpResponse:
    """A new power, or a new version of one: of ``?of=code@number`` the text is taken to begin with."""
    actor = _actor(request)
    if request.method == "POST":
        form = NewPowerForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            try:
                version = draft_version(actor, code=said["code"], text=said["text"], at=timezone.now())
            except RecordRefusalError as error:
                form.add_error("text", error.text(language()))
            else:
                return redirect("catalogue:edit", code=version.power.code, number=version.number)
    else:
        form = NewPowerForm(initial=_of_item(actor, request) or _beginning(actor, request.GET.get("of", "")))
    return render(request, "catalogue/new.html", {"form": form}, status=200 if not form.errors else 422)


@require_POST
@entitled("catalogue.see")
def act_on_version(request: HttpRequest, code: str, number: int, step: str) -> HttpResponse:
    """Take one of the steps of the publication; what refuses it is told on the version's page."""
    actor = _actor(request)
    version = get_object_or_404(versions_seen_by(actor), power__code=code, number=number)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    if step not in _STEPS:
        return HttpResponse(status=404)
    try:
        version = take_step(actor, version=version, step=step, at=timezone.now(), note=note)
    except RecordRefusalError as error:
        messages.error(request, error.text(language()))
    else:
        messages.success(request, gettext("%(version)s：%(state)s") % {
            "version": version, "state": version.get_state_display(),
        })  # fmt: skip
    return redirect("catalogue:version", code=code, number=number)


def _actor(request: HttpRequest) -> Actor:
    return cast("ActingRequest", request).actor


def _beginning(actor: Actor, of: str) -> dict[str, str]:
    code, _, number = of.rpartition("@")
    if not number.isdecimal():
        return {}
    version = versions_seen_by(actor).filter(power__code=code, number=int(number[:9])).first()
    return {"code": version.power.code, "text": version.text} if version else {}


def _of_item(actor: Actor, request: HttpRequest) -> dict[str, str]:
    """The beginning of a draft where ``?item=`` names an item of a list."""
    number = request.GET.get("item", "")
    if not number.isdecimal():
        return {}
    item = Item.objects.filter(list__city=actor.city, pk=int(number[:18])).select_related("list").first()
    return {"text": beginning_of(item)} if item else {}
