"""Episodes: stretches of time in one glucose state, whether a value dances on a threshold or readings stay away.

Going past a threshold counts with the first reading. Coming back counts at once when it is clear (10 % of the
threshold), and otherwise when every reading of 15 minutes, three at least, says so: that is how the consensus on CGM
metrics ends an event (Danne et al., Diabetes Care 2017), and three keep it steady when readings come every 20 minutes.

Not knowing for a while ends nothing: what is so before and after up to an hour without readings was so all the time.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from .model import OutOfRange, Reading
from .state import GlucoseState, Thresholds

BACK_FOR = timedelta(minutes=15)
"""How long glucose must be back behind a threshold for the episode to end."""
BACK_READINGS = 3
"""How many readings must say so, at least."""
CLEARLY = 0.1
"""By which part of a threshold glucose must be back behind it for the episode to end at once."""
SAME_EPISODE = timedelta(hours=1)
"""After a longer time without readings everything is news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Latch:
    """Whether glucose counts as past one threshold."""

    since: datetime | None = None
    """The time (UTC) of the reading that went past it; None: it is not past."""
    back: datetime | None = None
    """The time of the first of the readings that are back behind it, but not clearly."""
    readings: int = 0
    """How many readings in a row are back behind it, but not clearly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A stretch without a reading that is fresh: what is said instead, and since when (UTC)."""

    state: GlucoseState
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """The state that a patient is in, since when (UTC), and what decides on the next one."""

    glucose: GlucoseState | None = None
    """The newest state that was about glucose: the present one, or the one before the readings stayed away."""
    glucose_since: datetime | None = None
    """Since when (UTC) that has been so, as far as readings say."""
    previous: GlucoseState | None = None
    """The state that was about glucose before that one."""
    absence: Absence | None = None
    """None: there is a fresh reading."""
    urgent_low: Latch = Latch()
    low: Latch = Latch()
    high: Latch = Latch()
    urgent_high: Latch = Latch()

    @classmethod
    def unknown(cls, now: datetime) -> Self:
        """Return the episode before the first reading."""
        return cls(absence=Absence(state=GlucoseState.UNKNOWN, since=now))

    @property
    def state(self) -> GlucoseState:
        """Return the state as it is shown: without a fresh reading it is not about glucose."""
        if self.absence:
            return self.absence.state
        return self.glucose or GlucoseState.UNKNOWN

    @property
    def since(self) -> datetime | None:
        """Return since when (UTC) the state as it is shown has been so."""
        return self.absence.since if self.absence else self.glucose_since

    def since_any(self, states: Collection[GlucoseState]) -> datetime | None:
        """Return since when (UTC) the patient has been in one or another of these states; None: is in none now.

        Low counts from where it began, also when it has become urgent since. Without a fresh reading nobody is low.
        """
        return self.since_when_heard(states) if self.state in states else None

    def since_when_heard(self, states: Collection[GlucoseState]) -> datetime | None:
        """Return since when (UTC) the patient was in one of these states when a reading was last fresh, or now."""
        if self.absence and self.absence.state in states:
            return self.absence.since
        if self.glucose not in states:
            return None
        latches = [latch.since for state, latch in self.latches().items() if state in states and latch.since]
        return min(latches, default=self.glucose_since)

    @property
    def past(self) -> GlucoseState:
        """Return the state that follows from the thresholds that glucose is past."""
        return next((state for state, latch in self.latches().items() if latch.since), GlucoseState.IN_RANGE)

    def latches(self) -> dict[GlucoseState, Latch]:
        """Return the latches, the one that decides first in front."""
        return {
            GlucoseState.URGENT_LOW: self.urgent_low,
            GlucoseState.LOW: self.low,
            GlucoseState.URGENT_HIGH: self.urgent_high,
            GlucoseState.HIGH: self.high,
        }

    def ended(self) -> Self:
        """Return the episode when whatever comes next has nothing to do with it: that begins anew."""
        return type(self)(previous=self.previous, glucose=self.glucose, absence=self.absence)


def with_reading(episode: Episode, reading: Reading, thresholds: Thresholds) -> Episode:
    """Return the episode after a new reading, which is newer than those before."""
    lo, hi = (reading.out_of_range is end for end in (OutOfRange.LO, OutOfRange.HI))

    def below(latch: Latch, threshold: int) -> Latch:
        past = lo or (not hi and reading.glucose < threshold)
        clear = hi or reading.glucose >= threshold * (1 + CLEARLY)
        return _moved(latch, reading.time, past=past, clear=clear)

    def above(latch: Latch, threshold: int) -> Latch:
        past = hi or (not lo and reading.glucose > threshold)
        clear = lo or reading.glucose <= threshold * (1 - CLEARLY)
        return _moved(latch, reading.time, past=past, clear=clear)

    moved = replace(
        episode,
        urgent_low=below(episode.urgent_low, thresholds.urgent_low),
        low=below(episode.low, thresholds.low),
        high=above(episode.high, thresholds.high),
        urgent_high=above(episode.urgent_high, thresholds.urgent_high),
    )
    return _entered(moved, moved.past, reading.time)


def _moved(latch: Latch, time: datetime, *, past: bool, clear: bool) -> Latch:
    if past:
        return Latch(since=latch.since or time)
    if latch.since is None or clear:
        return Latch()
    back, readings = latch.back or time, latch.readings + 1
    if readings >= BACK_READINGS and time - back >= BACK_FOR:
        return Latch()
    return replace(latch, back=back, readings=readings)


def without_readings(episode: Episode, state: GlucoseState, since: datetime) -> Episode:
    """Return the episode now that no reading is fresh: `state` says why, and since when (UTC) that is."""
    if episode.absence and episode.absence.state is state:
        return episode
    return replace(episode, absence=Absence(state=state, since=since))


def with_thresholds(episode: Episode, reading: Reading, before: Thresholds, after: Thresholds) -> Episode:
    """Return the episode after the thresholds were changed, by the newest reading (which must be fresh).

    What is not past its new threshold ends at once; what is goes on, and so does all that has its old threshold.
    """
    known, anew = episode.latches(), with_reading(Episode(), reading, after).latches()
    kept = {
        state: known[state]
        if known[state].since and getattr(before, state) == getattr(after, state)
        else Latch(since=latch.since and (known[state].since or latch.since))
        for state, latch in anew.items()
    }
    moved = replace(
        episode,
        urgent_low=kept[GlucoseState.URGENT_LOW],
        low=kept[GlucoseState.LOW],
        high=kept[GlucoseState.HIGH],
        urgent_high=kept[GlucoseState.URGENT_HIGH],
    )
    return _entered(moved, moved.past, reading.time)


def _entered(episode: Episode, state: GlucoseState, since: datetime) -> Episode:
    """Return the episode in a state about glucose; without a time since when it was in one, it begins anew."""
    if episode.glucose is state and episode.glucose_since:
        return replace(episode, absence=None)
    return replace(episode, absence=None, glucose=state, glucose_since=since, previous=episode.glucose)
