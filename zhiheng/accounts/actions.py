"""Writes of the accounts: each checks the right, writes the rows and puts the event on record, in one transaction."""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from zhiheng.accounts.errors import FoundedError, MixedRolesError, NotEntitledError
from zhiheng.accounts.models import Account, Grant, GrantAct
from zhiheng.accounts.roles import ADMINISTRATORS, ROLES
from zhiheng.record import eventlog
from zhiheng.record.actor import Actor
from zhiheng.record.eventlog import NewEvent
from zhiheng.record.gate import Gate, Taken

GRANT = Path(__file__).with_name("grant.yaml")
_RIGHTS = {"ask": "grants.ask", "give": "grants.give", "refuse": "grants.give", "end": "grants.give"}
_KINDS = {"ask": "grant.ask", "give": "grant.give", "refuse": "grant.end", "end": "grant.end"}


@transaction.atomic
def open_account(actor: Actor, *, login: str, name: str, at: datetime, organ: str = "", password: str) -> Account:
    """An account in the actor's city, without any role. Raises NotEntitledError."""
    _check_right(actor, "accounts.manage")
    account = Account(login=login, name=name, city=actor.city, organ=organ)
    account.set_password(password)
    account.save()
    _record(actor, "account.change", login, at, {"act": "open", "login": login})
    return account


@transaction.atomic
def found_administrator(actor: Actor, *, login: str, name: str, role: str, at: datetime, password: str) -> Account:
    """One of a city's first three administrators: the one moment at which nobody is there to give a role.

    Raises NotEntitledError, and FoundedError where the city has an administrator of that kind.
    """
    if Grant.objects.filter(account__city=actor.city, role=role).exists():
        raise FoundedError(
            en=f"{actor.city.code} has a {ROLES[role].title} already; administrators give and end roles on the pages",
            zh=f"{actor.city.code} 已有{ROLES[role].title}；角色由管理员在页面上授予和收回",
        )
    account = open_account(actor, login=login, name=name, at=at, password=password)
    grant = Grant.objects.create(account=account, role=role, state=Grant.State.GIVEN)
    GrantAct.objects.create(grant=grant, step="give", official=actor.name, at=at)
    _record(actor, "grant.give", login, at, {"account": login, "role": role, "act": "found"})
    return account


@transaction.atomic
def close_account(actor: Actor, *, account: Account, at: datetime) -> Account:
    """The account may log in no more; what it did stays on record. Raises NotEntitledError."""
    _check_right(actor, "accounts.manage")
    account.is_active = False
    account.save(update_fields=["is_active"])
    _record(actor, "account.change", account.login, at, {"act": "close", "login": account.login})
    return account


@transaction.atomic
def ask_for_grant(actor: Actor, *, account: Account, role: str, at: datetime, path: str = "") -> Grant:
    """Ask that an account be given a role; another administrator has to give it.

    Raises NotEntitledError, MixedRolesError and GateError.
    """
    _refuse_mixture(account, role)
    grant = Grant.objects.create(account=account, role=role, path=path)
    GrantAct.objects.create(grant=grant, step="name", official=account.login, at=at)
    return _take(actor, grant, "ask", at)


@transaction.atomic
def decide_on_grant(actor: Actor, *, grant: Grant, step: str, at: datetime) -> Grant:
    """``give``, ``refuse`` or ``end`` a grant. Raises NotEntitledError, MixedRolesError and GateError."""
    if step == "give":
        _refuse_mixture(grant.account, grant.role)
    return _take(actor, grant, step, at)


def _take(actor: Actor, grant: Grant, step: str, at: datetime) -> Grant:
    _check_right(actor, _RIGHTS[step])
    if grant.account.city_id != actor.city.pk:
        raise NotEntitledError(_RIGHTS[step])
    with Gate(GRANT) as gate:
        past = (Taken(act.step, act.official, act.at) for act in grant.acts.all())
        gate.refuse_flagged(str(grant.pk), past, Taken(step, actor.name, at))
    GrantAct.objects.create(grant=grant, step=step, official=actor.name, at=at)
    grant.state = Grant.State(step)
    grant.save(update_fields=["state"])
    body = {"account": grant.account.login, "role": grant.role, "path": grant.path, "act": step}
    _record(actor, _KINDS[step], grant.account.login, at, body)
    return grant


def _refuse_mixture(account: Account, role: str) -> None:
    """GB/T 22239-2019: the three administrators are three people, and do none of the city's business."""
    held = set(account.grants.filter(state=Grant.State.GIVEN).values_list("role", flat=True)) - {role}
    if (role in ADMINISTRATORS and held) or held & set(ADMINISTRATORS):
        other = ROLES[min(held)].title
        raise MixedRolesError(
            en=f"{account} is {other} already; an administrator holds no other role, so give it to somebody else",
            zh=f"{account} 已任“{other}”；管理员不得兼任其他角色，请授予他人",
        )


def _check_right(actor: Actor, right: str) -> None:
    if not actor.may(right):
        raise NotEntitledError(right)


def _record(actor: Actor, kind: str, object_id: str, at: datetime, body: dict[str, str]) -> None:
    eventlog.append(actor, [
        NewEvent(
            kind=kind, object_id=object_id, organ=actor.organ, source="accounts", source_id=str(uuid4()),
            happened_at=at, body=body,
        ),
    ])  # fmt: skip
