"""Long work is asked for on a page, carried out by a worker, and watched as it goes on."""

import pytest
from django.test import Client

from tests.accounts.people import account, browser
from tests.catalogue.people import LICENCE, NOON
from zhiheng.accounts.queries import actor_of
from zhiheng.catalogue.batches import Given, draft_versions
from zhiheng.catalogue.models import Version
from zhiheng.catalogue.tasks import take_step_on_each
from zhiheng.jobs.models import Job
from zhiheng.jobs.running import ask_for_job
from zhiheng.record.models import Event

pytestmark = pytest.mark.django_db
CODES = ("licence.kiosk", "licence.stall", "licence.tent")


@pytest.fixture
def editor():
    who = account("editor", "catalogue_editor")
    documents = [Given(code, LICENCE.replace("licence.kiosk", code)) for code in CODES]
    draft_versions(actor_of(who), documents=documents, at=NOON)
    return who


def submit_all(client: Client) -> Job:
    client.post("/catalogue/desk/submit/", {"all": "1"})
    return Job.objects.get()


def test_all_that_waits_for_a_step_is_taken_and_each_act_is_on_record(editor):
    job = submit_all(browser(editor))
    assert (job.state, job.done, job.total, job.told) == ("done", 3, 3, [])
    assert Event.objects.filter(kind="catalogue.version").count() == 3


def test_what_is_refused_is_told_and_the_rest_goes_on(editor):
    Version.objects.filter(power__code="licence.stall").update(text="id: licence.stall\n")
    job = submit_all(browser(editor))
    assert [one["place"] for one in job.told] == ["licence.stall@1"]
    assert Version.objects.filter(state="submit").count() == 2


def test_only_what_was_ticked_is_taken(editor):
    first = Version.objects.get(power__code="licence.kiosk")
    browser(editor).post("/catalogue/desk/submit/", {"version": [first.pk, "x"]})
    assert list(Version.objects.filter(state="submit")) == [first]


def test_a_right_that_was_lost_while_the_job_waited_does_not_act(editor):
    numbers = list(Version.objects.values_list("pk", flat=True))
    editor.grants.update(state="end")
    ask_for_job(
        actor_of(editor), kind=Job.Kind.CATALOGUE_STEP, total=3, task=take_step_on_each, at=NOON, account=editor.pk,
        versions=numbers, step="submit",
    )  # fmt: skip
    assert not Version.objects.filter(state="submit").exists()


def test_nobody_sees_the_jobs_of_another(editor):
    job = submit_all(browser(editor))
    other = browser(account("other", "catalogue_editor"))
    assert other.get(f"/jobs/{job.pk}/").status_code == 404
    assert f"/jobs/{job.pk}/" not in other.get("/jobs/").content.decode()


def test_the_page_of_a_job_says_how_far_it_is(editor):
    client = browser(editor)
    job = submit_all(client)
    Job.objects.filter(pk=job.pk).update(state="running", done=1)
    assert "1 / 3" in client.get(f"/jobs/{job.pk}/").content.decode()
