"""The time by which readings grow old: a clock of the home that is wrong, or is set, costs a minute of truth at most."""

from datetime import datetime, timedelta
import logging

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

_LOGGER = logging.getLogger(__name__)

_STEP = timedelta(seconds=10)
"""The two clocks drift apart by less between two answers; by more, one was set, or the machine slept."""
_WRONG = timedelta(seconds=30)
"""A clock that is wrong by less is right: an answer of the cloud can take some seconds, and says whole ones."""


class Clock:
    """Goes by the cloud's clock, whose times readings have: each answer tells it, and the time since is added.

    That is the longer of the time by the event loop's monotonic clock, which is never set but stands still while a
    machine sleeps, and the time by the wall clock, which goes on but can be set. So nothing old is ever taken for new:
    at worst, when the wall clock is set forward, what is new seems old until the next answer.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with the wall clock: until the first answer there is nothing better."""
        self._loop = hass.loop
        self._told = False
        self._anchor()

    def _anchor(self, time: datetime | None = None) -> None:
        self._wall = dt_util.utcnow()
        self._monotonic = self._loop.time()
        self._time = time or self._wall

    @property
    def _passed(self) -> tuple[timedelta, timedelta]:
        """Return the time since the last answer by the wall clock and by the event loop's."""
        return dt_util.utcnow() - self._wall, timedelta(seconds=self._loop.time() - self._monotonic)

    def now(self) -> datetime:
        """Return the time (UTC)."""
        wall, monotonic = self._passed
        return self._time + (wall if abs(wall - monotonic) <= _STEP else max(wall, monotonic))

    @property
    def stepped(self) -> bool:
        """Return whether the wall clock was set since the last answer."""
        wall, monotonic = self._passed
        return abs(wall - monotonic) > _STEP

    def hear(self, time: datetime | None) -> None:
        """Take the time (UTC) of an answer that has just come; None: it did not say."""
        wrong = time is not None and abs(time - dt_util.utcnow()) > _WRONG
        self._anchor(time if wrong else None)
        if wrong and not self._told:
            _LOGGER.warning(
                "The clock of Home Assistant is wrong by more than half a minute; readings go by the clock of the cloud"
            )
        self._told = wrong
