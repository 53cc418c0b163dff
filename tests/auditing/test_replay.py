"""A draft held against the present over a log: what would be found more, less and otherwise, and nothing else."""

import csv
import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

import zhiheng
from zhiheng.core.control import SHIPPED
from zhiheng.core.errors import CatalogueError, CityError, ControlError
from zhiheng.demo import AS_OF
from zhiheng.demo.files import write_demo

CITY = Path("cities/demo")
PUBLISHED = "from: decide, to: publish, within: 7 workdays"


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    return write_demo(tmp_path_factory.mktemp("demo"), cases=600).events


def power(folder: Path, old: str, new: str, name: str = "food-business") -> Path:
    text = (CITY / "powers" / f"{name}.yaml").read_text("utf-8")
    assert old in text
    path = folder / "draft.yaml"
    path.write_text(text.replace(old, new), "utf-8")
    return path


def control(folder: Path, old: str, new: str, name: str = "time/T02_step_overdue") -> Path:
    for end in (".sql", ".examples.yaml"):
        shutil.copy(SHIPPED / f"{name}{end}", folder)
    path = folder / f"{Path(name).name}.sql"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return path


def workdays(first: date, last: date) -> int:
    days = ((first + timedelta(n)) for n in range(1, (last - first).days + 1))
    return sum(chinese_calendar.is_workday(day) for day in days)


def published_after(log: Path) -> Iterator[tuple[str, int]]:
    """The working days from decision to publication of each food licence, counted without the program."""
    told: dict[str, dict[str, date]] = {}
    with log.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["power"] == "licence.food-business":
                told.setdefault(row["case"], {}).setdefault(row["activity"], date.fromisoformat(row["occurred"][:10]))
    for case, acts in told.items():
        if "作出决定" in acts and ("公开结果" in acts or "办结归档" not in acts):
            yield case, workdays(acts["作出决定"], acts.get("公开结果", AS_OF.date()))


def found(finding) -> bool:
    return finding is not None and finding.measured > finding.allowed


def test_a_promise_made_shorter_finds_more_in_exactly_the_cases_that_broke_it(tmp_path: Path, log: Path):
    draft = power(tmp_path, PUBLISHED, PUBLISHED.replace("7", "2"))
    replay = zhiheng.replay(log, city=CITY, draft=draft, as_of=AS_OF)
    more = {d.draft.case_id for d in replay.differences if found(d.draft) and not found(d.present)}
    assert more == {case for case, days in published_after(log) if 2 < days <= 7}
    assert len(more) > 10
    assert {d.draft.subject_id for d in replay.differences if d.draft} == {"publication"}
    assert replay.summary["differences"]["less"] == 0


def test_what_is_more_one_way_is_less_the_other_way(tmp_path: Path, log: Path):
    longer = tmp_path / "city"
    shutil.copytree(CITY, longer)
    shutil.copy(power(tmp_path, PUBLISHED, PUBLISHED.replace("7", "2")), longer / "powers" / "food-business.yaml")
    there = zhiheng.replay(log, city=CITY, draft=longer / "powers" / "food-business.yaml").summary
    back = zhiheng.replay(log, city=longer, draft=CITY / "powers" / "food-business.yaml").summary
    assert there["differences"]["more"] == back["differences"]["less"] > 0
    assert there["units_and_months"][0]["more"] == back["units_and_months"][0]["less"]


def test_a_control_with_other_bands_changes_levels_and_nothing_else(tmp_path: Path, log: Path):
    draft = control(tmp_path, "{notice: 1", "{red: 1", "quality/Q01_recorded_late")
    replay = zhiheng.replay(log, city=CITY, draft=draft)
    rows = replay.summary["controls"]
    assert set(rows) == {"Q01"}
    assert rows["Q01"]["graver"] == rows["Q01"]["changed"] > 0
    assert rows["Q01"]["present"] == rows["Q01"]["draft"]
    assert {(d.side, d.draft.level) for d in replay.differences} == {("changed", "red")}


def test_a_figure_of_city_yaml_is_a_draft_too(tmp_path: Path, log: Path):
    (tmp_path / "city.yaml").write_text((CITY / "city.yaml").read_text("utf-8").replace("workdays: 25", "workdays: 3"))
    replay = zhiheng.replay(log, city=CITY, draft=tmp_path / "city.yaml", controls=["T05", "T01"])
    assert set(replay.summary["controls"]) == {"T05"}
    assert replay.summary["controls"]["T05"]["more"] > 0


