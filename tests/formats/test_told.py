"""A record told as XES, OCEL or Parquet and read back by the log.yaml beside it is the same record."""

import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.logs import FUZZ, NINE, Powers, act, read, write_csv
from tests.formats.logs import write_xes as write_xes_by_hand
from tests.formats.test_three_formats import cases
from zhiheng.core.relations import RECORD
from zhiheng.formats.log_mapping import read_mapping
from zhiheng.formats.told import Teller
from zhiheng.formats.told_mapping import told_mapping
from zhiheng.formats.write_ocel import ocel_case_name, ocel_event_name, write_ocel
from zhiheng.formats.write_parquet import write_table
from zhiheng.formats.write_xes import write_xes

MAPPING = """
power: permit
case: case:concept:name
activity: concept:name
occurred: time:timestamp
official: {attribute: org:resource, placeholders: [SYSTEM]}
unit: case:unit
party: org:resource
case_dates: {due: case:due}
closed: case:end
money:
  currency: {digits: 3}
  charges: [{attribute: fee, item: fee}, {attribute: fee, item: {attribute: org:resource}}]
  payments: [{attribute: fee}]
suspensions: [{from: [stop], to: [go], ground: x}]
publications: [{on: [go], duty: p}]
"""
POWERS = Powers(closes={"decide": "closed"})
WHOLE = (
    {"concept:name": "A0", "unit": "Alice", "due": "2026-03-02", "end": "2026-03-02"},
    [act("apply", org_resource="Alice", fee="1")],
)
SUFFIXES = (".xes", ".xes.gz", ".json", ".json.gz", ".parquet")


def told(record, path: Path, mapping: str = MAPPING, digits: int = 3) -> str:
    """Writes the record, and gives the log.yaml that reads it."""
    teller = Teller(record.connection, digits)
    if ".json" in path.name:
        ids = write_ocel(path, teller)
        naming = {"of_case": ocel_case_name(ids), "of_event": ocel_event_name(ids)}
    else:
        naming = {"of_case": "case:{}".format, "of_event": str}
        if path.suffix == ".parquet":
            write_table(record.connection, path, teller.cases())
        else:
            write_xes(path, teller.cases())
    return told_mapping(record.connection, read_mapping(mapping), digits, **naming)[0]


