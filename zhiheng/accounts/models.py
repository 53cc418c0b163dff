"""Accounts and the roles that are granted to them."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiheng.accounts.roles import ROLES
from zhiheng.record.models import City


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their login."""


class Account(AbstractBaseUser):
    """Somebody who may log in. There is no superuser: what he may do, his grants say."""

    login = models.CharField(_("登录名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=120)
    city = models.ForeignKey(City, on_delete=models.PROTECT)
    organ = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        ordering = ["login"]

    def __str__(self) -> str:
        return self.login


class Grant(models.Model):
    """A role for an account, for the units below a path (the whole city, if that is empty), once it is given."""

    class State(models.TextChoices):
        """The last act taken on it."""

        ASKED = "ask", _("待核准")
        GIVEN = "give", _("有效")
        REFUSED = "refuse", _("未核准")
        ENDED = "end", _("已收回")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40, choices=[(code, role.title) for code, role in ROLES.items()])
    path = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)

    class Meta:
        ordering = ["account__login", "role", "path", "pk"]
        indexes = [models.Index(fields=["account", "state"], name="grants_in_force")]

    def __str__(self) -> str:
        return f"{self.account} {self.role} {self.path}"


class GrantAct(models.Model):
    """An act on a grant, as the controls see it."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="acts")
    step = models.CharField(max_length=10)
    official = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.step} {self.official}"
