"""A document held against the rest of its city's catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhiheng.catalogue.models import Version
from zhiheng.core.catalogue import CatalogueWarning, PowerVersion, check_texts
from zhiheng.core.catalogue.reading import source_of_text
from zhiheng.core.errors import CatalogueError
from zhiheng.record.models import City

JURISDICTION = "cn"


@dataclass(frozen=True)
class Checked:
    """What a document says, as far as it can be read, and what is wrong or doubtful in it."""

    versions: tuple[PowerVersion, ...]
    errors: tuple[CatalogueError, ...]
    warnings: tuple[CatalogueWarning, ...]


def check_document(city: City, text: str, *, place: str) -> Checked:
    """A text with the published documents that it extends; ``place`` begins the place of each flaw."""
    texts = {place: text, **extended_by(city, {place: text})}
    catalogue, check = check_texts(texts, jurisdiction=JURISDICTION)
    own = f"{place}:"
    ids = {_said(text, place).get("id")}
    return Checked(
        tuple(version for version in catalogue.versions if version.power_id in ids),
        tuple(error for error in check.errors if error.place.startswith(own) or error.place == place),
        tuple(warning for warning in check.warnings if warning.place.startswith(own)),
    )


def check_all(texts: Mapping[str, str]) -> tuple[tuple[PowerVersion, ...], tuple[CatalogueError, ...]]:
    """Many documents at once, by place: the versions of those that are right, and what is wrong in the others."""
    catalogue, check = check_texts(texts, jurisdiction=JURISDICTION)
    return catalogue.versions, check.errors


def published_texts(city: City, codes: Iterable[str] | None = None) -> dict[str, str]:
    """The published documents of a city by place, or of some of its powers."""
    versions = Version.objects.filter(power__city=city, state=Version.State.PUBLISHED)
    if codes is not None:
        versions = versions.filter(power__code__in=list(codes))
    rows = versions.values_list("power__code", "number", "text")
    return {f"{code}@{number}": text for code, number, text in rows}


def extended_by(city: City, texts: Mapping[str, str]) -> dict[str, str]:
    """The published documents, by place, that some texts extend, directly or further up."""
    found: dict[str, str] = {}
    waiting, seen = {_said(text, place).get("extends") for place, text in texts.items()}, set[object]()
    while waiting := {code for code in waiting - seen if isinstance(code, str) and not code.startswith("law/")}:
        seen |= waiting
        more = published_texts(city, waiting)
        found |= more
        waiting = {_said(other, name).get("extends") for name, other in more.items()}
    return found


def _said(text: str, place: str) -> Mapping[str, object]:
    try:
        return source_of_text(text, place).data
    except CatalogueError:
        return {}
