"""Dispatched inspection teams and the organs that each watches."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiheng.units.models.dated import Dated, DatedQuerySet
from zhiheng.units.models.units import Titled


class InspectionTeam(Titled):
    """A team that the discipline office dispatches; it answers to who sent it, never to whom it watches."""

    sender_code = models.CharField(_("派出机关"), max_length=80, blank=True)

    objects = DatedQuerySet["InspectionTeam"].as_manager()

    class Meta(Titled.Meta):
        ordering = ["code"]
        constraints = [
            *Titled.Meta.constraints,
            models.UniqueConstraint(fields=["city", "code"], name="a_team_has_one_code"),
        ]


class TeamBlock(Dated):
    """An organ, with all below it, in the block that a team watches."""

    team = models.ForeignKey(InspectionTeam, on_delete=models.PROTECT, related_name="blocks")
    unit_code = models.CharField(_("被监督单位"), max_length=80)

    objects = DatedQuerySet["TeamBlock"].as_manager()

    class Meta(Dated.Meta):
        ordering = ["team__code", "unit_code"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["team", "unit_code"], condition=Q(valid_to=None), name="a_block_is_given_once"
            ),
        ]
        indexes = [models.Index(fields=["city", "unit_code"], name="block_by_unit")]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.unit_code}"
