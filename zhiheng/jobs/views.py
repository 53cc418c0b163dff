"""Pages that show how far one's jobs have come, and the stream that keeps them so."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from zhiheng.jobs.models import Job
from zhiheng.jobs.queries import jobs_of
from zhiheng.record.actor import Actor
from zhiheng.record.entitlement import ActingRequest, logged_in

_A_PAGE = 30
_EVERY = 0.5  # seconds between two looks at a job


@require_safe
@logged_in
def list_jobs(request: HttpRequest) -> HttpResponse:
    """One's own jobs."""
    page = Paginator(jobs_of(_actor(request)), _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/jobs.html", {"page": page})


@require_safe
@logged_in
def show_job(request: HttpRequest, number: int) -> HttpResponse:
    """How far it has come; the page keeps up with it by the stream, or when it is opened again."""
    return render(request, "jobs/job.html", {"job": get_object_or_404(jobs_of(_actor(request)), pk=number)})


@require_safe
@logged_in
async def stream_job(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """Server-sent events: the state of a job each time it changes, until it is over."""
    job = await jobs_of(_actor(request)).filter(pk=number).afirst()
    if job is None:
        raise Http404
    answer = StreamingHttpResponse(_states(job, get_language() or "zh-hans"), content_type="text/event-stream")
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"
    return answer


async def _states(job: Job, language: str) -> AsyncIterator[str]:
    shown = None
    while True:
        seen = (job.state, job.done, len(job.told))
        if seen != shown:
            shown = seen
            with override(language):
                text = render_to_string("jobs/state.html", {"job": job})
            yield _event("over" if job.over else "state", text)
        if job.over:
            return
        await asyncio.sleep(_EVERY)
        await job.arefresh_from_db()


def _event(name: str, text: str) -> str:
    lines = "".join(f"data: {line}\n" for line in text.splitlines())
    return f"event: {name}\n{lines}\n"


def _actor(request: HttpRequest) -> Actor:
    return cast("ActingRequest", request).actor
