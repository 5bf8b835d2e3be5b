"""Starts a real Home Assistant that lives by a clock of ours instead of the machine's.

    python -m tests.end_to_end.fast_home FILE [arguments of Home Assistant]

FILE is the clock, see `clock.py`. Everything that asks for the time is answered by it, and every wait of the event loop
is as much shorter as it is faster than the world's; the code under test is the shipped one.
"""

import asyncio
from datetime import UTC, datetime, tzinfo
from functools import partial
from pathlib import Path
import runpy
import selectors
import sys
import time
from typing import override

from .clock import SharedClock

_LONGEST_WAIT, _SHORTEST_WAIT = 0.05, 0.001
"""In seconds of the world: the clock can change its pace meanwhile, and one that stands still keeps nobody busy."""


def install(clock: SharedClock) -> None:
    """Replace the clocks of this process; must run before Home Assistant is imported."""
    started, monotonic_started = clock.time(), time.monotonic()

    def simulated_monotonic() -> float:
        return monotonic_started + clock.time() - started

    time.time = clock.time
    time.time_ns = lambda: int(clock.time() * 1e9)
    time.monotonic = simulated_monotonic
    time.monotonic_ns = lambda: int(simulated_monotonic() * 1e9)

    select = selectors.EpollSelector.select

    def hurried_select(
        self: selectors.EpollSelector, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None and timeout > 0:
            timeout = min(max(timeout / clock.factor, _SHORTEST_WAIT), _LONGEST_WAIT)
        return select(self, timeout)

    selectors.EpollSelector.select = hurried_select  # type: ignore[method-assign, assignment]
    _give_the_outside_its_time(clock)
    _patch_datetime()


def _give_the_outside_its_time(clock: SharedClock) -> None:
    """Let limits of time last as long as they do in the world: a phone's push service answers no faster than ever."""
    limit = asyncio.timeout

    def patient(delay: float | None) -> asyncio.Timeout:
        return limit(None if delay is None else delay * max(clock.factor, 1))

    asyncio.timeout = patient  # type: ignore[assignment]


def _simulated_now(time_zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(time.time(), time_zone)


def _patch_datetime() -> None:
    """Let the two places that ask datetime itself for the time ask the simulated clock."""

    class SimulatedDatetime(datetime):
        @classmethod
        @override
        def now(cls, tz: tzinfo | None = None) -> SimulatedDatetime:
            return cls.fromtimestamp(time.time(), tz)

    from homeassistant.util import dt as dt_util  # noqa: PLC0415
    import jwt.api_jwt  # noqa: PLC0415 - the clock comes first

    vars(jwt.api_jwt)["datetime"] = SimulatedDatetime
    dt_util.utcnow = partial(_simulated_now, UTC)
    dt_util.now = lambda time_zone=None: _simulated_now(time_zone or dt_util.get_default_time_zone())


if __name__ == "__main__":
    install(SharedClock(Path(sys.argv[1])))
    sys.argv = ["hass", *sys.argv[2:]]
    runpy.run_module("homeassistant", run_name="__main__")
