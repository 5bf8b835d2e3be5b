from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import OutOfRange, Reading, ReadingKind, change, rate_of_change
from custom_components.librelink_up.glucose.change import steady_rate

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def readings(*points: tuple[float, int]) -> list[Reading]:
    """Readings from (minutes before now, mg/dL)."""
    return [
        Reading(time=NOW - timedelta(minutes=ago), glucose=glucose, kind=ReadingKind.CURRENT)
        for ago, glucose in sorted(points, reverse=True)
    ]


def hi(one: Reading) -> Reading:
    return one._replace(out_of_range=OutOfRange.HI)


def test_the_change_is_that_of_five_minutes_for_any_sensor() -> None:
    assert change(readings(*((minute, 100 - 2 * minute) for minute in range(10)))) == 10
    assert change(readings((0, 90), (5, 100), (10, 130))) == -10


def test_a_base_that_is_a_little_off_is_scaled_to_five_minutes() -> None:
    assert change(readings((0, 106), (6, 100))) == 5


def test_there_is_no_change_without_a_base() -> None:
    assert change([]) is None
    assert change(readings((0, 100))) is None
    assert change(readings((0, 100), (8, 90))) is None


def test_hi_and_lo_have_no_change() -> None:
    low, last = readings((0, 400), (5, 380))
    assert change([low, hi(last)]) is None
    assert change([hi(low), last]) is None
    assert rate_of_change([hi(low), last]) is None


def test_the_rate_is_per_minute() -> None:
    assert rate_of_change(readings(*((minute, 100 - 2 * minute) for minute in range(15)))) == 2.0
    assert rate_of_change(readings((0, 100), (5, 110), (10, 120), (60, 40))) == -2.0


@pytest.mark.parametrize("points", [(), ((0, 100),), ((0, 100), (1, 101), (3, 102)), ((0, 100), (20, 50))])
def test_there_is_no_rate_from_too_little(points: tuple[tuple[int, int], ...]) -> None:
    assert rate_of_change(readings(*points)) is None


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(20, 600)), max_size=30, unique_by=lambda point: point[0]))
def test_mirrored_glucose_moves_the_other_way(points: list[tuple[int, int]]) -> None:
    there = readings(*((seconds / 60, glucose) for seconds, glucose in points))
    back = [reading._replace(glucose=620 - reading.glucose) for reading in there]
    ours, theirs = rate_of_change(there), rate_of_change(back)
    assert (ours is None) == (theirs is None)
    assert ours is None or ours == pytest.approx(-(theirs or 0), abs=0.011)


def test_without_readings_there_is_no_rate_to_go_by() -> None:
    assert steady_rate([]) is None


def test_a_rate_to_alarm_by_needs_a_quarter_of_an_hour_without_a_gap() -> None:
    assert steady_rate(readings(*((minute, 100 - 2 * minute) for minute in range(16)))) == 2.0
    assert steady_rate(readings((0, 100), (5, 90), (8, 84))) is None
    assert steady_rate(readings((0, 100), (7, 86), (14, 72))) is None
