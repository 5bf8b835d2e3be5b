"""What a site has already, from other uploaders and from earlier lives of this integration."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ..glucose import SAME_READING, Reading, ReadingKind
from .client import Found

LIVE = timedelta(minutes=10)
"""A younger reading is sent without asking what the site has, where every reading is wanted."""

_SPAN = timedelta(hours=1)
_TOGETHER = timedelta(minutes=15)
_ENOUGH = 3


def margin(half: timedelta, spacing: timedelta) -> timedelta:
    """Return how far around readings to look."""
    return max(half, spacing, SAME_READING)


def already_there(
    readings: Sequence[Reading], found: Sequence[Found], *, half: timedelta, spacing: timedelta
) -> list[Reading]:
    """Return those readings that the site has in other words; both come oldest first, and each is looked at once.

    That is what another uploader has put there within `half` of the cadence, and what this integration has sent in an
    earlier life: the very reading, the minute reading to which a point of the history belongs, or one within `spacing`
    where no two closer than that are wanted. A point of the history, or a scan, is only sent where there is nothing:
    it may be of a file, which knows no seconds.
    """
    reach = margin(half, spacing)
    there: list[Reading] = []
    first = 0
    for reading in readings:
        while first < len(found) and found[first].time < reading.time - reach:
            first += 1
        index = first
        while index < len(found) and found[index].time <= reading.time + reach:
            if _is_there(reading, found[index], half, spacing):
                there.append(reading)
                break
            index += 1
    return there


def _is_there(reading: Reading, entry: Found, half: timedelta, spacing: timedelta) -> bool:
    distance = abs(reading.time - entry.time)
    if not entry.ours:
        return distance <= (half if reading.kind is ReadingKind.CURRENT else max(half, SAME_READING))
    if reading.kind is ReadingKind.HISTORIC and distance <= SAME_READING:
        return True
    return not distance or distance < spacing


def span(now: datetime) -> tuple[datetime, datetime]:
    """Return the time (UTC) in which to look for another uploader who sends as readings come."""
    return now - _SPAN, now


def another_sends(found: Sequence[Found]) -> bool:
    """Return whether, of the last hour, the site has readings of ours and of somebody else, both up to the end."""
    ours = [entry.time for entry in found if entry.ours]
    others = [entry.time for entry in found if not entry.ours]
    return min(len(ours), len(others)) >= _ENOUGH and abs(ours[-1] - others[-1]) <= _TOGETHER
