"""The documents of the demo city say what the storyteller believes."""

from datetime import date

import pytest

from zhiheng.core.catalogue import load_catalogue
from zhiheng.core.relations import RELATIONS
from zhiheng.core.workdays import to_day
from zhiheng.demo.case import Procedure
from zhiheng.demo.procedures import PROCEDURES
from zhiheng.demo.show import CITY

CATALOGUE = load_catalogue(CITY / "powers", jurisdiction="cn")
BY_POWER = pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.power)


def lines(relation: str, procedure: Procedure, day: date = date(2025, 6, 2)) -> list[dict[str, object]]:
    """The rows of a power that are in force on a day."""
    rows = (dict(zip(RELATIONS[relation].names, row, strict=True)) for row in CATALOGUE.rows[relation])
    mine = [row for row in rows if row["power_id"] == procedure.power]
    number = to_day(day)
    return [
        row
        for row in mine
        if (row["valid_from_day"] is None or int(str(row["valid_from_day"])) <= number)
        and (row["valid_to_day"] is None or number <= int(str(row["valid_to_day"])))
    ]


@BY_POWER
@pytest.mark.parametrize("day", [date(2025, 6, 2), date(2026, 6, 1)])
def test_limits_are_the_same(procedure: Procedure, day: date):
    names = ("limit_id", "kind", "from_step", "to_step", "allowed", "unit", "under", "must_happen")
    written = {tuple(row[name] for name in names) for row in lines("time_limits", procedure, day)}
    believed = {
        (m.id, m.kind, m.start, m.end, m.amount_on(day), m.unit, m.over, m.kind != "minimum" and m.must_happen)
        for m in procedure.limits
    }
    assert written == believed


@BY_POWER
def test_steps_and_their_order_are_the_same(procedure: Procedure):
    written = {(r["before_step"], r["after_step"]) for r in lines("step_order", procedure)}
    assert written == {(before, name) for name, step in procedure.steps.items() for before in step.after}
    assert {r["step_id"] for r in lines("power_steps", procedure)} == set(procedure.steps)


@BY_POWER
def test_a_step_that_a_fault_leaves_out_is_required(procedure: Procedure):
    required = {r["step_id"] for r in lines("power_steps", procedure) if r["required"]}
    assert required.issuperset(procedure.omittable)


@BY_POWER
def test_separations_stops_and_dues_are_the_same(procedure: Procedure):
    rows = lines("separations", procedure)
    apart = {r["separation_id"]: (r["step_a"], r["step_b"]) for r in rows if r["scope"] == "official"}
    houses = {r["separation_id"]: (r["step_a"], r["step_b"]) for r in rows if r["scope"] == "unit"}
    caps = {r["ground"]: (r["cap"], r["unit"]) for r in lines("clock_stops", procedure)}
    assert (apart, houses) == (procedure.separations, procedure.houses)
    assert caps == {ground: (cap, procedure.caps_unit) for ground, cap in procedure.caps.items()}
    assert {r["due_id"] for r in lines("dues", procedure)} == ({procedure.due} if procedure.due else set())


@BY_POWER
def test_kinds_of_steps_duties_and_extensions_are_the_same(procedure: Procedure):
    kinds = {r["kind"]: r["step_id"] for r in lines("power_steps", procedure) if r["kind"]}
    duties = {
        (r["duty_id"], r["after_step"], r["within"], r["unit"]) for r in lines("disclosure_duties", procedure)
    }
    longer = {r["limit_id"]: r["most"] for r in lines("allowed_extensions", procedure)}
    assert (kinds.get("acceptance"), kinds.get("decision")) == (procedure.acceptance, procedure.decision)
    assert duties == {(duty.id, duty.start, duty.amount, duty.unit) for duty in procedure.duties}
    assert longer == procedure.longer


def test_the_catalogue_has_no_power_without_a_story_and_no_warning():
    assert {version.power_id for version in CATALOGUE.versions} == {p.power for p in PROCEDURES}
    assert CATALOGUE.warnings == ()
