"""How much time each reading stands for: what makes figures of minute, 5- and 15-minute readings comparable.

A reading stands for the time until the next one. That way a trace with even steps gives exactly what the published
formulas give, which count readings; a span cut in two gives the same as the whole; and no cadence outweighs another.

In a gap nobody knows. A step is a gap as `gaps` has it: longer than six minutes and than 1.5 times the cadence. That is
the cadence of the place: the longer of the steps before and after, so that another sensor may have another. The reading
before a gap stands for one cadence, and the rest of the gap for nothing.

A scan has no cadence of its own and counts only within readings that came by themselves: people look when they feel
something, so that scans alone would tell of the worst hours only.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from .model import OutOfRange, Reading, ReadingKind

REACH = timedelta(hours=1)
"""How far beyond a span readings are wanted on both sides, so that those within it have their right weight."""

_SECOND = 1000
_MINUTE = 60 * _SECOND
_LEAST_GAP = 6 * _MINUTE
_SLACK = 1.5
_SHORTEST, _USUAL, _LONGEST = _MINUTE, 5 * _MINUTE, 15 * _MINUTE
"""The cadences that sensors have, and that of their history, which a reading all by itself is taken to have."""

_RANKS = {ReadingKind.HISTORIC: 0, ReadingKind.SCAN: 1, ReadingKind.CURRENT: 2}
_LO, _HI = 39, 401
"""LO is below and HI above all that a sensor shows as a number (40 to 400 mg/dL, some up to 500)."""


class Span(NamedTuple):
    """A reading and how many seconds it stands for within a window."""

    reading: Reading
    seconds: float


class Held(NamedTuple):
    """A reading and the time it stands for, in whole milliseconds since the epoch: sums of these are exact."""

    begin: int
    end: int
    reading: Reading


def spans(readings: Sequence[Reading], start: datetime, end: datetime) -> tuple[Span, ...]:
    """Return the readings that stand for a part of a window (UTC), oldest first, each with the seconds of that.

    Takes readings in any order; of two of one time the better kind counts. Those of an hour (`REACH`) before and after
    the window belong to what is given: the one before it may reach into it.
    """
    first, last = milliseconds(start), milliseconds(end)
    return tuple(
        Span(held.reading, (min(held.end, last) - max(held.begin, first)) / _SECOND)
        for held in holding(readings)
        if first < last and held.begin < last and held.end > first and held.end > held.begin
    )


def holding(readings: Sequence[Reading]) -> Iterator[Held]:
    """Yield every reading with the time it stands for, oldest first."""
    ordered = _in_order(readings)
    times = [milliseconds(reading.time) for reading in ordered]
    scans = [reading.kind is ReadingKind.SCAN for reading in ordered]
    before = _cadences(times, scans)
    after = _cadences([-time for time in reversed(times)], scans[::-1])[::-1]
    reached = False
    for index, reading in enumerate(ordered):
        time = times[index]
        if scans[index] and not reached:
            yield Held(time, time, reading)
            continue
        reached = index + 1 < len(times) and times[index + 1] - time <= _known(before[index], after[index + 1])
        yield Held(time, times[index + 1] if reached else time + (before[index] or _USUAL), reading)


def _known(before: int, after: int) -> float:
    """Return how long a step (ms) may be without being a gap, by the steps before and after it; 0: these are gaps."""
    return max(_LEAST_GAP, _SLACK * (max(before, after) or _LONGEST))


def counted(reading: Reading) -> int:
    """Return what a reading counts as (mg/dL): its number; LO and HI at least as the end of the measuring range."""
    if reading.out_of_range is OutOfRange.LO:
        return min(reading.glucose, _LO)
    if reading.out_of_range is OutOfRange.HI:
        return max(reading.glucose, _HI)
    return reading.glucose


def milliseconds(time: datetime) -> int:
    """Return a time as epoch milliseconds."""
    return round(time.timestamp() * _SECOND)


def time_at(ms: int) -> datetime:
    """Return epoch milliseconds as a time (UTC)."""
    return datetime.fromtimestamp(ms / _SECOND, UTC)


def _in_order(readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings in order of time, one of each time."""
    ordered = sorted(readings, key=lambda reading: reading.time)
    if len({reading.time for reading in ordered}) == len(ordered):
        return ordered
    best: dict[datetime, Reading] = {}
    for reading in ordered:
        there = best.get(reading.time)
        if there is None or _worth(reading) > _worth(there):
            best[reading.time] = reading
    return list(best.values())


def _worth(reading: Reading) -> tuple[int, int]:
    return _RANKS[reading.kind], -counted(reading)


def _cadences(times: Sequence[int], scans: Sequence[bool]) -> list[int]:
    """Return the step (ms) between the two newest readings that came by themselves, at each reading; 0: a gap."""
    found: list[int] = []
    cadence, last = 0, None
    for time, scan in zip(times, scans, strict=True):
        if not scan:
            step = 0 if last is None else time - last
            cadence = 0 if step > _SLACK * _LONGEST or not step else min(max(step, _SHORTEST), _LONGEST)
            last = time
        found.append(cadence)
    return found
