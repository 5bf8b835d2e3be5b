"""Where readings are missing, and when it is worth asking the cloud for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
import math

HISTORY_STEP = timedelta(minutes=5)
"""The sensor's own history has a point every five minutes."""
SAME_READING = timedelta(minutes=2)
"""A historic point this close to a current reading is the same reading, smoothed."""
HISTORY_REACH = timedelta(hours=12)
"""The cloud's graph goes back 12 hours."""
HISTORY_LAG = timedelta(minutes=17)
"""The newest point of the graph is 17 to 21 minutes old: a younger gap cannot be filled yet."""
LOGBOOK_REACH = timedelta(days=14)
"""The cloud's logbook of scans and alarms goes back about 14 days."""
BACKFILL_PAUSE = timedelta(minutes=15)
LOGBOOK_PAUSE = timedelta(hours=6)
"""Both are asked for again after so long."""

_LEAST_GAP = timedelta(minutes=6)


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of time without a reading; both ends are readings or the ends of the window looked at."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """Return how long it is."""
        return self.end - self.start


def within(last: datetime | None, now: datetime, pause: timedelta) -> bool:
    """Return whether less than a pause has passed since; what lies in the future was dated by a wrong clock."""
    return last is not None and timedelta(0) <= now - last < pause


def longest_step(cadence: timedelta) -> timedelta:
    """Return the longest time between two readings that belong together: what is longer is a gap.

    It is 1.5 times the cadence, and at least six minutes: a sensor that gives a value every minute has no gap as long
    as its five-minute history is there.
    """
    return max(1.5 * cadence, _LEAST_GAP)


def gaps(times: Iterable[datetime], start: datetime, end: datetime, cadence: timedelta) -> list[Gap]:
    """Return the gaps in a window, oldest first.

    Takes the readings' times in order, and how often readings come.
    """
    least = longest_step(cadence)
    inside = [time for time in times if start <= time < end]
    return [Gap(before, after) for before, after in pairwise([start, *inside, end]) if after - before > least]


def missing(found: Iterable[Gap]) -> int:
    """Return how many points of the five-minute history these gaps lack.

    A point within two minutes of a current reading is that reading: a gap between two of these is sure to have a point
    of its own only when it is longer than nine minutes.
    """
    return sum(max(math.ceil((gap.length - 2 * SAME_READING) / HISTORY_STEP) - 1, 0) for gap in found)


def backfill_due(found: Sequence[Gap], now: datetime, last_try: datetime | None) -> bool:
    """Return whether the graph should be fetched now.

    At once after a start (`last_try` None) when anything within its reach is missing; then every 15 minutes while it
    can still hold what is missing. Who has been silent for longer than its reach is not asked for again until there is
    a reading: nothing is uploaded, and 96 requests a day would find the same nothing.
    """
    found = [gap for gap in found if missing([gap])]
    if last_try is None:
        return any(gap.end > now - HISTORY_REACH for gap in found)
    if within(last_try, now, BACKFILL_PAUSE):
        return False
    oldest = now - HISTORY_REACH
    return any(
        gap.end > oldest
        and gap.start + HISTORY_STEP < now - HISTORY_LAG
        and not (gap.start <= oldest and gap.end >= now)  # Silent all the time that the graph reaches back.
        for gap in found
    )


def logbook_due(found: Sequence[Gap], now: datetime) -> bool:
    """Return whether the logbook should be fetched, every 6 hours: something out of the graph's reach is missing."""
    return any(gap.start < now - HISTORY_REACH and gap.end > now - LOGBOOK_REACH for gap in found)
