"""A watch over one patient: look after look it is known what is new, across restarts, so that nothing is told twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

from .episode import SAME_EPISODE, Absence, Episode, Latch, with_reading, with_thresholds, without_readings
from .forecast import time_to
from .habit import Habit
from .model import AlarmLimits, GlucoseUnit, OutOfRange, Reading, ReadingKind, Sensor, Trend
from .outlook import Outlook, with_outlook
from .silence import Silence
from .state import ABOUT_GLUCOSE, LOWS, GlucoseState, Thresholds, fresh, goes_stale_at, in_time
from .times import text_of, time_of
from .wearable import SensorState, expires_at, sensor_state

_CLOCK_SET_BACK = timedelta(minutes=5)
"""By so much a clock can be set back without anything being told twice; by more, it was wrong before."""


_LIMITS = ("urgent_low", "low", "high", "urgent_high")
_OLD_LIMITS = ("urgent_low", "low", "urgent_high", "high")
"""Version 1.0 took the account's high alarm for high."""
_OLD_STATES = {"disconnected": GlucoseState.NO_READINGS, "error": GlucoseState.SENSOR_ENDED}
_PAST: dict[GlucoseState | None, tuple[GlucoseState, ...]] = {
    GlucoseState.URGENT_LOW: (GlucoseState.URGENT_LOW, GlucoseState.LOW),
    GlucoseState.LOW: (GlucoseState.LOW,),
    GlucoseState.HIGH: (GlucoseState.HIGH,),
    GlucoseState.URGENT_HIGH: (GlucoseState.URGENT_HIGH, GlucoseState.HIGH),
}

