"""The same log gives the same record, whichever format carries it."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.logs import FUZZ, Powers, act, read, write_csv, write_parquet, write_xes
from tests.formats.workbooks import write_xlsx
from zhiheng.core.relations import RECORD

MAPPING = """
power: permit
case: case:concept:name
activity: concept:name
occurred: time:timestamp
official: {attribute: org:resource, placeholders: [SYSTEM]}
unit: case:unit
case_dates: {due: case:due}
closed: case:end
order: %s
money:
  currency: {digits: 2}
  charges: [{on: [apply, decide], attribute: fee, item: fee}]
  payments: [{attribute: fee}]
suspensions: [{from: [stop], to: [go], ground: {attribute: org:resource}}]
"""
POWERS = Powers(closes={"decide": "closed"})

texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff"), min_size=1, max_size=8
)
moments = st.builds(
    lambda moment, offset: moment.isoformat(timespec="milliseconds") + offset,
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.sampled_from(["", "Z", "+08:00", "-03:30"]),
)  # fmt: skip
acts = st.builds(
    lambda name, moment, who, fee: act(name, moment, org_resource=who, fee=fee),
    st.sampled_from(["apply", "decide", "stop", "go", "其他"]), moments,
    st.none() | st.sampled_from(["SYSTEM", "Alice"]) | texts,
    st.none() | st.decimals(0, 10**6, places=3).map(str),
)  # fmt: skip
cases = st.tuples(
    st.fixed_dictionaries(
        {"concept:name": texts, "unit": st.none() | texts, "due": st.none() | moments, "end": st.none() | moments}
    ),
    st.lists(acts, min_size=1, max_size=4),
)
# Every attribute occurs once, so that the mapping names nothing that is absent.
WHOLE = (
    {"concept:name": "A0", "unit": "u", "due": "2026-03-02", "end": "2026-03-02"},
    [act("apply", org_resource="Alice", fee="1")],
)


def relations(path: Path, order: str):
    record = read(path, mapping=MAPPING % order, powers=POWERS, zone="Europe/Rome", calendar=None)
    rows = {name: record.rows(name) for name in RECORD}
    rows["cases"] = [row[:-1] for row in rows["cases"]]  # but the file it came from
    return rows


@given(log=st.lists(cases, max_size=5), order=st.sampled_from(["file", "time"]))
@settings(max_examples=max(12, FUZZ // 5))
def test_one_log_in_four_formats_is_one_record(log, order):
    log = [WHOLE, *log]
    with TemporaryDirectory() as folder:
        from_xes = relations(write_xes(Path(folder, "log.xes.gz"), log), order)
        assert relations(write_csv(Path(folder, "log.csv"), log), order) == from_xes
        assert relations(write_parquet(Path(folder, "log.parquet"), log), order) == from_xes
        assert relations(write_xlsx(Path(folder, "log.xlsx"), log), order) == from_xes


def test_typed_parquet_says_the_same_as_text(tmp_path):
    log = [
        (
            {"concept:name": "A1"},
            [act("apply", "2026-03-02T09:00:00", fee="35.10"), act("decide", "2026-07-02T09:00:00", fee="0.10")],
        )
    ]
    mapping = MAPPING.split("official", maxsplit=1)[0] + "money: {payments: [{attribute: fee}]}"
    types = {"time:timestamp": "TIMESTAMP", "fee": "DOUBLE"}
    typed = read(write_parquet(tmp_path / "a.parquet", log, types), mapping=mapping, zone="Europe/Rome")
    text = read(write_csv(tmp_path / "b.csv", log), mapping=mapping, zone="Europe/Rome")
    for relation in ("events", "payments"):
        assert typed.rows(relation) == text.rows(relation)
