"""Tables in and out: a preview with every error at once, then the confirmation."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from zhiheng.record.actor import Actor
from zhiheng.record.entitlement import ActingRequest, entitled
from zhiheng.record.errors import RecordRefusalError
from zhiheng.units.importing.drafts import confirm_draft, drop_draft, keep_draft, read_draft
from zhiheng.units.importing.exporting import export_csv, export_xlsx
from zhiheng.units.importing.reading import Upload
from zhiheng.units.views.acting import language

_LARGEST = 30_000_000  # bytes of all files together
_SHOWN = 200           # changes and faults that the preview lists; the counts are of all
_FORMS: dict[str, tuple[Callable[..., bytes], str]] = {
    "xlsx": (export_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "zip": (export_csv, "application/zip"),
}


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class _SeveralFiles(forms.FileField):
    """Each of the files is checked as one would be."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(_SeveralFiles, self).clean(one, initial) for one in data or [None]]


class UploadForm(forms.Form):
    """CSV files called as their tables, or a workbook with a sheet for each."""

    tables = _SeveralFiles(label=_("文件"), widget=_Files(attrs={"accept": ".csv,.xlsx"}))


@require_http_methods(["GET", "HEAD", "POST"])
@entitled("units.edit")
def upload_tables(request: HttpRequest) -> HttpResponse:
    """Take the files and show what they would change; nothing is written yet."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        files = form.cleaned_data["tables"]
        if sum(file.size or 0 for file in files) > _LARGEST:
            form.add_error("tables", gettext("文件共超过 30 MB；请分次导入。"))
        else:
            try:
                uploads = [Upload(file.name or "", file.read()) for file in files]
                draft, _plan = keep_draft(_actor(request), uploads=uploads, at=timezone.now())
            except RecordRefusalError as error:
                form.add_error("tables", error.text(language()))
            else:
                return redirect("units:preview", draft=draft.pk)
    return render(request, "units/upload.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@entitled("units.edit")
def preview_tables(request: HttpRequest, draft: int) -> HttpResponse:
    """What the tables would change now; POST confirms what was shown, or drops it."""
    actor = _actor(request)
    if request.method == "POST" and "drop" in request.POST:
        drop_draft(actor, draft=draft)
        return redirect("units:import")
    try:
        if request.method == "POST":
            shown = request.POST.get("fingerprint", "")
            written = confirm_draft(actor, draft=draft, fingerprint=shown, at=timezone.now())
            messages.success(request, gettext("已导入，写入 %(many)s 行。") % {"many": written})
            return redirect("units:units")
        kept, plan = read_draft(actor, draft)
    except RecordRefusalError as error:
        messages.error(request, error.text(language()))
        return redirect("units:import")
    changes = [change for change in plan.changes if change.status != "unchanged"]
    context = {
        "draft": kept, "plan": plan, "counts": plan.counts.items(), "changes": changes[:_SHOWN], "many": len(changes),
        "faults": [(fault, fault.en if language() == "en" else fault.zh) for fault in sorted(plan.faults)[:_SHOWN]],
        "fingerprint": plan.fingerprint,
    }  # fmt: skip
    return render(request, "units/preview.html", context)


@require_POST
@entitled("units.see")
def export_tables(request: HttpRequest, form: str) -> HttpResponse:
    """All that one may see, as a workbook or a zip of CSV files; that it was taken out is on record."""
    if form not in _FORMS:
        raise Http404
    make, kind = _FORMS[form]
    answer = HttpResponse(make(_actor(request), at=timezone.now()), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="organisation.{form}"'
    return answer


def _actor(request: HttpRequest) -> Actor:
    return cast("ActingRequest", request).actor