DAMAGE = (LookupError, AttributeError, TypeError, ValueError)
"""What `Watch.from_json` raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What has been seen of a patient so far; small, and kept on disk."""

    looked: datetime
    """When (UTC) the last look was taken: what was due until then has been told."""
    heard: datetime | None = None
    """When (UTC) the last look was taken that had a fresh reading: what glucose did until then has been told."""
    episode: Episode
    thresholds: Thresholds
    reading: Reading | None = None
    """The newest current reading that has been told of."""
    sensor: Sensor | None = None
    ended: datetime | None = None
    """The end (UTC) of a sensor that has been told of."""
    limits: AlarmLimits = field(default_factory=AlarmLimits)
    """The account's own limits, as they were last said."""
    unit: GlucoseUnit = GlucoseUnit.MG_DL
    """The unit in which the patient was shown."""
    silence: Silence = field(default_factory=Silence)
    """What somebody has acknowledged or snoozed."""
    outlooks: tuple[Outlook, ...] = ()
    """What was expected with the readings of the last three hours, in order of time."""

    @classmethod
    def begin(cls, now: datetime, thresholds: Thresholds, sensor: Sensor | None) -> Self:
        """Return the watch over a patient who was not followed before: what is there already is no news."""
        return cls(looked=now, episode=Episode.unknown(now), thresholds=thresholds, sensor=sensor)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        episode, absence = self.episode, self.episode.absence
        return {
            "looked": self.looked.isoformat(),
            "heard": text_of(self.heard),
            "glucose": episode.glucose,
            "glucose_since": text_of(episode.glucose_since),
            "previous": episode.previous,
            "absence": [absence.state, absence.since.isoformat()] if absence else None,
            "latches": {
                state: [text_of(latch.since), text_of(latch.back), latch.readings]
                for state, latch in episode.latches().items()
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
            "ended": text_of(self.ended),
            "unit": self.unit,
            "limits": [self.limits.urgent_low, self.limits.low, self.limits.high, self.limits.urgent_high],
            "silence": self.silence.as_json(),
            "outlooks": [
                [time.isoformat(), None if ahead is None else ahead.total_seconds()] for time, ahead in self.outlooks
            ],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return what `as_json` has kept; raises one of `DAMAGE` when that is damaged."""
        urgent_low, low, high, urgent_high = kept["thresholds"]
        limits = dict(zip(_LIMITS if "absence" in kept else _OLD_LIMITS, kept["limits"], strict=True))
        reading, sensor = kept["reading"], kept["sensor"]
        return cls(
            looked=datetime.fromisoformat(kept["looked"]),
            heard=time_of(kept["heard"] if "heard" in kept else kept["looked"]),
            episode=_kept_episode(kept) if "absence" in kept else _old_episode(kept),
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
            ended=time_of(kept.get("ended")),
            limits=AlarmLimits(**limits),
            unit=GlucoseUnit(kept["unit"]),
            # Versions before did not know it.
            silence=Silence.from_json(kept["silence"]) if "silence" in kept else Silence(),
            # A watch of a version before this was kept has none.
            outlooks=tuple(
                Outlook(datetime.fromisoformat(time), None if ahead is None else timedelta(seconds=ahead))
                for time, ahead in kept.get("outlooks", ())
            ),
        )


def _kept_episode(kept: Mapping[str, Any]) -> Episode:
    absence = kept["absence"]
    return Episode(
        glucose=_state(kept["glucose"]),
        glucose_since=time_of(kept["glucose_since"]),
        previous=_state(kept["previous"]),
        absence=absence and Absence(state=GlucoseState(absence[0]), since=datetime.fromisoformat(absence[1])),
        **{
            state: Latch(since=time_of(since), back=time_of(back), readings=readings)
            for state, (since, back, readings) in kept["latches"].items()
        },
    )


def _old_episode(kept: Mapping[str, Any]) -> Episode:
    """Return an episode as version 1.0 has kept it: so that an update in the middle of a low tells nothing twice.

    It forgot in an absence since when it was low: the newest reading is the nearest that is known.
    """
    state, since = kept["state"], datetime.fromisoformat(kept["since"])
    glucose = _state(kept["glucose"])
    past: dict[str, Any]
    if state in ABOUT_GLUCOSE:
        past = {one: Latch(since=time_of(began), back=time_of(back)) for one, (began, back) in kept["latches"].items()}
        return Episode(glucose=glucose, glucose_since=since, previous=_state(kept["previous"]), **past)
    last = datetime.fromisoformat(kept["reading"][0]) if kept["reading"] else None
    past = {one: Latch(since=last) for one in _PAST.get(glucose, ())}
    return Episode(
        glucose=glucose,
        glucose_since=last if glucose else None,
        previous=_state(kept["previous"]),
        absence=Absence(state=_OLD_STATES.get(state, GlucoseState.UNKNOWN), since=since),
        **past,
    )


def _state(name: str | None) -> GlucoseState | None:
    return GlucoseState(name) if name else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a patient: the watch before and after it, and what it was taken at."""

    before: Watch
    after: Watch
    readings: Sequence[Reading]
    """The current readings of the last three hours, oldest first; points of the history are late: not among them."""
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
    usual: Habit | None = None,
) -> Look:
    """Return the look at a patient at a time (UTC).

    Takes the patient's recent readings of any kind, oldest first, and what glucose has been like in the last day. Only
    a current one that is fresh is news: what comes late, from the history or after a long way, changes nothing and is
    never told. What was measured by a clock that was ahead and has been set since counts for nothing.
    """
    currents = tuple(one for one in readings if one.kind is ReadingKind.CURRENT and in_time(one, now))
    newest = fresh(currents[-1] if currents else None, now, stale_limit)
    last = before.reading if before.reading and in_time(before.reading, now) else None
    new = newest if newest and (last is None or newest.time > last.time) else None
    sensor = max((one for one in (sensor, before.sensor) if one), key=lambda one: one.started, default=None)
    told = new or last
    if new:
        known = before.episode.ended() if last is None or _begins_anew(last, new, sensor) else before.episode
        episode = with_reading(known, new, thresholds)
    elif told and fresh(told, now, stale_limit):
        episode = _judged_anew(before, told, thresholds)
    else:
        episode = without_readings(before.episode, *_why_none(told, now, stale_limit, sensor, life))
    looked = before.looked if now < before.looked <= now + _CLOCK_SET_BACK else now
    expires = expires_at(sensor, life)
    after = replace(
        before,
        looked=looked,
        heard=before.heard if episode.absence else looked,
        episode=episode,
        thresholds=thresholds,
        reading=told,
        sensor=sensor,
        silence=before.silence.seen(episode, now),
        ended=expires if episode.state is GlucoseState.SENSOR_ENDED else before.ended,
        outlooks=_outlooks(before, episode, currents, thresholds, usual) if new else before.outlooks,
    )
    return Look(before=before, after=after, readings=currents, expires=expires, stale_limit=stale_limit)


def _judged_anew(before: Watch, told: Reading, thresholds: Thresholds) -> Episode:
    """Return the episode of a reading that has been told of and is fresh: it moves on when a threshold has moved."""
    if thresholds == before.thresholds and not before.episode.absence:
        return before.episode
    return with_thresholds(before.episode, told, before.thresholds, thresholds)


def _outlooks(
    before: Watch, episode: Episode, currents: Sequence[Reading], thresholds: Thresholds, usual: Habit | None
) -> tuple[Outlook, ...]:
    """Return what was expected with the readings so far, the newest (the last of `currents`) among them."""
    ahead = None if episode.state in LOWS else time_to(currents, thresholds.low, usual)
    return with_outlook(before.outlooks, Outlook(currents[-1].time, ahead))


def _begins_anew(last: Reading, new: Reading, sensor: Sensor | None) -> bool:
    """Return whether what a new reading says has nothing to do with the one before: too long ago, or another sensor."""
    changed = sensor is not None and last.time < sensor.started <= new.time
    return changed or new.time - last.time > SAME_EPISODE


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
