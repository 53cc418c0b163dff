"""The menu at the left: what each app offers to who holds the right for it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

ENTRIES = (
    ("catalogue:powers", _("权力清单"), "catalogue.see"),
    ("catalogue:counters", _("清单统计"), "catalogue.see"),
    ("catalogue:tiers", _("四级对照"), "catalogue.see"),
    ("catalogue:item-lists", _("事项目录"), "catalogue.draft"),
    ("catalogue:desk", _("清单待办"), "catalogue.see"),
    ("units:units", _("组织机构"), "units.see"),
    ("units:officials", _("人员"), "units.see"),
    ("units:teams", _("派驻监督"), "units.see"),
    ("units:import", _("导入导出"), "units.edit"),
    ("accounts:accounts", _("账号"), "accounts.manage"),
    ("accounts:grants", _("授权"), "grants.see"),
    ("accounts:record", _("操作记录"), "record.read"),
    ("jobs:jobs", _("后台任务"), "catalogue.see"),
)


def menu(request: HttpRequest) -> dict[str, Any]:
    """The entries that whoever is logged in may open."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"menu": []}
    offered = [(reverse(name), title) for name, title, right in ENTRIES if actor.rights.get(right)]
    return {"menu": [{"url": url, "title": title, "current": request.path == url} for url, title in offered]}
