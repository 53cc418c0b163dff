"""XES: what is read, what is passed over, and what is refused with its place."""

import gzip
import tracemalloc
from pathlib import Path

import pytest

from tests.formats.logs import MAPPING, NINE, act, read, write_xes, xes
from zhiheng.core.errors import LogError
from zhiheng.formats.rows import LogCounts
from zhiheng.formats.xes import read_xes

A1 = ({"concept:name": "A1"}, [act("apply"), act("decide", "2026-03-05T16:30:00.250+08:00")])
EVENT = f'<event><string key="concept:name" value="apply"/><date key="time:timestamp" value="{NINE}"/></event>'


def log(tmp_path: Path, inner: str, *, root: str = "log", head: str = "<?xml version='1.0'?>") -> Path:
    path = tmp_path / "log.xes"
    path.write_text(f"{head}<{root}>{inner}</{root}>", encoding="utf-8")
    return path


def trace(inner: str, case: str = "A1") -> str:
    return f'<trace><string key="concept:name" value="{case}"/>{inner}</trace>'


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz", "LOG.XES"])
def test_an_event_keeps_its_order_its_time_and_its_offset(tmp_path, name):
    record = read(write_xes(tmp_path / name, [A1]))
    assert record.rows("events", "event_id", "activity", "utc_offset") == [
        ("A1#0", "apply", None),
        ("A1#1", "decide", 480),
    ]
    assert record.rows("events", "occurred_at")[1] % 86_400_000_000 == (16 * 3600 + 30 * 60) * 10**6 + 250_000


def test_elements_with_a_namespace_prefix_are_read(tmp_path):
    assert read(write_xes(tmp_path / "log.xes", [A1], tag="xes:")).report.events == 2


def test_an_attribute_inside_an_attribute_is_not_the_events(tmp_path):
    nested = '<string key="note" value="x"><string key="org:resource" value="Mallory"/></string>'
    own = '<string key="org:resource" value="Alice"/>'
    path = log(tmp_path, trace(EVENT.replace("</event>", own + nested + "</event>")))
    assert read(path, mapping=MAPPING + "official: org:resource").rows("events", "official_id") == ["Alice"]


def test_lists_and_containers_have_no_value(tmp_path):
    parts = '<list key="org:resource"><values><string key="org:resource" value="Mallory"/></values></list>'
    path = log(tmp_path, trace(EVENT + EVENT.replace("</event>", parts + "</event>")))
    assert read(path, mapping=MAPPING + "official: org:resource").rows("events", "official_id") == [None, None]


def test_attributes_in_any_order_and_of_any_number_are_read(tmp_path):
    odd = (
        '<event><string value="apply" key="concept:name"/>'
        f'<date id="7" key="time:timestamp" value="{NINE}"/><string/><string key="x"/></event>'
    )
    assert read(log(tmp_path, trace(odd))).rows("events", "activity") == ["apply"]


def test_trace_attributes_after_the_events_count_too(tmp_path):
    path = log(tmp_path, f'<trace>{EVENT}<string key="concept:name" value="A7"/></trace>')
    assert read(path).rows("cases", "case_id") == ["A7"]


def test_a_trace_without_events_is_a_case(tmp_path):
    record = read(log(tmp_path, trace("", "empty") + trace(EVENT)))
    assert record.rows("cases", "case_id") == ["empty", "A1"]
    assert record.report.odd["cases_without_events"] == 1


def test_a_case_of_many_events_goes_through_every_batch(tmp_path, monkeypatch):
    monkeypatch.setattr("zhiheng.formats.xes.BATCH", 3)
    monkeypatch.setattr("zhiheng.formats.log_bytes.CHUNK", 400)
    path = write_xes(tmp_path / "log.xes", [({"concept:name": f"A{i}"}, [act("apply")] * i) for i in range(12)])
    record = read(path)
    assert record.report.events == 66
    assert record.rows("events", "event_id")[-1] == "A11#10"
    assert record.rows("cases", "case_id") == [f"A{i}" for i in range(12)]


def test_globals_and_log_attributes_are_no_events(tmp_path):
    head = f'<global scope="event"><string key="concept:name" value="__INVALID__"/></global>{EVENT}'
    record = read(log(tmp_path, head + trace(EVENT)))
    assert record.report.events == 1
    assert record.report.odd["events_without_case"] == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "GBK"])