def test_a_folder_is_laid_over_the_city_and_names_what_it_replaces(tmp_path: Path, log: Path):
    (tmp_path / "powers").mkdir()
    power(tmp_path, PUBLISHED, PUBLISHED.replace("7", "2")).rename(tmp_path / "powers" / "food-business.yaml")
    (tmp_path / "notes.md").write_text("why we want this")
    control(tmp_path, "title:", "title:  ")
    summary = zhiheng.replay(log, city=CITY, draft=tmp_path).summary
    assert [(one["place"], one["new"]) for one in summary["drafts"]] == [
        ("T02", False), ("powers/food-business.yaml", False)
    ]  # fmt: skip
    assert summary["differences"]["more"] > 0


@pytest.mark.parametrize("draft", [CITY, CITY / "powers" / "tender.yaml", SHIPPED / "time" / "T01_limit_passed.sql"])
def test_the_same_again_is_refused(log: Path, draft: Path):
    with pytest.raises(CityError, match="nothing in it differs from cities/demo"):
        zhiheng.replay(log, city=CITY, draft=draft)


def test_words_that_change_no_rule_change_no_finding(tmp_path: Path, log: Path):
    draft = power(tmp_path, "title: {zh: 食品经营许可", "title: {zh: 食品经营许可证")
    replay = zhiheng.replay(log, city=CITY, draft=draft)
    assert len(replay.differences) == 0
    assert replay.summary["controls"] == {}


def test_a_power_with_a_new_id_comes_beside_the_others(tmp_path: Path, log: Path):
    draft = power(tmp_path, "id: procurement.tender", "id: procurement.by-draft", "tender")
    summary = zhiheng.replay(log, city=CITY, draft=draft, controls=["T01"]).summary
    assert [(one["place"], one["new"]) for one in summary["drafts"]] == [("powers/draft.yaml", True)]


def test_the_files_hold_each_difference_with_both_findings(tmp_path: Path, log: Path):
    import duckdb  # noqa: PLC0415

    draft = power(tmp_path, PUBLISHED, PUBLISHED.replace("7", "2"))
    replay = zhiheng.replay(log, city=CITY, draft=draft, out=tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"replay.parquet", "replay.json"}
    rows = duckdb.sql(
        "SELECT side, count(*), count(present_level), count(draft_level), count(changes) FROM"
        f" '{tmp_path / 'out' / 'replay.parquet'}' GROUP BY side ORDER BY side"
    ).fetchall()
    counts = replay.summary["differences"]
    assert rows == [
        ("changed", *[counts["changed"]] * 4), ("more", counts["more"], 0, counts["more"], 0)
    ]  # fmt: skip
    assert json.loads((tmp_path / "out" / "replay.json").read_text("utf-8")) == replay.summary


def test_an_error_in_a_draft_names_the_draft(tmp_path: Path, log: Path):
    draft = power(tmp_path, PUBLISHED, PUBLISHED.replace("7 workdays", "two days"))
    with pytest.raises(CatalogueError, match=rf"^{draft}:35: "):
        zhiheng.replay(log, city=CITY, draft=draft)


def test_an_error_in_a_draft_of_city_yaml_names_it(tmp_path: Path, log: Path):
    (tmp_path / "city.yaml").write_text("zone: Nowhere/City")
    with pytest.raises(CityError, match=rf"^{tmp_path}/city.yaml:1: zone"):
        zhiheng.replay(log, city=CITY, draft=tmp_path / "city.yaml")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("no-such.yaml", "there is no such draft"),
        ("units.txt", "a file of this name has no place in a city"),
        ("T02.examples.yaml", "a file of this name has no place in a city"),
    ],
)
def test_a_draft_without_a_place_is_refused(tmp_path: Path, log: Path, name: str, says: str):
    if not name.startswith("no"):
        (tmp_path / name).write_text("[]")
    with pytest.raises(CityError, match=says):
        zhiheng.replay(log, city=CITY, draft=tmp_path / name)


def test_a_file_that_nothing_would_read_is_refused_with_its_place(tmp_path: Path, log: Path):
    power(tmp_path, PUBLISHED, "").rename(tmp_path / "food-business.yaml")
    with pytest.raises(CityError, match=r"food-business.yaml is no place in a city folder.*powers/food-business.yaml"):
        zhiheng.replay(log, city=CITY, draft=tmp_path)


def test_a_control_that_nobody_has_is_refused(tmp_path: Path, log: Path):
    draft = power(tmp_path, PUBLISHED, PUBLISHED.replace("7", "2"))
    with pytest.raises(ControlError, match="there is no control 'T77'"):
        zhiheng.replay(log, city=CITY, draft=draft, controls=["T77"])


def test_two_drafts_of_one_thing_are_refused(tmp_path: Path, log: Path):
    draft = power(tmp_path, PUBLISHED, PUBLISHED.replace("7", "2"))
    with pytest.raises(CityError, match="name one of them"):
        zhiheng.replay(log, city=CITY, draft=[draft, CITY / "powers" / "food-business.yaml"])
