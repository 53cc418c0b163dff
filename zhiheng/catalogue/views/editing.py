"""The editor: a document's text, the usual fields beside it, and what is wrong at the line and at the field."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from zhiheng.catalogue.actions import revise_draft
from zhiheng.catalogue.checking import check_document
from zhiheng.catalogue.editing.choosing import sections, templates
from zhiheng.catalogue.editing.pane import Line, base_of, is_changed, pane_of, posted, written
from zhiheng.catalogue.flaws import flaws_by_line, language
from zhiheng.catalogue.forms import DraftForm
from zhiheng.catalogue.queries import versions_seen_by
from zhiheng.core.errors import CatalogueError
from zhiheng.record.actor import Actor
from zhiheng.record.entitlement import ActingRequest, entitled
from zhiheng.record.errors import RecordRefusalError


@require_http_methods(["GET", "POST"])
@entitled("catalogue.draft")
def edit_draft(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The text and the form; ``act`` saves, writes the form into the text, or reads the form from it."""
    actor = _actor(request)
    version = get_object_or_404(versions_seen_by(actor), power__code=code, number=number)
    text = version.text
    form = DraftForm(initial={"text": text})
    if request.method == "POST":
        form = DraftForm(request.POST)
        if form.is_valid():
            text = form.cleaned_data["text"].replace("\r\n", "\n")
            try:
                text = _text_said(request.POST.dict(), text)
                if request.POST.get("act", "save") == "save":
                    revise_draft(actor, version=version, text=text, at=timezone.now())
                    messages.success(request, gettext("已保存。"))
                    return redirect("catalogue:edit", code=code, number=number)
                form = DraftForm(initial={"text": text})
            except RecordRefusalError as error:
                form.add_error("text", error.text(language()))
            except CatalogueError as error:
                form.add_error("text", getattr(error, language()))
    context = {"version": version, "form": form, **_shown(actor, text, str(version))}
    return render(request, "catalogue/edit.html", context, status=422 if form.errors else 200)


@require_POST
@entitled("catalogue.draft")
def lint_text(request: HttpRequest) -> HttpResponse:
    """What is wrong in a text as it is typed, and the form that says the same; nothing is kept.

    A form that somebody is filling in is left alone.
    """
    form = DraftForm(request.POST)
    text = form.cleaned_data["text"].replace("\r\n", "\n") if form.is_valid() else ""
    said = request.POST.dict()
    base = base_of(said)
    context = _shown(_actor(request), text, _place(request))
    context["filling_in"] = base is not None and is_changed(base, *posted(said))
    return render(request, "catalogue/editing/of_text.html", context)


@require_POST
@entitled("catalogue.draft")
def write_fields(request: HttpRequest) -> HttpResponse:
    """The text that says what the form says, as it is filled in; nothing is kept.

    No content where nobody changed a field, or where it cannot be written into the text as it stands.
    """
    form = DraftForm(request.POST)
    said = request.POST.dict()
    base, (top, lists) = base_of(said), posted(said)
    if base is None or not form.is_valid() or not is_changed(base, top, lists):
        return HttpResponse(status=204)
    before = form.cleaned_data["text"].replace("\r\n", "\n")
    try:
        text = written(before, base, top, lists)
    except (CatalogueError, RecordRefusalError):
        return HttpResponse(status=204)
    # What the text says anew has to come into the form: then all of it is shown again.
    anew = pane_of(before, ()).shown != said["shown"]
    context = _shown(_actor(request), text, _place(request), None if anew else lists)
    context |= {"form": DraftForm(initial={"text": text}), "anew": anew}
    return render(request, "catalogue/editing/of_fields.html", context)


def _text_said(said: Mapping[str, str], text: str) -> str:
    """The text to keep or to show: with the form in it where somebody changed that."""
    base = base_of(said)
    top, lists = posted(said)
    if base is None or said.get("act") == "read" or not is_changed(base, top, lists):
        return text
    return written(text, base, top, lists)


def _shown(
    actor: Actor, text: str, place: str, lists: Mapping[str, list[Line]] | None = None
) -> dict[str, Any]:
    checked = check_document(actor.city, text, place=place)
    flaws = flaws_by_line(checked, place, language())
    pane = pane_of(text, flaws, lists)
    return {"flaws": flaws, "pane": pane, "sections": sections(pane), "templates": templates()}


def _place(request: HttpRequest) -> str:
    return request.POST.get("place", "")[:200] or gettext("文档")


def _actor(request: HttpRequest) -> Actor:
    return cast("ActingRequest", request).actor
