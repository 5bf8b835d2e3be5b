from datetime import timedelta
import random

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import habit

from .watching import every, reading


def test_a_habit_is_the_mean_and_the_spread_of_a_day() -> None:
    found = habit(every(5, *[100, 140] * 144))
    assert found.mean == pytest.approx(120)
    assert found.steps == 288
    assert 19 < found.spread < 21


def test_only_the_last_day_counts() -> None:
    found = habit([*every(5, *[300] * 288, begin=-2880), *every(5, *[100] * 288, begin=-1435)])
    assert found.mean == pytest.approx(100)


def test_little_is_known_of_a_short_time() -> None:
    found = habit([reading(0, 200)])
    assert (found.mean, found.steps) == (200, 1)
    assert found.spread == pytest.approx(24.5, abs=0.1)  # Almost as anybody's.
    assert found.carry == 0.6


@given(st.sampled_from([1, 5, 10, 15]))
def test_it_does_not_depend_on_the_cadence(step: int) -> None:
    found = habit([reading(minutes, 100 + (minutes // 60) % 7 * 10) for minutes in range(0, 1440, step)])
    usual = habit([reading(minutes, 100 + (minutes // 60) % 7 * 10) for minutes in range(0, 1440, 5)])
    assert found.mean == pytest.approx(usual.mean, abs=0.5)
    assert found.spread == pytest.approx(usual.spread, abs=0.5)
    assert found.steps == pytest.approx(288, abs=3)


def test_a_gap_counts_as_twenty_minutes_and_no_more() -> None:
    assert habit([reading(0, 100), reading(300, 200)]).steps == 5
    assert habit([reading(0, 100), reading(300, 200)]).mean == pytest.approx(120)


def test_changes_carry_when_glucose_is_smooth_and_not_when_it_is_noisy() -> None:
    smooth = [100 + 3 * min(number % 24, 24 - number % 24) for number in range(48)]
    chance = random.Random(1)
    assert habit(every(5, *smooth)).carry > 0.75
    assert habit(every(5, *(120 + chance.choice([-6, 6]) for _ in range(48)))).carry < 0.1


def test_a_number_outside_of_what_a_sensor_measures_counts_as_the_end_of_it() -> None:
    assert habit([reading(0, 0)]).mean == 40
    assert habit([reading(0, 900)]).mean == 500


def test_shifted_in_time_it_is_the_same() -> None:
    day = every(5, *(100 + number % 40 for number in range(288)))
    later = [one._replace(time=one.time + timedelta(days=100, seconds=17)) for one in day]
    assert habit(later) == habit(day)