def relations(record):
    rows = {name: sorted(record.rows(name), key=repr) for name in RECORD}
    rows["cases"] = [row[:-1] for row in rows["cases"]]  # but the file it came from
    return rows


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_out_and_in_again_is_the_same_record(suffix, monkeypatch):
    monkeypatch.setattr("tests.formats.logs.open_history", open_anywhere)

    @given(log=st.lists(cases, max_size=5), zone=st.sampled_from([None, "Europe/Rome"]))
    @settings(max_examples=max(12, FUZZ // 5))
    def attempt(log, zone):
        with TemporaryDirectory() as folder:
            how = {"powers": POWERS, "zone": zone, "calendar": None}
            first = read(write_xes_by_hand(Path(folder, "log.xes"), [WHOLE, *log]), mapping=MAPPING, **how)
            path = Path(folder, f"again{suffix}")
            mapping = told(first, path)
            assert relations(read(path, mapping=mapping, **how)) == relations(first)

    attempt()


def open_anywhere(**_):
    import duckdb  # noqa: PLC0415 - the engine without the bounds that tests of other things need

    return duckdb.connect(config={"preserve_insertion_order": "false"})


def test_cases_of_several_powers_with_all_that_is_said_of_them(tmp_path):
    csv = write_csv(
        tmp_path / "log.csv",
        [
            ({"concept:name": "A1", "kind": "permit", "n": "7", "state": "open"}, [act("apply", id="e1", seen=NINE)]),
            ({"concept:name": "A2", "kind": "fine", "n": None, "state": "closed"}, [act("apply", id="e0", hall="web")]),
        ],
    )
    mapping = """{power: {attribute: case:kind}, case: case:concept:name, activity: concept:name, event: id,
        occurred: time:timestamp, recorded: seen, channel: hall, number: case:n, status: case:state,
        series: case:kind}"""
    powers = Powers(powers=(("permit", "1", None, None), ("fine", "2", None, None)))
    first = read(csv, mapping=mapping, powers=powers)
    for name in ("a.xes", "a.json"):
        again = told(first, tmp_path / name, mapping)
        assert relations(read(tmp_path / name, mapping=again, powers=powers)) == relations(first)


def test_cases_without_an_act_come_back_too(tmp_path):
    two = [({"concept:name": "A1"}, [act("apply")]), ({"concept:name": "A2"}, [])]
    first = read(write_xes_by_hand(tmp_path / "log.xes", two))
    for name in ("a.xes", "a.json"):
        mapping = told(first, tmp_path / name, "{power: permit, case: case:x, activity: y, occurred: z}")
        again = read(tmp_path / name, mapping=mapping)
        assert again.rows("cases", "case_id", "opened_at") == first.rows("cases", "case_id", "opened_at")
        assert again.report.odd == first.report.odd


def test_what_xml_cannot_hold_is_replaced_and_counted(tmp_path):
    csv = write_csv(tmp_path / "log.csv", [({"concept:name": "A\x01"}, [act("ap\x0bply\x7f\ufffe")])])
    teller = Teller(read(csv).connection, 2)
    assert write_xes(tmp_path / "a.xes", teller.cases()) == 4  # the case's name twice: its act's id has it too
    again = read(tmp_path / "a.xes").rows("events", "case_id", "activity")
    assert again == [("A�", "ap�ply\x7f�")]


def test_the_same_record_gives_the_same_bytes(tmp_path):
    record = read(write_csv(tmp_path / "log.csv", [WHOLE]))
    for name in ("a.xes.gz", "b.xes.gz"):
        write_xes(tmp_path / name, Teller(record.connection, 2).cases())
    assert (tmp_path / "a.xes.gz").read_bytes() == (tmp_path / "b.xes.gz").read_bytes()


def test_what_is_written_keeps_the_rules_of_ocel(tmp_path):
    record = read(write_csv(tmp_path / "log.csv", [WHOLE, WHOLE]), mapping=MAPPING, powers=POWERS, zone="Europe/Rome")
    told(record, tmp_path / "a.json")
    log = json.loads((tmp_path / "a.json").read_text())
    assert list(log) == ["eventTypes", "objectTypes", "objects", "events"]
    for types, items in (("eventTypes", "events"), ("objectTypes", "objects")):
        declared = {one["name"]: {said["name"]: said["type"] for said in one["attributes"]} for one in log[types]}
        kinds = {kind for said in declared.values() for kind in said.values()}
        assert kinds <= {"string", "time", "integer", "float", "boolean"}
        assert len({one["id"] for one in log[items]}) == len(log[items])
        for one in log[items]:
            assert {said["name"] for said in one["attributes"]} <= declared[one["type"]].keys()
            assert {said["objectId"] for said in one["relationships"]} <= {other["id"] for other in log["objects"]}
            assert all(set(said) == {"objectId", "qualifier"} for said in one["relationships"])
    assert all(datetime.fromisoformat(one["time"]).tzinfo for one in log["events"])
    assert all("time" in said for one in log["objects"] for said in one["attributes"])


def test_one_name_for_an_official_and_a_unit_are_two_objects(tmp_path):
    record = read(write_csv(tmp_path / "log.csv", [WHOLE]), mapping=MAPPING, powers=POWERS)
    mapping = told(record, tmp_path / "a.json")
    ids = [one["id"] for one in json.loads((tmp_path / "a.json").read_text())["objects"]]
    assert ids == ["A0", "Alice", "unit:Alice", "party:Alice"]
    again = read(tmp_path / "a.json", mapping=mapping, powers=POWERS)
    assert again.rows("events", "official_id", "unit_id") == [("Alice", "Alice")]
