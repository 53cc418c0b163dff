"""A trace fits the step model exactly where a plain reading of the rules lets it pass."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.core import conformance
from zhiheng.core.catalogue import Catalogue, load_powers
from zhiheng.core.conformance import Automaton, Fit, replay
from zhiheng.core.engines.duckdb import load, open_history
from zhiheng.core.procedure import StepModel
from zhiheng.core.relations import RELATIONS, create_table

NAMES = "abcde"

Closed = bool | None


def model(steps: list[dict[str, Any]]) -> StepModel:
    return StepModel.from_version(load_powers([{"id": "p", "steps": steps}]).versions[0])


FINE = model([
    {"id": "create", "required": True, "max_times": 1},
    {"id": "send", "after": "create", "max_times": 2},
    {"id": "end", "after": "send", "required": True, "closes": True},
    {"id": "file", "after": "end"},
])  # fmt: skip


@pytest.mark.parametrize(
    ("trace", "closed", "fit"),
    [
        (["create", "send", "end"], True, Fit(fits=True)),
        (["create", "send", "end", "file"], True, Fit(fits=True)),
        (["create", "send"], False, Fit(fits=True)),
        (["create", "send"], None, Fit(fits=False, reason="unfinished")),
        (["create", "send"], True, Fit(fits=False, reason="unfinished")),
        ([], True, Fit(fits=False, reason="unfinished")),
        ([], False, Fit(fits=True)),
        (["send"], False, Fit(fits=False, position=0, reason="too-early")),
        (["create", "create"], False, Fit(fits=False, position=1, reason="too-often")),
        (["create", "send", "send", "send"], False, Fit(fits=False, position=3, reason="too-often")),
        (["create", None, "end"], False, Fit(fits=False, position=1, reason="unknown-step")),
        (["create", "sign"], False, Fit(fits=False, position=1, reason="unknown-step")),
        (["create", "send", "end", "send"], True, Fit(fits=False, position=3, reason="after-close")),
    ],
)
def test_a_trace_fits_or_stops_at_its_first_act_not_allowed(
    trace: list[str | None], closed: Closed, fit: Fit
):
    assert replay(FINE, trace, closed) == fit


@st.composite
def procedures(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to five steps, each after some of those before it."""
    steps = []
    for number, name in enumerate(NAMES[: draw(st.integers(1, 5))]):
        step: dict[str, Any] = {"id": name, "required": draw(st.booleans()), "anytime": draw(st.booleans())}
        befores = draw(st.lists(st.sampled_from(NAMES[:number]), unique=True)) if number else []
        if befores:
            most = st.integers(1, len(befores))
            step["after"] = draw(
                st.sampled_from([befores, {"any": befores}, {"at_least": draw(most), "of": befores}])
            )
        step |= draw(st.sampled_from([{}, {}, {"max_times": 1}, {"max_times": 2}, {"closes": True}]))
        step |= draw(st.sampled_from([{}, {}, {"returns_to": NAMES[draw(st.integers(0, number))]}]))
        steps.append(step)
    return steps


TRACES = st.lists(st.sampled_from([*NAMES, None]), max_size=9)


def plain(steps: list[dict[str, Any]], trace: list[str | None], closed: Closed) -> Fit:
    """The rules of a procedure read one after another, with no bits and no states."""
    by_id = {step["id"]: step for step in steps}
    history: list[str] = []
    done: set[str] = set()
    for position, name in enumerate(trace):
        if name not in by_id:
            return Fit(fits=False, position=position, reason="unknown-step")
        step = by_id[name]
        after = step.get("after", [])
        befores = after if isinstance(after, list) else after.get("any") or after["of"]
        needed = len(after) if isinstance(after, list) else after.get("at_least", 1)
        if history.count(name) >= step.get("max_times", 99):
            return Fit(fits=False, position=position, reason="too-often")
        if sum(before in done for before in befores) < needed:
            return Fit(fits=False, position=position, reason="too-early")
        ended = any("closes" in by_id[before] for before in done)
        if ended and not step["anytime"] and not any("closes" in by_id[b] for b in before_all(by_id, name)):
            return Fit(fits=False, position=position, reason="after-close")
        history.append(name)
        done.add(name)
        if "returns_to" in step:
            target = step["returns_to"]
            done -= {other for other in by_id if other == target or target in before_all(by_id, other)}
    if closed is not False and any(step["required"] and step["id"] not in done for step in steps):
        return Fit(fits=False, reason="unfinished")
    return Fit(fits=True)


