"""What there was to tell: lows and highs as the alerts see them, and absences of readings."""

from datetime import datetime, timedelta

from hypothesis import given, strategies as st

from custom_components.librelink_up.glucose import GlucoseState, OutOfRange, Reading, ReadingKind, Sensor, Thresholds
from custom_components.librelink_up.glucose.episode import Episode, with_reading
from custom_components.librelink_up.glucose.told import told

from .watching import MINUTE, START, at, every, reading

LIMIT = 15 * MINUTE
URGENT = (GlucoseState.URGENT_LOW, GlucoseState.URGENT_HIGH)


def what(
    readings: list[Reading],
    now: float,
    *,
    start: float = -1,
    sensor: Sensor | None = None,
    expires: datetime | None = None,
) -> list[tuple[str, float, float | None, int | None]]:
    """State, start, end (minutes) and extreme of each."""
    found = told(
        readings,
        at(start),
        at(now),
        thresholds=Thresholds(),
        stale_limit=LIMIT,
        sensor=sensor,
        expires=expires,
    )
    return [
        (
            one.state.value,
            (one.start - START) / MINUTE,
            None if one.end is None else (one.end - START) / MINUTE,
            one.extreme,
        )
        for one in found
    ]


def test_a_low_is_one_named_by_its_worst_and_ends_as_the_alerts_see_it() -> None:
    readings = every(5, 110, 80, 66, 52, 60, 69, 71, 72, 74, 76, 110)
    # Barely back for a quarter of an hour.
    assert what(readings, 50) == [("urgent_low", 10, 45, 52)]
    assert what(readings[:5], 21) == [("urgent_low", 10, None, 52)]
    assert what(every(5, 110, 66, 110), 11) == [("low", 5, 10, 66)]


def test_a_low_that_leaps_into_a_high_is_two() -> None:
    assert what(every(5, 110, 60, 200, 251, 110), 21) == [("low", 5, 10, 60), ("urgent_high", 10, 20, 251)]


def test_lo_and_hi_are_urgent_whatever_number_they_bring() -> None:
    lo = [one._replace(out_of_range=OutOfRange.LO) for one in every(1, 100)]
    assert what(lo, 1) == [("urgent_low", 0, None, 100)]


@given(st.sampled_from(OutOfRange), st.integers(0, 4), st.integers(40, 501))
def test_one_lo_or_hi_is_what_a_stretch_came_to(out: OutOfRange, place: int, number: int) -> None:
    low = out is OutOfRange.LO
    readings = [*every(1, *([55, 50, 52, 54, 53] if low else [300, 410, 320, 310, 305])), reading(5, 110)]
    readings[place] = readings[place]._replace(glucose=number, out_of_range=out)
    found = told(readings, START, at(6), thresholds=Thresholds(), stale_limit=LIMIT, sensor=None, expires=None)
    assert [(one.state in URGENT, one.out_of_range) for one in found] == [(True, out)]
    numbers = [one._replace(out_of_range=None) for one in every(1, *([55, 50, 52, 54, 53] if low else [300, 401]))]
    (only,) = told(numbers, START, at(5), thresholds=Thresholds(), stale_limit=LIMIT, sensor=None, expires=None)
    assert only.out_of_range is None


def test_only_what_reaches_into_the_time_is_told_and_that_whole() -> None:
    readings = every(5, 60, 110, 60, 60, 60, 110)
    assert what(readings, 26, start=3) == [("low", 0, 5, 60), ("low", 10, 25, 60)]
    assert what(readings, 26, start=12) == [("low", 10, 25, 60)]
    assert what(readings, 26, start=25) == []


def test_an_hour_without_readings_ends_a_low_and_less_does_not() -> None:
    hour = [reading(0, 60), reading(60, 62), reading(65, 110)]
    assert what(hour, 66)[0] == ("low", 0, 65, 60)
    longer = [reading(0, 60), reading(61, 62), reading(66, 110)]
    assert [one for one in what(longer, 67) if one[0] == "low"] == [("low", 0, 0, 60), ("low", 61, 66, 62)]
    # While nobody knows, it goes on for as long as the alerts believe it.
    assert what([reading(0, 60)], 60)[0] == ("low", 0, None, 60)
    assert what([reading(0, 60)], 61)[0] == ("low", 0, 0, 60)


def test_another_sensor_begins_anew() -> None:
    sensor = Sensor(serial="x", started=at(10), warm_up=10 * MINUTE)
    readings = [reading(0, 60), reading(20, 62), reading(25, 110)]
    assert what(readings, 26, sensor=sensor) == [("low", 0, 0, 60), ("low", 20, 25, 62)]


def test_readings_that_stay_away() -> None:
    readings = [reading(0, 100), reading(40, 100)]
    assert what(readings, 41) == [("no_readings", 15, 40, None)]
    assert what(readings, 55) == [("no_readings", 15, 40, None)]
    assert what(readings, 56) == [("no_readings", 15, 40, None), ("no_readings", 55, None, None)]
    # What comes late fills the curve, but at the time nobody knew.
    late = [reading(20, 60)._replace(kind=ReadingKind.HISTORIC), reading(25, 110)._replace(kind=ReadingKind.HISTORIC)]
    assert what(sorted([*readings, *late]), 41) == [("no_readings", 15, 40, None), ("low", 20, 25, 60)]


def test_before_somebody_was_followed_nothing_was_missing() -> None:
    before = [one._replace(kind=ReadingKind.HISTORIC) for one in every(5, *[100] * 10)]
    scan = reading(-200, 100)._replace(kind=ReadingKind.SCAN)
    assert what([scan, *before, reading(100, 100)], 101, start=-300) == []
    assert what([], 100) == []


def test_while_a_sensor_warms_up_and_after_it_has_ended_no_reading_is_missing() -> None:
    sensor = Sensor(serial="x", started=at(30), warm_up=60 * MINUTE)
    assert what([reading(0, 100), reading(95, 100)], 96, sensor=sensor) == [("no_readings", 90, 95, None)]
    assert what([reading(0, 100), reading(90, 100)], 91, sensor=sensor) == []
    assert what([reading(0, 100)], 80, sensor=sensor) == []
    assert what([reading(0, 100)], 200, expires=at(60)) == [("no_readings", 15, 60, None)]
    assert what([reading(0, 100)], 200, expires=at(10)) == []
    assert what([reading(0, 100)], 50, expires=at(60)) == [("no_readings", 15, None, None)]


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(40, 300)), min_size=1, max_size=80))
def test_it_is_what_the_alerts_would_have_said(steps: list[tuple[int, int]]) -> None:
    """Reading by reading: outside of the limits exactly while the episode is."""
    readings: list[Reading] = []
    minute = 0
    for step, glucose in steps:
        minute += step
        readings.append(reading(minute, glucose))
    found = told(
        readings,
        START,
        readings[-1].time,
        thresholds=Thresholds(),
        stale_limit=timedelta(hours=1),
        sensor=None,
        expires=None,
    )
    episode = Episode()
    for one in readings:
        episode = with_reading(episode, one, Thresholds())
        going = [part.state for part in found if part.start <= one.time and (part.end is None or one.time < part.end)]
        assert len(going) == (episode.past is not GlucoseState.IN_RANGE)
        assert episode.past not in URGENT or going == [episode.past]
    assert [one.start for one in found] == sorted(one.start for one in found)
