"""city.yaml: what is wrong is said with its line, its value and what may stand there."""

from pathlib import Path

import pytest

from tests.auditing.small_city import CITY, write_city, write_log
from zhiheng.auditing.city import load_city
from zhiheng.auditing.run import audit
from zhiheng.core.errors import CityError


@pytest.mark.parametrize(
    ("lines", "en", "zh"),
    [
        ("ladder: {statutory: purple}", "'purple' is no choice here; known: notice, red", "可用：notice、red"),
        ("ladder: {statutory: rad}", "did you mean 'red'", "是否应为“red”"),
        ("ladder: {statutry: red}", "kinds are statutory, promised and step", "种类为 statutory、promised、step"),
        ("ladder: red", "`ladder`: 'red' must be a mapping of keys", "应为键值映射"),
        ("currency: {code: CNY, digits: 400}", "'400' must be a whole number at most 6", "不大于 6"),
        ("currency: {code: CNY, digits: -1}", "'-1' must be a whole number at least 0", "不小于 0"),
        ("currency: {code: CNY, digits: 99999999999999999999}", "write a whole number of at most 6", "不大于 6 的整数"),
        ("controls: {T01: {bands: {purple: 1}}}", "`controls.T01.bands.purple`: there is no such key", "没有这个键"),
        ("controls: {T01: {bands: {red: 99999999999999999999}}}", "`controls.T01.bands.red`", "位数过多"),
        ("controls: {T01: {use: false}, T02: {usee: true}}", "unknown key 'usee'; did you mean 'use'", "是否应为“use”"),
        ("title: {zh: 市}", "`title`: `en` is missing; add it", "缺少“en”"),
    ],
)
def test_what_does_not_fit_is_named_in_its_line(tmp_path: Path, lines: str, en: str, zh: str):
    with pytest.raises(CityError) as caught:
        load_city(write_city(tmp_path, city=f"{CITY}{lines}\n"))
    assert caught.value.place.endswith("city.yaml:4")
    assert en in caught.value.en
    assert zh in caught.value.zh


def test_an_unknown_zone_is_refused_in_its_line(tmp_path: Path):
    with pytest.raises(CityError, match=r"city\.yaml:2: zone 'Mars/Base' is not known; write a name such as"):
        load_city(write_city(tmp_path, city="id: small\nzone: Mars/Base\n"))


def test_a_zone_that_only_the_engine_does_not_know_is_refused_in_its_line(tmp_path: Path):
    city = write_city(tmp_path, city="id: small\nzone: localtime\n")
    with pytest.raises(CityError, match=r"city\.yaml:2: there is no zone 'localtime'|zone 'localtime' is not known"):
        audit(write_log(tmp_path), city=city)


def test_an_adjustment_of_no_control_is_a_warning(tmp_path: Path):
    city = write_city(tmp_path, city=f"{CITY}controls: {{T99: {{use: false}}, T01: {{use: false}}}}\n")
    result = audit(write_log(tmp_path), city=city, language="en")
    assert any("there is no control 'T99'" in warning for warning in result.summary["warnings"])
    assert not any("'T01'" in warning for warning in result.summary["warnings"])
