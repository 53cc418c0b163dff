"""Powers and the versions of their documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiheng.record.models import City


class Power(models.Model):
    """A power, by the name that its documents give it."""

    city = models.ForeignKey(City, on_delete=models.PROTECT)
    code = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["city", "code"], name="a_power_is_listed_once")]

    def __str__(self) -> str:
        return self.code


class Version(models.Model):
    """One document of a power. The text is the source; the columns beside it repeat what lists and filters need.

    ``path`` is that of the unit that holds the power, or empty; days are first and last, both included.
    """

    class State(models.TextChoices):
        """How far a version has come: the last act taken on it."""

        DRAFT = "draft", _("起草中")
        SUBMITTED = "submit", _("待合法性审核")
        CHECKED = "check", _("待批准")
        APPROVED = "approve", _("待公布")
        PUBLISHED = "publish", _("已公布")
        RETURNED = "return", _("已退回")
        WITHDRAWN = "withdraw", _("已撤回")

    power = models.ForeignKey(Power, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    path = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    title_zh = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    type = models.CharField(max_length=40, blank=True)
    tier = models.CharField(max_length=20, blank=True)
    in_hall = models.BooleanField(default=False)
    has_basis = models.BooleanField(default=False)
    steps = models.PositiveIntegerField(default=0)
    limits = models.PositiveIntegerField(default=0)
    holders = models.PositiveIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["power__code", "-number"]
        constraints = [models.UniqueConstraint(fields=["power", "number"], name="versions_of_a_power_are_numbered")]
        indexes = [models.Index(fields=["state", "type", "unit"], name="version_in_lists")]

    def __str__(self) -> str:
        return f"{self.power.code}@{self.number}"


class Holding(models.Model):
    """A unit that holds a power by a version: at which tier, how it came by it, since when, and by which document."""

    class By(models.TextChoices):
        """How a unit may come to hold a power (domain.md §0.3)."""

        STATUTORY = "statutory", _("法定或授权")
        TRANSFER = "transfer", _("下放")
        ENTRUSTMENT = "entrustment", _("委托")
        AGENCY_INTAKE = "agency_intake", _("代办代受理")

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="holdings")
    unit = models.CharField(max_length=80)
    tier = models.CharField(max_length=40, blank=True)
    by = models.CharField(max_length=20, blank=True, choices=By)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    document = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["tier", "by"], name="holdings_by_tier")]

    def __str__(self) -> str:
        return f"{self.version} {self.unit}"


class Act(models.Model):
    """An act on a version, as the controls see it: an event of the case that its publication is."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acts")
    step = models.CharField(max_length=20)
    official = models.CharField(max_length=120)
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.step} {self.official}"


class Gram(models.Model):
    """Two neighbouring characters of a version's title or id, by which it is found."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="grams")
    text = models.CharField(max_length=2)

    class Meta:
        indexes = [models.Index(fields=["text", "version"], name="versions_by_gram")]

    def __str__(self) -> str:
        return self.text


class ItemList(models.Model):
    """A list of items that was taken over, as a national or provincial system gives it."""

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    kept_by = models.CharField(max_length=120)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """A row of such a list: all its cells, and what it lacks, each name with a blank on both sides."""

    list = models.ForeignKey(ItemList, on_delete=models.CASCADE, related_name="items")
    row = models.PositiveIntegerField()
    code = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    type = models.CharField(max_length=40, blank=True)
    cells = models.JSONField()
    lacks = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["list", "row"], name="a_row_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.row} {self.title}"
