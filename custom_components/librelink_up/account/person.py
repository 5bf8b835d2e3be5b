"""What is known of a patient, as the entities ask for it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..glucose import (
    Episode,
    GlucoseState,
    GlucoseUnit,
    Patient,
    Reading,
    ReadingKind,
    Sensor,
    SensorState,
    Silence,
    Thresholds,
    change,
    expires_at,
    forecast,
    fresh,
    in_time,
    rate_of_change,
    sensor_state,
    time_to,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientData:
    """What is known of a patient; what depends on the time is asked for with the time (UTC)."""

    patient: Patient
    unit: GlucoseUnit
    """The unit in which everything of the patient is shown."""
    latest: Reading | None
    recent: tuple[Reading, ...]
    sensor: Sensor | None
    life: timedelta
    stale_limit: timedelta
    cloud_delay: timedelta | None
    missing: int
    thresholds: Thresholds
    episode: Episode | None = None
    """As the alerts see it; None: they have not looked yet."""
    silence: Silence = field(default_factory=Silence)
    """What somebody has acknowledged or snoozed."""

    @property
    def shown(self) -> Reading | None:
        """Return the reading that is shown, or was until it grew too old: what is said of its time and age is of it.

        A point of the history is only if there is nothing else: it is smoothed, and at least 17 minutes old.
        """
        return next(reversed(self.seen), self.latest)

    @property
    def seen(self) -> tuple[Reading, ...]:
        """Return the recent readings that can be shown as current, oldest first: without the points of the history."""
        return tuple(reading for reading in self.recent if reading.kind is not ReadingKind.HISTORIC)

    def current(self, now: datetime) -> Reading | None:
        """Return the newest reading while it may be shown as current; a point of the history never may."""
        newest = next((reading for reading in reversed(self.seen) if in_time(reading, now)), None)
        return fresh(newest, now, self.stale_limit)

    def glucose_state(self) -> GlucoseState | None:
        """Return the state of the present episode; None while it is unknown."""
        if self.episode is None or self.episode.state is GlucoseState.UNKNOWN:
            return None
        return self.episode.state

    def silenced(self, now: datetime) -> bool:
        """Return whether alerts keep quiet, because somebody has acknowledged or snoozed them."""
        return self.episode is not None and self.silence.silences(self.episode, now)

    def silenced_until(self, now: datetime) -> datetime | None:
        """Return when (UTC) the silence ends by itself; None: there is none, or it lasts as long as the episode."""
        return self.silence.until(self.episode, now) if self.episode else None

    def change(self, now: datetime) -> int | None:
        """Return the change (mg/dL) since five minutes before the newest reading."""
        return change(self.recent) if self.current(now) else None

    def rate_of_change(self, now: datetime) -> float | None:
        """Return the rate of change (mg/dL per minute)."""
        return rate_of_change(self.recent) if self.current(now) else None

    def forecast(self, now: datetime) -> int | None:
        """Return the glucose (mg/dL) expected 20 minutes after the newest reading."""
        return forecast(self.measured) if self.current(now) else None

    def low_in(self, now: datetime) -> timedelta | None:
        """Return how long from now glucose is expected to be low; None when it is not expected to be."""
        reading = self.current(now)
        ahead = time_to(self.measured, self.thresholds.low) if reading else None
        return None if reading is None or ahead is None else max(reading.time + ahead - now, timedelta(0))

    @property
    def measured(self) -> tuple[Reading, ...]:
        """Return the recent readings that came as they were measured, oldest first: a forecast goes by these only."""
        return tuple(reading for reading in self.recent if reading.kind is ReadingKind.CURRENT)

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
