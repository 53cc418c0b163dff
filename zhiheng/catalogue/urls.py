"""Addresses of the catalogue."""

from django.urls import path, register_converter

from zhiheng.catalogue.converters import CodeConverter
from zhiheng.catalogue.views import comparing, drafts, editing, guide, items, lists, powers

register_converter(CodeConverter, "power")

app_name = "catalogue"
urlpatterns = [
    path("", powers.list_powers, name="powers"),
    path("lists/", items.list_item_lists, name="item-lists"),
    path("lists/<int:number>/", items.show_items, name="items"),
    path("lists/<int:number>/<int:row>/", items.show_item, name="item"),
    path("counters/", powers.show_counters, name="counters"),
    path("tiers/", powers.compare_tiers, name="tiers"),
    path("desk/", drafts.list_waiting, name="desk"),
    path("desk/<slug:step>/", lists.act_on_many, name="act-on-many"),
    path("new/", drafts.draft_power, name="new"),
    path("lint/", editing.lint_text, name="lint"),
    path("fields/", editing.write_fields, name="fields"),
    path("<power:code>/compare/", comparing.compare_versions, name="compare"),
    path("guide/<slug:city>/<power:code>/", guide.show_guide, name="guide"),
    path("<power:code>/<int:number>/json/", guide.export_document, name="export"),
    path("<power:code>/<int:number>/", powers.show_version, name="version"),
    path("<power:code>/<int:number>/edit/", editing.edit_draft, name="edit"),
    path("<power:code>/<int:number>/<slug:step>/", drafts.act_on_version, name="act"),
]
