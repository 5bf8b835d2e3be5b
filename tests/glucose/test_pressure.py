from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import OutOfRange, Reading, pressure

from .watching import every

CALM = [96, 97, 96, 95, 96, 95, 94, 95, 94]


@pytest.mark.parametrize("low", [[62], [70, 60], [62, 61], [75, 62, 61, 62], [62, 60, 61, 62, 61]])
def test_a_step_down_out_of_calm_may_be_pressure(low: list[int]) -> None:
    assert pressure(every(5, *CALM, *low), 70)


def test_it_is_seen_each_minute_too() -> None:
    calm = [95 + number % 2 for number in range(60)]
    assert pressure(every(1, *calm, 88, 80, 72, 66, 62, *[61] * 6), 70)


@pytest.mark.parametrize(
    "values",
    [
        [130, 124, 118, 112, 106, 100, 94, 88, 82, 76, 72, 68],  # A slope.
        [140, 139, 137, 132, 126, 118, 110, 101, 91, 82, 74, 66],  # A fall that gathers speed.
        [84, 83, 84, 83, 82, 81, 80, 78, 76, 74, 72, 69],  # Slowly.
        [110, 84, 112, 90, 118, 92, 120, 88, 116, 86, 96, 66],  # A sensor that is not to be trusted with steps.
        [94, 95, 94, 60],  # Nobody knows what was before.
    ],
    ids=["slope", "faster", "slow", "noise", "too short"],
)
def test_a_low_that_comes_like_a_slope_is_not(values: list[int]) -> None:
    assert not pressure(every(5, *values), 70)


def test_it_says_so_for_half_an_hour_and_then_low_is_low() -> None:
    lying = every(5, *CALM, *[61] * 12)
    marked = [end for end in range(10, len(lying) + 1) if pressure(lying[:end], 70)]
    assert marked[0] == 10  # With the first low reading.
    assert 4 <= len(marked) <= 8
    assert marked == list(range(10, 10 + len(marked)))


def test_what_is_not_low_or_not_known_has_no_mark() -> None:
    fallen = every(5, *CALM, 62, 61)
    assert not pressure([], 70)
    assert not pressure(fallen, 60)
    assert not pressure([*fallen[:-1], fallen[-1]._replace(out_of_range=OutOfRange.LO)], 70)


@given(st.lists(st.integers(40, 300), max_size=30), st.integers(0, 10**6))
def test_shifted_in_time_it_is_the_same(values: list[int], seconds: int) -> None:
    readings: list[Reading] = every(5, *values)
    later = [one._replace(time=one.time + timedelta(seconds=seconds)) for one in readings]
    assert pressure(later, 70) == pressure(readings, 70)


@given(st.lists(st.integers(40, 300), max_size=30))
def test_only_what_is_low_is_ever_marked(values: list[int]) -> None:
    assert not pressure(every(5, *values, 70), 70)