def before_all(by_id: dict[str, dict[str, Any]], name: str) -> set[str]:
    """All steps before one, directly or further."""
    after = by_id[name].get("after", [])
    befores = after if isinstance(after, list) else after.get("any") or after["of"]
    return set(befores).union(*(before_all(by_id, before) for before in befores))


@given(procedures(), TRACES, st.sampled_from([True, False, None]))
def test_replay_agrees_with_the_rules_read_one_by_one(
    steps: list[dict[str, Any]], trace: list[str | None], closed: Closed
):
    assert replay(model(steps), trace, closed) == plain(steps, trace, closed)


@given(procedures(), st.lists(TRACES, max_size=6), st.integers(1, 4))
def test_an_automaton_that_forgets_gives_the_same_answers(
    steps: list[dict[str, Any]], traces: list[list[str | None]], most: int
):
    forgetful = Automaton(model(steps), most_states=most)
    for trace in traces:
        assert forgetful.replay(trace, finished=True) == replay(model(steps), trace, closed=True)
        assert forgetful.size <= most + 1


@given(procedures(), TRACES, TRACES)
def test_a_trace_that_goes_on_after_a_refusal_is_refused_at_the_same_act(
    steps: list[dict[str, Any]], trace: list[str | None], more: list[str | None]
):
    fit = replay(model(steps), trace, closed=False)
    longer = replay(model(steps), [*trace, *more], closed=False)
    assert longer == fit if not fit.fits else longer.position is None or longer.position >= len(trace)


def catalogue(steps: list[dict[str, Any]]) -> Catalogue:
    return load_powers([{"id": "p", "steps": steps}])


def record(cases: list[tuple[str | None, list[str | None]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Rows of ``cases`` and ``events`` for traces with their status; sequences leave gaps."""
    rows: dict[str, list[dict[str, Any]]] = {"cases": [], "events": []}
    for number, (status, trace) in enumerate(cases):
        case = {"case_id": f"c{number}", "power_id": "p", "version": "0001-01-01"}
        rows["cases"].append({**case, "status": status})
        for position, step in enumerate(trace):
            event = {"event_id": f"c{number}#{position}", "sequence": 2 * position, "step_id": step}
            rows["events"].append({**case, **event})
    return {
        name: [tuple(row.get(column) for column in RELATIONS[name].names) for row in made]
        for name, made in rows.items()
    }


CASES = st.lists(st.tuples(st.sampled_from(["open", "closed", "withdrawn", None]), TRACES), max_size=8)


def derived(made: Catalogue, rows: dict[str, list[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    """The table ``conformance`` as DuckDB derives it."""
    with open_history(threads=1) as connection:
        for name in ("cases", "events", "power_steps"):
            connection.execute(create_table(RELATIONS[name]))
            load(connection, RELATIONS[name], rows.get(name) or made.rows.get(name, []))
        conformance.derive_history(connection, conformance.models(made))
        return sorted(connection.execute("SELECT * FROM conformance").fetchall())


def test_a_row_names_the_first_act_not_allowed():
    made = catalogue([{"id": "a", "required": True}, {"id": "b", "after": "a"}])
    rows = record([("open", ["a", "b"]), ("open", ["b"]), ("closed", []), (None, ["a", "b", None])])
    key = ("p", "0001-01-01")
    assert derived(made, rows) == [
        ("c0", *key, 1, None, None, None),
        ("c1", *key, 0, "c1#0", 0, "too-early"),
        ("c2", *key, 0, None, None, "unfinished"),
        ("c3", *key, 0, "c3#2", 4, "unknown-step"),
    ]


def test_cases_without_a_version_are_not_judged():
    made = catalogue([{"id": "a"}])
    rows = record([("open", ["a"])])
    rows["cases"] = [(*row[:2], None, *row[3:]) for row in rows["cases"]]
    rows["events"] = [(*row[:4], None, *row[5:]) for row in rows["events"]]
    assert derived(made, rows) == []
    assert conformance.rows_of_cases(conformance.models(made), rows) == []


@settings(max_examples=25)
@given(procedures(), CASES)
def test_history_and_a_single_case_derive_the_same_rows(
    steps: list[dict[str, Any]], cases: list[tuple[str | None, list[str | None]]]
):
    made = catalogue(steps)
    known = {step["id"] for step in steps}
    rows = record([(status, [step if step in known else None for step in trace]) for status, trace in cases])
    one_by_one = conformance.rows_of_cases(conformance.models(made), rows)
    assert sorted(one_by_one) == derived(made, rows)
    assert len(one_by_one) == len(cases)
