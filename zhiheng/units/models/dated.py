"""Rows that hold for a time.

A period is half open: ``valid_from`` is its first day (null: always), ``valid_to`` the first day on which it holds
no longer (null: still). One row ends on the day on which the next begins, and no day has two or none.
"""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhiheng.record.models import City

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class DatedQuerySet(models.QuerySet[Row_co]):
    """Rows of a city, as of a day."""

    def on(self, day: date) -> Self:
        """Those that hold on that day."""
        return self.filter(in_force(day))

    def going_on(self, day: date) -> Self:
        """Those that hold on that day or on a later one."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day))


def in_force(day: date, prefix: str = "") -> Q:
    """The condition that a row, or one that it refers to under ``prefix``, holds on a day."""
    first, end = f"{prefix}valid_from", f"{prefix}valid_to"
    return (Q(**{first: None}) | Q(**{f"{first}__lte": day})) & (Q(**{end: None}) | Q(**{f"{end}__gt": day}))


class Dated(models.Model):
    """A row of a city that holds for a time."""

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(_("起"), null=True, blank=True)
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="%(class)s_ends_after_it_begins",
            ),
        ]

    def holds_on(self, day: date) -> bool:
        """Whether the row holds on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or self.valid_to > day)
