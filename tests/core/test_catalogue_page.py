"""The page about power documents keeps its word: its examples load, without an error and without a doubt."""

from tests.house.pages import ROOT, blocks
from zhiheng.core.catalogue import load_powers
from zhiheng.core.catalogue.reading import read_yaml


def test_every_example_of_the_page_loads_and_raises_no_doubt():
    documents = [
        read_yaml(b.text, b.place) for b in blocks(ROOT / "docs" / "powers.md") if b.language == "yaml"
    ]
    made = load_powers(documents, known_dates=["startdate", "enddate", "deadline"], place="docs/powers.md")
    assert made.warnings == ()
    assert [v.version for v in made.versions if v.power_id == "penalty.ordinary"] == [
        "1996-10-01",
        "2021-07-15",
    ]
    heir = [v.power for v in made.versions if v.power_id == "licence.outdoor-advertising"]
    assert [next(limit.allowed for limit in p.limits if limit.id == "promised") for p in heir] == [7, 5]
