"""The real logs: what is in them is what others counted."""

import pytest

from tests.formats.logs import Powers, read

FINES = """
power: permit
case: case:concept:name
activity: concept:name
occurred: time:timestamp
official: {attribute: org:resource, placeholders: []}
money:
  currency: {code: EUR, digits: 2, rounding: half-even}
  charges:
    - {on: [Create Fine, Add penalty], attribute: amount, item: fine}
    - {on: [Send Fine], attribute: expense, item: expense}
  payments:
    - {on: [Payment], attribute: paymentAmount}
"""
RECEIPT = """
power: permit
case: case:concept:name
activity: concept:name
occurred: time:timestamp
official: org:resource
unit: {attribute: org:group, placeholders: [EMPTY]}
case_dates: {deadline: case:deadline, startdate: case:startdate, enddate: case:enddate}
"""


@pytest.fixture(scope="module")
def fines(data_folder):
    return read(data_folder / "eventlogs" / "road_fines.xes.gz", mapping=FINES, zone="Europe/Rome")


def ask(record, query):
    return record.connection.execute(query).fetchall()[0]


def test_every_case_act_and_amount_of_the_fines_is_there(fines):
    assert (fines.report.cases, fines.report.events) == (150_370, 561_470)
    assert ask(fines, "SELECT count(*), count(amount) FROM charges") == (334_217, 334_217)
    assert ask(fines, "SELECT count(*), count(DISTINCT case_id) FROM payments") == (77_601, 69_715)
    assert ask(fines, "SELECT count(DISTINCT activity), count(official_id) FROM events") == (11, 150_925)


def test_every_penalty_comes_sixty_civil_days_after_notice(fines):
    query = """
        SELECT min(p.day - n.day), max(p.day - n.day), count(*)
        FROM events AS p JOIN events AS n ON n.case_id = p.case_id
        WHERE p.activity = 'Add penalty' AND n.activity = 'Insert Fine Notification'
    """
    assert ask(fines, query) == (60, 60, 79_860)


def test_the_acts_of_a_case_are_counted_from_zero_without_a_gap(fines):
    query = """
        SELECT count(*) FROM (SELECT case_id FROM events GROUP BY case_id
                              HAVING min(sequence) <> 0 OR max(sequence) <> count(DISTINCT sequence) - 1)
    """
    assert ask(fines, query) == (0,)


def test_deadlines_of_permits_are_instants_and_days(data_folder):
    record = read(data_folder / "eventlogs" / "permit_receipt.xes.gz", mapping=RECEIPT, zone="Europe/Amsterdam")
    assert (record.report.cases, record.report.events) == (1434, 8577)
    query = """
        SELECT count(*) FILTER (WHERE e."at" - e.utc_offset * 60000000 > d."at" - d.utc_offset * 60000000),
               count(*) FILTER (WHERE e.day > d.day), count(*)
        FROM case_dates AS e JOIN case_dates AS d ON d.case_id = e.case_id AND d.name = 'deadline'
        WHERE e.name = 'enddate'
    """
    assert ask(record, query) == (377, 309, 1329)


def test_a_travel_claim_begun_before_the_catalogue_is_not_judged(data_folder):
    mapping = FINES.split("money", maxsplit=1)[0].replace("[]", "[SYSTEM, STAFF MEMBER]")
    late = Powers(powers=(("permit", "2018", 17_532, None),))
    record = read(data_folder / "eventlogs" / "DomesticDeclarations.xes.gz", mapping=mapping, powers=late)
    assert (record.report.cases, record.report.events) == (10_357, 55_628)
    assert ask(record, "SELECT count(official_id) FROM events") == (0,)
    assert 0 < record.report.unmatched_cases < record.report.cases
