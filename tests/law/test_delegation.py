"""What the law refuses of handing a power on is refused where it is written, with the article."""

import pytest

from zhiheng.core.catalogue import load_powers
from zhiheng.core.errors import CatalogueError


def power(kind: str, by: str, tier: str):
    holder = {"unit": "east-street", "tier": tier, "by": by}
    return {"id": "power", "type": kind, "steps": [{"id": "decide"}], "holders": [holder]}


@pytest.mark.parametrize(
    ("kind", "by", "tier", "article"),
    [
        ("licence", "entrustment", "community", "中华人民共和国行政许可法第二十四条"),
        ("licence", "entrustment", "village", "中华人民共和国行政许可法第二十四条"),
        ("coercion", "entrustment", "township", "中华人民共和国行政强制法第十七条"),
    ],
)
def test_an_unlawful_entrustment_is_refused_with_its_article(kind, by, tier, article):
    with pytest.raises(CatalogueError, match=article) as refused:
        load_powers([power(kind, by, tier)], jurisdiction="cn")
    assert "holder 'east-street', `by`" in refused.value.en


@pytest.mark.parametrize(
    ("kind", "by", "tier"),
    [
        ("licence", "entrustment", "township"),
        ("licence", "agency_intake", "community"),
        ("penalty", "transfer", "township"),
    ],
)
def test_what_the_law_allows_is_taken(kind, by, tier):
    assert load_powers([power(kind, by, tier)], jurisdiction="cn").versions


def test_the_law_of_another_place_says_nothing_of_it():
    assert load_powers([power("licence", "entrustment", "community")], jurisdiction="it").versions
