"""What the public reads of a power: the service guide, and its document as data."""

import json
from typing import cast

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.catalogue.checking import check_document
from zhiheng.catalogue.queries import in_force, versions_seen_by
from zhiheng.record.entitlement import ActingRequest, entitled, public
from zhiheng.record.models import City


@public
@require_safe
def show_guide(request: HttpRequest, city: str, code: str) -> HttpResponse:
    """The power as it is in force today: who decides, by which steps, within which limits, at what fee."""
    found = get_object_or_404(City, code=city)
    version = in_force(found, timezone.localdate()).filter(power__code=code).first()
    made = check_document(found, version.text, place=str(version)).versions if version else ()
    if not made:
        raise Http404
    return render(request, "catalogue/guide.html", {"city": found, "version": version, "document": made[-1].document})


@require_safe
@entitled("catalogue.see")
def export_document(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The document, with what it inherits, as JSON in the form of the schema."""
    versions = versions_seen_by(cast("ActingRequest", request).actor)
    version = get_object_or_404(versions, power__code=code, number=number)
    made = check_document(version.power.city, version.text, place=str(version)).versions
    if not made:
        raise Http404
    text = json.dumps(msgspec.to_builtins(made[-1].document), ensure_ascii=False, indent=1)
    answer = HttpResponse(text + "\n", content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{version.power.code}-{version.number}.json"'
    return answer
