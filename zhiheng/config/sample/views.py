"""Entering the sample city as one of its people, without password and code, from this machine alone."""

from ipaddress import ip_address

from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhiheng.accounts.models import Account
from zhiheng.accounts.roles import ROLES
from zhiheng.config.sample.founding import CODE
from zhiheng.config.sample.people import PEOPLE
from zhiheng.record.entitlement import public


@public
@require_safe
def show_people(request: HttpRequest) -> HttpResponse:
    """Who there is, and what of each is worth a look."""
    _refuse_strangers(request)
    people = [{"person": person, "role": ROLES[person.role].title} for person in PEOPLE]
    return render(request, "sample/people.html", {"people": people})


@public
@require_POST
def enter(request: HttpRequest, person: str) -> HttpResponse:
    """Log in as one of them."""
    _refuse_strangers(request)
    if person not in {one.login for one in PEOPLE}:
        raise PermissionDenied
    account = get_object_or_404(Account, city__code=CODE, login=person, is_active=True)
    login(request, account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("home")


def _refuse_strangers(request: HttpRequest) -> None:
    """The settings allow the sample on loopback alone; a proxy in front of it would make everyone local."""
    if not ip_address(request.META["REMOTE_ADDR"]).is_loopback or "HTTP_X_FORWARDED_FOR" in request.META:
        raise PermissionDenied
