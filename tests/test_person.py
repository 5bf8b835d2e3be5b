"""What is known of a person, by the clock: what a reading says of the time to come grows old with it."""

from datetime import timedelta

import pytest

from custom_components.librelink_up.account.person import PatientData
from custom_components.librelink_up.glucose import (
    SHORT_LIFE,
    Episode,
    GlucoseState,
    GlucoseUnit,
    OutOfRange,
    Patient,
    Reading,
    ReadingKind,
    Thresholds,
    forecast,
    habit,
    time_to,
)
from custom_components.librelink_up.glucose.episode import with_reading

from .glucose.watching import MINUTE, every, reading

FALLING = [*every(5, *[110] * 20), *every(5, 104, 98, 91, 84, 77, begin=100)]
NEWEST = FALLING[-1].time


def person(readings: list[Reading], *, stale: int = 60) -> PatientData:
    episode = Episode()
    for one in readings:
        episode = with_reading(episode, one, Thresholds())
    return PatientData(
        patient=Patient(id="anna", first_name="Anna", last_name="", unit=GlucoseUnit.MG_DL),
        unit=GlucoseUnit.MG_DL,
        latest=readings[-1],
        recent=tuple(readings),
        sensor=None,
        life=SHORT_LIFE,
        stale_limit=stale * MINUTE,
        cloud_delay=None,
        missing=0,
        thresholds=Thresholds(),
        episode=episode,
        usual=habit(readings),
    )


@pytest.mark.parametrize("age", [0, 5, 10, 20])
def test_a_forecast_counts_from_now_however_old_the_reading_is(age: int) -> None:
    known = person(FALLING)
    assert known.forecast(NEWEST + age * MINUTE) == forecast(FALLING, (age + 20) * MINUTE)


def test_the_time_until_it_is_low_runs_down_and_ends_at_nothing() -> None:
    known = person(FALLING)
    ahead = time_to(FALLING, 70)
    assert ahead
    assert 4 * MINUTE < ahead < 20 * MINUTE
    assert known.low_in(NEWEST) == ahead
    assert known.low_in(NEWEST + 4 * MINUTE) == ahead - 4 * MINUTE
    assert known.low_in(NEWEST + 20 * MINUTE) == timedelta(0)


def test_a_reading_that_is_more_than_20_minutes_old_tells_nothing_of_what_is_to_come() -> None:
    known = person(FALLING)
    late = NEWEST + 21 * MINUTE
    assert known.current(late)
    assert (known.forecast(late), known.low_in(late)) == (None, None)
    assert person(FALLING, stale=15).forecast(NEWEST + 15 * MINUTE) is None


def test_while_it_is_low_it_is_low_in_no_time() -> None:
    low = [*FALLING, reading(125, 68)]
    known = person(low)
    assert known.glucose_state() is GlucoseState.LOW
    assert known.low_in(low[-1].time + 10 * MINUTE) == timedelta(0)
    lo = [*FALLING, reading(125, 39)._replace(out_of_range=OutOfRange.LO)]
    assert person(lo).low_in(lo[-1].time) == timedelta(0)
    assert person(lo).forecast(lo[-1].time) is None
    # Nobody knows whether it still is.
    assert person(low, stale=15).low_in(low[-1].time + 15 * MINUTE) is None


def test_points_of_the_history_and_readings_from_the_future_are_not_gone_by() -> None:
    history = [one._replace(kind=ReadingKind.HISTORIC) for one in FALLING]
    assert person(history).forecast(NEWEST) is None
    ahead = reading(300, 250)
    assert person([*FALLING, ahead]).forecast(NEWEST) == forecast(FALLING, usual=habit([*FALLING, ahead]))


def test_a_low_that_may_be_pressure_is_marked_while_it_is_current() -> None:
    pressed = every(5, *[96, 97, 96, 95] * 4, 62, 61)
    known = person(pressed, stale=15)
    assert known.pressure(pressed[-1].time)
    assert not known.pressure(pressed[-1].time + 15 * MINUTE)
    assert not person(FALLING).pressure(NEWEST)
