"""A national list of items is kept whole, row by row, and each row is told what it lacks."""

import csv
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.accounts.people import account, browser
from zhiheng.catalogue.errors import ItemListError
from zhiheng.catalogue.items import model, read_items
from zhiheng.catalogue.models import Item

pytestmark = pytest.mark.django_db
HEAD = "department,name,item_code,task_type,dept_code"
ROWS = (
    "区住建局,施工许可,511Z07001006-511602000000-000-11511301008778183N-1-00,1,11511301008778183N",
    "区住建局,施工许可变更,511Z07001006-511602000000-000-11511301008778183N-1-00,77,1234",
    ",,,,",
    ",无编码事项,,20,083372204",
)


def table(*rows: str) -> bytes:
    return "\n".join((HEAD, *rows)).encode()


def lacks(*rows: str) -> list[set[str]]:
    return [set(row.lacks) - {"group", "basis", "limit", "flow", "tier", "hall"} for row in read_items(table(*rows))]


def test_each_row_is_told_what_it_lacks():
    assert lacks(*ROWS) == [{"twice"}, {"twice", "type", "unit-code"}, {"code", "unit"}]


def test_what_the_list_has_no_column_for_is_lacking_everywhere():
    assert {"basis", "limit", "flow"} <= set(read_items(table(ROWS[0]))[0].lacks)


@pytest.mark.parametrize(
    ("content", "words"),
    [("名称\n甲".encode("gb18030"), "not UTF-8"), (b'name\n"open', "not CSV"), (b"a,b\n1,2", "name its columns")],
)
def test_a_file_that_is_no_list_says_why(content, words):
    with pytest.raises(ItemListError, match=words):
        read_items(content)


def test_a_list_is_taken_over_its_report_read_and_an_item_drafted():
    editor = browser(account("li", "catalogue_editor"))
    upload = {"title": "样例目录", "table": SimpleUploadedFile("items.csv", table(*ROWS))}
    report = editor.post("/catalogue/lists/", upload, follow=True).content.decode()
    assert "样例目录：3 项" in report
    assert "编码重复" in report
    item = Item.objects.get(row=2)
    assert item.cells["department"] == "区住建局"
    draft = editor.get(f"/catalogue/new/?item={item.pk}").content.decode()
    assert "type: licence" in draft
    assert "施工许可" in draft


def test_a_list_of_another_city_is_not_found():
    editor = browser(account("li", "catalogue_editor"))
    editor.post("/catalogue/lists/", {"title": "样例目录", "table": SimpleUploadedFile("i.csv", table(*ROWS))})
    stranger = browser(account("lin", "catalogue_editor", of="linshi"))
    item = Item.objects.first()
    for address in (f"lists/{item.list_id}/", f"lists/{item.list_id}/2/"):
        assert stranger.get(f"/catalogue/{address}").status_code == 404
    assert "施工许可" not in stranger.get(f"/catalogue/new/?item={item.pk}").content.decode()


def test_every_row_of_the_real_list_is_kept(data_folder: Path):
    content = (data_folder / "catalogue" / "guangan_service_items.csv").read_bytes()
    given = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    rows = read_items(content)
    assert len(rows) == len(given) == 1135
    assert [dict(row.cells) for row in rows] == [{k: v.strip() for k, v in row.items()} for row in given]
    ungrouped = sum(row["main_item"] in {"", "未分类"} for row in given)
    assert sum("group" in row.lacks for row in rows) == ungrouped
    codes = [row["item_code"] for row in given]
    assert sum("twice" in row.lacks for row in rows) == sum(codes.count(code) > 1 for code in codes if code)
    assert {row.fields["type"] for row in rows if "type" not in row.lacks} <= set(model().types)
