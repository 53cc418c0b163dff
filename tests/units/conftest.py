"""Two invented cities in one database, and those who work in them."""

from datetime import UTC, date, datetime

import pytest
from cryptography.fernet import Fernet

from zhiheng.record.actor import Actor
from zhiheng.record.models import City
from zhiheng.units.actions import About, Person, appoint_official, create_unit

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
FOUNDED = date(2020, 1, 1)
CREDIT = "11330723307360844C"     # published by an agency
NUMBER = "11010519491231002X"     # the example in GB 11643-1999
RIGHTS = ("units.see", "units.edit", "officials.number", "interests.see")


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.NUMBER_KEYS = Fernet.generate_key().decode()


def acting(city: City, *paths: str, name: str = "chen", rights=RIGHTS) -> Actor:
    return Actor(name=name, city=city, organ="shili", rights={right: frozenset(paths) for right in rights})


@pytest.fixture
def registrar() -> Actor:
    return acting(City.objects.create(code="shili", title_zh="示例市"), "")


@pytest.fixture
def neighbour() -> Actor:
    return acting(City.objects.create(code="linshi", title_zh="邻市"), "", name="lin")


@pytest.fixture
def city(registrar):
    """A government with two departments; housing has an approval section and a head."""
    for code, parent, title, tier in (
        ("shili", "", "示例市人民政府", "city"),
        ("housing", "shili", "住房和城乡建设局", "city"),
        ("approval", "housing", "行政审批科", "city"),
        ("market", "shili", "市场监督管理局", "city"),
    ):
        create_unit(registrar, code=code, parent=parent, about=About(title_zh=title, tier=tier), day=FOUNDED, at=NOON)
    appoint_official(
        registrar, person=Person("chen01", "陈某", NUMBER), unit="housing", post="head", rank=1, day=FOUNDED, at=NOON
    )
    return registrar.city
