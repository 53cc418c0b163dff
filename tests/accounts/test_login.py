"""Two factors, few tries, and an end to every login."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.accounts.people import PASSWORD, account, browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_tries():
    cache.clear()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def log_in(client: Client, login: str, password: str = PASSWORD):
    return client.post("/accounts/login/", {"login": login, "password": password})


def test_a_password_and_a_code_open_the_door():
    secret = generate_totp_secret()
    TOTP.activate(account("chen", "supervisor"), secret)
    client = Client()
    assert log_in(client, "chen").headers["location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/catalogue/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).headers["location"] == "/"
    assert client.get("/catalogue/").status_code == 200


def test_who_has_only_a_password_is_asked_for_a_second_factor():
    account("chen", "supervisor")
    client = Client()
    log_in(client, "chen")
    assert client.get("/catalogue/").headers["location"] == "/accounts/2fa/totp/activate/"


def test_five_wrong_passwords_lock_the_login():
    account("chen")
    client = Client()
    for _ in range(5):
        log_in(client, "chen", "wrong")
    answer = log_in(client, "chen")
    assert "_auth_user_id" not in client.session
    assert "过多" in answer.content.decode() or "太多" in answer.content.decode()


@pytest.mark.parametrize(("key", "seconds"), [("seen_at", 31 * 60), ("since", 8 * 3600 + 60)])
def test_a_login_ends_when_it_rested_or_lasted_too_long(key, seconds):
    client = browser(account("chen", "supervisor"))
    assert client.get("/catalogue/").status_code == 200
    session = client.session
    session[key] -= seconds
    session.save()
    assert client.get("/catalogue/").headers["location"] == "/accounts/login/?ended=1"


def test_nobody_signs_himself_up():
    answer = Client().post("/accounts/signup/", {"username": "eve", "password1": PASSWORD})
    assert answer.status_code in {200, 403, 404}
    assert not Client().login(login="eve", password=PASSWORD)


def test_a_closed_account_is_not_let_in():
    closed = account("chen")
    closed.is_active = False
    closed.save()
    client = Client()
    log_in(client, "chen")
    assert "_auth_user_id" not in client.session


def test_the_key_of_the_one_time_codes_lies_sealed_in_the_database():
    secret = generate_totp_secret()
    kept = TOTP.activate(account("li"), secret).instance.data["secret"]
    assert secret not in kept
