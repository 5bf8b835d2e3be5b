"""What is known of a patient, as the entities ask for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .glucose import (
    GlucoseState,
    Patient,
    Reading,
    Sensor,
    SensorState,
    Thresholds,
    change,
    expires_at,
    fresh,
    glucose_state,
    rate_of_change,
    sensor_state,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientData:
    """What is known of a patient; what depends on the time is asked for with the time (UTC)."""

    patient: Patient
    latest: Reading | None
    recent: tuple[Reading, ...]
    sensor: Sensor | None
    life: timedelta
    stale_limit: timedelta
    cloud_delay: timedelta | None
    missing: int

    def current(self, now: datetime) -> Reading | None:
        """Return the newest reading while it may be shown as current."""
        return fresh(self.latest, now, self.stale_limit)

    def glucose_state(self, now: datetime) -> GlucoseState | None:
        """Return where glucose stands against the account's thresholds."""
        reading = self.current(now)
        return glucose_state(reading, Thresholds.from_limits(self.patient.alarm_limits)) if reading else None

    def change(self, now: datetime) -> int | None:
        """Return the change (mg/dL) since five minutes before the newest reading."""
        return change(self.recent) if self.current(now) else None

    def rate_of_change(self, now: datetime) -> float | None:
        """Return the rate of change (mg/dL per minute)."""
        return rate_of_change(self.recent) if self.current(now) else None

    def sensor_state(self, now: datetime) -> SensorState:
        """Return the state of the wearable."""
        return sensor_state(self.sensor, self.current(now), now, self.life)

    @property
    def sensor_expires(self) -> datetime | None:
        """Return when the wearable ends (UTC)."""
        return expires_at(self.sensor, self.life)


def sensor_model(sensor: Sensor | None) -> str:
    """Return the model name of a wearable, as its maker writes it."""
    if sensor is None or sensor.type is None:
        return "FreeStyle Libre"
    return f"FreeStyle {sensor.type.name.replace('_', ' ').title()}"
