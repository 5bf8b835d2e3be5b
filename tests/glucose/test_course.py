from datetime import timedelta
from itertools import pairwise
import math

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import OutOfRange, Reading
from custom_components.librelink_up.glucose.course import changes, course, raw_course

from .watching import every, reading

HOUR = timedelta(hours=1)


def curve(minutes: float) -> int:
    """A day as it could be, from the minutes before now."""
    return round(150 + 45 * math.sin(minutes / 70) + 20 * math.sin(minutes / 31))


def test_readings_every_five_minutes_are_the_course() -> None:
    assert course(every(5, 130, 121, 113, 106, 100), HOUR) == [100, 106, 113, 121, 130]


@pytest.mark.parametrize("step", [1, 2, 3, 15])
def test_a_line_is_the_same_line_at_any_cadence(step: int) -> None:
    falling = [reading(minutes, 200 - 2 * minutes) for minutes in range(0, 61, step)]
    assert course(falling, timedelta(minutes=30)) == pytest.approx([80, 90, 100, 110, 120, 130, 140])


@given(st.sampled_from([1, 5, 15]), st.integers(0, 1440))
def test_a_course_does_not_depend_on_the_cadence(step: int, shift: int) -> None:
    fine, other = (
        course([reading(minutes, curve(minutes + shift)) for minutes in range(-90, 1, each)], HOUR)
        for each in (5, step)
    )
    assert len(fine) == len(other) == 13
    assert all(abs(one - two) <= 6 for one, two in zip(fine, other, strict=True))


@given(st.lists(st.integers(-70, 70), min_size=14, max_size=14))
def test_readings_that_come_early_or_late_are_brought_to_the_step(seconds: list[int]) -> None:
    readings = [reading(5 * number + late / 60, 100 + 5 * number) for number, late in enumerate(seconds)]
    found = course(readings, HOUR)
    assert len(found) == 13
    # A line of one mg/dL a minute, off by what rounding and the lateness of its ends make of it.
    assert all(abs((newer - older) - 5) <= 2.5 for newer, older in pairwise(found))


def test_it_goes_back_as_far_as_asked_and_no_further() -> None:
    assert len(course(every(5, *[100] * 30), timedelta(minutes=40))) == 9
    assert len(course(every(5, *[100] * 4), timedelta(minutes=40))) == 4


def test_it_ends_at_a_gap_and_at_hi_or_lo() -> None:
    before = every(5, *[200] * 6)
    assert course([*before, *every(5, *[100] * 4, begin=46)], HOUR) == [100] * 4
    assert len(course([*before, *every(5, *[100] * 4, begin=45)], HOUR)) == 13  # Twenty minutes are no gap.
    lo = before[-1]._replace(out_of_range=OutOfRange.LO)
    assert course([*before[:-1], lo, *every(5, *[100] * 4, begin=30)], HOUR) == [100] * 4
    assert course([*before, lo._replace(time=before[-1].time + timedelta(minutes=5))], HOUR) == []


@pytest.mark.parametrize("readings", [[], every(5, 100, 100), every(1, *[100] * 7)], ids=["none", "two", "7 minutes"])
def test_there_is_none_without_three_five_minutes(readings: list[Reading]) -> None:
    assert course(readings, HOUR) == []


def test_one_odd_reading_of_many_is_not_seen() -> None:
    readings = every(1, *[115] * 61)
    for number in (30, 59, 60):
        odd = [one._replace(glucose=175) if at == number else one for at, one in enumerate(readings)]
        assert course(odd, HOUR) == [115] * 13


def test_a_step_that_stands_out_is_brought_near_its_neighbours() -> None:
    readings = every(5, 110, 112, 60, 116, 118, 180, 120, 121)
    assert course(readings, HOUR) == [121, 120, 126, 118, 116, 106, 112, 110]
    assert raw_course(readings, HOUR) == [121, 120, 180, 118, 116, 60, 112, 110]


def test_changes_are_newest_first_and_a_steady_fall_is_whole() -> None:
    assert changes([100, 104, 109, 115, 120]) == [-4, -5, -6, -5]


def test_a_jump_is_no_trend() -> None:
    assert changes([115, 60, 60, 60]) == [0, 0, 0]
    assert changes([115, 115, 60, 60])[0] == 0


@given(st.floats(-200, 200))
def test_the_more_of_a_surprise_a_change_is_the_less_of_it_counts(change: float) -> None:
    found = changes([100 + change, 100, 100])[0]
    assert abs(found) <= min(abs(change), 9) + 1e-9
    assert abs(change) > 9 or found == pytest.approx(change)
