"""What is known of a patient, as the entities ask for it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from homeassistant.helpers.device_registry import AnyDeviceEntry

from ..const import DOMAIN
from ..glucose import (
    FORECAST_AHEAD,
    LOWS,
    Episode,
    GlucoseState,
    GlucoseUnit,
    Habit,
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
    pressure,
    rate_of_change,
    sensor_state,
    time_to,
)

_TELLING = timedelta(minutes=20)
"""A reading that is older tells nothing of what is to come, however long its value may be shown."""
_NO_TIME = timedelta(0)


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
    heard: bool = True
    """Whether the source still tells of them; False: all of this is remembered."""
    episode: Episode | None = None
    """As the alerts see it; None: they have not looked yet."""
    silence: Silence = field(default_factory=Silence)
    """What somebody has acknowledged or snoozed."""
    usual: Habit | None = None
    """What glucose has been like in the last day; None: what `recent` shows is all there is to go by."""

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

    def forecast(self, now: datetime, ahead: timedelta = FORECAST_AHEAD) -> int | None:
        """Return the glucose (mg/dL) expected some time from now, however old the newest reading is by then.

        None when it is too old to tell.
        """
        measured, age = self._measured(now)
        return None if age is None else forecast(measured, age + ahead, self.usual)

    def low_in(self, now: datetime) -> timedelta | None:
        """Return how long from now glucose is expected to be low: nothing while it is; None: it is not expected to be.

        None, too, when the newest reading is too old to tell.
        """
        if self.current(now) and self.glucose_state() in LOWS:
            return _NO_TIME
        measured, age = self._measured(now)
        ahead = None if age is None else time_to(measured, self.thresholds.low, self.usual)
        return None if age is None or ahead is None else max(ahead - age, _NO_TIME)

    def pressure(self, now: datetime) -> bool:
        """Return whether glucose is low now and it may be pressure on the sensor; a mark, no reason to keep silent."""
        measured, age = self._measured(now)
        return age is not None and pressure(measured, self.thresholds.low)

    def _measured(self, now: datetime) -> tuple[tuple[Reading, ...], timedelta | None]:
        """Return what a forecast goes by, and how old that is; None: too old to tell, or there is nothing.

        Only readings that came as they were measured are gone by: points of the history are smoothed and late.
        """
        found = tuple(one for one in self.recent if one.kind is ReadingKind.CURRENT and in_time(one, now))
        if not found or not self.current(now):
            return (), None
        age = max(now - found[-1].time, _NO_TIME)
        return found, age if age <= _TELLING else None

    def sensor_state(self, now: datetime) -> SensorState | None:
        """Return the state of the wearable; None when nobody tells of it."""
        if not self.heard and self.current(now) is None:
            return None
        return sensor_state(self.sensor, self.current(now), now, self.life)

    @property
    def sensor_expires(self) -> datetime | None:
        """Return when the wearable ends (UTC)."""
        return expires_at(self.sensor, self.life)


def patient_id_of(device: AnyDeviceEntry) -> str:
    """Return whose device it is."""
    return next(identifier for domain, identifier in device.identifiers if domain == DOMAIN)


def sensor_model(sensor: Sensor | None) -> str:
    """Return the model name of a wearable, as its maker writes it."""
    if sensor is None or sensor.type is None:
        return "FreeStyle Libre"
    return f"FreeStyle {sensor.type.name.replace('_', ' ').title()}"
