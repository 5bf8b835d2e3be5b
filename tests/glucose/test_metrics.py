from dataclasses import fields
from datetime import timedelta
import math
import random

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import Metrics, OutOfRange, Reading, ReadingKind, metrics
from scripts.traces import people

from .traces import DAY, MINUTE, START, iglu, trace, waves

FIGURES = [field.name for field in fields(Metrics) if field.name not in {"start", "end", "days", "measured", "why"}]
PUBLISHED = {
    "mean": 140.265129,
    "sd": 46.844697,
    "cv": 33.397251,
    "gmi": 6.665142,
    "a1c": (140.265129 + 46.7) / 28.7,
    "gri": 36.840278,
    "lbgi": 1.618413,
    "hbgi": 4.144498,
    "in_range": 69.965278,
    "in_tight_range": 42.286706,
    "below_70": 7.291667,
    "below_54": 1.909722,
    "above_180": 22.743056,
    "above_250": 0,
    "measured": 100,
    "days": 14,
}
PEOPLE = {
    "type 2, 7.19": ("5 people, type 2", "Subject 1"),
    "type 2, 79.7": ("5 people, type 2", "Subject 2"),
    "type 2, 39.5": ("5 people, type 2", "Subject 5"),
    "Hall 2018": ("19 people, Hall 2018", "1636-69-001"),
}


@pytest.mark.parametrize("every", [1, 5, 15])
@pytest.mark.parametrize("key", PUBLISHED)
def test_figures_are_the_published_ones_whatever_the_cadence(key: str, every: int) -> None:
    values = waves()
    assert sum(values) == 565549
    # What was measured in a quarter of an hour is that, however many readings tell it.
    if every == 1:
        values = [value for value in values for _ in range(5)]
    found = metrics(trace(values, every * MINUTE), START, START + len(values) * every * MINUTE)
    expected = PUBLISHED[key] if (key, every) != ("days", 15) else 3 * PUBLISHED[key]
    # The deviation by n - 1 is one of n: five times as many readings of the same have another n.
    assert getattr(found, key) == pytest.approx(expected, abs=0.01 if every == 1 and key in {"sd", "cv"} else 1e-6)
    assert found.why is None


