"""A whole real log: what DuckDB finds in all of it, SQLite finds case by case."""

from collections import defaultdict
from datetime import datetime

import zhiheng
from zhiheng.core.relations import RECORD, RELATIONS


def rows_by_case(connection):
    cases = defaultdict(dict)
    for name in RECORD:
        place = RELATIONS[name].names.index("case_id")
        order = " ORDER BY case_id, sequence" if name == "events" else ""
        for row in connection.execute(f"SELECT * FROM {name}{order}").fetchall():
            cases[row[place]].setdefault(name, []).append(row)
    return cases


def test_every_case_of_the_permit_log_has_the_same_findings_on_both_engines(data_folder, root):
    audit = zhiheng.audit(data_folder / "eventlogs/permit_receipt.xes.gz", city=root / "cities/permit-receipt")
    as_of = datetime.fromisoformat(audit.summary["as_of"])
    city = audit.city
    found = set()
    with zhiheng.LiveChecker(
        audit.catalogue, audit.controls, judgement=city.judgement, zone=city.zone, unplaced=True,
        published=audit.published(),
    ) as live:  # fmt: skip
        for rows in rows_by_case(audit.connection).values():
            found |= {(f.finding_id, f.measured, f.allowed, f.level) for f in live.check(rows, as_of=as_of)}
    assert found == {(f.finding_id, f.measured, f.allowed, f.level) for f in audit.findings}
    assert len(found) == len(audit.findings) > 1_000
