"""Damaged files: each either reads, or ends in one sentence; nothing else is ever raised.

ZHIHENG_FUZZ is the number of damaged files a reader is given (60 without it); compressed ones come beside them.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.logs import FUZZ, Powers, act, as_ocel, history, write_csv, write_ocel, write_parquet, write_xes
from tests.formats.workbooks import rewritten, write_xlsx
from zhiheng.core.errors import InputError
from zhiheng.formats.log_mapping import read_mapping
from zhiheng.formats.read_log import read_log

MAPPING = """
power: permit
case: case:concept:name
activity: concept:name
occurred: time:timestamp
official: org:resource
case_dates: {due: case:due}
money: {payments: [{attribute: fee}]}
suspensions: [{from: [stop], to: [go], ground: x, notified_days: {attribute: days}}]
"""
LOG = [
    ({"concept:name": "NA", "due": "2026-04-01T00:00:00+02:00"}, [
        act("apply", org_resource="Alice", fee="35.10"), act("stop", "2026-03-03T09:00:00Z", days="10"),
        act("go", "2026-03-05"),
    ]),
    ({"concept:name": "示-2"}, [act("apply", "1948-05-20T10:00:00.123", fee="-1e2")]),
]  # fmt: skip
PIECES = [
    b"\x00",
    b"<",
    b">",
    b'"',
    b"\n",
    b"&",
    b"<!DOCTYPE a [",
    b"]]>",
    b"\xff",
    b"PAR1",
    b",",
    b"9" * 40,
    b"\x1f\x8b",
]


def good(name: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        if name.endswith(".parquet"):
            return write_parquet(path, LOG).read_bytes()
        write = {".csv": write_csv, ".xlsx": write_xlsx, ".json": write_ocel}.get(path.suffix, write_xes)
        return write(path, LOG).read_bytes()


FILES = {name: good(name) for name in ("log.xes", "log.xes.gz", "log.csv", "log.parquet", "log.xlsx", "log.json")}
# A part of a workbook that is damaged before it is packed, so that the damage is not only to the zip around it.
PARTS = ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml")

# A wound: where (a share of the file), how many bytes go, and what comes in their place. A move: a line that is
# taken from one place, or copied, to another.
places = st.floats(0, 1)
wounds = st.tuples(places, st.integers(0, 12), st.sampled_from(PIECES) | st.binary(max_size=6))
moves = st.tuples(places, places, st.booleans())
damages = st.fixed_dictionaries(
    {
        "moved": st.lists(moves, max_size=3),
        "wounded": st.lists(wounds, max_size=3),
        "end": st.one_of(st.none(), st.none(), st.none(), places),
    }
)


def damaged(data: bytes, *, moved, wounded, end) -> bytes:
    """The data with lines moved, then bytes replaced, then cut off."""
    for origin, goal, copied in moved:
        lines = data.split(b"\n")
        head = min(2, len(lines) - 1)
        line = lines[head + int(origin * (len(lines) - 1 - head))]
        lines = lines if copied else [other for other in lines if other is not line]
        lines.insert(head + int(goal * (len(lines) - head)), line)
        data = b"\n".join(lines)
    for place, gone, come in wounded:
        at = int(place * len(data))
        data = data[:at] + come + data[at + gone :]
    return data if end is None else data[: int(end * len(data))]


def refusal(reading) -> InputError | None:
    """The one sentence that a reading ends with, if it does; any other exception goes on."""
    try:
        reading()
    except InputError as refused:
        return refused
    return None


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_reads_or_is_refused(name, tmp_path):
    path = tmp_path / name
    catalogue = Powers()
    connection = history(path, powers=catalogue)
    mapping = read_mapping(as_ocel(MAPPING) if name == "log.json" else MAPPING)

    @given(how=damages)
    @settings(max_examples=max(FUZZ // 10, 30) if name.endswith(".gz") else FUZZ)
    def attempt(how):
        path.write_bytes(damaged(FILES[name], **how))
        connection.begin()
        refused = refusal(lambda: read_log(connection, [path], mapping, catalogue=catalogue))
        connection.rollback()
        assert refused is None or str(path) in refused.place or refused.place.startswith("log.yaml")

    attempt()


@pytest.mark.parametrize("part", PARTS)
def test_a_damaged_part_of_a_workbook_reads_or_is_refused(part, tmp_path):
    path = tmp_path / "log.xlsx"
    catalogue = Powers()
    connection = history(path, powers=catalogue)

    @given(how=damages)
    @settings(max_examples=max(FUZZ // 5, 12))
    def attempt(how):
        path.write_bytes(FILES["log.xlsx"])
        rewritten(path, part, lambda data: damaged(data, **how))
        connection.begin()
        refused = refusal(lambda: read_log(connection, [path], read_mapping(MAPPING), catalogue=catalogue))
        connection.rollback()
        assert refused is None or str(path) in refused.place or refused.place.startswith("log.yaml")

    attempt()


@given(how=damages)
@settings(max_examples=FUZZ)
def test_a_damaged_mapping_reads_or_is_refused(how):
    refused = refusal(lambda: read_mapping(damaged(MAPPING.encode(), **how).decode("utf-8", "replace")))
    assert refused is None or refused.place.startswith("log.yaml")
