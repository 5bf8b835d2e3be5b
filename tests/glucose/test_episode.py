from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import (
    GlucoseState,
    Happening,
    OutOfRange,
    ReadingKind,
    Sensor,
    Thresholds,
)

from .watching import START, Watched, at, every, reading, states

LOWS = (Happening.BECAME_LOW, Happening.BECAME_URGENT_LOW)


def episode(watched: Watched) -> tuple[str, float]:
    assert watched.watch is not None
    return watched.watch.episode.state.value, (watched.watch.episode.since - START) / timedelta(minutes=1)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([100, 69], ["in_range", "low"]),
        ([100, 70], ["in_range"]),
        ([100, 53], ["in_range", "urgent_low"]),
        ([60, 53, 60, 80], ["low", "urgent_low", "low", "in_range"]),
        ([180, 181], ["in_range", "high"]),
        ([190, 251, 225, 162], ["high", "urgent_high", "high", "in_range"]),
        ([65, 190], ["low", "high"]),
        ([255, 65], ["urgent_high", "low"]),
    ],
)
def test_a_threshold_counts_at_once_and_so_does_what_is_clearly_back(values: list[int], expected: list[str]) -> None:
    assert states(Watched(), every(5, *values)) == expected


def test_a_value_that_is_just_back_must_stay_so_for_15_minutes() -> None:
    watched = Watched()
    assert states(watched, every(5, 69, 71, 72, 73)) == ["low"]
    assert states(watched, every(5, 72, begin=20)) == ["in_range"]
    assert episode(watched) == ("in_range", 20)


def test_a_step_back_past_the_threshold_begins_the_15_minutes_anew() -> None:
    assert states(Watched(), every(5, 69, 71, 72, 69, 71, 72, 73)) == ["low"]


def test_hi_and_lo_are_past_every_threshold() -> None:
    lo = reading(0, 100)._replace(out_of_range=OutOfRange.LO)
    hi = reading(5, 100)._replace(out_of_range=OutOfRange.HI)
    assert states(Watched(), [lo, hi, reading(10, 100)]) == ["urgent_low", "urgent_high", "in_range"]


@given(st.lists(st.integers(60, 76), min_size=1, max_size=14))
def test_a_value_that_dances_on_a_threshold_makes_one_episode(dance: list[int]) -> None:
    """However it dances: not a quarter of an hour, and never 10 % past it."""
    watched = Watched()
    watched.follow(every(1, 69, *dance))
    assert watched.happened(*LOWS) == [Happening.BECAME_LOW]
    assert episode(watched) == ("low", 0)


@given(st.lists(st.integers(40, 400), min_size=1, max_size=40))
def test_the_state_is_never_milder_than_the_reading(values: list[int]) -> None:
    watched = Watched()
    for one in every(5, *values):
        watched.follow([one])
        state = watched.watch.episode.state if watched.watch else None
        if one.glucose < 54:
            assert state is GlucoseState.URGENT_LOW
        elif one.glucose < 70:
            assert state in (GlucoseState.URGENT_LOW, GlucoseState.LOW)
        elif one.glucose > 250:
            assert state is GlucoseState.URGENT_HIGH
        elif one.glucose > 180:
            assert state in (GlucoseState.URGENT_HIGH, GlucoseState.HIGH)
        elif 77 <= one.glucose <= 162:
            assert state is GlucoseState.IN_RANGE


def test_without_readings_an_episode_ends_at_the_stale_limit() -> None:
    watched = Watched()
    watched.follow(every(5, 100, 65))
    watched.wait(30)
    assert episode(watched) == ("no_readings", 20)


def test_low_before_and_after_a_time_without_readings_are_two_episodes() -> None:
    watched = Watched()
    watched.follow([reading(0, 65), reading(40, 66)])
    assert watched.happened(*LOWS) == [Happening.BECAME_LOW] * 2


def test_a_home_that_was_off_for_longer_than_the_stale_limit_knows_of_no_episode_in_between() -> None:
    watched = Watched()
    watched.look(0, reading(0, 65))
    watched.restart()
    watched.look(40, reading(40, 66))
    assert watched.happened(*LOWS) == [Happening.BECAME_LOW] * 2


def test_before_the_first_reading_and_in_the_warm_up_the_state_is_unknown() -> None:
    watched = Watched(sensor=Sensor(serial="A", started=START, warm_up=timedelta(hours=1)))
    watched.look(5)
    assert episode(watched)[0] == "unknown"
    watched.look(70)
    assert episode(watched)[0] == "unknown"
    watched.look(80, reading(80, 100))
    assert episode(watched) == ("in_range", 80)


def test_a_sensor_that_has_ended_is_an_error_from_its_end_on() -> None:
    watched = Watched(sensor=Sensor(serial="A", started=at(30) - timedelta(days=14), warm_up=timedelta(hours=1)))
    watched.follow(every(5, 100, 101, 102, 101, 100))
    watched.wait(45)
    assert episode(watched) == ("sensor_ended", 35)
    watched.sensor = Sensor(serial="B", started=at(45), warm_up=timedelta(hours=1))
    watched.look(46)
    assert episode(watched) == ("unknown", 45)
    watched.look(110)
    assert episode(watched) == ("no_readings", 105)
    assert watched.happened() == [Happening.SENSOR_ENDED, Happening.SENSOR_STARTED]


def test_new_thresholds_count_at_once() -> None:
    watched = Watched()
    watched.follow(every(5, 75, 75))
    watched.thresholds = Thresholds(low=80)
    watched.look(6)
    assert episode(watched) == ("low", 5)
    watched.thresholds = Thresholds(low=72)
    watched.look(7)
    assert episode(watched) == ("in_range", 5)
    assert watched.happened() == [Happening.BECAME_LOW, Happening.BACK_IN_RANGE]


def test_a_threshold_that_moves_within_an_episode_does_not_begin_another() -> None:
    watched = Watched()
    watched.follow(every(5, 65, 66))
    watched.thresholds = Thresholds(low=80)
    watched.look(6)
    watched.look(7)
    assert watched.happened() == [Happening.BECAME_LOW]


def test_another_threshold_that_moves_does_not_end_the_wait_for_recovery() -> None:
    watched = Watched()
    watched.follow(every(5, 65, 72))
    watched.thresholds = Thresholds(high=200)
    watched.look(6)
    watched.follow([reading(10, 69)])
    assert watched.happened() == [Happening.BECAME_LOW]


def test_a_longer_stale_limit_lets_a_reading_count_again() -> None:
    watched = Watched()
    watched.follow([reading(0, 65)])
    watched.wait(20)
    watched.stale_limit = timedelta(minutes=60)
    watched.look(21)
    assert episode(watched)[0] == "low"


def test_points_of_the_history_and_scans_change_nothing() -> None:
    watched = Watched()
    watched.follow([reading(0, 100)])
    watched.look(1, reading(-30, 40, ReadingKind.HISTORIC), reading(0.5, 40, ReadingKind.SCAN))
    assert episode(watched) == ("in_range", 0)
