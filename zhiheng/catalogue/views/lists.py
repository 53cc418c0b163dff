"""Acts on many versions at once, in the background."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhiheng.accounts.models import Account
from zhiheng.catalogue.queries import STEPS, waiting_for
from zhiheng.catalogue.tasks import take_step_on_each
from zhiheng.jobs.models import Job
from zhiheng.jobs.running import ask_for_job
from zhiheng.record.entitlement import ActingRequest, entitled


@require_POST
@entitled("catalogue.see")
def act_on_many(request: HttpRequest, step: str) -> HttpResponse:
    """One step on the versions that are ticked (``version``, their numbers), or on ``all`` that wait for it."""
    if step not in STEPS:
        raise Http404
    actor = cast("ActingRequest", request).actor
    waiting = waiting_for(actor, step)
    if "all" not in request.POST:
        ticked = [int(number[:18]) for number in request.POST.getlist("version") if number.isdecimal()]
        waiting = waiting.filter(pk__in=ticked)
    numbers = list(waiting.values_list("pk", flat=True))
    if not numbers:
        return redirect("catalogue:desk")
    job = ask_for_job(
        actor, kind=Job.Kind.CATALOGUE_STEP, total=len(numbers), task=take_step_on_each, at=timezone.now(),
        address=reverse("catalogue:desk"), account=cast("Account", request.user).pk, versions=numbers, step=step,
    )  # fmt: skip
    return redirect("jobs:job", number=job.pk)
