"""The law packs: every document loads, every line cites its law, and the law says what the line says."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

import zhiheng
from tests.law.statutes import in_chinese, statute, words
from zhiheng.core.catalogue import Catalogue, load_powers
from zhiheng.core.catalogue.document import Basis
from zhiheng.core.relations import RELATIONS

PACKS = sorted(path.stem for path in (Path(zhiheng.__file__).parent / "law" / "cn").glob("*.yaml"))
LISTS = ("steps", "limits", "responses", "clock_stops", "separations", "disclosure")
# Not a statute, so its text is not among the statutes; its lines say that it was read second-hand.
ORDERS = {"国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见"}


def loaded(pack: str, **keys: object) -> Catalogue:
    return load_powers([{"id": "power", "extends": f"law/{pack}", **keys}], jurisdiction="cn")


def listed(basis: Basis | tuple[Basis, ...] | None) -> tuple[Basis, ...]:
    return (basis,) if isinstance(basis, Basis) else basis or ()


def lines(pack: str) -> Iterator[tuple[str, object]]:
    """Every line of every version of a pack, with a name for it."""
    for version in loaded(pack).versions:
        for name in LISTS:
            for line in getattr(version.document, name):
                yield f"{version.version} {name} {getattr(line, 'id', None) or line.ground}", line
        yield f"{version.version} the document", version.document


def cited(pack: str) -> set[Basis]:
    """What a pack cites and the statutes can confirm: neither older texts from memory nor orders."""
    every = {basis for _, line in lines(pack) for basis in listed(line.basis)}
    return {basis for basis in every if basis.law not in ORDERS and not (basis.note or "").startswith("[M]")}


def limits(catalogue: Catalogue, version: str) -> dict[str, str]:
    names = RELATIONS["time_limits"].names
    rows: Iterable[dict[str, object]] = [dict(zip(names, r, strict=True)) for r in catalogue.rows["time_limits"]]
    return {row["limit_id"]: f"{row['allowed']} {row['unit']}" for row in rows if row["version"] == version}


@pytest.fixture(scope="module")
def statutes(data_folder: Path) -> Path:
    return data_folder / "law"


def test_three_packs_are_shipped() -> None:
    assert PACKS == ["licensing-joint", "licensing-ordinary", "penalty-ordinary"]


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_loads_without_a_doubt(pack: str) -> None:
    assert loaded(pack).warnings == ()


@pytest.mark.parametrize("pack", PACKS)
def test_every_line_cites_its_law(pack: str) -> None:
    assert [name for name, line in lines(pack) if not listed(line.basis)] == []


@pytest.mark.parametrize("pack", PACKS)
def test_every_line_has_a_title_in_both_languages(pack: str) -> None:
    assert [name for name, line in lines(pack) if not (line.title and line.title.zh and line.title.en)] == []


@pytest.mark.parametrize("pack", PACKS)
def test_every_article_cited_is_in_the_statute(pack: str, statutes: Path) -> None:
    unknown = [b.article for b in cited(pack) if not words(statute(statutes, b.law), b.article)]
    assert unknown == []


@pytest.mark.parametrize("pack", PACKS)
def test_every_limit_is_the_number_of_days_that_its_article_names(pack: str, statutes: Path) -> None:
    version = loaded(pack).versions[-1]
    for limit in version.power.limits:
        basis = listed(next(line.basis for line in version.document.limits if line.id == limit.id))[0]
        assert f"{in_chinese(limit.allowed)}日" in words(statute(statutes, basis.law), basis.article), limit.id


def test_an_article_paragraph_or_item_that_is_not_there_is_noticed(statutes: Path) -> None:
    licensing = statute(statutes, "中华人民共和国行政许可法")
    assert len(licensing) == 83
    assert words(licensing, "第三十二条第一款第四项").startswith("（四）申请材料不齐全")
    absent = ["第八十四条", "第四十二条第三款", "第三十二条第一款第六项", "第三十二条第二款第一项"]
    assert [words(licensing, reference) for reference in absent] == [""] * 4


def test_an_ordinary_licence_is_decided_in_20_working_days_and_a_joint_one_in_45() -> None:
    assert limits(loaded("licensing-ordinary"), "2004-07-01") == {
        "supplement-notice": "5 workday",
        "accept": "5 workday",
        "assign-inspectors": "5 workday",
        "hearing": "20 workday",
        "hearing-notice": "7 workday",
        "decide": "20 workday",
        "deliver": "10 workday",
    }
    joint = limits(loaded("licensing-joint"), "2004-07-01")
    assert joint == limits(loaded("licensing-ordinary"), "2004-07-01") | {"decide": "45 workday"}


def test_since_15_july_2021_short_limits_of_a_penalty_are_working_days() -> None:
    penalty = loaded("penalty-ordinary")
    before, since = limits(penalty, "1996-10-01"), limits(penalty, "2021-07-15")
    assert (before["serve"], since["serve"]) == ("7 day", "7 workday")
    assert (before["pay"], since["pay"]) == ("15 day", "15 day")
    assert (before.get("decide"), since["decide"]) == (None, "90 day")


def test_a_city_promises_less_and_keeps_the_law() -> None:
    promised = {"id": "promised", "kind": "promised", "from": "accept", "to": "decide", "within": "7 workdays"}
    permit = loaded("licensing-ordinary", valid_from=date(2021, 7, 1), limits=[promised])
    ours = limits(permit, "2021-07-01")
    assert (ours["decide"], ours["promised"]) == ("20 workday", "7 workday")
    assert permit.warnings == ()


def test_a_finding_about_a_decision_cites_the_text_of_its_day() -> None:
    cite = {
        (version, relation, line): basis
        for _, version, relation, line, basis in loaded("penalty-ordinary").rows["bases"]
    }
    assert cite["1996-10-01", "time_limits", "serve"] == "中华人民共和国行政处罚法 第四十条"
    assert cite["2021-07-15", "time_limits", "serve"] == "中华人民共和国行政处罚法 第六十一条第一款"
