"""OCEL 2.0 in: which objects are cases is log.yaml's word, and an act of several cases is one in each."""

import gzip
import json
from copy import deepcopy

import pytest

from tests.formats.logs import NINE, read
from zhiheng.core.errors import LogError, MappingError
from zhiheng.formats.ocel import read_ocel
from zhiheng.formats.rows import LogCounts

MAPPING = """
power: permit
case: object:application
activity: ocel:type
occurred: ocel:time
official: object:official@decides
unit: object:unit
party: case:object:person
outcome: case:result
case_dates: {deadline: case:deadline}
money: {charges: [{attribute: fee}]}
"""


def related(*pairs):
    return [{"objectId": one, "qualifier": role} for one, role in pairs]


LOG = {
    "eventTypes": [
        {"name": "apply", "attributes": [{"name": "fee", "type": "float"}]}, {"name": "decide", "attributes": []},
    ],
    "objectTypes": [
        {"name": "application", "attributes": [
            {"name": "result", "type": "string"}, {"name": "deadline", "type": "time"},
        ]},
        *({"name": name, "attributes": []} for name in ("official", "unit", "person")),
    ],
    "objects": [
        {"id": "A1", "type": "application", "attributes": [
            {"name": "result", "value": "granted", "time": "2026-03-09T00:00:00+08:00"},
            {"name": "result", "value": "open", "time": "2026-03-08T17:00:00Z"},
            {"name": "deadline", "value": "2026-03-20", "time": "1970-01-01T00:00:00Z"},
        ], "relationships": related(("Wang", "applicant"), ("A2", "follows"))},
        {"id": "A2", "type": "application"},
        {"id": "A3", "type": "application"},
        *({"id": one, "type": "official"} for one in ("Li", "Zhao")),
        {"id": "hall", "type": "unit"}, {"id": "Wang", "type": "person"},
    ],
    "events": [
        {"id": "e1", "type": "apply", "time": NINE + "+08:00", "attributes": [{"name": "fee", "value": 12.50}],
         "relationships": related(("A1", "opens"), ("hall", "at"))},
        {"id": "e2", "type": "decide", "time": "2026-03-03T09:00:00+08:00", "attributes": [],
         "relationships": related(("Li", "advises"), ("A1", "decides"), ("Zhao", "decides"), ("A2", "decides"))},
        {"id": "e3", "type": "decide", "time": "2026-03-04T09:00:00+08:00", "relationships": related(("Li", "by"))},
    ],
}  # fmt: skip


def write(folder, log=LOG, name="log.json"):
    data = json.dumps(log).encode()
    (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return folder / name


def changed(change):
    log = deepcopy(LOG)
    change(log)
    return log


@pytest.mark.parametrize("name", ["log.json", "log.ocel.json.gz", "log.jsonocel"])
def test_an_act_of_two_cases_is_one_in_each(tmp_path, name):
    record = read(write(tmp_path, name=name), mapping=MAPPING)
    assert record.rows("events", "case_id", "activity", "official_id", "unit_id") == [
        ("A1", "apply", None, "hall"),
        ("A1", "decide", "Zhao", None),
        ("A2", "decide", "Zhao", None),
    ]
    assert record.report.odd == {
        "cases_without_events": 1, "cases_without_version": 1, "events_without_case": 1, "events_of_several_cases": 1,
    }  # fmt: skip


def test_a_case_has_its_objects_its_dates_and_what_it_said_last(tmp_path):
    record = read(write(tmp_path), mapping=MAPPING)
    assert record.rows("cases", "case_id", "party_id", "outcome") == [
        ("A1", "Wang", "open"), ("A2", None, None), ("A3", None, None),
    ]  # fmt: skip
    assert record.rows("case_dates", "case_id", "name", "day") == [("A1", "deadline", 20532)]
    assert record.rows("charges", "case_id", "amount") == [("A1", 1250)]


def test_what_the_rows_do_not_tell_is_counted(tmp_path):
    counts, case = LogCounts(), "object:application"
    list(read_ocel(write(tmp_path), [case, "object:official"], case=case, counts=counts))
    assert counts == LogCounts(shared_events=1, loose_events=1, further_objects=2, unknown_objects=0)


def test_identities_of_an_act_of_several_cases_differ(tmp_path):
    record = read(write(tmp_path), mapping=MAPPING + "event: ocel:id")
    assert record.rows("events", "event_id") == ["e1", "e2#A1", "e2#A2"]


def test_an_attribute_of_the_event_may_name_the_case(tmp_path):
    def flat(log):
        log["eventTypes"][0]["attributes"].append({"name": "file", "type": "string"})
        for event in log["events"]:
            event["attributes"] = [{"name": "file", "value": "F"}]

    mapping = "{power: permit, case: file, activity: 'ocel:type', occurred: 'ocel:time'}"
    assert read(write(tmp_path, changed(flat)), mapping=mapping).rows("events", "case_id") == ["F"] * 3


def test_events_may_come_before_the_types(tmp_path):
    log = dict(reversed(LOG.items()))
    assert read(write(tmp_path, log), mapping=MAPPING).report.events == 3


def test_more_events_than_a_batch_are_all_read(tmp_path, monkeypatch):
    monkeypatch.setattr("zhiheng.formats.ocel.BATCH", 2)
    monkeypatch.setattr("zhiheng.formats.ocel_stream._PIECE", 64)
    assert read(write(tmp_path), mapping=MAPPING).report.events == 3


def test_a_type_that_the_log_has_not_is_refused_with_what_is_near(tmp_path):
    with pytest.raises(MappingError, match="write 'object:application'"):
        read(write(tmp_path), mapping=MAPPING.replace("object:application", "object:applications"))


REFUSED = {
    "no JSON": (b"case,act\n", "not readable as JSON"),
    "cut off": (json.dumps(LOG).encode()[:-30], "not readable as JSON"),
    "another JSON": (b'{"a": []}', "the list 'eventTypes' is missing"),
    "the older OCEL": (b'{"ocel:global-log": {}, "ocel:events": {}}', "OCEL 1.0"),
    "an event without a time": (changed(lambda log: log["events"][1].pop("time")), r"events\[1\].*`time`"),
    "an id that is a number": (changed(lambda log: log["objects"][1].update(id=7)), r"objects\[1\].*\$.id"),
    "two objects of one id": (changed(lambda log: log["objects"][1].update(id="A1")), "two objects have the id 'A1'"),
    "a change at no moment": (
        changed(lambda log: log["objects"][0]["attributes"][0].update(time="soon")), "holds from 'soon'",
    ),
    "a second document behind it": (json.dumps(LOG).encode() * 2, "not readable as JSON"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_names_its_place(tmp_path, name):
    log, sentence = REFUSED[name]
    path = write(tmp_path, {} if isinstance(log, bytes) else log)
    if isinstance(log, bytes):
        path.write_bytes(log)
    with pytest.raises(LogError, match=sentence) as refused:
        read(path, mapping=MAPPING)
    assert str(path) in refused.value.place


def test_a_compressed_bomb_is_refused(tmp_path):
    path = tmp_path / "log.json.gz"
    path.write_bytes(gzip.compress(b'{"a": "' + b"x" * (64 << 20) + b'"}'))
    with pytest.raises(LogError, match="unpacks to more than 200 times"):
        read(path, mapping=MAPPING)
