"""Glucose every five minutes, whatever the cadence: what a forecast goes by.

A sensor's readings come every minute, every five or every fifteen, early or late, and now and then one is odd. Here
they become even steps, and changes from step to step in which neither one odd reading nor a jump looks like a trend.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from .model import Reading

STEP = timedelta(minutes=5)
LONGEST_GAP = timedelta(minutes=20)
"""Across so much a straight line is drawn, and no more: a phone at its worst uploads every 14 to 20 minutes."""

_LEAST_POINTS = 3
_STEP = STEP.total_seconds()
_GAP = LONGEST_GAP.total_seconds()
_BEYOND = 60.0
"""Seconds for which the line through the oldest two points may go on, so that five minutes can be a little less."""
_SPIKE = 6.0
"""mg/dL by which a step may stand out from both its neighbours; on people's traces 98 of 100 stand out by less."""
_CARRIED = 0.75
"""Which part of a change the next one has, on average."""
_SURPRISE, _JUMP = 9.0, 30.0
"""mg/dL by which a change may differ from what was to be expected. Up to the first all of it counts; from the second on
nothing does, because on people's traces glucose then stays where it has jumped to."""


def course(readings: Sequence[Reading], back: timedelta) -> list[float]:
    """Return glucose (mg/dL) at the last reading, five minutes before it, and so on for a time, newest first.

    Takes readings in order of time. It ends at a gap of more than 20 minutes and at HI or LO. Empty when fewer than
    three five minutes have a reading. What stands out from both its neighbours is brought near them.
    """
    return _without_spikes(raw_course(readings, back))


def raw_course(readings: Sequence[Reading], back: timedelta) -> list[float]:
    """Return a course as it was measured; see `course`."""
    points = _points(readings, back.total_seconds())
    if len(points) < _LEAST_POINTS:
        return []
    reach = min(points[-1][0] + _BEYOND, back.total_seconds())
    values: list[float] = []
    lines = pairwise(points)
    (near, above), (far, below) = next(lines)
    for number in range(int(reach / _STEP) + 1):
        ago = number * _STEP
        while far < ago and (line := next(lines, None)):
            (near, above), (far, below) = line
        values.append(above + (below - above) * (ago - near) / (far - near))
    return values


def changes(values: Sequence[float]) -> list[float]:
    """Return the changes (mg/dL) from step to step of a course, newest first, without what is no trend."""
    found: list[float] = []
    change = 0.0
    for older, newer in pairwise(reversed(values)):
        expected = _CARRIED * change
        change = expected + _tempered(newer - older - expected)
        found.append(change)
    return found[::-1]


def _points(readings: Sequence[Reading], back: float) -> list[tuple[float, float]]:
    """Return how many seconds ago and how much (mg/dL), one point for each five minutes with readings, newest first.

    Of several readings the middle one counts, in time and in value: a line goes through it, and an odd one does not
    reach it. A bit more than `back` is taken, so that there is a line at its end.
    """
    points: list[tuple[float, float]] = []
    ago, last = 0.0, readings[-1].time if readings else None
    number = 0
    together: list[tuple[float, int]] = []
    for reading in reversed(readings):
        before, ago = ago, (last - reading.time).total_seconds() if last else 0.0
        if reading.out_of_range or ago - before > _GAP or before > back:
            break
        if together and int(ago / _STEP + 0.5) != number:
            points.append(_middle(together))
            together = []
        number = int(ago / _STEP + 0.5)
        together.append((ago, reading.glucose))
    return [*points, _middle(together)] if together else points


def _middle(points: list[tuple[float, int]]) -> tuple[float, float]:
    """Return the middle in time and the middle in value."""
    if len(points) == 1:
        return points[0]
    low, high = (len(points) - 1) // 2, len(points) // 2
    values = sorted([glucose for _, glucose in points])
    return (points[low][0] + points[high][0]) / 2, (values[low] + values[high]) / 2


def _without_spikes(values: list[float]) -> list[float]:
    """Return steps of which none but the first and the last stands out from both its neighbours."""
    inner = [
        min(max(value, min(newer, older) - _SPIKE), max(newer, older) + _SPIKE)
        for newer, value, older in zip(values, values[1:], values[2:], strict=False)
    ]
    return [*values[:1], *inner, *values[len(inner) + 1 :]]


def _tempered(surprise: float) -> float:
    """Return how much of a surprise (mg/dL in five minutes) goes on: all of a small one, nothing of a jump."""
    size = abs(surprise)
    if size <= _SURPRISE:
        return surprise
    kept = _SURPRISE * max(_JUMP - size, 0.0) / (_JUMP - _SURPRISE)
    return kept if surprise > 0 else -kept
