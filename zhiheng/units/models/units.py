"""Units and their sites."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhiheng.units.models.dated import Dated, DatedQuerySet


class Titled(Dated):
    """A thing of the organisation with a code and a name in two languages."""

    code = models.CharField(_("代码"), max_length=80)
    title_zh = models.CharField(_("名称"), max_length=120, blank=True)
    title_en = models.CharField(_("英文名称"), max_length=120, blank=True)

    class Meta(Dated.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name in the reader's language, or in the other, or the code."""
        english = (get_language() or "").startswith("en")
        titles = (self.title_en, self.title_zh) if english else (self.title_zh, self.title_en)
        return titles[0] or titles[1] or self.code


class Tier(models.TextChoices):
    """The four tiers of government, and what lies across them."""

    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县（区）级")
    ZONE = "zone", _("功能区")
    TOWNSHIP = "township", _("乡镇（街道）级")


class Kind(models.TextChoices):
    """What a unit is."""

    GOVERNMENT = "government", _("人民政府")
    DEPARTMENT = "department", _("部门")
    SECTION = "section", _("科室")
    APPROVAL_SECTION = "approval-section", _("行政审批科")
    ZONE = "zone", _("功能区管理机构")
    CENTRE = "centre", _("服务中心")
    INSTITUTION = "institution", _("事业单位")
    COMMUNITY = "community", _("社区")
    VILLAGE = "village", _("村")


class Unit(Titled):
    """A unit, for as long as its place in the tree and its particulars stay the same.

    ``code`` names the unit through all its rows. ``path`` has the codes from the top down to its own, each with a
    slash behind it ("shili/housing/approval/"): rights are held for a path and all below it.
    """

    path = models.CharField(max_length=600)
    parent_code = models.CharField(_("上级单位"), max_length=80, blank=True)
    tier = models.CharField(_("层级"), max_length=40, blank=True, choices=Tier)
    kind = models.CharField(_("类型"), max_length=40, blank=True, choices=Kind)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    division = models.CharField(_("行政区划代码"), max_length=12, blank=True)

    objects = DatedQuerySet["Unit"].as_manager()

    class Meta(Titled.Meta):
        ordering = ["path", "valid_from"]
        constraints = [
            *Titled.Meta.constraints,
            models.UniqueConstraint(fields=["city", "code", "valid_from"], name="a_unit_begins_once_a_day"),
            models.UniqueConstraint(fields=["city", "code"], condition=Q(valid_from=None), name="one_first_row"),
            models.UniqueConstraint(fields=["city", "code"], condition=Q(valid_to=None), name="one_last_row"),
        ]
        indexes = [models.Index(fields=["city", "path"], name="unit_by_path")]

    @property
    def depth(self) -> int:
        """How many units are above."""
        return self.path.count("/") - 1


class Site(Titled):
    """A place where the public is served: the main centre, a sub-centre, or a window that acts for it."""

    class SiteKind(models.TextChoices):
        """The levels of a service centre."""

        MAIN = "main", _("主中心")
        SUB = "sub", _("分中心")
        AGENCY = "agency", _("代理窗口")

    kind = models.CharField(_("类型"), max_length=20, choices=SiteKind)
    unit_code = models.CharField(_("管理单位"), max_length=80)
    parent_code = models.CharField(_("上级场所"), max_length=80, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)

    objects = DatedQuerySet["Site"].as_manager()

    class Meta(Titled.Meta):
        ordering = ["code", "valid_from"]
        constraints = [
            *Titled.Meta.constraints,
            models.UniqueConstraint(fields=["city", "code"], condition=Q(valid_to=None), name="one_last_site"),
        ]
        indexes = [models.Index(fields=["city", "unit_code"], name="site_by_unit")]
