"""How a power may not be handed on, as a table of the jurisdiction's law says."""

from collections.abc import Iterator
from functools import cache

import msgspec

from zhiheng.core.catalogue.context import Context, Spot
from zhiheng.core.catalogue.lineage import LAW
from zhiheng.core.catalogue.power import Power
from zhiheng.core.errors import CatalogueError


class Refusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the table; no tier named means every tier."""

    types: frozenset[str]
    by: str
    tiers: frozenset[str]
    basis: dict[str, str]
    zh: str
    en: str


def refused(power: Power, context: Context) -> Iterator[CatalogueError]:
    """An error for each holder that the law does not allow, with the article."""
    for line in _table(power.jurisdiction or ""):
        for holder in power.holders:
            if power.type in line.types and holder.by == line.by and (not line.tiers or holder.tier in line.tiers):
                cited = f"{line.basis['law']}{line.basis['article']}"
                yield Spot(context, "holders", holder.unit).error(
                    "by", en=f"{line.en} ({cited})", zh=f"{line.zh}（{cited}）"
                )


@cache
def _table(jurisdiction: str) -> tuple[Refusal, ...]:
    path = LAW / jurisdiction / "tables" / "delegation.yaml"
    if not jurisdiction.isalpha() or not path.exists():
        return ()
    return msgspec.yaml.decode(path.read_bytes(), type=tuple[Refusal, ...])
