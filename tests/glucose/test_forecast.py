from datetime import timedelta
import math

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import OutOfRange, Reading, forecast, habit, time_to
from scripts import traces
from scripts.forecast_errors import scores
from scripts.forecast_fit import person, without

from .watching import MINUTE, every, reading

DAY = range(-1440, 1)
AHEADS = [5, 10, 20, 30, 60]


def day(step: int, shift: int = 0) -> list[Reading]:
    """A day as it could be, with a reading every so many minutes."""
    return [
        reading(minutes, round(145 + 40 * math.sin((minutes + shift) / 75) + 15 * math.sin((minutes + shift) / 37)))
        for minutes in range(-1440, 1, step)
    ]


def expected(readings: list[Reading]) -> list[int | None]:
    return [forecast(readings, ahead * MINUTE) for ahead in AHEADS]


def test_a_forecast_follows_the_fall_and_flattens() -> None:
    five, ten, twenty, thirty, _ = expected(every(5, *range(240, 95, -10)))
    assert five
    assert ten
    assert twenty
    assert thirty
    assert 90 <= five <= 94
    assert 100 > five > ten > twenty
    assert 100 - five > five - ten > (ten - twenty) / 2 > (twenty - thirty) / 2


def test_steady_glucose_stays() -> None:
    assert expected(every(1, *[100] * 61)) == [100] * 5
    assert expected(every(15, *[100] * 5)) == [100] * 5
    assert time_to(every(1, *[100] * 61), 70) is None


def test_glucose_tends_back_to_where_it_usually_is() -> None:
    usual = every(5, *[130] * 280)
    for glucose in (230, 90):
        found = expected([*usual, *every(5, *[glucose] * 10, begin=1400)])
        assert sorted(found, reverse=glucose > 130) == found  # type: ignore[type-var]
        assert found[-1] is not None
        assert min(glucose, 130) < found[-1] < max(glucose, 130)


