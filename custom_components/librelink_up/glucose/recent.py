"""The readings of the last hours, kept as they come."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from .change import WINDOW
from .gaps import SAME_READING
from .model import Reading, ReadingKind
from .state import in_time


def with_newer(recent: Sequence[Reading], new: Iterable[Reading], now: datetime) -> tuple[Reading, ...]:
    """Return recent readings with new ones among them, in order of time, of the window before the last of them.

    The last is that at a time (UTC): what is from the future is kept as well, and pushes nothing out.

    A new reading takes the place of one of the same time, and of a historic point within two minutes of it: that is
    the same reading.
    """
    merged = list(recent)
    for reading in new:
        merged = [one for one in merged if not _same(one, reading)]
        merged.append(reading)
    if not merged:
        return ()
    merged.sort()
    last = next((reading for reading in reversed(merged) if in_time(reading, now)), merged[-1])
    return tuple(reading for reading in merged if reading.time >= last.time - WINDOW)


def _same(old: Reading, new: Reading) -> bool:
    distance = abs(old.time - new.time)
    return not distance or (old.kind is ReadingKind.HISTORIC and distance <= SAME_READING)
