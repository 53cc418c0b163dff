"""The queries of the derived relations are whole, and shorter where the record has nothing for a part."""

import pytest

from zhiheng.core.derivations import BY_QUERY, derivation, optional


@pytest.mark.parametrize("name", BY_QUERY)
def test_every_part_stands_in_its_place(name):
    assert "{" not in derivation(name)
    assert "{" not in derivation(name, optional(name))


@pytest.mark.parametrize("relation", ["suspensions", "extensions"])
def test_what_has_no_rows_is_not_read(relation):
    assert f"FROM {relation} " in derivation("clocks") or f"JOIN {relation} " in derivation("clocks")
    assert relation not in derivation("clocks", frozenset({relation}))
