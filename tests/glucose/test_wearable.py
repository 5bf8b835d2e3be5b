from datetime import UTC, datetime, timedelta

import pytest

from custom_components.librelink_up.glucose import (
    LONG_LIFE,
    SHORT_LIFE,
    Reading,
    ReadingKind,
    Sensor,
    SensorState,
    expires_at,
    proves_long_life,
    sensor_state,
)

STARTED = datetime(2026, 11, 1, tzinfo=UTC)
SENSOR = Sensor(serial="0XYZ12AB3", started=STARTED, warm_up=timedelta(minutes=60))


def reading(age: timedelta) -> Reading:
    return Reading(time=STARTED + age, glucose=100, kind=ReadingKind.CURRENT)


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (timedelta(minutes=59), SensorState.WARMING_UP),
        (timedelta(minutes=60), SensorState.NO_RECENT_DATA),
        (timedelta(days=13, hours=23), SensorState.NO_RECENT_DATA),
        (timedelta(days=14), SensorState.EXPIRED),
    ],
)
def test_a_sensor_without_fresh_readings(age: timedelta, state: SensorState) -> None:
    assert sensor_state(SENSOR, None, STARTED + age, SHORT_LIFE) is state


def test_fresh_readings_say_active_even_when_the_cloud_shows_no_sensor() -> None:
    assert sensor_state(None, reading(timedelta(0)), STARTED, SHORT_LIFE) is SensorState.ACTIVE
    assert sensor_state(None, None, STARTED, SHORT_LIFE) is SensorState.NONE


def test_the_end_follows_from_the_life() -> None:
    assert expires_at(SENSOR, LONG_LIFE) == STARTED + timedelta(days=15)
    assert expires_at(None, LONG_LIFE) is None


def test_readings_just_after_the_fourteenth_day_prove_a_fifteen_day_sensor() -> None:
    assert not proves_long_life(SENSOR, reading(timedelta(days=14, minutes=9)))
    assert proves_long_life(SENSOR, reading(timedelta(days=14, minutes=11)))
    assert proves_long_life(SENSOR, reading(timedelta(days=14, minutes=59)))


@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=1), timedelta(hours=5), timedelta(days=2)])
def test_readings_of_a_new_sensor_that_the_cloud_does_not_show_yet_prove_nothing(later: timedelta) -> None:
    """A new one that was put on when the old one ended is warm an hour later at the earliest."""
    assert not proves_long_life(SENSOR, reading(SHORT_LIFE + SENSOR.warm_up + later))


def test_without_a_sensor_or_a_reading_nothing_is_proved() -> None:
    assert not proves_long_life(None, reading(timedelta(0)))
    assert not proves_long_life(SENSOR, None)
