"""Which readings of another source are new to the journal, and which it has already in other words."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from ..glucose import SAME_READING, Reading, Source
from .rows import MILLISECOND, RANKS, to_ms

_SAME = SAME_READING // MILLISECOND


class Compared(NamedTuple):
    """What is new, and which of it takes the place of points of the history of the same source (times in ms)."""

    new: list[Reading]
    replacing: list[tuple[Reading, list[int]]]

    @property
    def more(self) -> int:
        """Return by how many the readings of the journal become more."""
        return len(self.new) - sum(len(twins) for _, twins in self.replacing)


def compare(readings: Iterable[Reading], rows: list[tuple[int, int, int]], source: Source, within: int) -> Compared:
    """Return which readings are new beside what the journal has around them: time (ms), rank and source, in order.

    One that is within some milliseconds of a reading of another source is that reading. Of the same source it is only
    at the very same time; and there, as everywhere, a point of the history within two minutes of a scan or a current
    reading is the same reading. So it does not matter in which order and in how many parts a source is read.
    """
    others = [time for time, _, its in rows if its != source]
    known = {time: rank for time, rank, its in rows if its == source}
    fresh = [
        (to_ms(reading.time), reading)
        for reading in sorted(readings, key=lambda reading: (-RANKS[reading.kind], reading.time))
        if not _near(others, to_ms(reading.time), within)
    ]
    new: list[Reading] = []
    replacing: list[tuple[Reading, list[int]]] = []
    points = sorted(time for time, rank in known.items() if not rank)
    for time, reading in fresh:
        rank = RANKS[reading.kind]
        if rank and known.get(time, -1) < rank:
            known[time] = rank
            new.append(reading)
            if twins := _near(points, time, _SAME):
                replacing.append((reading, twins))
                points = [point for point in points if point not in twins]
    better = sorted(time for time, rank in known.items() if rank)
    for time, reading in fresh:
        if not RANKS[reading.kind] and time not in known and not _near(better, time, _SAME):
            known[time] = 0
            new.append(reading)
    return Compared(sorted(new), replacing)


def _near(times: list[int], time: int, within: int) -> list[int]:
    """Return those of the times, which are in order, that are near one."""
    return times[bisect_left(times, time - within) : bisect_right(times, time + within)]