def test_every_encoding_that_python_knows_is_read(tmp_path, encoding):
    path = tmp_path / "log.xes"
    text = xes([({"concept:name": "示-1"}, [act("受理")])]).replace("UTF-8", encoding.removesuffix("-sig"))
    path.write_bytes(text.encode(encoding))
    assert read(path).rows("events", "case_id", "activity") == [("示-1", "受理")]


BOMB = '<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE log SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE, "<!DOCTYPE log>"], ids=["bomb", "outside", "bare"])
def test_a_doctype_is_refused(tmp_path, doctype):
    path = log(tmp_path, trace(EVENT), head=f"<?xml version='1.0'?>\n{doctype}\n")
    with pytest.raises(LogError, match="DOCTYPE") as refused:
        read(path)
    assert refused.value.place == f"{path}:2"


def test_malformed_xml_names_line_and_column(tmp_path):
    path = log(tmp_path, trace(EVENT) + "\n<trace></log>")
    with pytest.raises(LogError, match=r"column 10 .mismatched tag.; export") as refused:
        read(path)
    assert refused.value.place == f"{path}:2"
    assert "第 10 列" in refused.value.text("zh")


def test_xml_that_is_cut_off_names_the_line(tmp_path):
    path = write_xes(tmp_path / "log.xes", [A1])
    path.write_bytes(path.read_bytes()[:-80])
    with pytest.raises(LogError, match="not well-formed"):
        read(path)


def test_a_compressed_file_that_is_cut_off_says_so(tmp_path):
    path = write_xes(tmp_path / "log.xes.gz", [A1] * 50)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(LogError, match=r"ends too early.*fetch it again"):
        read(path)


def test_a_compressed_file_that_is_damaged_says_so(tmp_path):
    path = tmp_path / "log.xes.gz"
    data = bytearray(gzip.compress(xes([A1]).encode()))
    data[-8] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(LogError, match="damaged"):
        read(path)


def test_other_xml_is_no_log(tmp_path):
    with pytest.raises(LogError, match="root element is <html>"):
        read(log(tmp_path, "<body/>", root="html"))


@pytest.mark.parametrize("name", ["klingon-8", "zip", "utf-7"])
def test_an_encoding_nobody_knows_is_refused(tmp_path, name):
    with pytest.raises(LogError, match=f"'{name}', which nobody knows"):
        read(log(tmp_path, trace(EVENT), head=f"<?xml version='1.0' encoding='{name}'?>"))


def test_text_outside_its_encoding_is_refused(tmp_path):
    path = tmp_path / "log.xes"
    path.write_bytes(b"<?xml version='1.0' encoding='gbk'?><log>\xff\xff</log>")
    with pytest.raises(LogError, match="not in the encoding"):
        read(path)


def test_a_trace_that_does_not_name_its_case_is_refused(tmp_path):
    with pytest.raises(LogError, match=r"trace 2.*no attribute 'concept:name'.*`case:`"):
        read(log(tmp_path, trace(EVENT) + f"<trace>{EVENT}</trace>"))


def test_giants_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("zhiheng.formats.xml_stream.LARGEST_TOKEN", 1 << 21)
    with pytest.raises(LogError, match="longer than 2 MiB"):
        read(log(tmp_path, trace(f'<string key="x" value="{"a" * (1 << 23)}"/>')))
    with pytest.raises(LogError, match="200 deep"):
        read(log(tmp_path, "<a>" * 300 + "</a>" * 300))


@pytest.mark.parametrize("inner", ["", "<extension/>"])
def test_an_empty_log_is_refused(tmp_path, inner):
    with pytest.raises(LogError, match="holds no case"):
        read(log(tmp_path, inner), mapping=MAPPING)


def test_memory_does_not_grow_with_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr("zhiheng.formats.xes.BATCH", 500)
    monkeypatch.setattr("zhiheng.formats.log_bytes.CHUNK", 1 << 15)

    def peak(cases: int) -> int:
        path = write_xes(
            tmp_path / f"{cases}.xes.gz", [({"concept:name": f"A{i}"}, [act("apply")] * 3) for i in range(cases)]
        )
        tracemalloc.start()
        rows = sum(
            r.length
            for r in read_xes(path, ["case:concept:name", "concept:name"], case="case:concept:name", counts=LogCounts())
        )
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert rows == 3 * cases
        return most

    assert peak(4000) < 1.2 * peak(1000)
