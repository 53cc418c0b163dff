"""Lists of items: taken over whole, their lacks counted, and an item made into a draft."""

from collections import Counter
from typing import cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.catalogue.flaws import language
from zhiheng.catalogue.items import keep_items, model, read_items
from zhiheng.catalogue.models import Item, ItemList
from zhiheng.record.actor import Actor
from zhiheng.record.entitlement import ActingRequest, entitled
from zhiheng.record.errors import RecordRefusalError

_A_PAGE = 50
_LARGEST = 30_000_000  # bytes


class ItemListForm(forms.Form):
    """A list and what it is called."""

    title = forms.CharField(label=_("名称"), max_length=200)
    table = forms.FileField(label=_("文件"), widget=forms.FileInput(attrs={"accept": ".csv"}))


@require_http_methods(["GET", "HEAD", "POST"])
@entitled("catalogue.draft")
def list_item_lists(request: HttpRequest) -> HttpResponse:
    """The lists that were taken over, and the form for another."""
    actor = _actor(request)
    form = ItemListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        table = form.cleaned_data["table"]
        try:
            if table.size > _LARGEST:
                form.add_error("table", gettext("文件超过 30 MB；请分成几份。"))
            else:
                rows = read_items(table.read())
                kept = keep_items(actor, title=form.cleaned_data["title"], rows=rows, at=timezone.now())
                messages.success(request, gettext("已保存 %(many)s 行。") % {"many": len(rows)})
                return redirect("catalogue:items", number=kept.pk)
        except RecordRefusalError as error:
            form.add_error("table", error.text(language()))
    context = {"form": form, "lists": ItemList.objects.filter(city=actor.city)}
    return render(request, "catalogue/item_lists.html", context, status=422 if form.errors else 200)


@require_safe
@entitled("catalogue.draft")
def show_items(request: HttpRequest, number: int) -> HttpResponse:
    """The report of a list: how many lack what, and the items, all or those with one lack."""
    kept = get_object_or_404(ItemList, city=_actor(request).city, pk=number)
    counted = Counter(lack for lacks in kept.items.values_list("lacks", flat=True) for lack in lacks.split())
    english = language() == "en"
    lacks = [(lack, model().named(lack, english=english), many) for lack, many in counted.most_common()]
    lack = request.GET.get("lacks", "")
    items = kept.items.filter(lacks__contains=f" {lack} ") if lack in counted else kept.items.all()
    page = Paginator(items, _A_PAGE).get_page(request.GET.get("page"))
    rows = [(item, [model().named(one, english=english) for one in item.lacks.split()]) for item in page]
    context = {"list": kept, "page": page, "rows": rows, "lacks": lacks, "chosen": lack, "total": kept.items.count()}
    return render(request, "catalogue/items.html", context)


@require_safe
@entitled("catalogue.draft")
def show_item(request: HttpRequest, number: int, row: int) -> HttpResponse:
    """A row as it came, and what it lacks."""
    item = get_object_or_404(
        Item.objects.select_related("list"), list__city=_actor(request).city, list=number, row=row
    )
    lacks = [model().named(one, english=language() == "en") for one in item.lacks.split()]
    return render(request, "catalogue/item.html", {"item": item, "lacks": lacks})


def _actor(request: HttpRequest) -> Actor:
    return cast("ActingRequest", request).actor
