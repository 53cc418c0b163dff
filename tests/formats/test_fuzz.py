"""Damaged files: each either reads, or ends in one sentence; nothing else is ever raised.

ZHIHENG_FUZZ is the number of damaged files a reader is given (60 without it).
"""

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.logs import FUZZ, act, read, write_csv, write_parquet, write_xes
from zhiheng.core.errors import InputError
from zhiheng.formats.log_mapping import read_mapping

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
        return (write_csv if ".csv" in name else write_xes)(path, LOG).read_bytes()


FILES = {name: good(name) for name in ("log.xes", "log.xes.gz", "log.csv", "log.parquet")}
FILES["log.csv.gz"] = gzip.compress(FILES["log.csv"])

# A mutation: where (a share of the file), how many bytes go, and what comes in their place.
places = st.floats(0, 1)
mutations = st.lists(
    st.tuples(places, st.integers(0, 12), st.sampled_from(PIECES) | st.binary(max_size=6)), min_size=1, max_size=4
)


def damaged(data: bytes, wounds: list[tuple[float, int, bytes]]) -> bytes:
    for place, gone, come in wounds:
        at = int(place * len(data))
        data = data[:at] + come + data[at + gone :]
    return data


def refusal(reading) -> InputError | None:
    """The one sentence that a reading ends with, if it does; any other exception goes on."""
    try:
        reading()
    except InputError as refused:
        return refused
    return None


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_reads_or_is_refused(name):
    @given(wounds=mutations, end=st.none() | places)
    @settings(max_examples=FUZZ)
    def attempt(wounds, end):
        data = damaged(FILES[name], wounds)
        with TemporaryDirectory() as folder:
            path = Path(folder, name)
            path.write_bytes(data if end is None else data[: int(end * len(data))])
            refused = refusal(lambda: read(path, mapping=MAPPING))
            assert refused is None or str(path) in refused.place or refused.place.startswith("log.yaml")

    attempt()


@given(wounds=mutations)
@settings(max_examples=FUZZ)
def test_a_damaged_mapping_reads_or_is_refused(wounds):
    refused = refusal(lambda: read_mapping(damaged(MAPPING.encode(), wounds).decode("utf-8", "replace")))
    assert refused is None or refused.place.startswith("log.yaml")
