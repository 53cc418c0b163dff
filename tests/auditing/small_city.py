"""A city of one power and a log of two cases, for tests of an audit as a whole."""

from pathlib import Path

LOG = "case,act,at\n1,accept,2026-01-05 09:00\n1,decide,2026-01-06 09:00\n2,decide,2026-01-06 10:00\n"
CITY = "id: small\njurisdiction: cn\nzone: Asia/Shanghai\n"
MAPPING = "power: permit\ncase: case\nactivity: act\noccurred: at\n"
POWER = """\
id: permit
title: {zh: 许可, en: Permit}
basis: {law: 示例法}
steps:
  - {id: accept, required: true}
  - {id: decide, after: accept}
"""


def write_city(folder: Path, *, city: str = CITY, mapping: str = MAPPING, power: str = POWER) -> Path:
    """The city's folder."""
    place = folder / "city"
    (place / "powers").mkdir(parents=True)
    (place / "city.yaml").write_text(city, encoding="utf-8")
    (place / "log.yaml").write_text(mapping, encoding="utf-8")
    (place / "powers" / "permit.yaml").write_text(power, encoding="utf-8")
    return place


def write_log(folder: Path, text: str = LOG) -> Path:
    """The log as CSV."""
    path = folder / "log.csv"
    path.write_text(text, encoding="utf-8")
    return path
