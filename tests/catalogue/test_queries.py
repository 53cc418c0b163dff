"""Who sees what of the catalogue, on which day, and finds it how."""

from datetime import date

import pytest

from tests.catalogue.people import EVERY, LICENCE, NOON, city, person
from zhiheng.catalogue.actions import draft_version, take_step
from zhiheng.catalogue.queries import counters, found_by, powers_in_force, versions_seen_by, waiting_for

pytestmark = pytest.mark.django_db


def publish(text: str, code: str = "licence.kiosk", of=None, path: str = ""):
    version = draft_version(person("li", *EVERY, of=of), code=code, text=text, at=NOON, path=path)
    for name, step in (("li", "submit"), ("wang", "check"), ("zhao", "approve"), ("sun", "publish")):
        version = take_step(person(name, *EVERY, of=of), version=version, step=step, at=NOON)
    return version


def test_a_power_is_in_force_from_its_first_day():
    publish(LICENCE)
    reader = person("zhou", "see")
    assert not powers_in_force(reader, date(2026, 11, 30))
    assert [str(v) for v in powers_in_force(reader, date(2026, 12, 1))] == ["licence.kiosk@1"]


def test_a_later_version_takes_over_on_its_own_first_day():
    publish(LICENCE)
    publish(LICENCE.replace("2026-12-01", "2027-03-01").replace("20 workdays", "10 workdays"))
    reader = person("zhou", "see")
    assert [str(v) for v in powers_in_force(reader, date(2027, 2, 28))] == ["licence.kiosk@1"]
    assert [str(v) for v in powers_in_force(reader, date(2027, 3, 1))] == ["licence.kiosk@2"]


@pytest.mark.parametrize(
    ("words", "found"), [("报刊", 1), ("刊亭设置", 1), ("设置许可 报刊", 1), ("KIOSK", 1), ("公交", 0), ("刊报", 0)]
)
def test_a_power_is_found_by_pairs_of_characters(words, found):
    publish(LICENCE)
    powers = powers_in_force(person("zhou", "see"), date(2027, 1, 1))
    assert found_by(powers, words).count() == found


def test_a_draft_is_seen_by_its_unit_only():
    draft_version(person("li", "draft"), code="licence.kiosk", text=LICENCE, at=NOON, path="shili/housing/")
    assert versions_seen_by(person("wang", "check", path="shili/housing/")).count() == 1
    assert versions_seen_by(person("wang", "check", path="shili/water/")).count() == 0
    assert versions_seen_by(person("zhou", "see")).count() == 0
    assert versions_seen_by(person("wang", "check")).count() == 1


def test_two_cities_in_one_database_see_nothing_of_each_other():
    publish(LICENCE)
    neighbour = person("lin", *EVERY, of=city("linshi"))
    assert not versions_seen_by(neighbour)
    assert not powers_in_force(neighbour, date(2027, 1, 1))
    assert not waiting_for(neighbour)


def test_each_desk_has_what_waits_for_it():
    draft = draft_version(person("li", "draft"), code="licence.kiosk", text=LICENCE, at=NOON)
    assert list(waiting_for(person("li", "draft"))) == [draft]
    take_step(person("li", "draft"), version=draft, step="submit", at=NOON)
    assert not waiting_for(person("li", "draft"))
    assert list(waiting_for(person("wang", "check"))) == [draft]


def test_the_counters_tell_what_powers_lack():
    publish(LICENCE)
    bare = "id: other.bare\ntitle: 报刊亭设置许可\ntype: other\nsteps: [{id: do}]\n"
    publish(bare, code="other.bare")
    found = counters(powers_in_force(person("zhou", "see"), date(2027, 1, 1)))
    assert (found.total, found.in_hall) == (2, 1)
    assert (found.without_basis, found.without_limit, found.without_holder) == (1, 1, 1)
    assert found.by_type == {"licence": 1, "other": 1}
    assert found.listed_twice == 2
