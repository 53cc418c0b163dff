"""A log is judged whole, by workers side by side, or part after part: what is found is the same."""

import re

import duckdb
import pytest

import zhiheng
from zhiheng.auditing import parts
from zhiheng.core.errors import LogError
from zhiheng.demo.files import write_demo

CITY = "cities/demo"


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return write_demo(tmp_path_factory.mktemp("demo"), cases=600).events


@pytest.fixture
def judged(monkeypatch, tmp_path):
    def judge(log, into, city=CITY):
        monkeypatch.setattr(parts, "divided", lambda _: into)
        monkeypatch.setattr(parts, "WORKERS", 2)
        return zhiheng.audit(log, city=city, out=tmp_path / str(into))

    return judge


def told(audit):
    return {key: value for key, value in audit.summary.items() if key != "seconds"}


@pytest.mark.parametrize("into", [2, 7])
def test_the_parts_together_say_what_the_whole_says(log, judged, into):
    whole, divided = judged(log, 1), judged(log, into)
    assert set(divided.findings) == set(whole.findings)
    assert len(divided.findings) == len(whole.findings) > 0
    assert told(divided) == told(whole)


@pytest.mark.parametrize("into", [2, 7])
def test_the_report_of_the_parts_is_the_report_of_the_whole(log, judged, tmp_path, into):
    judged(log, 1)
    judged(log, into)
    reports = [(tmp_path / str(parts) / "report.html").read_text("utf-8") for parts in (1, into)]
    one, other = (re.sub("用时（秒）.*?</dd>", "", text, flags=re.DOTALL) for text in reports)
    assert one == other


@pytest.fixture(scope="module")
def lake(log, tmp_path_factory):
    """The same acts in four Parquet files, a case's together; with ``astray``, cases go on in the next file."""

    def write(astray):
        folder = tmp_path_factory.mktemp("lake")
        key = "row_number() OVER ()" if astray else 'hash("case")'
        with duckdb.connect() as connection:
            acts = connection.sql(f"SELECT *, {key} % 4 AS file FROM read_csv('{log}', all_varchar = true)")
            acts.create("acts")
            for file in range(4):
                order = "" if astray else 'ORDER BY "case"'
                of_file = connection.sql(f"SELECT * EXCLUDE (file) FROM acts WHERE file = {file} {order}")
                of_file.write_parquet(f"{folder}/{file}.parquet")
        return folder

    return write


@pytest.mark.parametrize("astray", [False, True])
def test_a_lake_is_judged_as_it_lies_where_no_case_is_astray(lake, judged, monkeypatch, astray):
    folder = lake(astray)
    asked, part = [], parts.Judge.part

    def noted(self, connection, log, chosen, progress=None, **given):
        asked.append(chosen)
        return part(self, connection, log, chosen, progress, **given)

    monkeypatch.setattr(parts.Judge, "part", noted)
    whole, divided = judged(folder, 1), judged(folder, 5)
    assert set(divided.findings) == set(whole.findings) != set()
    assert told(divided) == told(whole)
    assert len(asked) == 6
    assert {chosen.split()[0] for chosen in asked} == {"TRUE", "part" if astray else "position"}


def test_a_record_that_stays_in_memory_is_read_under_the_names_of_its_relations(log, judged):
    events, cases = "SELECT count(*), count(DISTINCT event_id) FROM events", "SELECT count(*) FROM cases"
    whole, divided = judged(log, 1).connection, judged(log, 2).connection
    assert divided.execute(events).fetchall() == whole.execute(events).fetchall()
    assert divided.execute(cases).fetchall() == whole.execute(cases).fetchall()


MAPPING = """
power: permit
case: case
activity: act
occurred: at
event: id
money: {payments: [{attribute: fee}]}
"""
POWER = """
id: permit
title: {zh: 许可, en: Permit}
type: licensing
jurisdiction: cn
valid_from: 2020-01-01
basis: {law: 行政许可法, article: 第四十二条}
steps:
  - {id: issue, title: {zh: 发证, en: Issued}, activity: issue}
"""


@pytest.fixture
def office(tmp_path):
    city = tmp_path / "city"
    (city / "powers").mkdir(parents=True)
    (city / "city.yaml").write_text(
        "id: office\ntitle: {zh: 窗口, en: Office}\njurisdiction: cn\nzone: Asia/Shanghai\n", "utf-8"
    )
    (city / "log.yaml").write_text(MAPPING, "utf-8")
    (city / "powers" / "permit.yaml").write_text(POWER, "utf-8")
    return city


def acts(path, **odd):
    """Sixty cases of one act each; those named are told otherwise."""
    rows = [odd.get(f"c{i}", f"c{i},issue,2026-03-02 09:00,e{i},1.50") for i in range(60)]
    path.write_text("\n".join(["case,act,at,id,fee", *rows]), "utf-8")
    return path


def test_trouble_in_a_part_ends_the_audit_in_one_sentence(tmp_path, judged, office):
    log = acts(tmp_path / "log.csv", c41="c41,issue,2026-03-02 09:00,e41,much")
    with pytest.raises(LogError, match="case c41: the amount 'much'"):
        judged(log, 5, city=office)


def test_an_identity_that_cases_of_two_parts_share_is_refused(tmp_path, judged, office):
    log = acts(tmp_path / "log.csv", c41="c41,issue,2026-03-02 09:00,e7,1.50")
    with pytest.raises(LogError, match=r"2 events have the identity 'e7' \(cases c41, c7\)"):
        judged(log, 5, city=office)
