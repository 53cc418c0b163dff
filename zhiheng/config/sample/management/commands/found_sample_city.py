"""`found_sample_city`: the invented city with its people, once; their logins are kept beside the database."""

import csv
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zhiheng.config.sample.founding import Login, found_sample_city
from zhiheng.core.errors import CityError

FILE = "sample-logins.csv"


class Command(BaseCommand):
    """The sample that `zhiheng serve --sample` shows."""

    help = "Founds the sample city, where it is not there yet, and writes its logins to a file in ZHIHENG_HOME."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Leaves a city that is there as it is."""
        try:
            logins = found_sample_city(at=timezone.now(), tell=self.stdout.write)
        except CityError as error:
            raise CommandError(str(error)) from None
        if logins:
            _write(settings.HOME / FILE, logins)


def _write(path: Path, logins: list[Login]) -> None:
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["login", "name", "role", "password", "one-time code key"])
        for one in logins:
            writer.writerow([one.person.login, one.person.name, one.person.role, one.password, one.secret])
