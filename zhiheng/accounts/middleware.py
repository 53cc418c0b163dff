"""Who acts in a request, how long a login lasts, and that staff log in with two factors."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from zhiheng.accounts.models import Account
from zhiheng.accounts.queries import actor_of

Respond = Callable[[HttpRequest], HttpResponseBase]

_SEEN, _SINCE = "seen_at", "since"


def actor(respond: Respond) -> Respond:
    """Sets ``request.actor``: the account's rights, or None."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        account = request.user if request.user.is_authenticated else None
        request.actor = actor_of(account) if isinstance(account, Account) else None  # type: ignore[attr-defined]
        return respond(request)

    return middleware


def session_limits(respond: Respond) -> Respond:
    """Ends a login that rested for too long, or has lasted for too long (GB/T 22239-2019)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            session = request.session
            since, seen = session.setdefault(_SINCE, now), session.get(_SEEN, now)
            if now - since > settings.SESSION_LONGEST_SECONDS or now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
                return redirect(f"{reverse('account_login')}?ended=1")
            # A write a minute is enough to know who is at work.
            if now - seen >= 60 or _SEEN not in session:  # noqa: PLR2004 - a minute
                session[_SEEN] = now
        return respond(request)

    return middleware


def second_factor(respond: Respond) -> Respond:
    """Whoever has only a password is asked to add a passkey or a one-time code before anything else."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        free = request.path.startswith(("/accounts/", "/language/", f"/{settings.STATIC_URL.strip('/')}/", "/healthz"))
        if not free and request.user.is_authenticated and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        return respond(request)

    return middleware
