"""What today was like for a person: from the journal, worked out beside the event loop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from homeassistant.util import dt as dt_util

from ..account.person import PatientData
from ..glucose import Metrics, Reading, metrics
from ..glucose.told import Told, told

LEAD = timedelta(hours=12)
"""How long before midnight readings are read: what had begun by then is told with its true beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What a day was like from local midnight until now."""

    metrics: Metrics
    told: tuple[Told, ...] = ()


def midnight(now: datetime) -> datetime:
    """Return the local midnight before a time (both UTC)."""
    return dt_util.as_utc(dt_util.start_of_local_day(dt_util.as_local(now)))


def nothing_yet(now: datetime) -> Today:
    """Return what a day is like of which nothing is known."""
    return Today(metrics=Metrics(start=midnight(now), end=now, days=0.0, measured=0.0))


def today(data: PatientData, readings: Sequence[Reading], now: datetime) -> Today:
    """Return what today was like until now (UTC), by readings in order of time from 12 hours before midnight on."""
    start = midnight(now)
    return Today(
        metrics=metrics(readings, start, now, low=data.thresholds.low, high=data.thresholds.high),
        told=told(
            readings,
            start,
            now,
            thresholds=data.thresholds,
            stale_limit=data.stale_limit,
            sensor=data.sensor,
            expires=data.sensor_expires,
        ),
    )
