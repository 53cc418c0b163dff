"""What stands before everything else."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

Respond = Callable[[HttpRequest], HttpResponseBase]

_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_MINUTE = 60  # seconds
_log = logging.getLogger(__name__)


def readable_form(respond: Respond) -> Respond:
    """A form that cannot be read is refused with 400 here: later, whatever looks into it would fail with 500."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method == "POST":
            request.POST  # noqa: B018 - reads it; raises what Django answers with 400
        return respond(request)

    return middleware


def write_limit(respond: Respond) -> Respond:
    """No more than so many writes a minute by one account, or from one address where nobody is logged in: then 429."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method in _WRITES and _written(_writer(request)) > settings.WRITES_A_MINUTE:
            answer = render(request, "429.html", status=429)
            answer["Retry-After"] = str(_MINUTE)
            _log.warning("too many writes", extra={"status": 429})
            return answer
        return respond(request)

    return middleware


def _writer(request: HttpRequest) -> str:
    return f"account {request.user.pk}" if request.user.is_authenticated else f"address {request.META['REMOTE_ADDR']}"


def _written(by: str) -> int:
    """How many there were since the first of them, at most a minute ago, this one included."""
    key = f"writes/{by}".replace(" ", "/")
    cache.add(key, 0, timeout=_MINUTE)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        return 1
