"""The answers that three independent programs agree on (data/README.md), out of `zhiheng.audit`."""

import shutil

import duckdb
import pytest

import zhiheng
from tests.formats.workbooks import write_sheet
from zhiheng.auditing.converting import convert


@pytest.fixture(scope="module")
def fines(data_folder, root):
    return zhiheng.audit(data_folder / "eventlogs/road_fines.xes.gz", city=root / "cities/road-fines")


@pytest.fixture(scope="module")
def permits(data_folder, root):
    return zhiheng.audit(data_folder / "eventlogs/permit_receipt.xes.gz", city=root / "cities/permit-receipt")


@pytest.fixture(scope="module")
def claims(data_folder, root):
    return zhiheng.audit(
        data_folder / "eventlogs/DomesticDeclarations.xes.gz", city=root / "cities/travel-claims"
    )


def counts(audit, control, subject):
    found = audit.summary["controls"][control]["subjects"][subject]
    return found["found"], found["judged"], found["not_checkable"]


class TestFines:
    def test_the_whole_log_is_read_and_placed(self, fines):
        assert (fines.summary["cases"], fines.summary["events"]) == (150_370, 561_470)
        assert fines.summary["unmatched"] == {"activities": {}, "cases": 0}
        assert fines.summary["as_of"] == "2013-06-18T01:00:00"

    def test_sent_more_than_90_days_after_it_was_made(self, fines):
        assert counts(fines, "T01", "send") == (49_772, 103_987, 0)

    def test_sent_on_the_90th_day_or_later(self, data_folder, root, tmp_path):
        """The boundary belongs to the catalogue: `under` instead of `within`."""
        stricter = copy_of(root / "cities/road-fines", tmp_path, "within: 90 days", "under: 90 days")
        audit = zhiheng.audit(data_folder / "eventlogs/road_fines.xes.gz", city=stricter, controls=["T01"])
        assert counts(audit, "T01", "send") == (50_567, 103_987, 0)

    def test_notified_more_than_90_days_after_it_was_made(self, fines):
        assert counts(fines, "T01", "notify") == (47_593, 79_860, 0)

    def test_every_penalty_came_exactly_60_days_after_notice(self, fines):
        assert counts(fines, "T03", "penalty-wait") == (0, 79_860, 0)

    def test_paid_against_due(self, fines):
        assert counts(fines, "F02", "paid-in-full") == (9_428 + 1_186, 69_715, 0)
        sides = fines.summary["controls"]["F02"]["subjects"]["paid-in-full"]["sides"]
        assert sides == {"less": 9_428, "equal": 59_101, "more": 1_186}

    def test_appealed_more_than_60_days_after_notice(self, fines):
        without_notice = 145
        assert counts(fines, "T01", "appeal") == (582, 4_188 - without_notice, without_notice)
        assert fines.summary["controls"]["T01"]["subjects"]["appeal"]["sides"] == {"before": 28}

    def test_sent_and_never_notified_afterwards(self, fines):
        assert counts(fines, "P01", "notified") == (24_127, 103_987, 0)


def copy_of(city, folder, old, new):
    """The city with one text of its powers changed."""
    target = folder / "city"
    (target / "powers").mkdir(parents=True)
    for name in ("city.yaml", "log.yaml"):
        (target / name).write_bytes((city / name).read_bytes())
    for path in (city / "powers").glob("*.yaml"):
        (target / "powers" / path.name).write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    return target


class TestPermits:
    def test_decided_after_the_deadline_by_day_and_as_instants(self, permits):
        assert permits.summary["cases"] == 1_434
        assert counts(permits, "T01", "decision") == (309, 1_329, 0)
        assert counts(permits, "T01", "decision-instant") == (377, 1_329, 0)

    def test_one_hand_both_confirmed_and_checked(self, permits):
        assert counts(permits, "S01", "receipt-and-check") == (1_099, 1_316, 0)

    def test_sent_without_being_determined(self, permits):
        assert counts(permits, "P02", "T05") == (1, 1_300, 0)
        assert [f.case_id for f in permits.findings.where(control_id="P02", subject_id="T05")] == ["case-7917"]


class TestClaims:
    def test_paid_without_an_earlier_final_approval(self, claims):
        assert counts(claims, "P02", "pay") == (2, 9_912, 0)
        paid_unapproved = {f.case_id for f in claims.findings.where(control_id="P02", subject_id="pay")}
        assert paid_unapproved == {"declaration95149", "declaration90815"}

    def test_paid_more_than_30_days_after_submission(self, claims):
        assert counts(claims, "T01", "payment") == (407, 9_911, 1)


class TestOtherFormats:
    """The permits once more, in every format that the log can be written in."""

    @pytest.mark.parametrize("name", ["permits.xes.gz", "permits.json", "permits.parquet"])
    def test_the_converted_log_has_the_same_answers(self, data_folder, root, tmp_path, permits, name):
        city = root / "cities/permit-receipt"
        done = convert([data_folder / "eventlogs/permit_receipt.xes.gz"], city=city, to=tmp_path / name)
        assert answers(zhiheng.audit(done.path, city=with_log(city, tmp_path, done.mapping))) == answers(permits)

    def test_a_workbook_of_it_has_the_same_answers(self, data_folder, root, tmp_path, permits):
        city = root / "cities/permit-receipt"
        done = convert([data_folder / "eventlogs/permit_receipt.xes.gz"], city=city, to=tmp_path / "permits.parquet")
        rows = duckdb.execute(f"SELECT * FROM '{done.path}'").fetchall()
        names = [column[0] for column in duckdb.execute(f"DESCRIBE SELECT * FROM '{done.path}'").fetchall()]
        book = write_sheet(tmp_path / "permits.xlsx", [names, *rows])
        assert answers(zhiheng.audit(book, city=with_log(city, tmp_path, done.mapping))) == answers(permits)


def answers(audit):
    return audit.summary["controls"], audit.summary["cases"], audit.summary["events"]


def with_log(city, folder, mapping):
    there = shutil.copytree(city, folder / "city")
    (there / "log.yaml").write_text(mapping.read_text(encoding="utf-8"), encoding="utf-8")
    return there
