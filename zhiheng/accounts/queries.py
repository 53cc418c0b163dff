"""Reads of the accounts."""

from collections import defaultdict

from django.db.models import QuerySet

from zhiheng.accounts.models import Account, Grant
from zhiheng.accounts.roles import ROLES
from zhiheng.record.actor import Actor
from zhiheng.record.models import Event


def actor_of(account: Account) -> Actor:
    """Who the account is at work, from its grants in force: one query."""
    rights: dict[str, set[str]] = defaultdict(set)
    for role, path in account.grants.filter(state=Grant.State.GIVEN).values_list("role", "path"):
        for right in ROLES[role].rights:
            rights[right].add(path)
    held = {right: frozenset(paths) for right, paths in rights.items()}
    return Actor(name=account.login, city=account.city, organ=account.organ, rights=held)


def accounts_of(actor: Actor) -> QuerySet[Account]:
    """The accounts of the actor's city."""
    return Account.objects.filter(city=actor.city)


def grants_of(actor: Actor) -> QuerySet[Grant]:
    """The grants of the actor's city, those that wait first."""
    return Grant.objects.filter(account__city=actor.city).select_related("account").order_by("state", "account__login")


def acts_on_record(actor: Actor) -> QuerySet[Event]:
    """Who was given what, and who looked into whose file: for the audit administrator, newest first."""
    kinds = ("grant.ask", "grant.give", "grant.end", "account.change", "file.open")
    return Event.objects.filter(city=actor.city, kind__in=kinds).order_by("-position")
