"""What can be done to the organisation. Each act checks the right, writes its rows and puts an event on record."""

from zhiheng.units.actions.officials import (
    Held,
    Person,
    appoint_official,
    end_post,
    keep_number,
    open_number,
    transfer_official,
)
from zhiheng.units.actions.teams import Place, assign_block, create_team, end_block, open_site
from zhiheng.units.actions.ties import declare_interest, declare_kinship, end_portfolio, give_portfolio
from zhiheng.units.actions.units import About, change_unit, close_unit, create_unit, move_unit

__all__ = [
    "About", "Held", "Person", "Place",
    "appoint_official", "assign_block", "change_unit", "close_unit", "create_team", "create_unit", "declare_interest",
    "declare_kinship", "end_block", "end_portfolio", "end_post", "give_portfolio", "keep_number", "move_unit",
    "open_number", "open_site", "transfer_official",
]  # fmt: skip
