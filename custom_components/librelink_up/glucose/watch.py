"""A watch over one patient: look after look it is known what is new, across restarts, so that nothing is told twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

from .episode import Episode, Latch, with_reading, with_thresholds, without_readings
from .model import AlarmLimits, GlucoseUnit, OutOfRange, Reading, ReadingKind, Sensor, Trend
from .state import ABOUT_GLUCOSE, GlucoseState, Thresholds, fresh, goes_stale_at
from .wearable import SensorState, expires_at, sensor_state

_CLOCK_SET_BACK = timedelta(minutes=5)
"""By so much a clock can be set back without anything being told twice; by more, it was wrong before."""


DAMAGE = (LookupError, AttributeError, TypeError, ValueError)
"""What `Watch.from_json` raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What has been seen of a patient so far; small, and kept on disk."""

    looked: datetime
    """When (UTC) the last look was taken: what was due until then has been told."""
    episode: Episode
    thresholds: Thresholds
    reading: Reading | None = None
    """The newest current reading that has been told of."""
    sensor: Sensor | None = None
    limits: AlarmLimits = field(default_factory=AlarmLimits)
    """The account's own alarm limits, as they were last said."""
    unit: GlucoseUnit = GlucoseUnit.MG_DL
    """The unit that the patient used when the cloud last said it."""

    @classmethod
    def begin(cls, now: datetime, thresholds: Thresholds, sensor: Sensor | None) -> Self:
        """Return the watch over a patient who was not followed before: what is there already is no news."""
        return cls(looked=now, episode=Episode(since=now), thresholds=thresholds, sensor=sensor)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "looked": self.looked.isoformat(),
            "state": self.episode.state,
            "since": self.episode.since.isoformat(),
            "glucose": self.episode.glucose,
            "previous": self.episode.previous,
            "latches": {
                state: [_text(latch.since), _text(latch.back)] for state, latch in self.episode.latches().items()
            },
            "thresholds": [
                self.thresholds.urgent_low,
                self.thresholds.low,
                self.thresholds.high,
                self.thresholds.urgent_high,
            ],
            "reading": self.reading
            and [self.reading.time.isoformat(), self.reading.glucose, self.reading.trend, self.reading.out_of_range],
            "sensor": self.sensor
            and [self.sensor.serial, self.sensor.started.isoformat(), self.sensor.warm_up.total_seconds()],
            "unit": self.unit,
            "limits": [self.limits.urgent_low, self.limits.low, self.limits.high, self.limits.urgent_high],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return what `as_json` has kept; raises one of `DAMAGE` when that is damaged."""
        urgent_low, low, high, urgent_high = kept["thresholds"]
        limits = dict(zip(("urgent_low", "low", "high", "urgent_high"), kept["limits"], strict=True))
        latches = {
            state: Latch(since=_time(since), back=_time(back)) for state, (since, back) in kept["latches"].items()
        }
        reading, sensor = kept["reading"], kept["sensor"]
        return cls(
            looked=datetime.fromisoformat(kept["looked"]),
            episode=Episode(
                state=GlucoseState(kept["state"]),
                since=datetime.fromisoformat(kept["since"]),
                glucose=GlucoseState(kept["glucose"]) if kept["glucose"] else None,
                previous=GlucoseState(kept["previous"]) if kept["previous"] else None,
                **latches,
            ),
            thresholds=Thresholds(urgent_low=urgent_low, low=low, high=high, urgent_high=urgent_high),
            reading=reading
            and Reading(
                time=datetime.fromisoformat(reading[0]),
                glucose=reading[1],
                kind=ReadingKind.CURRENT,
                trend=Trend(reading[2]) if reading[2] else None,
                out_of_range=OutOfRange(reading[3]) if reading[3] else None,
            ),
            sensor=sensor
            and Sensor(
                serial=sensor[0],
                started=datetime.fromisoformat(sensor[1]),
                warm_up=timedelta(seconds=sensor[2]),
            ),
            limits=AlarmLimits(**limits),
            unit=GlucoseUnit(kept["unit"]),
        )


def _text(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a patient: the watch before and after it, and what it was taken at."""

    before: Watch
    after: Watch
    readings: Sequence[Reading]
    """The current readings of the last hour, oldest first. Points of the history are not among them: they are late."""
    expires: datetime | None
    """When (UTC) the sensor ends."""
    stale_limit: timedelta

    @property
    def now(self) -> datetime:
        """Return when (UTC) it was taken."""
        return self.after.looked

    @property
    def reading(self) -> Reading | None:
        """Return the reading that is new in this look."""
        return self.after.reading if self.after.reading != self.before.reading else None

    @property
    def previous(self) -> Reading | None:
        """Return the current reading before the new one, however old it is."""
        return self.before.reading


def take_look(
    before: Watch,
    now: datetime,
    readings: Sequence[Reading],
    *,
    thresholds: Thresholds,
    stale_limit: timedelta,
    sensor: Sensor | None,
    life: timedelta,
) -> Look:
    """Return the look at a patient at a time (UTC).

    Takes the patient's recent readings of any kind, oldest first. Only a current one that is fresh is news: what comes
    late, from the history or after a long way, changes nothing and is never told.
    """
    currents = tuple(reading for reading in readings if reading.kind is ReadingKind.CURRENT)
    newest = fresh(currents[-1] if currents else None, now, stale_limit)
    new = newest if newest and (before.reading is None or newest.time > before.reading.time) else None
    sensor = max((one for one in (sensor, before.sensor) if one), key=lambda one: one.started, default=None)
    told = new or before.reading
    episode = before.episode
    if new and before.reading and not fresh(before.reading, new.time, stale_limit):
        episode = without_readings(episode, GlucoseState.NO_READINGS, goes_stale_at(before.reading, stale_limit))
    if new:
        episode = with_reading(episode, new, thresholds)
    elif told and fresh(told, now, stale_limit):
        if thresholds != before.thresholds or episode.state not in ABOUT_GLUCOSE:
            episode = with_thresholds(episode, told, before.thresholds, thresholds)
    else:
        episode = without_readings(episode, *_why_none(told, now, stale_limit, sensor, life))
    looked = before.looked if now < before.looked <= now + _CLOCK_SET_BACK else now
    after = replace(before, looked=looked, episode=episode, thresholds=thresholds, reading=told, sensor=sensor)
    return Look(
        before=before, after=after, readings=currents, expires=expires_at(sensor, life), stale_limit=stale_limit
    )


def _why_none(
    last: Reading | None, now: datetime, stale_limit: timedelta, sensor: Sensor | None, life: timedelta
) -> tuple[GlucoseState, datetime]:
    """Return why no reading is fresh, and since when (UTC)."""
    state = sensor_state(sensor, None, now, life)
    if sensor and state is SensorState.WARMING_UP:
        return GlucoseState.UNKNOWN, sensor.started
    stale = min(goes_stale_at(last, stale_limit), now) if last else now
    if sensor and state is SensorState.EXPIRED:
        return GlucoseState.SENSOR_ENDED, max(sensor.started + life, stale)
    if last is None:
        return GlucoseState.UNKNOWN, now
    return GlucoseState.NO_READINGS, max(stale, sensor.started + sensor.warm_up) if sensor else stale
