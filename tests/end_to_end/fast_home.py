"""Starts a real Home Assistant whose clock begins at a given moment and runs faster than the world's.

    python -m tests.end_to_end.fast_home START ORIGIN FACTOR [arguments of Home Assistant]

START is the first moment of the simulated clock and ORIGIN the real moment that belongs to it (both Unix seconds), so
that several processes share one clock. Everything that asks for the time is answered by the simulated clock, and every
wait of the event loop is shortened by FACTOR; the code under test is the shipped one.
"""

from datetime import UTC, datetime, tzinfo
from functools import partial
import runpy
import selectors
import sys
import time
from typing import override


def install(start: float, origin: float, factor: float) -> None:
    """Replace the clocks of this process; must run before anything else is imported."""
    real_time, real_monotonic = time.time, time.monotonic
    monotonic_origin = real_monotonic()

    def simulated_time() -> float:
        return start + (real_time() - origin) * factor

    def simulated_monotonic() -> float:
        return monotonic_origin + (real_monotonic() - monotonic_origin) * factor

    time.time = simulated_time
    time.time_ns = lambda: int(simulated_time() * 1e9)
    time.monotonic = simulated_monotonic
    time.monotonic_ns = lambda: int(simulated_monotonic() * 1e9)

    select = selectors.EpollSelector.select

    def hurried_select(
        self: selectors.EpollSelector, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        return select(self, timeout if timeout is None or timeout <= 0 else timeout / factor)

    selectors.EpollSelector.select = hurried_select  # type: ignore[method-assign, assignment]
    _patch_datetime()


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
    install(*(float(argument) for argument in sys.argv[1:4]))
    sys.argv = ["hass", *sys.argv[4:]]
    runpy.run_module("homeassistant", run_name="__main__")
