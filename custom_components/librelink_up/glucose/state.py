"""What a glucose value means: its state against thresholds, and whether it is fresh enough to be shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from .model import AlarmLimits, OutOfRange, Reading


class GlucoseState(StrEnum):
    """Where glucose stands against a patient's thresholds, and what is said when that is not known."""

    UNKNOWN = "unknown"
    """No reading yet, and none to be expected: the beginning, and a sensor's warm-up."""
    NO_READINGS = "no_readings"
    """Readings should come, but the newest one is too old."""
    SENSOR_ENDED = "sensor_ended"
    """No readings come, because the sensor has ended."""
    URGENT_LOW = "urgent_low"
    LOW = "low"
    IN_RANGE = "in_range"
    HIGH = "high"
    URGENT_HIGH = "urgent_high"


LOWS = frozenset({GlucoseState.URGENT_LOW, GlucoseState.LOW})
HIGHS = frozenset({GlucoseState.HIGH, GlucoseState.URGENT_HIGH})
ABOUT_GLUCOSE = LOWS | HIGHS | {GlucoseState.IN_RANGE}
"""The states that a fresh reading gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The limits (mg/dL) between the states: below `low` is low, above `high` is high.

    In order: `urgent_low` <= `low` <= `high` <= `urgent_high`.

    The defaults are those of the international consensus on time in range (Battelino et al., Diabetes Care 2019).
    """

    urgent_low: int = 54
    low: int = 70
    high: int = 180
    urgent_high: int = 250

    @classmethod
    def from_limits(cls, limits: AlarmLimits, chosen: AlarmLimits) -> Self:
        """Take what the user has chosen, else an account's own alarm limits, else the defaults.

        What was not chosen gives way to what was. Other limits that contradict each other are moved outwards until they
        are in order.
        """
        default = cls()
        low = chosen.low or max(limits.low or default.low, chosen.urgent_low or 0)
        high = chosen.high or limits.high or default.high
        if chosen.urgent_high and not chosen.high:
            high = min(high, chosen.urgent_high)
        high = max(high, low)
        return cls(
            urgent_low=min(chosen.urgent_low or limits.urgent_low or default.urgent_low, low),
            low=low,
            high=high,
            urgent_high=max(chosen.urgent_high or limits.urgent_high or default.urgent_high, high),
        )


def glucose_state(reading: Reading, thresholds: Thresholds) -> GlucoseState:
    """Return the state of one reading, whatever was before it; LO and HI are urgent whatever number comes with them."""
    if reading.out_of_range is OutOfRange.LO or reading.glucose < thresholds.urgent_low:
        return GlucoseState.URGENT_LOW
    if reading.out_of_range is OutOfRange.HI or reading.glucose > thresholds.urgent_high:
        return GlucoseState.URGENT_HIGH
    if reading.glucose < thresholds.low:
        return GlucoseState.LOW
    if reading.glucose > thresholds.high:
        return GlucoseState.HIGH
    return GlucoseState.IN_RANGE


_AHEAD = timedelta(minutes=5)
"""A reading further ahead of this clock says that the clock is wrong, and then nobody knows how old it is."""


def goes_stale_at(reading: Reading, limit: timedelta) -> datetime:
    """Return the moment (UTC) from which a reading must no longer be shown as current."""
    return reading.time + limit


def fresh(reading: Reading | None, now: datetime, limit: timedelta) -> Reading | None:
    """Return the reading if it may be shown as current, else None.

    A reading slightly ahead of this clock is fresh: the sensor's clock and ours differ by some seconds.
    """
    return reading if reading and reading.time - _AHEAD <= now < goes_stale_at(reading, limit) else None
