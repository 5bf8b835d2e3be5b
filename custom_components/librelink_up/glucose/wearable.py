"""The wearable's life: which state it is in and when it ends."""

from datetime import datetime, timedelta
from enum import StrEnum

from .model import Reading, Sensor


class SensorState(StrEnum):
    """What can honestly be said of a sensor; errors and the battery are not known to the cloud."""

    NONE = "none"
    WARMING_UP = "warming_up"
    ACTIVE = "active"
    NO_RECENT_DATA = "no_recent_data"
    EXPIRED = "expired"


SHORT_LIFE = timedelta(days=14)
"""Libre 2 and 3 (maker's instructions for use)."""
LONG_LIFE = timedelta(days=15)
"""Libre 2 Plus and 3 Plus, which the cloud does not tell apart from the others."""

_PROOF = timedelta(minutes=10)


def proves_long_life(sensor: Sensor | None, newest: Reading | None) -> bool:
    """Return whether a reading from after the fourteenth day shows that this is a 15-day sensor.

    Readings do not say which sensor they are of, and the cloud can go on showing an old sensor when a new one is worn.
    A proof is remembered for good, so only the time counts in which a sensor that was put on when the fourteen days
    were over would still be warming up: what comes then is of the old one.
    """
    if sensor is None or newest is None:
        return False
    return _PROOF < newest.time - (sensor.started + SHORT_LIFE) < sensor.warm_up


def expires_at(sensor: Sensor | None, life: timedelta) -> datetime | None:
    """Return when the sensor ends (UTC)."""
    return sensor.started + life if sensor else None


def sensor_state(sensor: Sensor | None, current: Reading | None, now: datetime, life: timedelta) -> SensorState:
    """Return the state of the sensor; `current` is the newest reading if it is fresh.

    Readings come first: the cloud sometimes shows no sensor for people who wear one.
    """
    if current is not None:
        return SensorState.ACTIVE
    if sensor is None:
        return SensorState.NONE
    if now < sensor.started + sensor.warm_up:
        return SensorState.WARMING_UP
    if now >= sensor.started + life:
        return SensorState.EXPIRED
    return SensorState.NO_RECENT_DATA
