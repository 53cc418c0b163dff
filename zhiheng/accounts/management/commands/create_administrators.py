"""`create_administrators`: the three administrators of a city that has none, each with a first password."""

from secrets import token_urlsafe
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from zhiheng.accounts.actions import found_administrator
from zhiheng.accounts.errors import FoundedError
from zhiheng.accounts.roles import ADMINISTRATORS, ROLES
from zhiheng.record.actor import EVERYWHERE, Actor
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
        founder = Actor(name="founding", city=city, rights={"accounts.manage": frozenset({EVERYWHERE})})
        for role in ADMINISTRATORS:
            password, login = token_urlsafe(18), f"{code}-{role.partition('_')[0]}"
            try:
                found_administrator(
                    founder, login=login, name=str(ROLES[role].title), role=role, at=timezone.now(), password=password
                )
            except FoundedError as error:
                raise CommandError(error.en) from None
            self.stdout.write(f"{login}  {password}")
