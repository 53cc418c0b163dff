"""The catalogue's work in the background."""

from collections.abc import Sequence

from django.utils import timezone
from django_tasks import task

from zhiheng.accounts.models import Account
from zhiheng.accounts.queries import actor_of
from zhiheng.catalogue.actions import take_step
from zhiheng.catalogue.batches import take_step_on_all
from zhiheng.catalogue.models import Version
from zhiheng.catalogue.queries import versions_seen_by
from zhiheng.jobs.running import Running, carrying_out
from zhiheng.record.actor import Actor
from zhiheng.record.errors import RecordRefusalError

_AT_ONCE = 200  # versions in a transaction: a second or two, for which other writers wait


@task()
def take_step_on_each(job: int, account: int, versions: Sequence[int], step: str) -> None:
    """One act on many versions, as one account with the rights it holds by then; what is refused is told."""
    with carrying_out(job) as running:
        actor = actor_of(Account.objects.select_related("city").get(pk=account, is_active=True))
        for start in range(0, len(versions), _AT_ONCE):
            numbers = versions[start : start + _AT_ONCE]
            some = list(versions_seen_by(actor).filter(pk__in=numbers))
            _take(actor, some, step, running)
            running.advance(len(numbers))


def _take(actor: Actor, some: Sequence[Version], step: str, running: Running) -> None:
    try:
        take_step_on_all(actor, versions=some, step=step, at=timezone.now())
    except RecordRefusalError:
        # One of them is refused: which, and the others all the same.
        for version in some:
            try:
                take_step(actor, version=version, step=step, at=timezone.now())
            except RecordRefusalError as error:
                running.tell(str(version), error)
