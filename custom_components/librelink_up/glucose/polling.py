"""When to ask the cloud next: just after the next reading should be there.

The cloud shows only the newest reading, so with a sensor that gives one every minute each poll must fall between the
arrival of one reading and that of the next. Polls keep at least a minute apart: they can fall later from one minute to
the next, but not earlier. What is learned of each patient is therefore kept as two figures, the cadence of the
readings and the delay until they are in the cloud, and a poll that came too early moves the next one later.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

LEAST_INTERVAL = timedelta(seconds=60)
LONGEST_INTERVAL = timedelta(minutes=5)

_MINUTE = timedelta(minutes=1)
_FIRST_DELAY = timedelta(seconds=10)
_LONGEST_DELAY = timedelta(minutes=3)
_LEAST_DELAY = timedelta(minutes=-1)  # The phone's clock can be ahead of ours.
_LATER = timedelta(seconds=3)  # After a poll that came too early.
_EARLIER = timedelta(seconds=0.02)  # After one that did not: balanced at one poll in 150 too early.
_SLACK = timedelta(seconds=20)  # A poll may fall this much late before one reading is given up to be on time again.
_TOGETHER = timedelta(seconds=15)  # A poll waits this long for another patient's reading.
_SLOWER_PROOFS = 2
_PROBE_EVERY = 12  # A slow rhythm is tested now and then: the sensor may have become faster.
_QUIET_AFTER = timedelta(minutes=15)
_SILENT_AFTER = timedelta(hours=1)
_QUIET_INTERVAL = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What has been seen of the rhythm of one patient's readings."""

    newest: datetime | None = None
    cadence: timedelta = _MINUTE
    """How often a reading comes, in whole minutes, at most five."""
    delay: timedelta = _FIRST_DELAY
    """How long after its time a reading is in the cloud, nearly always."""
    waited: bool = False
    """Whether a poll since the newest reading found nothing newer."""
    slower: int = 0
    """How many times in a row readings came more slowly than the cadence says."""
    hits: int = 0
    """How many polls in a row were on time."""

    @property
    def probing(self) -> bool:
        """Return whether the next poll should look for a faster rhythm."""
        return self.cadence > _MINUTE and self.hits % _PROBE_EVERY == _PROBE_EVERY - 1


def recalled(delay: timedelta | None) -> Rhythm:
    """Return the rhythm to begin with, when readings took so long to come before; None: nobody knows."""
    return Rhythm() if delay is None else Rhythm(delay=_moved(delay, timedelta(0)))


def observe(rhythm: Rhythm, newest: datetime, now: datetime) -> Rhythm:
    """Return the rhythm after a poll at `now` (UTC) that showed `newest` as the time of the newest reading."""
    if rhythm.newest is None or newest < rhythm.newest:
        return replace(rhythm, newest=newest)
    if newest > rhythm.newest:
        return _after_arrival(rhythm, newest, now, newest - rhythm.newest)
    if rhythm.probing:
        return replace(rhythm, waited=True, hits=rhythm.hits + 1)
    expected = rhythm.newest + rhythm.cadence + rhythm.delay
    if expected <= now < expected + 2 * rhythm.cadence:
        rhythm = replace(rhythm, hits=0, delay=_moved(rhythm.delay, _LATER))
    return replace(rhythm, waited=True)


def _after_arrival(rhythm: Rhythm, newest: datetime, now: datetime, since_last: timedelta) -> Rhythm:
    """Return the rhythm after a poll that showed a new reading."""
    step = min(max(round(since_last / _MINUTE), 1) * _MINUTE, LONGEST_INTERVAL)
    if step < rhythm.cadence:
        return replace(rhythm, newest=newest, cadence=step, waited=False, slower=0, hits=0)
    slower = rhythm.slower + 1 if step > rhythm.cadence and rhythm.waited else 0
    # Only a poll that was due and still showed the reading before: a late poll, or a long delay, is not too early.
    too_early = now - newest >= rhythm.cadence + rhythm.delay
    return replace(
        rhythm,
        newest=newest,
        cadence=step if slower > _SLOWER_PROOFS else rhythm.cadence,
        delay=_moved(rhythm.delay, _LATER if too_early else -_EARLIER),
        waited=False,
        slower=0 if slower > _SLOWER_PROOFS else slower,
        hits=0 if too_early else rhythm.hits + 1,
    )


def _moved(delay: timedelta, by: timedelta) -> timedelta:
    return min(max(delay + by, _LEAST_DELAY), _LONGEST_DELAY)


def next_poll(
    rhythms: Iterable[Rhythm], last_poll: datetime, *, fixed: timedelta | None = None, jitter: float = 0.0
) -> datetime:
    """Return when to poll next (UTC), at least 60 seconds and at most 5 minutes after the last poll.

    A fixed interval is kept as it is. Otherwise the patient whose next reading is due first decides, and readings that
    are due shortly after it are waited for; while nobody has an active sensor it is 5 minutes. `jitter` (seconds),
    drawn once, keeps many homes from asking at the same moment.
    """
    if fixed is not None:
        return last_poll + fixed
    earliest = last_poll + LEAST_INTERVAL
    latest = last_poll + LONGEST_INTERVAL
    first, *others = sorted(_due(rhythm, last_poll, earliest) for rhythm in rhythms) or [latest]
    due = first
    for other in others:
        if other - first <= _TOGETHER:
            due = other
    return min(max(due + timedelta(seconds=jitter), earliest), latest)


def _due(rhythm: Rhythm, last_poll: datetime, earliest: datetime) -> datetime:
    """Return when one patient's next reading should be in the cloud."""
    if rhythm.newest is None:
        return last_poll + LONGEST_INTERVAL
    silence = last_poll - rhythm.newest
    if silence > _SILENT_AFTER:
        return last_poll + LONGEST_INTERVAL
    if silence > _QUIET_AFTER:
        return last_poll + _QUIET_INTERVAL
    cadence = _MINUTE if rhythm.probing else rhythm.cadence
    due = rhythm.newest + cadence + rhythm.delay
    if due >= earliest - _SLACK:
        return due
    if rhythm.waited and cadence > _MINUTE:
        return earliest  # A late reading of a slow sensor: look every minute until it is there.
    return due + (-((due - earliest + _SLACK) // cadence)) * cadence
