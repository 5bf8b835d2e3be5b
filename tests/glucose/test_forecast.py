from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import OutOfRange, forecast, time_to

from .watching import every, reading


def test_a_forecast_follows_the_line_and_flattens() -> None:
    falling = every(5, 130, 120, 110, 100)
    assert forecast(falling, timedelta(minutes=5)) == 91  # 2 mg/dL a minute: 10 less in a straight line
    assert forecast(falling) == 71
    assert forecast(falling, timedelta(minutes=60)) == 48


def test_steady_glucose_stays() -> None:
    assert forecast(every(1, *[100] * 16)) == 100
    assert time_to(every(1, *[100] * 16), 70) is None


def test_a_forecast_stays_within_what_a_sensor_can_measure() -> None:
    assert forecast(every(5, 120, 95, 70, 45)) == 40
    assert forecast(every(5, 380, 420, 460, 495)) == 500


def test_the_time_to_a_threshold_is_when_the_forecast_reaches_it() -> None:
    falling = every(5, 130, 120, 110, 100)
    ahead = time_to(falling, 70)
    assert ahead
    assert round(ahead / timedelta(minutes=1), 1) == 20.8
    assert forecast(falling, ahead) == 70


@given(st.lists(st.integers(40, 400), min_size=4, max_size=16), st.integers(50, 200))
def test_time_and_forecast_agree(values: list[int], threshold: int) -> None:
    readings = every(1, *values) if len(values) > 9 else every(3, *values)
    ahead = time_to(readings, threshold)
    if ahead is not None and ahead > timedelta(minutes=1):
        expected = forecast(readings, ahead)
        assert expected is not None
        assert abs(max(threshold, 40) - expected) <= 1
        assert timedelta(minutes=1) <= ahead <= timedelta(hours=1)


def test_what_is_below_already_or_never_gets_there_has_no_time() -> None:
    assert time_to(every(5, 85, 80, 72, 65), 70) is None
    assert time_to(every(5, 103, 102, 101, 100), 70) is None


@pytest.mark.parametrize(
    "readings",
    [
        [],
        [reading(0, 100)],
        every(4, 110, 105),
        [reading(0, 130), reading(5, 120), reading(12, 110), reading(15, 100)],
        [*every(5, 130, 120, 110), reading(15, 100)._replace(out_of_range=OutOfRange.LO)],
    ],
    ids=["none", "one", "too short", "a gap", "LO"],
)
def test_nothing_is_said_without_good_readings(readings: list[object]) -> None:
    assert forecast(readings) is None  # type: ignore[arg-type]
    assert time_to(readings, 70) is None  # type: ignore[arg-type]


def test_a_gap_before_the_last_quarter_of_an_hour_does_no_harm() -> None:
    assert forecast([reading(-60, 200), *every(5, 130, 120, 110, 100)]) == 71
