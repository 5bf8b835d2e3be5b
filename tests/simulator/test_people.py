"""The people of the simulation: what they wear, and what of it is in the cloud at a moment."""

from datetime import UTC, datetime, timedelta

import pytest

from simulator.people import SENSOR_LIFE, SimulatedPatient, demo_account, large_account

NOW = datetime(2026, 11, 21, 12, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def anna() -> SimulatedPatient:
    return demo_account().patients[0]


def test_a_sensor_lasts_its_fourteen_days_whatever_midnights_are_between(anna: SimulatedPatient) -> None:
    started = anna.started(NOW)
    worn = [started + hours * HOUR for hours in range(14 * 24)]
    assert {anna.started(time) for time in worn} == {started}
    assert len({anna.serial(time) for time in worn}) == 1
    assert anna.started(started - MINUTE) == started - SENSOR_LIFE
    assert anna.started(started + SENSOR_LIFE) == started + SENSOR_LIFE
    assert anna.serial(started + SENSOR_LIFE) != anna.serial(started)


def test_sensors_were_worn_long_before_the_first_of_the_simulation(anna: SimulatedPatient) -> None:
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    assert timedelta(0) <= long_ago - anna.started(long_ago) < SENSOR_LIFE


def test_the_two_of_the_demo_never_change_their_sensors_on_the_same_day() -> None:
    anna, ben = demo_account().patients
    for day in range(28):
        time = NOW + day * DAY
        assert abs(anna.started(time) - ben.started(time)) >= 6 * DAY


def test_many_people_change_their_sensors_on_many_days() -> None:
    assert len({patient.started(NOW).date() for patient in large_account(50).patients}) > 10
