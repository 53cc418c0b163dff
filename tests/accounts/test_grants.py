"""A role takes two administrators, and none of them is above the others."""

import pytest

from tests.accounts.people import NOON, PASSWORD, account, actor
from zhiheng.accounts.actions import ask_for_grant, close_account, decide_on_grant, open_account
from zhiheng.accounts.errors import MixedRolesError, NotEntitledError
from zhiheng.accounts.queries import actor_of
from zhiheng.accounts.roles import ADMINISTRATORS, ROLES
from zhiheng.record.gate import GateError
from zhiheng.record.models import Event

pytestmark = pytest.mark.django_db


def test_the_rights_of_the_three_administrators_are_disjoint():
    rights = [ROLES[role].rights for role in ADMINISTRATORS]
    assert sum(map(len, rights)) == len(frozenset().union(*rights))
    business = frozenset().union(*(role.rights for code, role in ROLES.items() if code not in ADMINISTRATORS))
    assert not business & frozenset().union(*rights)


def test_a_role_that_one_asked_for_and_another_gave_is_in_force():
    clerk = account("chen")
    grant = ask_for_grant(actor("sys", "system_administrator"), account=clerk, role="window_clerk", at=NOON)
    assert not actor_of(clerk).rights
    decide_on_grant(actor("sec", "security_administrator"), grant=grant, step="give", at=NOON)
    assert actor_of(clerk).may("catalogue.see", "shili/housing/")
    assert list(Event.objects.values_list("kind", flat=True)) == ["grant.ask", "grant.give"]


def test_nobody_asks_or_gives_for_himself():
    system, security = account("sys", "system_administrator"), account("sec", "security_administrator")
    with pytest.raises(GateError, match="Nobody asks for himself"):
        ask_for_grant(actor_of(system), account=system, role="system_administrator", at=NOON)
    grant = ask_for_grant(actor_of(system), account=security, role="security_administrator", at=NOON)
    with pytest.raises(GateError, match="Nobody gives to himself"):
        decide_on_grant(actor_of(security), grant=grant, step="give", at=NOON)


@pytest.mark.parametrize(("held", "wanted"), [
    ("system_administrator", "security_administrator"),
    ("audit_administrator", "supervisor"),
    ("supervisor", "audit_administrator"),
])  # fmt: skip
def test_an_administrator_holds_no_other_role(held, wanted):
    who = account("chen", held)
    with pytest.raises(MixedRolesError, match="an administrator holds no other role"):
        ask_for_grant(actor("sys", "system_administrator"), account=who, role=wanted, at=NOON)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_the_system_administrator_opens_accounts(role):
    who = actor("wang", role)
    if role == "system_administrator":
        assert open_account(who, login="new", name="New", at=NOON, password=PASSWORD).city == who.city
    else:
        with pytest.raises(NotEntitledError, match=r"accounts\.manage"):
            open_account(who, login="new", name="New", at=NOON, password=PASSWORD)


def test_a_role_that_was_ended_gives_nothing():
    clerk, security = account("chen"), actor("sec", "security_administrator")
    grant = ask_for_grant(actor("sys", "system_administrator"), account=clerk, role="supervisor", at=NOON)
    for step in ("give", "end"):
        decide_on_grant(security, grant=grant, step=step, at=NOON)
    assert not actor_of(clerk).rights


def test_administrators_of_one_city_do_nothing_in_another():
    stranger = account("lin", of="linshi")
    with pytest.raises(NotEntitledError):
        ask_for_grant(actor("sys", "system_administrator"), account=stranger, role="supervisor", at=NOON)


def test_a_closed_account_stays_on_record():
    clerk = close_account(actor("sys", "system_administrator"), account=account("chen"), at=NOON)
    assert not clerk.is_active
    assert Event.objects.get().kind == "account.change"


def test_rights_are_read_with_one_query(django_assert_num_queries):
    who = account("zhao", "supervisor", "legal_reviewer", path="shili/housing/")
    who.city  # noqa: B018 - read once at login
    with django_assert_num_queries(1):
        assert actor_of(who).rights["catalogue.check"] == {"shili/housing/"}
