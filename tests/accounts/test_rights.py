"""Every route of the service says what right it needs, and lets in nobody else."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.accounts.people import account, browser
from zhiheng.accounts.roles import ROLES

pytestmark = pytest.mark.django_db

# Routes of libraries, which decide for themselves: the login, and the choice of language.
LIBRARIES = ("allauth.", "django.views.i18n")
# Route, right; None is for everybody. A route without a row fails.
MATRIX = {
    "health": None,
    "home": None,
    "components": None,
    "accounts:accounts": "accounts.manage",
    "accounts:account": "grants.ask",
    "accounts:end": "accounts.manage",
    "accounts:grants": "grants.see",
    "accounts:decide": "grants.give",
    "accounts:record": "record.read",
    "catalogue:powers": "catalogue.see",
    "catalogue:counters": "catalogue.see",
    "catalogue:tiers": "catalogue.see",
    "catalogue:compare": "catalogue.see",
    "catalogue:guide": None,
    "catalogue:export": "catalogue.see",
    "catalogue:item-lists": "catalogue.draft",
    "catalogue:items": "catalogue.draft",
    "catalogue:item": "catalogue.draft",
    "catalogue:desk": "catalogue.see",
    "catalogue:act-on-many": "catalogue.see",
    "catalogue:new": "catalogue.draft",
    "catalogue:lint": "catalogue.draft",
    "catalogue:fields": "catalogue.draft",
    "catalogue:version": "catalogue.see",
    "catalogue:edit": "catalogue.draft",
    "catalogue:act": "catalogue.see",
    "units:units": "units.see",
    "units:unit": "units.see",
    "units:chart": "units.see",
    "units:officials": "units.see",
    "units:official": "units.see",
    "units:teams": "units.see",
    "units:act": "units.edit",
    "units:import": "units.edit",
    "units:preview": "units.edit",
    "units:export": "units.see",
    "jobs:jobs": "a login",
    "jobs:job": "a login",
    "job-stream": "a login",
    "sample:people": None,
    "sample:enter": None,
}
ADDRESSES = {
    "/accounts/": "accounts.manage", "/accounts/grants/": "grants.see", "/accounts/record/": "record.read",
    "/units/": "units.see", "/units/officials/": "units.see", "/units/teams/": "units.see",
    "/units/import/": "units.edit", "/units/acts/appoint/": "units.edit",
    "/catalogue/": "catalogue.see", "/catalogue/desk/": "catalogue.see", "/catalogue/new/": "catalogue.draft",
}  # fmt: skip


def routes(resolver=None, space=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{entry.app_name}:" if entry.app_name else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", entry.callback


def test_every_route_has_its_row_and_says_the_same():
    said = {
        name: getattr(view, "right", "says nothing")
        for name, view in routes()
        if not view.__module__.startswith(LIBRARIES)
    }
    assert said == MATRIX


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_opens_what_its_rights_say_and_nothing_else(role):
    client = browser(account("someone", role))
    answers = {address: client.get(address).status_code for address in ADDRESSES}
    assert answers == {a: 200 if right in ROLES[role].rights else 403 for a, right in ADDRESSES.items()}


@pytest.mark.parametrize("address", sorted(ADDRESSES))
def test_who_is_not_logged_in_is_asked_to(address):
    assert Client().get(address).headers["location"] == f"/accounts/login/?next={address}"


def test_every_page_carries_the_headers_that_protect_it():
    for address in ("/accounts/login/", "/components/", "/healthz", "/nowhere/"):
        headers = Client().get(address).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
