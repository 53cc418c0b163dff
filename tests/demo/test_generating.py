"""The log: the same seed gives the same one, and it looks like an office's."""

import csv
import re
from datetime import datetime
from pathlib import Path

from zhiheng.demo import AS_OF, COLUMNS, Demo, generate, write_demo
from zhiheng.demo.faults import FAULTS
from zhiheng.demo.faults.across import ACROSS
from zhiheng.demo.faults.slow import SLOW
from zhiheng.demo.office import POSTS, UNITS, interest, officials, retired, working_days
from zhiheng.demo.show import CITY


def column(demo: Demo, name: str) -> list[str]:
    return [row[COLUMNS.index(name)] for row in demo.rows]


def test_the_same_seed_gives_the_same_log(demo: Demo):
    assert generate(seed=1, cases=600) == demo


def test_another_seed_gives_another_log(demo: Demo):
    assert generate(seed=2, cases=600).rows != demo.rows


def test_there_are_as_many_cases_as_were_asked_for(demo: Demo):
    assert len(set(column(demo, "case"))) == 600


def test_a_case_has_about_seven_acts(demo: Demo):
    assert 6.5 < len(demo.rows) / 600 < 8


def test_every_act_has_an_identity_of_its_own(demo: Demo):
    assert len(set(column(demo, "event"))) == len(demo.rows)


def test_acts_happen_in_working_hours_before_the_audit(demo: Demo):
    days = set(working_days().days)
    wrong = {line.case for line in demo.planted if line.control == "Q03"}
    for case, text in zip(column(demo, "case"), column(demo, "occurred"), strict=True):
        moment = datetime.fromisoformat(text)
        assert moment.date() in days
        assert 8 <= moment.hour < 18
        assert moment <= AS_OF or case in wrong


def test_about_three_cases_in_a_hundred_are_late():
    planted = generate(seed=3, cases=2000).planted
    late = {line.case for line in planted if line.control in ("T01", "T02") and line.role == "planted"}
    assert 0.025 < len(late) / 2000 < 0.035


def test_every_kind_of_fault_is_planted(demo: Demo):
    assert {line.fault for line in demo.planted} == {fault.id for fault in (*FAULTS, *ACROSS, SLOW)}


def test_a_case_has_one_fault_at_most(demo: Demo):
    pairs = {(line.case, line.fault) for line in demo.planted}
    assert len(pairs) == len({case for case, _ in pairs})


def test_people_are_surnames_and_stems_and_parties_are_numbers(demo: Demo):
    someone = re.compile(f"[{''.join(UNITS.values())}]某[甲乙丙丁戊己庚辛壬癸子]|系统")
    assert [name for name in set(column(demo, "official")) if not someone.fullmatch(name)] == []
    assert [name for name in set(column(demo, "party")) if not re.fullmatch(r"P\d{5}", name)] == []


def test_the_city_has_twelve_units_of_ten_people():
    everyone = {name for unit in UNITS for post in POSTS for name in officials(unit, post)}
    assert (len(UNITS), len(everyone)) == (12, 120)


def test_the_units_of_the_log_are_the_city_s():
    with (CITY / "units.csv").open(encoding="utf-8", newline="") as file:
        assert [row["unit_id"] for row in csv.DictReader(file)] == list(UNITS)


def test_the_posts_of_the_city_are_those_of_its_people():
    with (CITY / "posts.csv").open(encoding="utf-8", newline="") as file:
        posts = {(row["official_id"], row["unit_id"]): row["valid_to"] for row in csv.DictReader(file)}
    people = {(name, unit): "" for unit in UNITS for post in POSTS for name in officials(unit, post)}
    assert posts == people | {(retired(unit), unit): "2024-12-31" for unit in UNITS}


def test_the_interests_of_the_city_are_those_of_its_heads():
    with (CITY / "interests.csv").open(encoding="utf-8", newline="") as file:
        declared = {(row["official_id"], row["party_id"]) for row in csv.DictReader(file)}
    assert declared == {(name, interest(unit, name)) for unit in UNITS for name in officials(unit, "head")}


def test_the_files_hold_what_was_generated(demo: Demo, tmp_path: Path):
    paths = write_demo(tmp_path, seed=1, cases=600)
    with paths.events.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [list(COLUMNS), *map(list, demo.rows)]
    with paths.planted.open(encoding="utf-8", newline="") as file:
        assert [row["subject"] for row in csv.DictReader(file)] == [line.subject for line in demo.planted]
