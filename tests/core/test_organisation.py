"""The tables of a city's organisation: read into relations, or refused with file, row, column and remedy."""

from datetime import date
from pathlib import Path

import pytest

from zhiheng.core.errors import CityError
from zhiheng.core.organisation import load_organisation, unknown_holders
from zhiheng.core.workdays import to_day

UNITS = "unit_id,title_zh,title_en,parent_id,tier\nhousing,住建局,Housing,,city\nwindow,窗口,,housing,city\n"


def city(folder: Path, **tables: str) -> Path:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_city_without_tables_has_no_rows(tmp_path: Path):
    assert load_organisation(tmp_path).rows == {}


def test_a_row_has_the_columns_of_its_relation_and_dates_are_day_numbers(tmp_path: Path):
    posts = "official_id,unit_id,valid_to\n张伟,housing,2026-03-31\n"
    loaded = load_organisation(city(tmp_path, units=UNITS, posts=posts))
    last = to_day(date(2026, 3, 31))
    assert loaded.rows["posts"] == [("张伟", "housing", None, None, None, last)]


def test_a_unit_is_called_as_the_table_says_and_one_language_stands_in_for_the_other(tmp_path: Path):
    titles = load_organisation(city(tmp_path, units="\ufeff" + UNITS)).titles
    assert titles == {"housing": ("住建局", "Housing"), "window": ("窗口", "窗口")}


@pytest.mark.parametrize(
    ("table", "text", "place", "says"),
    [
        ("units", "", "units.csv", "begin it with its columns, unit_id, parent_id"),
        ("units", "unit\nhousing\n", "units.csv:1", "did you mean 'unit_id'?"),
        ("units", "tier\ncity\n", "units.csv:1", "column 'unit_id' is missing; add it"),
        ("units", "unit_id,tier,tier\na,b,c\n", "units.csv:1", "stands twice; keep one"),
        ("units", "unit_id,tier\nhousing\n", "units.csv:2", "give each column one cell"),
        ("units", "unit_id,tier\n\n,city\n", "units.csv:3", "column unit_id: the cell is empty"),
        ("units", 'unit_id\n"housing\n', "units.csv:2", "this is not CSV"),
        ("units", "unit_id,valid_from\na,1.3.2026\n", "units.csv:2", "column valid_from: '1.3.2026' is no date"),
        ("units", "unit_id,valid_from,valid_to\na,2026-03-02,2026-03-01\n", "units.csv:2", "column valid_to"),
        ("units", "unit_id\na\na\n", "units.csv:3", "stands in another row for the same days"),
        ("units", "unit_id,parent_id\na,b\nb,a\n", "units.csv:2", "'a' is above itself"),
        ("units", "unit_id,parent_id\nhousing,\nb,houseing\n", "units.csv:3", "did you mean 'housing'?"),
        ("posts", "official_id,unit_id,rank\na,b,high\n", "posts.csv:2", "column rank: 'high' is no whole number"),
        ("interests", "official_id,party_id\na,\n", "interests.csv:2", "column party_id: the cell is empty"),
    ],
)
def test_what_is_wrong_is_said_with_file_row_column_and_remedy(
    tmp_path: Path, table: str, text: str, place: str, says: str
):
    with pytest.raises(CityError) as caught:
        load_organisation(city(tmp_path, **{table: text}))
    assert caught.value.place == str(tmp_path / place.partition(":")[0]) + "".join(place.partition(":")[1:])
    assert says in caught.value.en
    assert caught.value.zh


def test_a_unit_may_change_its_tier_from_one_day_to_the_next(tmp_path: Path):
    units = "unit_id,tier,valid_from,valid_to\na,zone,,2026-03-31\na,city,2026-04-01,\n"
    assert len(load_organisation(city(tmp_path, units=units)).rows["units"]) == 2


def test_a_post_in_a_unit_that_is_not_there_is_refused_only_where_units_are_listed(tmp_path: Path):
    posts = "official_id,unit_id\na,houseing\n"
    assert load_organisation(city(tmp_path, posts=posts)).rows["posts"]
    with pytest.raises(CityError, match=r"posts\.csv:2: column unit_id: 'houseing' is not in units\.csv"):
        load_organisation(city(tmp_path, units=UNITS))


def test_a_table_in_another_encoding_is_refused(tmp_path: Path):
    (tmp_path / "units.csv").write_bytes("unit_id\n住建局\n".encode("gb18030"))
    with pytest.raises(CityError, match="save it as UTF-8"):
        load_organisation(tmp_path)


def test_a_holder_that_is_no_unit_of_the_city_is_doubted(tmp_path: Path):
    organisation = load_organisation(city(tmp_path, units=UNITS))
    rows = [("licence.sign", "houseing", "city", None, None, None), ("licence.sign", "housing", None, None, None, None)]
    (warning,) = unknown_holders(organisation, rows)
    assert warning.text("en") == "licence.sign: holder 'houseing' is not in units.csv; did you mean 'housing'?"
