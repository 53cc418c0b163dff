"""The invented city stands after one command, and only this machine may enter it."""

import os
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.catalogue.people import NOON
from zhiheng.accounts.models import Account, Grant
from zhiheng.catalogue.models import Version
from zhiheng.config.sample.founding import found_sample_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def logins():
    return found_sample_city(at=NOON, tell=lambda _said: None)


@pytest.mark.usefixtures("logins")
def test_every_stage_of_a_document_is_on_somebodys_desk():
    states = set(Version.objects.values_list("state", flat=True))
    assert states == {"draft", "submit", "check", "approve", "publish"}


def test_each_of_the_people_holds_one_role_that_another_gave(logins):
    assert Grant.objects.filter(state="give").count() == len(logins) == Account.objects.count()


@pytest.mark.usefixtures("logins")
def test_a_city_that_is_there_is_left_as_it_is(settings, tmp_path):
    settings.HOME = tmp_path
    call_command("found_sample_city")
    assert list(tmp_path.iterdir()) == []


def test_the_logins_are_kept_where_nobody_else_reads_them(settings, tmp_path):
    settings.HOME = tmp_path
    call_command("found_sample_city")
    assert (tmp_path / "sample-logins.csv").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("logins")
def test_who_enters_is_that_person(client):
    assert client.post("/sample/editor/enter", follow=True).context["user"].login == "editor"


@pytest.mark.usefixtures("logins")
def test_somebody_who_is_not_of_the_sample_is_not_entered_as(client):
    assert client.post("/sample/somebody/enter").status_code == 403


@pytest.mark.usefixtures("logins")
@pytest.mark.parametrize("where", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}])
def test_another_machine_does_not_enter(client, where):
    assert client.post("/sample/editor/enter", **where).status_code == 403


def test_the_sample_does_not_run_where_others_are_served():
    given = os.environ | {"ZHIHENG_SAMPLE": "1", "ZHIHENG_HOSTS": "power.example.org"}
    done = subprocess.run(
        [sys.executable, "-c", "import zhiheng.config.settings"], env=given, capture_output=True, text=True, check=False
    )
    assert "ZHIHENG_SAMPLE lets anyone in and ZHIHENG_HOSTS names power.example.org" in done.stderr
