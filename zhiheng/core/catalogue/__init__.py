"""The catalogue: what may be done. A power is a YAML document, compiled to relations (docs/powers.md)."""

from zhiheng.core.catalogue.comparing import Difference, differences, in_chinese
from zhiheng.core.catalogue.context import CatalogueWarning
from zhiheng.core.catalogue.document import Document
from zhiheng.core.catalogue.loading import (
    Catalogue,
    Check,
    PowerVersion,
    check_catalogue,
    check_texts,
    load_catalogue,
    load_powers,
)
from zhiheng.core.catalogue.schema import json_schema

__all__ = [
    "Catalogue",
    "CatalogueWarning",
    "Check",
    "Difference",
    "Document",
    "PowerVersion",
    "check_catalogue",
    "check_texts",
    "differences",
    "in_chinese",
    "json_schema",
    "load_catalogue",
    "load_powers",
]
