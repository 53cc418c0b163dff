"""How a job is asked for, and how a worker carries it out.

A job works in several short transactions, so that others may write in between and its progress is seen.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django_tasks.base import Task

from zhiheng.jobs.models import Job
from zhiheng.record.actor import Actor
from zhiheng.record.errors import RecordRefusalError


class Running:
    """A job under way: its worker says how far it has come, and what it could not do."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def advance(self, by: int = 1) -> None:
        """So much more is done."""
        self.job.done += by
        self.job.save(update_fields=["done"])

    def tell(self, place: str, error: RecordRefusalError) -> None:
        """Something was refused; the rest goes on."""
        self.job.told.append({"place": place, "zh": error.zh, "en": error.en})
        self.job.save(update_fields=["told"])


@transaction.atomic
def ask_for_job(
    actor: Actor, *, kind: Job.Kind, total: int, task: Task[Any, Any], at: datetime, address: str = "", **arguments: Any
) -> Job:
    """Put work in the queue: ``task`` is called with the job's number and the arguments, which must be JSON."""
    job = Job.objects.create(
        city=actor.city, kind=kind, asked_by=actor.name, asked_at=at, total=total, address=address
    )
    task.enqueue(job=job.pk, **arguments)
    return job


@contextmanager
def carrying_out(number: int) -> Iterator[Running]:
    """The job is running in the block and over after it. What goes wrong is the queue's to log."""
    job = Job.objects.select_related("city").get(pk=number)
    job.state = Job.State.RUNNING
    job.save(update_fields=["state"])
    try:
        yield Running(job)
        job.state = Job.State.DONE
    except RecordRefusalError as error:
        Running(job).tell("", error)
    finally:
        if job.state != Job.State.DONE:
            job.state = Job.State.FAILED
        job.ended_at = timezone.now()
        job.save(update_fields=["state", "ended_at"])
        refresh_statistics()


def refresh_statistics() -> None:
    """Tell PostgreSQL's planner of many new rows at once: until it looks by itself, pages may take a minute."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
