"""Invented accounts with roles in force, and a browser that is logged in as one of them."""

from datetime import UTC, datetime

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from zhiheng.accounts.models import Account, Grant
from zhiheng.accounts.queries import actor_of
from zhiheng.record.actor import Actor
from zhiheng.record.models import City

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PASSWORD = "Correct-horse-7-staples"  # noqa: S105 - opens invented accounts only


def city(code: str = "shili") -> City:
    return City.objects.get_or_create(code=code, defaults={"title_zh": f"{code} 市"})[0]


def account(login: str, *roles: str, of: str = "shili", path: str = "") -> Account:
    made = Account(login=login, name=login.title(), city=city(of), organ="housing")
    made.set_password(PASSWORD)
    made.save()
    for role in roles:
        Grant.objects.create(account=made, role=role, path=path, state=Grant.State.GIVEN)
    return made


def actor(login: str, *roles: str, of: str = "shili") -> Actor:
    return actor_of(account(login, *roles, of=of))


def browser(who: Account) -> Client:
    """Logged in, with a second factor set up."""
    TOTP.activate(who, generate_totp_secret())
    client = Client()
    client.force_login(who)
    return client
