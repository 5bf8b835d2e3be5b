"""What today was like for a person: from the journal, worked out beside the event loop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from homeassistant.util import dt as dt_util

from ..account.person import PatientData
from ..glucose import Reading, Told, step_of, told

LEAD = timedelta(hours=12)
"""How long before midnight readings are read: what had begun by then is told with its true beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Shares of a stretch of time (UTC) by the person's limits, in percent; None: there are no readings."""

    start: datetime
    end: datetime
    below: float | None = None
    in_range: float | None = None
    above: float | None = None
    measured: float = 0.0
    """For how much of the time there are readings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What a day was like from local midnight until now."""

    shares: Shares
    told: tuple[Told, ...] = ()


def midnight(now: datetime) -> datetime:
    """Return the local midnight before a time (both UTC)."""
    return dt_util.as_utc(dt_util.start_of_local_day(dt_util.as_local(now)))


def nothing_yet(now: datetime) -> Today:
    """Return what a day is like of which nothing is known."""
    return Today(shares=Shares(start=midnight(now), end=now))


def today(data: PatientData, readings: Sequence[Reading], now: datetime) -> Today:
    """Return what today was like until now (UTC), by readings in order of time from 12 hours before midnight on."""
    start = midnight(now)
    return Today(
        shares=shares(readings, start, now, low=data.thresholds.low, high=data.thresholds.high),
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


def shares(readings: Sequence[Reading], start: datetime, end: datetime, *, low: int, high: int) -> Shares:
    """Return the shares of a stretch of time, weighted by time: a gap counts for nobody."""
    step = step_of(readings)
    seconds = {-1: 0.0, 0: 0.0, 1: 0.0}
    for earlier, later in pairwise([*readings, None]):
        if earlier is None:
            continue
        until = min(later.time if later else end, end, earlier.time + step)
        counted = (until - max(earlier.time, start)).total_seconds()
        if counted > 0:
            seconds[(earlier.glucose > high) - (earlier.glucose < low)] += counted
    total = sum(seconds.values())
    if not total:
        return Shares(start=start, end=end)
    below, in_range, above = (100 * seconds[part] / total for part in (-1, 0, 1))
    measured = 100 * total / (end - start).total_seconds()
    return Shares(start=start, end=end, below=below, in_range=in_range, above=above, measured=measured)
