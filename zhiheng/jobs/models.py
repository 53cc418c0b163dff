"""Jobs, how far each has come, and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiheng.record.models import City


class Job(models.Model):
    """A piece of work that somebody asked for. ``told`` has what could not be done, in both languages."""

    class Kind(models.TextChoices):
        """The closed list of what runs in the background."""

        CATALOGUE_STEP = "catalogue.step", _("批量办理清单文档")
        ITEM_LIST = "catalogue.items", _("导入事项目录")
        ORGANISATION = "units.import", _("导入组织机构")

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("排队中")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未完成")

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=Kind)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=list)
    address = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["city", "asked_by"], name="jobs_of_a_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {Job.State.DONE, Job.State.FAILED}

    @property
    def percent(self) -> int:
        """How much of it is done, 0 to 100."""
        return 100 if self.state == Job.State.DONE else 100 * self.done // max(self.total, 1)
