"""Medians, quartiles and deviations against Python's own, on random data and both engines."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import median_low, quantiles

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.core.control import Words
from zhiheng.core.examples import Act, Story, When
from zhiheng.core.measure import load_measures
from zhiheng.core.measure_examples import MeasureExample, run_measure_example

POWER = {"id": "p", "steps": [{"id": "accept"}, {"id": "decide", "closes": True}]}
BEGIN = datetime(2026, 3, 2)
HOUR = 3_600_000_000
HOURS = st.lists(st.integers(0, 2000), min_size=1, max_size=25)
ENGINES = pytest.mark.parametrize("engine", ["sqlite", "duckdb"])


def story(number: int, hours: int, unit: str = "u") -> Story:
    ends = (BEGIN, BEGIN + timedelta(hours=hours))
    acts = [Act(at=When.of(str(at)), step=step) for step, at in zip(("accept", "decide"), ends, strict=True)]
    return Story(id=str(number), unit=unit, events=acts)


def published(measure_id: str, cases: Sequence[Story], engine) -> list[dict]:
    example = MeasureExample(Words(zh="随机", en="random"), When.of("2026-12-31"), [], power=POWER, cases=list(cases))
    return run_measure_example(load_measures(only=[measure_id])[0], example, engine)


def rank(values: Sequence[int], share: Fraction) -> int:
    """The smallest value that at least that share of the values does not exceed."""
    return min(v for v in values if Fraction(sum(other <= v for other in values), len(values)) >= share)


@ENGINES
@given(hours=HOURS)
@settings(max_examples=15)
def test_quantiles_are_the_values_that_their_share_does_not_exceed(engine, hours):
    rows = published("durations", [story(n, h) for n, h in enumerate(hours)], engine)
    row = next(row for row in rows if row["kind"] == "power")
    assert row["median"] == median_low(hours) * HOUR
    shares = {"lower_quartile": (1, 4), "upper_quartile": (3, 4), "ninth_decile": (9, 10)}
    assert {name: row[name] for name in shares} == {
        name: rank(hours, Fraction(*share)) * HOUR for name, share in shares.items()
    }


@given(hours=st.lists(st.integers(0, 2000), min_size=2, max_size=25))
@settings(max_examples=15)
def test_quartiles_are_the_value_next_to_the_one_that_python_interpolates(hours):
    row = published("peer_durations", [story(n, h) for n, h in enumerate(hours)], "sqlite")[0]
    inside = [HOUR * q for q in quantiles(hours, n=4, method="inclusive")]
    ordered = sorted(h * HOUR for h in hours)
    for name, value in zip(("lower_quartile", "median", "upper_quartile"), inside, strict=True):
        below = max(h for h in ordered if h <= value + 1)
        above = min(h for h in ordered if h >= value - 1)
        assert below <= row[name] <= above, name


@ENGINES
@given(hours=HOURS)
@settings(max_examples=15)
def test_the_deviation_is_the_median_distance_from_the_median(engine, hours):
    row = published("peer_durations", [story(n, h) for n, h in enumerate(hours)], engine)[0]
    middle = median_low(hours)
    assert row["deviation"] == median_low(abs(h - middle) for h in hours) * HOUR
    assert (row["cases"], row["longest"]) == (len(hours), max(hours) * HOUR)


@ENGINES
@given(hours=st.lists(st.tuples(st.sampled_from("abcdefg"), st.integers(0, 2000)), min_size=1, max_size=30))
@settings(max_examples=15)
def test_a_unit_is_beyond_its_peers_when_python_says_so(engine, hours):
    rows = published("peer_units", [story(n, h, unit) for n, (unit, h) in enumerate(hours)], engine)
    medians = {unit: median_low(h for u, h in hours if u == unit) for unit, _ in hours}
    middle = median_low(medians.values())
    spread = median_low(abs(m - middle) for m in medians.values())
    expected = {u: None if len(medians) < 5 else int(m - middle > 6 * spread) for u, m in medians.items()}
    assert {row["unit_id"]: row["beyond"] for row in rows} == expected
