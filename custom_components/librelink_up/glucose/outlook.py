"""When a low that is expected is told: at once, and every half hour while it is still to come."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

OUTLOOK_SPAN = timedelta(hours=3)
QUIET = timedelta(minutes=30)
"""Twice told within this time is told once too often."""


class Outlook(NamedTuple):
    """A reading after which a low was expected."""

    time: datetime
    """When it was measured (UTC)."""
    ahead: timedelta
    """How long after it glucose was expected to be low."""


def last_told(outlooks: Iterable[Outlook], lead: timedelta) -> datetime | None:
    """Return the time (UTC) of the reading with which a low within `lead` was last told.

    Takes what was expected with the readings of the last three hours, in order of time. Nothing else is remembered, so
    that whoever asks for another lead gets the same answer again after a restart.
    """
    told: datetime | None = None
    for outlook in outlooks:
        if outlook.ahead <= lead and (told is None or outlook.time - told > QUIET):
            told = outlook.time
    return told
