"""Money: exact, rounded once, by the stated rule; an amount that is none is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.logs import MAPPING, act, read, write_xes
from zhiheng.core.errors import LogError
from zhiheng.formats.money import minor_units

FINES = (
    MAPPING
    + """
money:
  currency: {code: EUR, digits: 2, rounding: half-even}
  charges:
    - {on: [Create Fine, Add penalty], attribute: amount, item: fine}
    - {on: [Send Fine], attribute: expense, item: {attribute: kind}, account: {attribute: to}}
  payments:
    - {attribute: paid}
"""
)


def fines(tmp_path, *acts, mapping: str = FINES, **given):
    return read(write_xes(tmp_path / "log.xes", [({"concept:name": "A1"}, acts)]), mapping=mapping, **given)


def test_charges_and_payments_follow_the_mapping(tmp_path):
    record = fines(
        tmp_path,
        act("Create Fine", amount="35.0"), act("Send Fine", expense="11", kind="post", to="T1", amount="9"),
        act("Add penalty", amount="71.5"), act("Payment", paid="117.5"),
    )  # fmt: skip
    assert record.rows("charges", "event_id", "item", "amount", "account") == [
        ("A1#0", "fine", 3500, None),
        ("A1#1", "post", 1100, "T1"),
        ("A1#2", "fine", 7150, None),
    ]
    assert record.rows("payments", "event_id", "item", "amount", "day") == [("A1#3", None, 11750, 20514)]


def test_an_amount_left_out_is_unknown_not_absent(tmp_path):
    acts = [
        act("Create Fine"),
        act("Create Fine", amount="1"),
        act("Send Fine", expense="1", kind="x", to="y"),
        act("Payment", paid="1"),
    ]
    assert fines(tmp_path, *acts).rows("charges", "amount")[:2] == [None, 100]


def test_one_act_may_carry_two_amounts(tmp_path):
    mapping = MAPPING + "money: {charges: [{attribute: net, item: net}, {attribute: tax, item: tax}]}"
    record = fines(tmp_path, act("bill", net="10", tax="2"), act("note"), mapping=mapping)
    assert sorted(record.rows("charges", "event_id", "item", "amount")) == [("A1#0", "net", 1000), ("A1#0", "tax", 200)]


def test_the_citys_currency_counts_where_log_yaml_states_none(tmp_path):
    mapping = MAPPING + "money: {payments: [{on: pay, attribute: yen}]}"
    assert fines(tmp_path, act("pay", yen="1200"), mapping=mapping, digits=0).rows("payments", "amount") == [1200]


@pytest.mark.parametrize(
    ("rule", "up", "down", "negative"),
    [("half-even", 1002, 1000, -1000), ("half-up", 1002, 1001, -1001), ("down", 1001, 1000, -1000)],
)
def test_a_half_goes_where_the_rule_says(rule, up, down, negative):
    assert [minor_units(text, 2, rule) for text in ("10.015", "10.005", "-10.005")] == [up, down, negative]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_no_amount_is_moved_by_more_than_half_a_minor_unit(amount):
    assert abs(Decimal(minor_units(str(amount), 2, "half-even")) - amount * 100) <= Decimal("0.5")


@pytest.mark.parametrize("said", ["12,50", "NaN", "Infinity", "1_000", "", "€5", "1e400", "9" * 30, "1e-999999999"])
def test_what_is_no_amount_is_none(said):
    assert minor_units(said, 2, "half-even") in ({None, 0} if said.startswith("1e-") else {None})


def test_an_amount_that_is_none_names_act_and_value(tmp_path):
    with pytest.raises(LogError, match="event 2 of case A1: the amount '12,50' is no decimal number") as refused:
        fines(
            tmp_path,
            act("pay", paid="1"),
            act("pay", paid="12,50"),
            mapping=MAPPING + "money: {payments: [{attribute: paid}]}",
        )
    assert "12,50" in refused.value.zh


def test_an_amount_may_be_said_of_the_case(tmp_path):
    path = write_xes(tmp_path / "log.xes", [({"concept:name": "A1", "fee": "12.5"}, [act("pay"), act("note")])])
    record = read(path, mapping=MAPPING + "money: {payments: [{on: pay, attribute: case:fee}]}")
    assert record.rows("payments", "event_id", "amount") == [("A1#0", 1250)]


def test_an_amount_of_an_act_left_out_is_not_read(tmp_path):
    mapping = MAPPING + "keep: {phase: [complete]}\nmoney: {payments: [{attribute: paid}]}"
    record = fines(
        tmp_path, act("pay", paid="?", phase="start"), act("pay", paid="1", phase="complete"), mapping=mapping
    )
    assert record.rows("payments", "amount") == [100]