@given(st.sampled_from([1, 5, 15]), st.integers(10, 25), st.integers(120, 250), st.sampled_from([-1, 1]))
def test_it_never_goes_against_half_an_hour_of_an_arrow(step: int, tenths: int, usual: int, sign: int) -> None:
    """A mg/dL a minute or more, away from where glucose usually is as well as towards it."""
    moving = [reading(minutes, usual + sign * minutes * tenths // 10) for minutes in range(0, 31, step)]
    found = forecast([*every(5, *[usual] * 280, begin=-1400), *moving])
    assert found is not None
    assert (found - moving[-1].glucose) * sign >= 0


def test_a_habit_that_is_given_is_gone_by() -> None:
    readings = day(5)
    assert forecast(readings[-9:], usual=habit(readings)) == forecast(readings)
    assert time_to(readings[-9:], 140, usual=habit(readings)) == time_to(readings, 140)


def test_a_forecast_stays_within_what_a_sensor_can_measure() -> None:
    assert forecast(every(5, 125, 105, 85, 65, 45)) == 40
    assert forecast([*every(5, *[400] * 280), *every(5, 420, 440, 460, 480, 499, begin=1400)]) == 500


@given(st.sampled_from([1, 15]), st.integers(0, 3000))
def test_it_does_not_depend_on_the_cadence(step: int, shift: int) -> None:
    for one, other in zip(expected(day(step, shift)), expected(day(5, shift)), strict=True):
        assert one
        assert other
        assert abs(one - other) <= 6


@given(st.integers(0, 3000), st.integers(0, 10**6), st.sampled_from([1, 5]))
def test_shifted_in_time_it_is_the_same(shift: int, seconds: int, step: int) -> None:
    later = [one._replace(time=one.time + timedelta(seconds=seconds)) for one in day(step, shift)]
    assert expected(later) == expected(day(step, shift))


@given(st.integers(0, 3000), st.integers(1, 60), st.integers(-100, 100))
def test_one_odd_reading_each_minute_moves_it_little(shift: int, ago: int, wrong: int) -> None:
    right = day(1, shift)
    odd = [*right]
    odd[-ago] = odd[-ago]._replace(glucose=max(odd[-ago].glucose + wrong, 40))
    for one, other in zip(expected(odd), expected(right), strict=True):
        assert one
        assert other
        assert abs(one - other) <= 8


@given(st.integers(0, 3000), st.integers(2, 12), st.integers(-100, 100))
def test_one_odd_reading_every_five_minutes_moves_it_little_once_the_next_is_there(
    shift: int, ago: int, wrong: int
) -> None:
    right = day(5, shift)
    odd = [*right]
    odd[-ago] = odd[-ago]._replace(glucose=max(odd[-ago].glucose + wrong, 40))
    for one, other in zip(expected(odd)[:4], expected(right)[:4], strict=True):
        assert one
        assert other
        assert abs(one - other) <= 20


@given(st.integers(20, 100), st.sampled_from([-1, 1]))
def test_a_newest_reading_that_is_odd_is_no_trend(wrong: int, sign: int) -> None:
    """Nobody knows yet whether it has jumped: it is not expected to jump on."""
    odd = 150 + sign * wrong
    found = forecast([*every(5, *[150] * 30), reading(150, odd)])
    assert found is not None
    assert min(odd, 150) - 6 <= found <= max(odd, 150) + 6
    assert abs(found - odd) <= 15


@pytest.mark.parametrize(
    "readings",
    [
        every(5, *[60] * 12, 115, 115),
        every(5, *[60] * 12, 115),
        every(1, *[60] * 40, 80, 105, *[115] * 12),
    ],
    ids=["every 5", "every 5, at once", "each minute"],
)
def test_the_end_of_pressure_on_the_sensor_is_no_rise(readings: list[Reading]) -> None:
    found = forecast(readings)
    assert found
    assert 105 <= found <= 120


def test_the_time_to_a_threshold_is_when_the_forecast_reaches_it() -> None:
    falling = every(5, *range(280, 100, -15))
    ahead = time_to(falling, 90)
    assert ahead
    assert timedelta(minutes=5) < ahead < timedelta(minutes=20)
    assert forecast(falling, ahead) == 90


@given(st.lists(st.integers(40, 400), min_size=4, max_size=16), st.integers(50, 200))
def test_time_and_forecast_agree(values: list[int], threshold: int) -> None:
    readings = every(5, *values)
    ahead = time_to(readings, threshold)
    if ahead is None:
        return
    found = forecast(readings, ahead)
    assert found is not None
    assert timedelta(minutes=1) <= ahead <= timedelta(hours=1)
    on_the_way = [forecast(readings, minutes * MINUTE) or 0 for minutes in range(0, 21, 5)]
    assert found <= threshold + 1 or (ahead == timedelta(minutes=20) and min(on_the_way) <= threshold + 3)


def test_coming_close_after_a_fall_is_as_good_as_reaching_it() -> None:
    near = every(5, 100, 100, 100, 80, 78, 77, 76, 75, 74, 73)
    assert min(forecast(near, minutes * MINUTE) or 0 for minutes in range(61)) >= 70
    assert time_to(near, 70) == timedelta(minutes=20)
    assert time_to(every(5, *[72] * 7), 70) is None


def test_what_is_below_already_or_never_gets_there_has_no_time() -> None:
    assert time_to(every(5, 85, 80, 72, 65), 70) is None
    assert time_to(every(5, 103, 102, 101, 100), 70) is None
    assert time_to([], 70) is None


def test_readings_that_lead_below_a_threshold_are_a_minute_from_it() -> None:
    """The newest reading of a minute is above the threshold, the line through the last ones is not."""
    assert time_to(every(1, *range(104, 69, -2), 69, 68, 67, 70), 70) == timedelta(minutes=1)


@pytest.mark.parametrize(
    "readings",
    [
        [],
        [reading(0, 100)],
        every(4, 110, 105),
        [reading(0, 130), reading(5, 120), reading(26, 110), reading(30, 100)],
        [*every(5, 130, 120, 110), reading(15, 100)._replace(out_of_range=OutOfRange.LO)],
    ],
    ids=["none", "one", "too short", "a gap", "LO"],
)
def test_nothing_is_said_without_good_readings(readings: list[Reading]) -> None:
    assert forecast(readings) is None
    assert time_to(readings, 70) is None


def test_nothing_is_said_of_more_than_an_hour() -> None:
    steady = every(5, *[100] * 12)
    assert forecast(steady, timedelta(minutes=60)) == 100
    assert forecast(steady, timedelta(minutes=61)) is None


def test_it_is_better_than_the_simple_ways_on_people_it_does_not_know() -> None:
    """An eighth of the moments; all of them are measured by `scripts/forecast`, and stand in docs/alerts.md."""
    sets = [[person(readings, every=8) for readings in traces.people(name).values()] for name in traces.SETS]
    everybody = [one for people in sets for one in people]
    for people in sets:
        last, ar2, ours = scores((one, without(one, everybody)) for one in people).values()
        for ahead in (20, 30):
            assert ours.rmse(ahead) < 0.98 * ar2.rmse(ahead) < last.rmse(ahead)
