"""The time by which readings grow old: a home's clock that is wrong, or is set, costs a minute of truth at most."""

from datetime import datetime, timedelta
import logging

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN

_LOGGER = logging.getLogger(__name__)

_STEP = timedelta(seconds=10)
"""Two clocks drift apart by less between two answers; by more, one was set, or the machine slept."""
_WRONG = timedelta(seconds=30)
"""A clock that is wrong by less is right: an answer of the cloud can take some seconds, and says whole ones."""

_PROOF = timedelta(seconds=30)
"""Two answers this far apart prove that the clock of the cloud goes."""


class Clock:
    """Begins with the wall clock, and holds it to the cloud's, by which readings have their times, at each answer.

    Since the last answer the longer time has passed of the one by the event loop's monotonic clock, which is never set
    but stands still while a machine sleeps, and the one by the wall clock, which goes on but can be set. So nothing old
    is taken for new: at worst, when the wall clock is set forward, what is new seems old until the next answer.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with the wall clock: until there are answers there is nothing better."""
        self._loop = hass.loop
        self._time = self._wall = dt_util.utcnow()
        self._monotonic = self._loop.time()
        self._answered: datetime | None = None
        self._proved = self._wrong = False
        self.doubtful = False
        """Whether the first answer has another time: the next one shows which is to be believed."""

    def now(self) -> datetime:
        """Return the time (UTC)."""
        wall, monotonic = self._passed
        return self._time + (max(wall, monotonic) if self.stepped else wall)

    @property
    def stepped(self) -> bool:
        """Return whether the wall clock was set since the last answer."""
        wall, monotonic = self._passed
        return abs(wall - monotonic) > _STEP

    @property
    def _passed(self) -> tuple[timedelta, timedelta]:
        """Return the time since the last answer by the wall clock and by the event loop's."""
        return dt_util.utcnow() - self._wall, timedelta(seconds=self._loop.time() - self._monotonic)

    def hear(self, answered: datetime | None) -> None:
        """Take the time (UTC) at which the cloud has just answered, by its own clock; None: it did not say.

        That is believed once it goes on from one answer to the next as the monotonic clock does: an answer out of some
        cache does not.
        """
        before, passed = self._answered, self._passed[1]
        steady = answered is not None and before is not None and abs(answered - before - passed) <= _STEP
        if steady and passed < _PROOF and not self.stepped:
            return  # That is too soon to tell anything.
        self._proved = steady and (self._proved or passed >= _PROOF)
        self._answered = answered
        self._time = self._wall = dt_util.utcnow()
        self._monotonic = self._loop.time()
        differs = answered is not None and abs(answered - self._wall) > _WRONG
        self.doubtful = before is None and differs
        was_wrong, self._wrong = self._wrong, False
        if answered and differs and self._proved:
            self._time, self._wrong = answered, True
            if not was_wrong:
                _LOGGER.warning(
                    "The clock of Home Assistant is wrong by %s seconds; readings go by the clock of the cloud",
                    round((self._wall - answered).total_seconds()),
                )


_CLOCK: HassKey[Clock] = HassKey(f"{DOMAIN}_clock")


@callback
def clock(hass: HomeAssistant) -> Clock:
    """Return the clock of this home: one for all accounts."""
    if _CLOCK not in hass.data:
        hass.data[_CLOCK] = Clock(hass)
    return hass.data[_CLOCK]


@callback
def utcnow(hass: HomeAssistant) -> datetime:
    """Return the time (UTC) by which readings grow old."""
    return clock(hass).now()
