"""Tables of the organisation. Each row says from which day it holds, and from which day no longer."""

from zhiheng.units.models.draft import ImportDraft
from zhiheng.units.models.officials import Interest, Kinship, Official, Portfolio, Post, Rank
from zhiheng.units.models.teams import InspectionTeam, TeamBlock
from zhiheng.units.models.units import Site, Unit

__all__ = [
    "ImportDraft", "InspectionTeam", "Interest", "Kinship", "Official", "Portfolio", "Post", "Rank", "Site",
    "TeamBlock", "Unit",
]  # fmt: skip
