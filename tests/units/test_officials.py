"""An official's number stays sealed, and what ties him to others is known to those who may know it."""

from datetime import date

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from tests.units.conftest import FOUNDED, NOON, NUMBER, acting
from zhiheng.record.models import Event
from zhiheng.units.actions import (
    About,
    Person,
    appoint_official,
    create_unit,
    declare_interest,
    declare_kinship,
    end_post,
    open_number,
)
from zhiheng.units.errors import IdentifierError, NotAllowedError, NumberKeyError, PeriodError, UnknownError
from zhiheng.units.models import Official
from zhiheng.units.queries import official_by_number, official_page, officials_named, officials_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.mark.usefixtures("registrar", "city")
def test_a_number_is_nowhere_in_the_database_in_the_clear():
    official = Official.objects.get(code="chen01")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM units_official")
        assert NUMBER not in str(cursor.fetchall())
    assert official.number_masked == "1101**********002X"
    assert not any(NUMBER in event.opening.body for event in Event.objects.select_related("opening"))


@pytest.mark.usefixtures("city")
def test_an_official_is_found_by_his_number_and_not_in_another_city(registrar, neighbour):
    assert official_by_number(registrar, DAY, NUMBER).code == "chen01"
    assert official_by_number(neighbour, DAY, NUMBER) is None
    create_unit(neighbour, code="housing", parent="", about=About(), day=FOUNDED, at=NOON)
    appoint_official(neighbour, person=Person("a", "某", NUMBER), unit="housing", post="head", day=FOUNDED, at=NOON)
    digests = Official.objects.values_list("number_digest", flat=True)
    assert len(set(digests)) == 2


@pytest.mark.usefixtures("city")
def test_opening_a_number_is_on_record_with_its_reason(registrar):
    assert open_number(registrar, official="chen01", reason="核对任免材料", day=DAY, at=NOON) == NUMBER
    event = Event.objects.get(kind="file.open")
    assert (event.object_id, event.recorded_by) == ("official/chen01", "chen")
    assert "核对任免材料" in event.opening.body


def test_opening_a_number_needs_its_own_right_for_his_unit_and_a_reason(registrar, city):
    reader, other = acting(city, "", rights=("units.see", "units.edit")), acting(city, "shili/market/")
    for actor in (reader, other):
        with pytest.raises((NotAllowedError, UnknownError)):
            open_number(actor, official="chen01", reason="想看看", day=DAY, at=NOON)
    with pytest.raises(UnknownError, match="no reason is given"):
        open_number(registrar, official="chen01", reason=" ", day=DAY, at=NOON)
    assert not Event.objects.filter(kind="file.open").exists()


@pytest.mark.usefixtures("city")
def test_without_the_key_a_number_is_neither_taken_nor_opened(registrar, settings):
    settings.NUMBER_KEYS = Fernet.generate_key().decode()
    with pytest.raises(NumberKeyError, match="lacks its key"):
        open_number(registrar, official="chen01", reason="核对", day=DAY, at=NOON)
    settings.NUMBER_KEYS = ""
    with pytest.raises(NumberKeyError, match="set it to 32 random bytes"):
        official_by_number(registrar, DAY, NUMBER)


@pytest.mark.usefixtures("city")
def test_a_new_key_in_front_opens_what_the_old_one_sealed_and_finds_it(registrar, settings):
    settings.NUMBER_KEYS = f"{Fernet.generate_key().decode()},{settings.NUMBER_KEYS}"
    assert official_by_number(registrar, DAY, NUMBER).code == "chen01"
    assert open_number(registrar, official="chen01", reason="核对", day=DAY, at=NOON) == NUMBER


@pytest.mark.usefixtures("city")
def test_a_wrong_number_is_refused_and_not_repeated(registrar):
    with pytest.raises(IdentifierError, match=r"'1101\*{10}0020' is no citizen's number: its check digit"):
        appoint_official(
            registrar, person=Person("b", "某", "110105194912310020"), unit="market", post="clerk", day=DAY, at=NOON
        )
    with pytest.raises(IdentifierError, match="another official has the number"):
        appoint_official(registrar, person=Person("b", "某", NUMBER), unit="market", post="clerk", day=DAY, at=NOON)
    assert not Official.objects.filter(code="b").exists()


def test_an_official_is_seen_by_those_who_see_his_unit_of_that_day(registrar, city):
    housing, market = acting(city, "shili/housing/"), acting(city, "shili/market/")
    end_post(registrar, official="chen01", unit="housing", post="head", day=DAY, at=NOON)
    person = Person("chen01", "陈某")
    appoint_official(registrar, person=person, unit="market", post="deputy", day=DAY, at=NOON)
    assert [official.code for official in officials_named(market, DAY, "陈")] == ["chen01"]
    assert official_page(housing, "chen01", DAY) is None
    assert [post.official.name for post in officials_of(housing, "housing", date(2026, 2, 28))] == ["陈某"]
    assert list(officials_of(housing, "market", DAY)) == []


@pytest.mark.usefixtures("city")
def test_a_post_is_held_once_and_ends_once(registrar):
    with pytest.raises(PeriodError, match="has the post 'head' in 'housing' already"):
        appoint_official(registrar, person=Person("chen01", "陈某"), unit="housing", post="head", day=DAY, at=NOON)
    end_post(registrar, official="chen01", unit="housing", post="head", day=DAY, at=NOON)
    with pytest.raises(UnknownError, match="has no post 'head' in 'housing' that began before"):
        end_post(registrar, official="chen01", unit="housing", post="head", day=DAY, at=NOON)


@pytest.mark.usefixtures("city")
def test_kin_and_interests_are_declared_once_and_shown_on_both_pages(registrar):
    person = Person("lin02", "林某")
    appoint_official(registrar, person=person, unit="market", post="clerk", day=FOUNDED, at=NOON)
    declare_kinship(registrar, official="chen01", other="lin02", kind="spouse", day=DAY, at=NOON)
    declare_interest(registrar, official="lin02", party="P90101", kind="shareholder", day=DAY, at=NOON)
    with pytest.raises(PeriodError):
        declare_kinship(registrar, official="lin02", other="chen01", kind="spouse", day=DAY, at=NOON)
    pages = [official_page(registrar, code, DAY) for code in ("chen01", "lin02")]
    assert [len(page.kinships) for page in pages] == [1, 1]
    assert [one.party_id for one in pages[1].interests] == ["P90101"]


@pytest.mark.usefixtures("registrar")
def test_who_edits_one_unit_declares_nothing_about_officials_of_another(city):
    clerk = acting(city, "shili/market/")
    with pytest.raises(NotAllowedError):
        declare_interest(clerk, official="chen01", party="P1", kind="kin", day=DAY, at=NOON)
