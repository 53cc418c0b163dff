"""What lists and filters need of a document."""

from collections.abc import Sequence
from typing import Any

from zhiheng.catalogue.models import Holding, Version
from zhiheng.core.catalogue import PowerVersion


def summary_of(versions: Sequence[PowerVersion]) -> dict[str, Any]:
    """Columns of `Version` from what a document compiles to: of its last stretch of validity. None: as before."""
    if not versions:
        return {}
    document, power = versions[-1].document, versions[-1].power
    first = versions[0].document.valid_from
    title = document.title
    return {
        "title_zh": (title if isinstance(title, str) else title and (title.zh or title.en)) or "",
        "title_en": (title if isinstance(title, str) else title and (title.en or title.zh)) or "",
        "type": document.type or "",
        "tier": document.tier or "",
        "unit": document.unit or "",
        "in_hall": bool(document.hall),
        "has_basis": bool(document.basis),
        "steps": len(power.steps),
        "limits": len(power.limits),
        "holders": len(power.holders),
        "valid_from": first,
        "valid_to": document.valid_to,
    }


def holdings_of(version: Version, made: Sequence[PowerVersion]) -> list[Holding]:
    """Rows for those that hold the power by the last stretch of the document's validity; not saved yet."""
    return [
        Holding(
            version=version, unit=holder.unit, tier=holder.tier or "", by=holder.by or "", since=holder.since,
            until=holder.until, document=holder.document or "",
        )
        for holder in (made[-1].document.holders if made else ())
    ]  # fmt: skip
