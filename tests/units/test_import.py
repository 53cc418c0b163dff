"""Tables come in only whole and right, and what goes out comes in again without a change."""

import io
from datetime import date
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.units.conftest import FOUNDED, NOON, NUMBER, acting
from zhiheng.record.models import City, Event
from zhiheng.units.actions import About, change_unit, move_unit
from zhiheng.units.errors import NotAllowedError, PeriodError, TableError, UnknownError
from zhiheng.units.importing.drafts import confirm_draft, keep_draft, read_draft
from zhiheng.units.importing.exporting import export_csv, export_xlsx
from zhiheng.units.importing.planning import plan_import
from zhiheng.units.importing.reading import Upload
from zhiheng.units.importing.writing import write_plan
from zhiheng.units.models import ImportDraft, Interest, Official, Post, Unit
from zhiheng.units.queries import tree_on

pytestmark = pytest.mark.django_db
DEMO = ROOT / "cities" / "demo"
DAY = date(2026, 3, 1)


def table(name: str, *rows: str) -> Upload:
    return Upload(f"{name}.csv", "\n".join(rows).encode())


def taken(actor, *uploads: Upload) -> int:
    return write_plan(actor, plan_import(actor, uploads), at=NOON)


def demo() -> list[Upload]:
    return [Upload(path.name, path.read_bytes()) for path in sorted(DEMO.glob("*.csv"))]


def exported(actor) -> list[Upload]:
    with ZipFile(io.BytesIO(export_csv(actor, at=NOON))) as archive:
        return [Upload(name, archive.read(name)) for name in archive.namelist()]


def faults(actor, *uploads: Upload):
    return [(fault.table, fault.row, fault.column, fault.value) for fault in plan_import(actor, uploads).faults]


def test_the_tables_of_a_city_folder_come_in_as_they_are(registrar):
    plan = plan_import(registrar, demo())
    assert plan.faults == []
    assert plan.counts["posts"] == {"new": 132, "changed": 0, "ended": 0, "unchanged": 0}
    write_plan(registrar, plan, at=NOON)
    assert (Unit.objects.count(), Post.objects.count(), Interest.objects.count()) == (12, 132, 24)
    assert taken(registrar, *demo()) == 0


def test_a_preview_writes_nothing_and_a_confirmation_all_at_once(registrar):
    draft, plan = keep_draft(registrar, uploads=demo(), at=NOON)
    assert (Unit.objects.count(), Official.objects.count(), Event.objects.count()) == (0, 0, 0)
    confirm_draft(registrar, draft=draft.pk, fingerprint=plan.fingerprint, at=NOON)
    assert (Unit.objects.count(), ImportDraft.objects.count()) == (12, 0)
    kinds = Event.objects.values_list("kind", flat=True)
    assert (list(kinds).count("unit.change"), list(kinds).count("post.change")) == (12, 132)


def test_a_draft_is_sealed_and_belongs_to_one_person(registrar, neighbour):
    draft, _ = keep_draft(registrar, uploads=[table("officials", "official_id,number", f"a,{NUMBER}")], at=NOON)
    assert NUMBER.encode() not in bytes(ImportDraft.objects.get().sealed)
    for stranger in (neighbour, acting(registrar.city, "", name="zhao")):
        with pytest.raises(UnknownError, match=r"no import .* of yours"):
            read_draft(stranger, draft.pk)


@pytest.mark.usefixtures("city")
def test_what_changed_since_the_preview_is_not_overwritten(registrar):
    rows = table("units", "unit_id,parent_id,title_zh,valid_from", "market,shili,市场局,2020-01-01")
    draft, plan = keep_draft(registrar, uploads=[rows], at=NOON)
    change_unit(registrar, code="market", about=About(title_zh="市监局"), day=DAY, at=NOON)
    Unit.objects.filter(code="market", valid_from=FOUNDED).update(title_zh="另一个名称")
    with pytest.raises(PeriodError, match="changed since the preview"):
        confirm_draft(registrar, draft=draft.pk, fingerprint=plan.fingerprint, at=NOON)


