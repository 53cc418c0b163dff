"""The page about the law packs: its examples load, and it names every pack."""

from pathlib import Path

import yaml

from tests.house.pages import blocks
from zhiheng.core.catalogue import load_powers


def test_every_document_on_the_page_loads_without_a_doubt(root: Path) -> None:
    documents = [yaml.safe_load(block.text) for block in blocks(root / "docs/law.md") if block.language == "yaml"]
    powers = [document for document in documents if "id" in document]
    assert [power["id"] for power in powers] == ["licence.street-stall", "penalty.example"]
    assert load_powers(powers, jurisdiction="cn").warnings == ()


def test_the_page_names_every_pack(root: Path) -> None:
    page = (root / "docs/law.md").read_text(encoding="utf-8")
    assert [path.name for path in (root / "zhiheng/law/cn").glob("*.yaml") if path.name not in page] == []
