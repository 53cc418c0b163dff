"""log.yaml: every key, and the place, value and remedy of what is refused."""

import pytest

from tests.formats.logs import MAPPING, Powers, act, read, write_csv, write_xes
from zhiheng.core.errors import CityError, InputError, MappingError
from zhiheng.formats.log_mapping import load_mapping, read_mapping

FULL = (
    MAPPING
    + """
recorded: {attribute: when, format: '%d.%m.%Y'}
event: id
official: {attribute: org:resource, placeholders: [SYSTEM, STAFF MEMBER]}
unit: org:group
case_unit: case:unit
status: {attribute: case:state, map: {Done: closed, NO: ~}}
case_dates: {deadline: case:deadline}
money:
  currency: {code: EUR, digits: 2, rounding: half-up}
  charges: [{on: [Create Fine, Add penalty], attribute: amount, item: fine}]
suspensions: [{from: ask, to: [answer], ground: papers, notified_days: {attribute: days}}]
extensions: [{on: [extend], limit: decide, days: 10}]
publications: [{on: [publish], duty: result}]
keep: {lifecycle:transition: [complete]}
order: time
encoding: gb18030
delimiter: ';'
zone: Europe/Rome
"""
)


def test_every_key_is_read():
    mapping = read_mapping(FULL)
    assert mapping.attributes["official"].placeholders == ("SYSTEM", "STAFF MEMBER")
    assert mapping.attributes["status"].map == {"Done": "closed", "NO": None}
    assert mapping.money.charges[0].on == ("Create Fine", "Add penalty")
    assert mapping.suspensions[0].from_ == ("ask",)
    assert mapping.keep == {"lifecycle:transition": ("complete",)}
    assert (mapping.order, mapping.encoding, mapping.zone) == ("time", "gb18030", "Europe/Rome")
    assert mapping.known_dates == ("deadline",)


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("power: x", 1, "the key 'case' is missing; add it"),
        (MAPPING + "ofical: x", 6, "unknown key 'ofical'; did you mean 'official'"),
        (MAPPING + "case: x", 6, "'case' is written twice"),
        (MAPPING + "official: {attribut: x}", 6, "unknown key 'attribut'; did you mean 'attribute'"),
        (MAPPING + "official: {attribute: x, format: y}", 6, "unknown key 'format'"),
        (MAPPING + "official: [x]", 6, "a list is no text here"),
        (
            MAPPING + "official: {attribute: x, placeholders: [~]}",
            6,
            "nothing is no text here; write a word, in quotes",
        ),
        (MAPPING + "order: random", 6, "'order' is 'random'; write one of file, time"),
        (MAPPING + "encoding: klingon", 6, "there is no encoding 'klingon'; write utf-8, gb18030"),
        (MAPPING + "delimiter: abc", 6, "'abc' is not one character"),
        (MAPPING + "money: {currency: {digits: 9}}", 6, "digits is 9; write how many decimals"),
        (MAPPING + "money: {currency: {rounding: up}}", 6, "'rounding' is 'up'; write one of half-even, half-up, down"),
        (MAPPING + "money:\n  charges:\n    - {on: [Pay]}", 8, "the key 'attribute' is missing"),
        (MAPPING + "suspensions: {from: x}", 6, "not a list; begin each line with `-`"),
        (MAPPING + "extensions:\n- {on: x, limit: y}", 7, "the key 'days' is missing"),
        (MAPPING + "extensions:\n- {on: x, limit: y, days: -5}", 7, "'days' is -5; write a whole number from 0 to"),
        (MAPPING + "extensions:\n- {on: x, limit: y, days: 99999999999999999999}", 7, "has too many digits"),
        (MAPPING + "keep: {x: []}", 6, "'x' is an empty list"),
        (MAPPING + "case_dates: [x]", 6, "`key: value` pairs are expected"),
        ("- x", 1, "`key: value` pairs are expected"),
        ("power: ]", 1, "not YAML"),
    ],
)
def test_what_is_refused_names_line_value_and_remedy(text, line, sentence):
    with pytest.raises(MappingError) as refused:
        read_mapping(text)
    assert sentence in refused.value.en
    assert refused.value.place == f"log.yaml:{line}"


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(MappingError, match=r"no\.yaml: the file cannot be read"):
        load_mapping(tmp_path / "no.yaml")


def test_words_that_yaml_takes_for_something_else_stay_words(tmp_path):
    mapping = MAPPING + "unit: {attribute: org:group, map: {NO: north, 010: ten}}\nkeep: {year: [2026]}"
    log = [({"concept:name": "A1"}, [act("on", org_group="NO", year="2026"), act("off", org_group="010", year="2026")])]
    assert read(write_xes(tmp_path / "log.xes", log), mapping=mapping).rows("events", "unit_id") == ["north", "ten"]


LOG = [({"concept:name": "A1", "deadline": "2026-04-01"}, [act("apply", org_resource="Alice")])]


@pytest.mark.parametrize("write", [write_xes, write_csv])
@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "official: org:resorce",
            "`official` names 'org:resorce', which occurs nowhere in the log; write 'org:resource'",
        ),
        ("case_dates: {deadline: deadline}", "`case_dates.deadline` names 'deadline', .* write 'case:deadline'"),
        ("keep: {lifecycle: [complete]}", "`keep.lifecycle` names 'lifecycle', .* it has 'case:concept:name'"),
        ("money: {payments: [{attribute: paid}]}", "`payments.0.amount` names 'paid'"),
    ],
)
def test_an_attribute_that_occurs_nowhere_is_refused_with_the_nearest(tmp_path, write, line, sentence):
    path = write(tmp_path / ("log.xes" if write is write_xes else "log.csv"), LOG)
    with pytest.raises(MappingError, match=sentence) as refused:
        read(path, mapping=MAPPING + line)
    assert refused.value.place == "log.yaml:6"
    assert "不存在" in refused.value.zh


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("zone: Europe/Room", "there is no zone 'Europe/Room'; did you mean 'Europe/Rome'"),
        ("recorded: {attribute: x, format: '%Q'}", "'%Q' cannot be used"),
        ("recorded: {attribute: x, format: '%z %d'}", "%z must stand at its end"),
        ("power: permits", "'permits' is not in the catalogue; did you mean 'permit'"),
    ],
)
def test_what_nobody_knows_is_refused_before_reading(tmp_path, line, sentence):
    mapping = MAPPING.replace("power: permit", line) if line.startswith("power") else MAPPING + line
    with pytest.raises(MappingError, match=sentence):
        read(write_xes(tmp_path / "log.xes", LOG), mapping=mapping)


def test_a_zone_of_the_city_that_nobody_knows_is_the_citys_fault(tmp_path):
    with pytest.raises(CityError, match="there is no zone 'Europe/Room'"):
        read(write_xes(tmp_path / "log.xes", LOG), zone="Europe/Room")


def test_a_limit_or_duty_that_the_catalogue_has_not_is_refused(tmp_path):
    class WithLimits(Powers):
        @property
        def rows(self):
            return {**super().rows, "time_limits": [("permit", "0001-01-01", "decide")], "disclosure_duties": []}

    path = write_xes(tmp_path / "log.xes", LOG)
    longer, public = "extensions: [{on: x, limit: decid, days: 5}]", "publications: [{on: x, duty: result}]"
    with pytest.raises(MappingError, match="'decid' is not in the catalogue; did you mean 'decide'"):
        read(path, mapping=MAPPING + longer, powers=WithLimits())
    with pytest.raises(InputError, match="'result' is not in the catalogue; there is none"):
        read(path, mapping=MAPPING + public, powers=WithLimits())
