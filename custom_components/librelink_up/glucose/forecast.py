"""Where glucose is going: a line through the last readings that flattens with time.

Glucose does not go on for ever as it goes now, so the rate fades: with a rate of r mg/dL a minute, it is expected to
have changed by r * 30 * (1 - exp(-h / 30)) after h minutes. The rate is the least-squares one of `rate_of_change`.
Measured errors stand in `docs/alerts.md`; `scripts/forecast` measures them anew.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
import math

from .change import RATE_SPAN, rate_of_change
from .model import Reading

FORECAST_AHEAD = timedelta(minutes=20)
LONGEST_AHEAD = timedelta(minutes=60)
"""Further ahead nothing is said: meals and insulin decide more than the present rate."""

_FADE_MINUTES = 30.0
_LARGEST_GAP = timedelta(minutes=6)
_LEAST_SPAN = timedelta(minutes=9)
_MEASURING_RANGE = (40, 500)
_MINUTE = timedelta(minutes=1)


def forecast(readings: Sequence[Reading], ahead: timedelta = FORECAST_AHEAD) -> int | None:
    """Return the glucose (mg/dL, 40 to 500) expected `ahead` of the last reading.

    Takes readings in order of time. None when the last 15 minutes have a gap, readings of less than 9 minutes, or HI or
    LO.
    """
    if (rate := steady_rate(readings)) is None:
        return None
    change = rate * _FADE_MINUTES * (1 - math.exp(-(ahead / _MINUTE) / _FADE_MINUTES))
    lowest, highest = _MEASURING_RANGE
    return min(max(round(readings[-1].glucose + change), lowest), highest)


def time_to(readings: Sequence[Reading], below: int) -> timedelta | None:
    """Return how long after the last reading glucose is expected below a threshold (mg/dL): a minute to an hour.

    None when it is below already, not on its way there, or nothing can be said (see `forecast`).
    """
    rate = steady_rate(readings)
    if rate is None or rate >= 0 or readings[-1].glucose < below:
        return None
    # The change wanted, as a part of all the change there will ever be at this rate.
    part = (readings[-1].glucose - below) / (-rate * _FADE_MINUTES)
    if part >= 1:
        return None
    ahead = max(-_FADE_MINUTES * math.log(1 - part) * _MINUTE, _MINUTE)
    return ahead if ahead <= LONGEST_AHEAD else None


def steady_rate(readings: Sequence[Reading]) -> float | None:
    """Return the rate of change (mg/dL per minute) if the readings of the last 15 minutes are good enough to go by.

    None when they have a gap, span less than 9 minutes, or show HI or LO.
    """
    if not readings:
        return None
    last = readings[-1].time
    window = [reading.time for reading in readings if last - reading.time <= RATE_SPAN]
    if last - window[0] < _LEAST_SPAN or any(later - earlier > _LARGEST_GAP for earlier, later in pairwise(window)):
        return None
    return rate_of_change(readings)
