"""The time of the simulation: the world's, or one that begins at a given moment and runs faster."""

from collections.abc import Callable
from datetime import UTC, datetime
import time

type Clock = Callable[[], datetime]


def real_clock() -> datetime:
    """Return the time (UTC)."""
    return datetime.now(UTC)


def fast_clock(start: float, origin: float, factor: float) -> Clock:
    """Return a clock that showed `start` at the real moment `origin` (Unix seconds) and runs `factor` times as fast."""
    return lambda: datetime.fromtimestamp(start + (time.time() - origin) * factor, UTC)
