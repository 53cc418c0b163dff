"""Who acts, and what he may do where: made at login from his grants, handed to every action and query."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from zhiheng.record.models import City

EVERYWHERE = ""


@dataclass(frozen=True)
class Actor:
    """A person or system at work in one city.

    ``rights`` has for each right the paths of the units below which it is held; ``EVERYWHERE`` is the whole city.
    """

    name: str
    city: City
    organ: str = ""
    rights: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def may(self, right: str, path: str = EVERYWHERE) -> bool:
        """Whether the right is held for the unit with this path."""
        return any(path.startswith(held) for held in self.rights.get(right, ()))

    def scope(self, right: str, path: str = "path") -> Q:
        """A condition on the column ``path`` that leaves only rows for which the right is held."""
        where = Q(pk__in=())
        for held in self.rights.get(right, ()):
            if held == EVERYWHERE:
                return Q(pk__isnull=False)  # an empty Q would vanish in an OR
            where |= Q(**{f"{path}__startswith": held})
        return where
