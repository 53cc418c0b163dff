"""Several real processes write and one reads on: nothing is skipped, nothing is doubled, no number is left out."""

import subprocess
import sys

import pytest

from tests.record.databases import ROOT, empty_database, environment

WRITERS, MANY, BATCH = 3, 60, 4
LEAVES = """
from zhiheng.record.models import Leaf
for position, number in Leaf.objects.order_by("number").values_list("event_id", "number"): print(position, number)
"""


@pytest.fixture
def database(tmp_path):
    with empty_database(tmp_path) as address:
        run(address, "-m", "django", "shell", "--verbosity=0", "-c",
            "from zhiheng.record.models import City; City.objects.create(code='shili', title_zh='示例市')")  # fmt: skip
        yield address


def start(address: str, *words: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, *words], env=environment(address), cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def ended(process: subprocess.Popen) -> str:
    said, complaint = process.communicate(timeout=120)
    assert process.returncode == 0, complaint
    return said


def run(address: str, *words: str) -> str:
    return ended(start(address, *words))


def test_a_reader_misses_nothing_while_others_write(database):
    reader = start(database, "-m", "tests.record.writing", "read", str(WRITERS * MANY))
    writers = [
        start(database, "-m", "tests.record.writing", f"writer-{number}", str(MANY), str(BATCH))
        for number in range(WRITERS)
    ]
    assert [ended(writer) for writer in writers] == [""] * WRITERS
    seen = [int(line) for line in ended(reader).split()]
    stored = run(database, "-m", "django", "shell", "--verbosity=0", "-c", LEAVES)
    rows = [tuple(map(int, line.split())) for line in stored.splitlines()]
    assert seen == [position for position, _ in rows]
    assert [number for _, number in rows] == list(range(1, WRITERS * MANY + 1))


def test_an_event_outside_a_transaction_is_refused(database):
    process = start(database, "-m", "tests.record.writing", "outside")
    assert "write it in the one that writes its rows" in process.communicate(timeout=60)[1]
