"""Jobs, as who asked for them may see them."""

from django.db.models import QuerySet

from zhiheng.jobs.models import Job
from zhiheng.record.actor import Actor


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """The actor's own, the newest first."""
    return Job.objects.filter(city=actor.city, asked_by=actor.name)