@pytest.mark.parametrize("who", PEOPLE)
def test_figures_of_people_are_those_of_another_implementation(who: str) -> None:
    name, person = PEOPLE[who]
    values = [reading.glucose for reading in people(name)[person]]
    readings = trace(values * (1 + 4032 // len(values)))  # iglu counts readings; and 14 days it takes.
    found = metrics(readings, START, readings[-1].time + 5 * MINUTE)
    assert found.why is None
    for key, value in iglu(readings).items():
        assert getattr(found, key) == pytest.approx(value, abs=1e-6), key


@pytest.mark.parametrize("who", PEOPLE)
def test_weights_change_little_where_a_sensor_was_worn_all_the_time(who: str) -> None:
    name, person = PEOPLE[who]
    readings = people(name)[person]
    found = metrics(readings, readings[0].time, readings[-1].time)
    expected = iglu(readings)
    assert found.mean == pytest.approx(expected["mean"], abs=0.3)
    for key in ("in_range", "above_180", "below_70"):
        assert getattr(found, key) == pytest.approx(expected[key], abs=0.3), key


def test_stretches_of_every_cadence_count_by_their_time() -> None:
    eight = timedelta(hours=8)
    readings = [
        *trace([60] * 480, MINUTE, START),
        *trace([120] * 96, 5 * MINUTE, START + eight),
        *trace([200] * 32, 15 * MINUTE, START + 2 * eight),
    ]
    found = metrics(readings, START, START + DAY)
    third = pytest.approx(100 / 3)
    assert (found.below_70, found.in_range, found.above_180) == (third, third, third)
    assert found.mean == pytest.approx((60 + 120 + 200) / 3)
    assert found.measured == pytest.approx(100)


def test_a_gap_counts_for_nobody() -> None:
    whole = metrics(trace([100, 200] * 72), START, START + DAY)
    assert whole.measured == 50
    assert (whole.mean, whole.in_range) == (150, 50)


def test_edges_are_those_of_the_consensus() -> None:
    edges = [53, 54, 69, 70, 140, 141, 180, 181, 250, 251]
    found = metrics(trace(edges), START, START + 50 * MINUTE, low=54, high=250)
    assert found.below_54 == pytest.approx(10)
    assert found.below_70 == pytest.approx(30)
    assert found.in_range == pytest.approx(40)
    assert found.in_tight_range == pytest.approx(20)
    assert found.above_180 == pytest.approx(30)
    assert found.above_250 == pytest.approx(10)
    assert (found.below, found.within, found.above) == pytest.approx((10, 80, 10))


def test_lo_is_below_and_hi_above_everything_whatever_number_comes_with_it() -> None:
    low = Reading(START, 80, ReadingKind.CURRENT, None, OutOfRange.LO)
    high = Reading(START + 5 * MINUTE, 100, ReadingKind.CURRENT, None, OutOfRange.HI)
    found = metrics([low, high], START, START + 10 * MINUTE)
    assert (found.below_54, found.above_250, found.in_range) == (50, 50, 0)
    assert found.mean == (39 + 401) / 2


def test_gri_is_at_most_100() -> None:
    assert metrics(trace([50] * 4032), START, START + 14 * DAY).gri == 100


@pytest.mark.parametrize(
    ("days", "share", "why"),
    [
        (14, 1.0, None),
        (14, 0.7, None),
        (20, 0.7, None),
        (14, 0.699, "share"),
        (13, 1.0, "days"),
        (1, 0.1, "days"),
        (14, 0, "no_readings"),
    ],
)
def test_what_needs_14_days_and_70_percent_is_unknown_without_and_says_why(
    days: int, share: float, why: str | None
) -> None:
    readings = trace([120] * math.ceil(days * 288 * share))
    found = metrics(readings, START, START + days * DAY)
    assert found.why == why
    assert [getattr(found, key) is None for key in ("gmi", "a1c", "gri")] == [why is not None] * 3
    for key in set(FIGURES) - {"gmi", "a1c", "gri"}:
        assert (getattr(found, key) is None) is (why == "no_readings"), key


def test_fourteen_local_days_in_which_the_clocks_go_forward_are_fourteen_days() -> None:
    end = START + 14 * DAY - timedelta(hours=1)
    assert metrics(trace([120] * 4020), START, end).why is None
    assert metrics(trace([120] * 4020), START, end - MINUTE).why == "days"


def test_without_any_time_there_is_nothing() -> None:
    found = metrics(trace([120]), START, START)
    assert (found.measured, found.why, found.mean) == (0, "no_readings", None)


def test_one_reading_has_no_deviation() -> None:
    found = metrics(trace([120]), START, START + DAY)
    assert (found.mean, found.sd, found.cv) == (120, None, None)
    assert metrics(trace([120, 120]), START, START + DAY).sd == 0


def test_glucose_that_nobody_can_have_breaks_nothing() -> None:
    assert metrics(trace([0, 1, 100]), START, START + DAY).lbgi


@given(st.lists(st.integers(40, 400), min_size=2, max_size=300), st.integers(1, 15))
def test_even_steps_give_what_counting_gives(values: list[int], every: int) -> None:
    readings = trace(values, every * MINUTE)
    random.Random(1).shuffle(readings)
    found = metrics(readings, START, START + DAY * 4)
    mean = sum(values) / len(values)
    assert found.mean == pytest.approx(mean, rel=1e-9)
    assert found.sd == pytest.approx((sum((x - mean) ** 2 for x in values) / (len(values) - 1)) ** 0.5, rel=1e-9)
    assert found.in_range == pytest.approx(100 * sum(70 <= value <= 180 for value in values) / len(values))
    assert sum((found.below_70 or 0, found.in_range or 0, found.above_180 or 0)) == pytest.approx(100)
