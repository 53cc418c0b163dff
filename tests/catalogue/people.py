"""The invented people of the tests, and what each may do."""

from datetime import UTC, datetime

from zhiheng.record.actor import Actor
from zhiheng.record.models import City

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
EVERY = ("see", "draft", "check", "approve", "publish")

LICENCE = """\
id: licence.kiosk
title: {zh: 报刊亭设置许可, en: Licence for a kiosk}
type: licence
jurisdiction: cn
valid_from: 2026-12-01
basis: {law: 示例市市容管理条例, article: 第十二条}
unit: housing
tier: city
hall: true
holders: [{unit: housing, tier: city, by: statutory}]
steps:
  - {id: accept, title: {zh: 受理, en: Accepted}, kind: acceptance, required: true}
  - {id: decide, title: {zh: 决定, en: Decided}, kind: decision, after: accept, required: true}
limits:
  - {id: decision, from: accept, to: decide, within: 20 workdays}
"""


def city(code: str = "shili") -> City:
    return City.objects.get_or_create(code=code, defaults={"title_zh": f"{code} 市"})[0]


def person(name: str, *rights: str, of: City | None = None, path: str = "") -> Actor:
    held = {f"catalogue.{right}": frozenset({path}) for right in rights}
    return Actor(name=name, city=of or city(), organ="housing", rights=held)