@pytest.mark.usefixtures("city")
def test_every_error_is_told_at_once_with_its_place_and_remedy(registrar):
    uploads = [
        table("units", "unit_id,parent_id,tier,credit_code,valid_from",
              "tax,shilli,city,,2026-01-01", "a/b,shili,citty,,", "audit,shili,,11330723307360844D,2026-13-01"),
        table("posts", "official_id,unit_id,post,rank,valid_from,valid_to",
              "p1,markt,clerk,first,2026-01-01,", "p2,market,clerk,,2026-02-01,2026-01-01", ",market,,,,",
              "p3,market,clerk,4,2019-01-01,", "p4,market,clerk,,,", "p4,market,clerk,,,"),
    ]  # fmt: skip
    assert faults(registrar, *uploads) == [
        ("posts", 2, "rank", "first"), ("posts", 3, "valid_to", "2026-01-01"), ("posts", 4, "official_id", ""),
        ("posts", 5, "unit_id", "market"), ("posts", 7, "official_id", "p4"),
        ("units", 2, "parent_id", "shilli"), ("units", 3, "tier", "citty"), ("units", 3, "unit_id", "a/b"),
        ("units", 4, "credit_code", "11330723307360844D"), ("units", 4, "valid_from", "2026-13-01"),
    ]  # fmt: skip
    said = {fault.column: fault for fault in plan_import(registrar, uploads[:1]).faults}
    assert "did you mean 'city'?" in said["tier"].en
    assert "是否应为“city”" in said["tier"].zh
    with pytest.raises(TableError, match="10 faults; the first, at posts:2 rank"):
        taken(registrar, *uploads)
    assert Post.objects.filter(unit_code="market").count() == 0


@pytest.mark.usefixtures("city")
def test_a_wrong_unit_in_a_good_row_is_told_with_the_nearest_one(registrar):
    plan = plan_import(registrar, [table("posts", "official_id,unit_id", "p1,markt")])
    assert [fault.en for fault in plan.faults] == ["there is no unit 'markt'; did you mean 'market'?"]


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (Upload("units.csv", "unit_id\n住房".encode("gb18030")), "not UTF-8"),
        (Upload("units.csv", b'unit_id\n"open'), "not CSV"),
        (Upload("unit.csv", b"unit_id\na"), "did you mean 'units'?"),
        (Upload("units.csv", b"unit_id,paren_id\na,b"), "did you mean 'parent_id'?"),
        (Upload("posts.csv", b"official_id\na"), "the column is missing"),
        (Upload("units.csv", b"unit_id,title_zh\na,b,c"), "outside the columns"),
        (Upload("units.xlsx", b"PK nothing"), "not readable as an Excel workbook"),
        (Upload("units.csv", b"unit_id,title_zh\na,b\x0bc"), "control character"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(registrar, upload, words):
    assert words in plan_import(registrar, [upload]).faults[0].en


def test_a_tree_that_is_none_is_refused(registrar):
    head = "unit_id,parent_id,valid_from,valid_to"
    assert faults(registrar, table("units", head, "a,b,,", "b,a,,"))[0][2] == "parent_id"
    assert faults(registrar, table("units", head, "a,,2020-01-01,", "a,,2021-01-01,")) == [
        ("units", 3, "valid_from", "2021-01-01"),
    ]  # fmt: skip
    moved = ["a,,,", "b,a,,2020-12-31", "b,,2021-01-01,", "c,b,,"]
    plan = plan_import(registrar, [table("units", head, *moved)])
    assert [fault.en[:23] for fault in plan.faults] == ["'b' moves on 2021-01-01"]
    moved[3:] = ["c,b,,2020-12-31", "c,b,2021-01-01,"]
    assert taken(registrar, table("units", head, *moved)) == 5
    assert [unit.path for unit in tree_on(registrar, DAY)] == ["a/", "b/", "b/c/"]


def test_a_table_deeper_than_recursion_goes_is_read(registrar):
    rows = [f"u{number},u{number - 1}" for number in range(1, 40)]
    assert taken(registrar, table("units", "unit_id,parent_id", "u0,", *reversed(rows))) == 40


@pytest.mark.usefixtures("city")
def test_a_corrected_place_takes_those_below_along(registrar):
    assert taken(registrar, table("units", "unit_id,parent_id,valid_from", "housing,market,2020-01-01")) == 1
    assert [unit.path for unit in tree_on(registrar, DAY)][-1] == "shili/market/housing/approval/"


@pytest.mark.usefixtures("city")
def test_what_ends_is_told_apart_from_what_changes(registrar):
    head = "official_id,unit_id,post,rank,valid_from,valid_to"
    ended = plan_import(registrar, [table("posts", head, "chen01,housing,head,1,2020-01-01,2026-02-28")])
    assert ended.counts["posts"]["ended"] == 1
    changed = plan_import(registrar, [table("posts", head, "chen01,housing,head,2,2020-01-01,")])
    assert changed.counts["posts"]["changed"] == 1
    write_plan(registrar, ended, at=NOON)
    assert [Post.objects.on(day).count() for day in (date(2026, 2, 28), DAY)] == [1, 0]


@pytest.mark.usefixtures("registrar")
def test_who_may_edit_one_department_imports_into_no_other(city):
    clerk = acting(city, "shili/housing/")
    uploads = [
        table("units", "unit_id,parent_id,valid_from", "x,housing,2026-01-01", "y,shili,2026-01-01", "z,,2026-01-01",
              "market,shili,2020-01-01"),
        table("posts", "official_id,unit_id,valid_from", "p1,approval,2026-01-01", "p2,market,2026-01-01"),
        table("interests", "official_id,party_id", "p1,P1", "p2,P2", "chen01,P3"),
    ]  # fmt: skip
    refused = {(fault.table, fault.row) for fault in plan_import(clerk, uploads).faults}
    assert refused == {("units", 3), ("units", 4), ("posts", 3), ("interests", 3), ("officials", 0)}


@pytest.mark.usefixtures("registrar", "city")
def test_an_import_neither_sees_nor_touches_another_city(neighbour):
    taken(neighbour, table("units", "unit_id,title_zh", "market,邻市市场局"))
    assert Unit.objects.filter(code="market").count() == 2
    assert plan_import(neighbour, [table("posts", "official_id,unit_id", "chen01,housing")]).faults != []
    assert [upload.content.count(b"\n") for upload in exported(neighbour)] == [2, 1, 1, 1, 1, 1]


def test_an_export_holds_what_one_may_see_and_no_number_and_is_on_record(registrar, city):
    clerk = acting(city, "shili/market/")
    text = b"".join(upload.content for upload in exported(clerk))
    assert b"market" in text
    assert b"housing" not in text
    assert NUMBER.encode() not in b"".join(upload.content for upload in exported(registrar))
    assert Event.objects.filter(kind="file.open", object_id="units/export").count() == 2
    with pytest.raises(NotAllowedError):
        export_csv(acting(city, rights=()), at=NOON)


def test_nothing_that_goes_out_is_a_formula(registrar):
    taken(registrar, table("units", "unit_id,title_zh", 'a,"=HYPERLINK(""x"")"', "b,+1", "c,'=1", "d,＝1"))
    cells = exported(registrar)[0].content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[2][:3].strip('"') for line in cells[1:]] == ["'=", "'+1", "'=1", "'＝1"]
    assert taken(registrar, *exported(registrar)) == 0


