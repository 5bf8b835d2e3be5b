"""Silence: what somebody has acknowledged or snoozed, so that alerts of one person keep quiet, and when that ends.

An acknowledgement is of what is going on now: it ends with that, and when it becomes worse. While no readings come it
silences nothing but their absence; a low that turns out to have gone on is still acknowledged. A snooze lasts its time
whatever happens, unless it becomes worse than it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from .episode import Episode
from .state import ABOUT_GLUCOSE, HIGHS, LOWS, GlucoseState
from .times import text_of, time_of

LONGEST_SNOOZE = timedelta(hours=12)
CALM_FOR = timedelta(hours=1)
"""How long an acknowledgement counts that was given while nothing was wrong, for example of a low that is predicted."""

_CLOCK_SET_BACK = timedelta(minutes=1)
_WITHOUT_READINGS = frozenset(GlucoseState) - ABOUT_GLUCOSE
_KINDS = (LOWS, HIGHS, _WITHOUT_READINGS, frozenset({GlucoseState.IN_RANGE}))
_DANGER = {
    state: danger
    for danger, states in enumerate(
        (
            {GlucoseState.IN_RANGE, GlucoseState.UNKNOWN},
            {GlucoseState.HIGH},
            {GlucoseState.NO_READINGS, GlucoseState.SENSOR_ENDED},
            {GlucoseState.URGENT_HIGH},
            {GlucoseState.LOW},
            {GlucoseState.URGENT_LOW},
        )
    )
    for state in states
}
"""Which state is worse than which: a low is worse than any high, and not knowing is between the two highs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """What was acknowledged and snoozed; times in UTC."""

    acknowledged: GlucoseState | None = None
    """The state that was acknowledged, or the milder one that it has become since."""
    acknowledged_since: datetime | None = None
    """When what was acknowledged began."""
    acknowledged_until: datetime | None = None
    """When the acknowledgement ends by itself; None: only with what was acknowledged."""
    snoozed: GlucoseState | None = None
    """The state in which it was snoozed."""
    snoozed_at: datetime | None = None
    snoozed_until: datetime | None = None

    def acknowledge(self, episode: Episode, now: datetime) -> Self:
        """Return the silence after what is going on was acknowledged."""
        calm = episode.state is GlucoseState.IN_RANGE
        return replace(
            self,
            acknowledged=episode.state,
            acknowledged_since=_since(episode),
            acknowledged_until=now + CALM_FOR if calm else None,
        )

    def snooze(self, episode: Episode, now: datetime, span: timedelta) -> Self:
        """Return the silence after it was snoozed for a time, at most 12 hours."""
        return replace(self, snoozed=episode.state, snoozed_at=now, snoozed_until=now + min(span, LONGEST_SNOOZE))

    def seen(self, episode: Episode, now: datetime) -> Self:
        """Return what is left of the silence by now, in the present episode."""
        left = self
        if self._snooze_is_over(episode, now):
            left = replace(left, snoozed=None, snoozed_at=None, snoozed_until=None)
        if self.acknowledged is None:
            return left
        if self._acknowledgement_is_over(episode, now):
            return replace(left, acknowledged=None, acknowledged_since=None, acknowledged_until=None)
        # What has become milder and then worse again is worse than it was.
        same_kind = _kind(episode.state) is _kind(self.acknowledged)
        return replace(left, acknowledged=episode.state) if same_kind else left

    def _snooze_is_over(self, episode: Episode, now: datetime) -> bool:
        if self.snoozed_at is None or self.snoozed_until is None:
            return False
        # A clock that was set back must not make a snooze longer.
        timely = self.snoozed_at - _CLOCK_SET_BACK <= now < self.snoozed_until
        return not timely or _worse(episode.state, self.snoozed)

    def _acknowledgement_is_over(self, episode: Episode, now: datetime) -> bool:
        kind, state = _kind(self.acknowledged), episode.state
        if self.acknowledged_until and now >= self.acknowledged_until:
            return True
        if state in kind:
            return _since(episode) != self.acknowledged_since or _worse(state, self.acknowledged)
        # Not knowing ends no low: whether it goes on is seen with the next reading.
        return state not in _WITHOUT_READINGS or GlucoseState.IN_RANGE in kind

    def silences(self, episode: Episode, now: datetime) -> bool:
        """Return whether alerts keep quiet in this episode now."""
        left = self.seen(episode, now)
        return left.snoozed_until is not None or left.acknowledges(episode)

    def until(self, episode: Episode, now: datetime) -> datetime | None:
        """Return when the silence ends by itself; None: there is none, or it ends only with what is going on."""
        left = self.seen(episode, now)
        if not left.acknowledges(episode):
            return left.snoozed_until
        if left.acknowledged_until is None or left.snoozed_until is None:
            return left.acknowledged_until
        return max(left.acknowledged_until, left.snoozed_until)

    def acknowledges(self, episode: Episode) -> bool:
        """Return whether what was acknowledged is what is going on."""
        return self.acknowledged is not None and _kind(self.acknowledged) is _kind(episode.state)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "acknowledged": self.acknowledged,
            "acknowledged_since": text_of(self.acknowledged_since),
            "acknowledged_until": text_of(self.acknowledged_until),
            "snoozed": self.snoozed,
            "snoozed_at": text_of(self.snoozed_at),
            "snoozed_until": text_of(self.snoozed_until),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return what `as_json` has kept."""
        acknowledged, snoozed = kept["acknowledged"], kept["snoozed"]
        return cls(
            acknowledged=GlucoseState(acknowledged) if acknowledged else None,
            acknowledged_since=time_of(kept["acknowledged_since"]),
            acknowledged_until=time_of(kept["acknowledged_until"]),
            snoozed=GlucoseState(snoozed) if snoozed else None,
            snoozed_at=time_of(kept["snoozed_at"]),
            snoozed_until=time_of(kept["snoozed_until"]),
        )


def _kind(state: GlucoseState | None) -> frozenset[GlucoseState]:
    return next((kind for kind in _KINDS if state in kind), frozenset())


def _worse(state: GlucoseState, than: GlucoseState | None) -> bool:
    return than is not None and _DANGER[state] > _DANGER[than]


def _since(episode: Episode) -> datetime | None:
    """Return since when it is as it is; low counts from where it began, also when it has become urgent since."""
    return episode.since_any(_kind(episode.state))
