"""When a low that is expected is told: at once, and once more if it comes nearer, or is expected again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

OUTLOOK_SPAN = timedelta(hours=3)
QUIET = timedelta(minutes=30)
"""Twice told within this time is told once too often."""


class Outlook(NamedTuple):
    """What was expected with a reading."""

    time: datetime
    """When it was measured (UTC)."""
    ahead: timedelta | None
    """How long after it glucose was expected to be low; None: it was not expected to be."""


def with_outlook(outlooks: Iterable[Outlook], newest: Outlook) -> tuple[Outlook, ...]:
    """Return outlooks, in order of time, with that of the newest reading; of those without a low the first is enough.

    What a clock that was ahead has left is in the future, and must not keep anything silent.
    """
    kept = tuple(one for one in outlooks if timedelta(0) < newest.time - one.time <= OUTLOOK_SPAN)
    if newest.ahead is None and (not kept or kept[-1].ahead is None):
        return kept
    return (*kept, newest)


def last_told(outlooks: Iterable[Outlook], lead: timedelta) -> datetime | None:
    """Return the time (UTC) of the reading with which a low within `lead` was last told.

    After half an hour it is told again if it was not expected in between, or is expected sooner than when it was told.
    Nothing but the outlooks of three hours decides, so that whoever asks gets the same answer after a restart.
    """
    told: datetime | None = None
    nearest = timedelta.max
    ended = False
    for time, ahead in outlooks:
        if ahead is None or ahead > lead:
            ended = True
        elif told is None or (time - told > QUIET and (ended or ahead < nearest)):
            told, nearest, ended = time, ahead, False
    return told
