"""Officials, and what ties them to units, to parties and to one another."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiheng.units.models.dated import Dated, DatedQuerySet


class Rank(models.IntegerChoices):
    """How high a post is in its unit."""

    HEAD = 1, _("正职")
    DEPUTY = 2, _("副职")
    SECTION = 3, _("科室负责人")
    STAFF = 4, _("工作人员")


class Official(Dated):
    """A person in office. The personal number lies here sealed, with a keyed hash to look it up by."""

    code = models.CharField(_("编号"), max_length=80)
    name = models.CharField(_("姓名"), max_length=80)
    number_sealed = models.TextField(blank=True, editable=False)
    number_digest = models.CharField(max_length=64, blank=True, editable=False)
    number_masked = models.CharField(max_length=18, blank=True, editable=False)

    objects = DatedQuerySet["Official"].as_manager()

    class Meta(Dated.Meta):
        ordering = ["code"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["city", "code"], name="an_official_has_one_code"),
            models.UniqueConstraint(
                fields=["city", "number_digest"], condition=~Q(number_digest=""), name="a_number_is_one_official"
            ),
        ]
        indexes = [models.Index(fields=["city", "name"], name="official_by_name")]

    def __str__(self) -> str:
        return self.name


class OfOfficial(Dated):
    """Something that holds of an official for a time."""

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta(Dated.Meta):
        abstract = True
        ordering = ["official__code", "valid_from", "pk"]

    def __str__(self) -> str:
        return f"{self.__class__.__name__} {self.pk}"


class Post(OfOfficial):
    """A post held. ``post`` is the role that powers name (head, reviewer), or what the post is called."""

    unit_code = models.CharField(_("单位"), max_length=80)
    post = models.CharField(_("岗位"), max_length=80, blank=True)
    rank = models.SmallIntegerField(_("职级"), null=True, blank=True)

    objects = DatedQuerySet["Post"].as_manager()

    class Meta(OfOfficial.Meta):
        indexes = [models.Index(fields=["city", "unit_code"], name="post_by_unit")]

    @property
    def rank_title(self) -> str:
        """The rank in words, or its number where it has none."""
        return str(Rank(self.rank).label) if self.rank in Rank.values else str(self.rank or "")


class Portfolio(OfOfficial):
    """That an official is in charge of a unit, or of one matter in it."""

    class Role(models.TextChoices):
        """How he is in charge."""

        DIRECT = "direct", _("直接分管")
        OVERSEE = "oversee", _("监管")
        ASSIST = "assist", _("协助分管")

    class Matter(models.TextChoices):
        """What he is in charge of."""

        FINANCE = "finance", _("财务")
        PERSONNEL = "personnel", _("干部人事")
        CONSTRUCTION = "construction", _("工程建设")
        PROCUREMENT = "procurement", _("物资采购")
        APPROVAL = "approval", _("行政审批")
        ENFORCEMENT = "enforcement", _("行政执法")
        ASSETS = "assets", _("资产")
        AUDIT = "audit", _("审计")

    unit_code = models.CharField(_("单位"), max_length=80)
    role = models.CharField(_("方式"), max_length=20, choices=Role, default=Role.DIRECT)
    matter = models.CharField(_("事项"), max_length=20, choices=Matter, blank=True)

    objects = DatedQuerySet["Portfolio"].as_manager()

    class Meta(OfOfficial.Meta):
        indexes = [models.Index(fields=["city", "unit_code"], name="portfolio_by_unit")]


class Kinship(OfOfficial):
    """That two officials are kin; ``kind`` says what the other is to the official."""

    other = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("关系"), max_length=80, blank=True)

    objects = DatedQuerySet["Kinship"].as_manager()

    class Meta(OfOfficial.Meta):
        constraints = [
            *OfOfficial.Meta.constraints,
            models.CheckConstraint(condition=~Q(official=models.F("other")), name="nobody_is_his_own_kin"),
        ]


class Interest(OfOfficial):
    """That an official has an interest in a party."""

    party_id = models.CharField(_("相对人"), max_length=200)
    kind = models.CharField(_("关系"), max_length=80, blank=True)

    objects = DatedQuerySet["Interest"].as_manager()

    class Meta(OfOfficial.Meta):
        indexes = [models.Index(fields=["city", "party_id"], name="interest_by_party")]
