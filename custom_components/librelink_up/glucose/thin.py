"""Fewer readings to draw: as many as a screen can show, and nothing that somebody looks for is left out."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from .gaps import longest_step
from .model import OutOfRange, Reading, ReadingKind
from .weight import holding

_LEAST_STEPS = 3
_FIRST_CADENCE = timedelta(minutes=1)
_SLOWEST = timedelta(minutes=15)
_LONGEST_STEP = longest_step(_SLOWEST)
"""The slowest sensors have a point every quarter of an hour; what comes more rarely are single readings."""


def step_of(readings: Sequence[Reading]) -> timedelta:
    """Return the longest time between two neighbours that belong together: what is longer is a gap.

    Takes readings in order of time; how often they come, most of them say themselves. Scans do not: see `weight`.
    """
    times = [reading.time for reading in readings if reading.kind is not ReadingKind.SCAN]
    steps = sorted(step for earlier, later in pairwise(times) if (step := later - earlier) <= _LONGEST_STEP)
    return longest_step(steps[len(steps) // 2] if len(steps) >= _LEAST_STEPS else _FIRST_CADENCE)


def after_gaps(readings: Sequence[Reading]) -> set[datetime]:
    """Return the times of the readings before which some are missing, as the metrics count it (see `weight`).

    Takes readings in order of time, those of an hour before and after the ones it is about among them.
    """
    return {later.reading.time for earlier, later in pairwise(holding(readings)) if earlier.end < later.begin}


def after_silences(readings: Sequence[Reading]) -> set[datetime]:
    """Return the times of the readings before which some may be missing, as far as it is known when they come.

    Takes readings in order of time that came by themselves: no scans. What `after_gaps` says once the next ones are
    there is among it: of how often readings come, only the step before tells, and where there was none, the least.
    """
    found, cadence = set(), timedelta(0)
    for earlier, later in pairwise(readings):
        step = later.time - earlier.time
        if step > longest_step(cadence):
            found.add(later.time)
        cadence = min(step, _SLOWEST) if step <= _LONGEST_STEP else timedelta(0)
    return found


def thin(
    readings: Sequence[Reading], width: int, begin_anew: Collection[datetime], *, low: int, high: int
) -> list[Reading]:
    """Return about two readings for each of `width` columns of the same time, in order; all, if they are so few.

    Takes readings in order of time, the times of those before which some are missing, and the person's limits (mg/dL).
    Always kept: the lowest and the highest of each column, and of each stretch below `low` or above `high`; the first
    and the last; both ends of every gap; scans.
    """
    if len(readings) <= 2 * width:
        return list(readings)
    kept = {0, len(readings) - 1}
    for index, reading in enumerate(readings):
        if index and reading.time in begin_anew:
            kept |= {index - 1, index}
    kept |= {index for index, reading in enumerate(readings) if reading.kind is ReadingKind.SCAN}
    glucose = [_glucose(reading) for reading in readings]
    start, column = readings[0].time, (readings[-1].time - readings[0].time) / width
    for _, indexes in groupby(range(len(readings)), lambda index: (readings[index].time - start) // column):
        kept.update(_ends(indexes, glucose))
    for outside, indexes in groupby(range(len(readings)), lambda index: _outside(glucose[index], low, high)):
        if outside:
            kept.add(min(indexes, key=lambda index: outside * -glucose[index]))
    return [readings[index] for index in sorted(kept)]


def _ends(indexes: Iterable[int], glucose: Sequence[float]) -> tuple[int, int]:
    """Return which is the lowest and which the highest."""
    found = list(indexes)
    return min(found, key=glucose.__getitem__), max(found, key=glucose.__getitem__)


def _outside(glucose: float, low: int, high: int) -> int:
    """Return -1 below the limits, 1 above them, 0 in range."""
    return (glucose > high) - (glucose < low)


def _glucose(reading: Reading) -> float:
    """Return glucose, by which LO is lower and HI higher than any number."""
    if reading.out_of_range is None:
        return reading.glucose
    return float("inf") if reading.out_of_range is OutOfRange.HI else float("-inf")
