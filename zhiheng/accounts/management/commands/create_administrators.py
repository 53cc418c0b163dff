"""`create_administrators`: the three administrators of a city that has none, each with a first password."""

from secrets import token_urlsafe
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from zhiheng.accounts.actions import open_account
from zhiheng.accounts.models import Grant, GrantAct
from zhiheng.accounts.roles import ADMINISTRATORS
from zhiheng.record import eventlog
from zhiheng.record.actor import EVERYWHERE, Actor
from zhiheng.record.eventlog import NewEvent
from zhiheng.record.models import City


class Command(BaseCommand):
    """The founding of a city: the one moment at which nobody else can give a role."""

    help = "Makes a city and its three administrators, and prints their first passwords once."

    def add_arguments(self, parser: CommandParser) -> None:
        """The city's code and name."""
        parser.add_argument("code")
        parser.add_argument("title")

    @transaction.atomic
    def handle(self, *_args: Any, code: str, title: str, **_options: Any) -> None:
        """Refuses a city that has administrators."""
        city, _ = City.objects.get_or_create(code=code, defaults={"title_zh": title})
        if Grant.objects.filter(account__city=city, role__in=ADMINISTRATORS).exists():
            raise CommandError(f"{code} has administrators already; they give and end roles on the pages")
        founder = Actor(name="founding", city=city, rights={"accounts.manage": frozenset({EVERYWHERE})})
        for role in ADMINISTRATORS:
            password, now = token_urlsafe(18), timezone.now()
            login = f"{code}-{role.partition('_')[0]}"
            account = open_account(founder, login=login, name=str(role), at=now, password=password)
            grant = Grant.objects.create(account=account, role=role, state=Grant.State.GIVEN)
            GrantAct.objects.create(grant=grant, step="give", official=founder.name, at=now)
            eventlog.append(founder, [NewEvent(
                "grant.give", login, "", "accounts", f"founding/{login}", now, {"account": login, "role": role},
            )])  # fmt: skip
            self.stdout.write(f"{login}  {password}")
