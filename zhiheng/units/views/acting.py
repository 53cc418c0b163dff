"""Acts on the organisation, one form for each."""

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from zhiheng.core.errors import Language
from zhiheng.record.entitlement import ActingRequest, entitled
from zhiheng.record.errors import RecordRefusalError
from zhiheng.units.forms import ACTS, ActForm


@require_http_methods(["GET", "HEAD", "POST"])
@entitled("units.edit")
def act_on_organisation(request: HttpRequest, what: str) -> HttpResponse:
    """The form of an act, begun with what the address says; what refuses it is told above the form."""
    act = ACTS.get(what)
    if act is None:
        raise Http404
    form = act.form(request.POST or None, initial={"day": timezone.localdate(), **request.GET.dict()})
    if request.method == "POST" and form.is_valid():
        try:
            act.carry_out(cast("ActingRequest", request).actor, form, timezone.now())
        except RecordRefusalError as error:
            form.add_error(None, error.text(language()))
        else:
            messages.success(request, gettext("已办理：%(act)s。") % {"act": act.title})
            return redirect(_afterwards(form))
    return render(request, "units/act.html", {"form": form, "act": act}, status=422 if form.errors else 200)


def language() -> Language:
    """The reader's, of the two that errors speak."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def _afterwards(form: ActForm) -> str:
    """The page of whom or what the act was about, as of its day."""
    said = form.cleaned_data
    day = urlencode({"on": said["day"].isoformat()})
    if said.get("official"):
        return f"{reverse('units:official', args=[said['official']])}?{day}"
    unit = said.get("unit") or said.get("code")
    if "title_zh" in said and "sender" in said:
        return reverse("units:teams")
    return f"{reverse('units:unit', args=[unit])}?{day}"
