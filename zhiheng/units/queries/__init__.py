"""What can be asked of the organisation. Every answer holds only what the actor may see."""

from zhiheng.units.queries.officials import (
    OfficialPage,
    official_by_number,
    official_page,
    officials_named,
    officials_of,
    visible_official,
)
from zhiheng.units.queries.units import (
    Chart,
    UnitPage,
    org_chart_on,
    staffed_units,
    teams_on,
    titles_on,
    tree_on,
    unit_page,
    units_named,
    units_without_head,
)

__all__ = [
    "Chart", "OfficialPage", "UnitPage", "official_by_number", "official_page", "officials_named", "officials_of",
    "org_chart_on", "staffed_units", "teams_on", "titles_on", "tree_on", "unit_page", "units_named",
    "units_without_head", "visible_official",
]  # fmt: skip
