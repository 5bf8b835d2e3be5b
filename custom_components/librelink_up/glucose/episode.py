"""Episodes: stretches of time in one glucose state, steady against a value that dances on a threshold.

An episode begins with a reading, or without one when readings stay away. Going past a threshold counts at once. Coming
back counts at once when it is clear (10 % of the threshold), and otherwise when every reading of 15 minutes says so:
that is how the consensus on CGM metrics ends an event (Danne et al., Diabetes Care 2017).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .model import OutOfRange, Reading
from .state import GlucoseState, Thresholds

BACK_FOR = timedelta(minutes=15)
"""How long glucose must be back behind a threshold for the episode to end."""
CLEARLY = 0.1
"""By which part of a threshold glucose must be back behind it for the episode to end at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Latch:
    """Whether glucose counts as past one threshold."""

    since: datetime | None = None
    """The time (UTC) of the reading that went past it; None: it is not past."""
    back: datetime | None = None
    """The time of the first of the readings that are back behind it, but not clearly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """The state that a patient is in, since when (UTC), and what decides on the next one."""

    state: GlucoseState = GlucoseState.UNKNOWN
    since: datetime
    glucose: GlucoseState | None = None
    """The newest state that was about glucose: the present one, or the one before the readings stayed away."""
    previous: GlucoseState | None = None
    """The state that was about glucose before the present one, whether readings stayed away in between or not."""
    urgent_low: Latch = Latch()
    low: Latch = Latch()
    high: Latch = Latch()
    urgent_high: Latch = Latch()

    def since_any(self, states: Iterable[GlucoseState]) -> datetime | None:
        """Return since when (UTC) the patient has been in one or another of these states; None: is in none now.

        Low counts from where it began, also when it has become urgent since.
        """
        if self.state not in states:
            return None
        latches = [latch.since for state, latch in self.latches().items() if state in states and latch.since]
        return min(latches, default=self.since)

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
    back = latch.back or time
    return Latch() if time - back >= BACK_FOR else replace(latch, back=back)


def without_readings(episode: Episode, state: GlucoseState, since: datetime) -> Episode:
    """Return the episode now that no reading is fresh: `state` says why, and since when (UTC) that is.

    Glucose that is still low when readings come again begins a new episode.
    """
    if episode.state is state:
        return episode
    return Episode(state=state, since=since, glucose=episode.glucose, previous=episode.glucose)


def with_thresholds(episode: Episode, reading: Reading, before: Thresholds, after: Thresholds) -> Episode:
    """Return the episode after the thresholds were changed, by the newest reading (which must be fresh).

    What is not past its new threshold ends at once; what is goes on, and so does all that has its old threshold.
    """
    known, anew = episode.latches(), with_reading(Episode(since=episode.since), reading, after).latches()
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
    if episode.state is state:
        return episode
    return replace(episode, state=state, since=since, glucose=state, previous=episode.glucose)
