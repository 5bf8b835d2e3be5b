"""What glucose was like in each hour, as long-term statistics tell it: its mean, its lowest and its highest."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from .model import Reading
from .weight import counted, holding, milliseconds, time_at

_HOUR = 3_600_000


class HourFigures(NamedTuple):
    """An hour (it begins at `start`, UTC) of which something is known: mg/dL."""

    start: datetime
    mean: float
    lowest: int
    highest: int


class _Sum:
    """What has been added up of an hour."""

    __slots__ = ("highest", "lowest", "span", "total")

    def __init__(self) -> None:
        self.span = self.total = 0
        self.lowest, self.highest = 10_000, 0

    def add(self, value: int, span: int) -> None:
        """Add a value that stood for a time."""
        self.span += span
        self.total += value * span
        self.lowest = min(self.lowest, value)
        self.highest = max(self.highest, value)


def hours(readings: Sequence[Reading], start: datetime, end: datetime) -> list[HourFigures]:
    """Return the hours of a span (UTC, both on the hour) of which readings tell something, oldest first.

    Readings are weighted by the time that they stand for (`weight`), and those of an hour before and after the span
    belong to what is given. The mean is that of the time that is known, be it a few minutes: what is not known counts
    for nothing, neither as the last value nor as the usual one. Lowest and highest are of the same readings, so the
    mean lies between them. An hour of which nothing is known is left out, and so is one that has scans only.
    """
    first, last = milliseconds(start), milliseconds(end)
    sums: dict[int, _Sum] = {}
    for held in holding(readings):
        begin, until = max(held.begin, first), min(held.end, last)
        value = counted(held.reading)
        while begin < until:
            hour = begin // _HOUR
            step = min(until, (hour + 1) * _HOUR)
            if hour not in sums:
                sums[hour] = _Sum()
            sums[hour].add(value, step - begin)
            begin = step
    return [
        HourFigures(time_at(hour * _HOUR), one.total / one.span, one.lowest, one.highest)
        for hour, one in sorted(sums.items())
    ]
