"""What right a page needs, said at its view: one place to enforce it, and to read it for the matrix of rights."""

from collections.abc import Awaitable, Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from zhiheng.record.actor import Actor

View = Callable[..., HttpResponseBase]


class ActingRequest(HttpRequest):
    """A request of somebody who is logged in; the middleware of the accounts sets ``actor``."""

    actor: Actor


def entitled(right: str) -> Callable[[View], View]:
    """Let in only who holds the right for some unit; which rows he then sees is the query's matter.

    Who is not logged in is asked to; who is and does not hold it gets 403.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if refused := _asked_to(request):
                return refused
            acting = cast("ActingRequest", request)
            if not acting.actor.rights.get(right):
                raise PermissionDenied(right)
            return view(acting, *args, **kwargs)

        checked.right = right  # type: ignore[attr-defined]
        return checked

    return wrap


LOGIN = "a login"


def logged_in(view: View | Callable[..., Awaitable[HttpResponseBase]]) -> View:
    """Let in everybody who is logged in, to what is his own; for views of both kinds."""
    if iscoroutinefunction(view):

        @wraps(view)
        async def waited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return _asked_to(request) or await view(request, *args, **kwargs)

        waited.right = LOGIN  # type: ignore[attr-defined]
        return cast("View", waited)

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _asked_to(request) or cast("View", view)(request, *args, **kwargs)

    checked.right = LOGIN  # type: ignore[attr-defined]
    return checked


def _asked_to(request: HttpRequest) -> HttpResponseBase | None:
    if getattr(request, "actor", None) is None:
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    return None


def public(view: View) -> View:
    """Everybody may see this page."""

    @wraps(view)
    def open_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    open_to_all.right = None  # type: ignore[attr-defined]
    return open_to_all