@pytest.mark.usefixtures("city")
def test_a_workbook_goes_out_and_comes_in_again_without_a_change(registrar):
    move_unit(registrar, code="approval", parent="market", day=DAY, at=NOON)
    book = Upload("organisation.xlsx", export_xlsx(registrar, at=NOON))
    plan = plan_import(registrar, [book])
    assert plan.faults == []
    assert {table: counts["unchanged"] for table, counts in plan.counts.items()} == {
        "units": 5, "officials": 1, "posts": 1,
    }  # fmt: skip
    assert write_plan(registrar, plan, at=NOON) == 0


DAYS = st.none() | st.dates(date(2001, 1, 1), date(2030, 1, 1))
TEXT = st.text(st.sampled_from("住建局A b,'\"=+-@＝;|“”〔2026〕"), max_size=12).map(str.strip)


@st.composite
def organisations(draw):
    """Units with names of any kind, and posts in them for any time."""
    units = [f"u{number}" for number in range(draw(st.integers(1, 5)))]
    rows = [(unit, draw(st.sampled_from(["", *units[:place]])), draw(TEXT)) for place, unit in enumerate(units)]
    posts = set()
    for _ in range(draw(st.integers(0, 8))):
        first, last = draw(DAYS), draw(DAYS)
        if first and last and last < first:
            first, last = last, first
        posts.add((draw(st.sampled_from("赵钱孙")), draw(st.sampled_from(units)), draw(TEXT), first or "", last or ""))
    unique = {post[:4]: post for post in posts}
    return rows, list(unique.values())


def written(name: str, head: str, rows) -> Upload:
    import csv  # noqa: PLC0415 - only here

    text = io.StringIO()
    csv.writer(text).writerows([head.split(), *rows])
    return Upload(f"{name}.csv", text.getvalue().encode())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(organisations())
@pytest.mark.usefixtures("settings")
def test_whatever_is_exported_and_imported_again_changes_nothing(organisation):
    rows, posts = organisation
    City.objects.filter(code="any").delete() if not Unit.objects.exists() else None
    city, _ = City.objects.get_or_create(code=f"city-{City.objects.count()}", title_zh="示例市")
    actor = acting(city, "")
    taken(actor, written("units", "unit_id parent_id title_zh", rows),
          written("posts", "official_id unit_id post valid_from valid_to", posts))  # fmt: skip
    assert Post.objects.filter(city=city).count() == len(posts)
    assert taken(actor, *exported(actor)) == 0
    assert taken(actor, Upload("all.xlsx", export_xlsx(actor, at=NOON))) == 0


def many(people: int) -> list[Upload]:
    posts = [f"p{number},u{number % 9},clerk,2020-01-01" for number in range(people)]
    return [
        table("units", "unit_id", *(f"u{number}" for number in range(9))),
        table("posts", "official_id,unit_id,post,valid_from", *posts),
    ]


def test_a_large_import_takes_as_many_queries_as_a_small_one(registrar, neighbour, django_assert_max_num_queries):
    for actor, people in ((registrar, 10), (neighbour, 80)):
        with django_assert_max_num_queries(24):
            assert taken(actor, *many(people)) == 2 * people + 9
