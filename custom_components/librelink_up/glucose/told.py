"""What there was to tell in a stretch of time: lows and highs as the alerts see them, and absences of readings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import zip_longest

from .episode import SAME_EPISODE, Episode, with_reading
from .model import OutOfRange, Reading, ReadingKind, Sensor
from .state import HIGHS, LOWS, GlucoseState, Thresholds, glucose_state, goes_stale_at

_WORST = (GlucoseState.URGENT_LOW, GlucoseState.URGENT_HIGH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A stretch below or above the thresholds, or without readings; times in UTC."""

    state: GlucoseState
    """The worst it came to, or `no_readings`."""
    start: datetime
    end: datetime | None
    """None: it goes on."""
    extreme: int | None = None
    """The lowest or the highest glucose (mg/dL); HI and LO count as the number that came with them."""
    out_of_range: OutOfRange | None = None
    """LO or HI: what it came to has no number, whatever `extreme` says."""


def told(
    readings: Sequence[Reading],
    start: datetime,
    now: datetime,
    *,
    thresholds: Thresholds,
    stale_limit: timedelta,
    sensor: Sensor | None,
    expires: datetime | None,
) -> tuple[Told, ...]:
    """Return what there was to tell from `start` (UTC) until now, oldest first; what began before is whole.

    Takes readings of any kind in order of time, from before `start`, so that it is known what had begun by then. Points
    of the history and scans tell of lows and highs, too, but readings stay away until a current one comes. While the
    sensor warms up, and after it has ended (UTC), none is expected.
    """
    currents = [one for one in readings if one.kind is ReadingKind.CURRENT]
    found = [
        *_episodes(readings, now, thresholds, sensor),
        *_absences(currents, now, stale_limit, sensor=sensor, expires=expires),
    ]
    lasting = (one for one in found if one.end is None or one.end > start)
    return tuple(sorted(lasting, key=lambda one: one.start))


def _episodes(
    readings: Iterable[Reading], now: datetime, thresholds: Thresholds, sensor: Sensor | None
) -> Iterator[Told]:
    """Yield the lows and highs; the one that goes on has no end."""
    episode, going, last = Episode(), None, None
    for reading in readings:
        if last and _is_news(last, reading, sensor):
            if going:
                yield replace(going, end=last.time)
            episode, going = Episode(), None
        last = reading
        if not going and glucose_state(reading, thresholds) is GlucoseState.IN_RANGE:
            continue  # Most are, and there is nothing that it could end.
        episode = with_reading(episode, reading, thresholds)
        if going and episode.past not in _kind(going.state):
            yield replace(going, end=reading.time)
            going = None
        if episode.past is not GlucoseState.IN_RANGE:
            going = _worse(going, reading, episode.past)
    if going and last:
        yield going if now - last.time <= SAME_EPISODE else replace(going, end=last.time)


def _is_news(last: Reading, reading: Reading, sensor: Sensor | None) -> bool:
    """Return whether a reading has nothing to do with the one before: as the alerts decide it."""
    changed = sensor is not None and last.time < sensor.started <= reading.time
    return changed or reading.time - last.time > SAME_EPISODE


def _kind(state: GlucoseState) -> frozenset[GlucoseState]:
    return LOWS if state in LOWS else HIGHS


def _worse(going: Told | None, reading: Reading, state: GlucoseState) -> Told:
    """Return an episode with one more reading."""
    if going is None:
        return Told(
            state=state, start=reading.time, end=None, extreme=reading.glucose, out_of_range=reading.out_of_range
        )
    further = min if state in LOWS else max
    return replace(
        going,
        state=going.state if going.state in _WORST else state,
        extreme=further(going.extreme or reading.glucose, reading.glucose),
        out_of_range=going.out_of_range or reading.out_of_range,
    )


def _absences(
    currents: Sequence[Reading],
    now: datetime,
    stale_limit: timedelta,
    *,
    sensor: Sensor | None,
    expires: datetime | None,
) -> Iterator[Told]:
    """Yield the stretches without a fresh reading between these, and after the last of them."""
    for earlier, later in zip_longest(currents, currents[1:]):
        end = later.time if later else now
        start = goes_stale_at(earlier, stale_limit)
        if sensor and earlier.time < sensor.started <= end:
            start = max(start, sensor.started + sensor.warm_up)
        over = expires if expires and earlier.time < expires < end else later and later.time
        if start < (over or now):
            yield Told(state=GlucoseState.NO_READINGS, start=start, end=over)
