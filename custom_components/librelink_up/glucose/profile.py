"""What the hours of the day are like: the ambulatory glucose profile (AGP), and the hours one by one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from typing import NamedTuple

from .metrics import CONSENSUS_HIGH, CONSENSUS_LOW, Tally, enough
from .model import Reading
from .weight import counted, holding, milliseconds

_STEP = timedelta(minutes=5) // timedelta(milliseconds=1)
_LONGEST_GAP = timedelta(minutes=45) // timedelta(milliseconds=1)
_MINUTES = 24 * 60
_EVERY = 15
"""Percentiles are given for every quarter of an hour ..."""
_AROUND = 15
"""... of what was within a quarter of an hour of it, which makes a curve of 14 days steady enough to be read."""
_LEAST_DAYS = 5
"""Of fewer days a time of day says nothing: it is left out."""
_QUARTER = timedelta(minutes=15) // timedelta(milliseconds=1)


class Percentiles(NamedTuple):
    """Glucose (mg/dL) around a time of day (minutes since local midnight): a share of days was below each value."""

    minute: int
    p5: float
    p25: float
    p50: float
    p75: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """What one hour of the day was like over a span; shares in percent, None: there are no readings in it."""

    hour: int
    measured: float
    """The share of that hour on all days that readings stand for."""
    mean: float | None
    """mg/dL."""
    below: float | None
    within: float | None
    above: float | None


def profile(readings: Sequence[Reading], zone: tzinfo, start: datetime, end: datetime) -> tuple[Percentiles, ...]:
    """Return the percentiles by time of day of a span (UTC), for each quarter of an hour of which enough is known.

    By the consensus (Battelino et al. 2019): glucose is laid on an even grid of five minutes, so that no cadence
    outweighs another, gaps up to 45 minutes are filled in a straight line, longer ones are left out. Empty when there
    are not 14 days and 70 % of them.
    """
    if not enough(start, end, Tally.of(readings, start, end)):
        return ()
    by_minute: list[list[tuple[int, float]]] = [[] for _ in range(_MINUTES // 5)]
    for time, glucose in _grid(readings, milliseconds(start), milliseconds(end)):
        local = datetime.fromtimestamp(time / 1000, zone)
        by_minute[(local.hour * 60 + local.minute) // 5].append((local.toordinal(), glucose))
    found = []
    for minute in range(0, _MINUTES, _EVERY):
        around = range((minute - _AROUND) // 5, (minute + _AROUND) // 5 + 1)
        points = [point for slot in around for point in by_minute[slot % len(by_minute)]]
        if len({day for day, _ in points}) >= _LEAST_DAYS:
            values = sorted([glucose for _, glucose in points])
            found.append(Percentiles(minute, *(percentile(values, share) for share in (5, 25, 50, 75, 95))))
    return tuple(found)


def percentile(values: Sequence[float], share: float) -> float:
    """Return a percentile of values in order (at least one), on the line between the two beside it."""
    place = (len(values) - 1) * share / 100
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


def by_hour(
    readings: Sequence[Reading],
    zone: tzinfo,
    start: datetime,
    end: datetime,
    *,
    low: int = CONSENSUS_LOW,
    high: int = CONSENSUS_HIGH,
) -> tuple[Hour, ...]:
    """Return what the 24 hours of the day were like in a span (UTC), by two limits (mg/dL), in local time."""
    times: list[Counter[int]] = [Counter() for _ in range(24)]
    lengths = [0] * 24
    hours: dict[int, int] = {}
    first, last = milliseconds(start), milliseconds(end)
    for begin, until in _quarters(first, last):
        hour = hours[begin // _QUARTER] = datetime.fromtimestamp(begin / 1000, zone).hour
        lengths[hour] += until - begin
    for held in holding(readings):
        for begin, until in _quarters(max(held.begin, first), min(held.end, last)):
            times[hours[begin // _QUARTER]][counted(held.reading)] += until - begin
    return tuple(_hour(number, Tally(times=times[number]), lengths[number], low=low, high=high) for number in range(24))


def _hour(number: int, tally: Tally, length: int, *, low: int, high: int) -> Hour:
    known = bool(tally.measured)
    return Hour(
        hour=number,
        measured=100.0 * tally.measured / length if length else 0.0,
        mean=tally.mean if known else None,
        below=tally.share(lambda glucose: glucose < low) if known else None,
        within=tally.share(lambda glucose: low <= glucose <= high) if known else None,
        above=tally.share(lambda glucose: glucose > high) if known else None,
    )


def _quarters(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a span (ms) that lie within one quarter of an hour: no local hour begins within one."""
    while begin < end:
        until = min((begin // _QUARTER + 1) * _QUARTER, end)
        yield begin, until
        begin = until


def _grid(readings: Sequence[Reading], first: int, last: int) -> Iterator[tuple[int, float]]:
    """Yield times (ms) every five minutes and glucose (mg/dL) there, in a line between the readings beside it."""
    for before, after in pairwise(holding(readings)):
        length = after.begin - before.begin
        if length > _LONGEST_GAP:
            continue
        here, change = counted(before.reading), counted(after.reading) - counted(before.reading)
        begin, end = max(before.begin, first), min(after.begin, last)
        for time in range(-(-begin // _STEP) * _STEP, end, _STEP):
            yield time, here + change * (time - before.begin) / length
