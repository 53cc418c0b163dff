"""Which tables there are, and what each column may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from zhiheng.units.models import Interest, Kinship, Official, Portfolio, Post, Unit
from zhiheng.units.models.dated import Dated
from zhiheng.units.models.units import Kind, Tier

PERIOD: Final = ("valid_from", "valid_to")


@dataclass(frozen=True)
class Table:
    """A table: its columns, those a row cannot do without, and those that tell its rows apart.

    ``fields`` names a column's field in the model where that is called otherwise.
    """

    name: str
    model: type[Dated]
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    key: tuple[str, ...]
    fields: Mapping[str, str]

    def field(self, column: str) -> str:
        """The model's field of a column."""
        return self.fields.get(column, column)


def _table(name: str, model: type[Dated], columns: str, needed: str, key: str, **fields: str) -> Table:
    return Table(name, model, (*columns.split(), *PERIOD), tuple(needed.split()), tuple(key.split()), fields)


# In the order in which they are checked and written: what is referred to comes first.
TABLES: Final[Mapping[str, Table]] = {
    table.name: table
    for table in (
        _table("units", Unit, "unit_id parent_id title_zh title_en tier kind credit_code division", "unit_id",
               "unit_id valid_from", unit_id="code", parent_id="parent_code"),
        _table("officials", Official, "official_id name number", "official_id", "official_id", official_id="code"),
        _table("posts", Post, "official_id unit_id post rank", "official_id unit_id",
               "official_id unit_id post valid_from", official_id="official", unit_id="unit_code"),
        _table("portfolios", Portfolio, "official_id unit_id role matter", "official_id unit_id",
               "official_id unit_id role matter valid_from", official_id="official", unit_id="unit_code"),
        _table("kinships", Kinship, "official_id other_id kind", "official_id other_id",
               "official_id other_id kind valid_from", official_id="official", other_id="other"),
        _table("interests", Interest, "official_id party_id kind", "official_id party_id",
               "official_id party_id kind valid_from", official_id="official"),
    )
}  # fmt: skip

# What an empty cell means where that is not the empty text.
EMPTY: Final[Mapping[str, Any]] = {"valid_from": None, "valid_to": None, "rank": None, "role": Portfolio.Role.DIRECT}
CHOICES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("units", "tier"): tuple(Tier.values),
    ("units", "kind"): tuple(Kind.values),
    ("portfolios", "role"): tuple(Portfolio.Role.values),
    ("portfolios", "matter"): tuple(Portfolio.Matter.values),
}
CODES: Final = ("unit_id", "official_id")
LONGEST: Final[Mapping[str, int]] = {"title_zh": 120, "title_en": 120, "party_id": 200}
USUAL_LENGTH: Final = 80
