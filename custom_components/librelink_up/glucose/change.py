"""How glucose moves: the change over five minutes and the rate per minute."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from .model import Reading

SPAN = timedelta(minutes=5)
"""The change that is shown is that of five minutes, as on the receivers and in Nightscout."""
TOLERANCE = timedelta(minutes=2, seconds=30)
RATE_SPAN = timedelta(minutes=15)
RATE_LEAST_SPAN = timedelta(minutes=4)
WINDOW = timedelta(hours=3)
"""How much of the past it takes to find out what is news, when readings come as rarely as every hour."""

_LARGEST_GAP = timedelta(minutes=6)
_STEADY_SPAN = timedelta(minutes=9)
_MINUTE = timedelta(minutes=1)


def change(readings: Sequence[Reading]) -> int | None:
    """Return the change (mg/dL) of the last reading since five minutes before it.

    Takes readings in order of time. The one nearest to five minutes before the last, at most 2.5 minutes off, is the
    base, and the difference is scaled to five minutes. None without such a one, or when either shows HI or LO.
    """
    if not readings or readings[-1].out_of_range:
        return None
    last = readings[-1]
    wanted = last.time - SPAN
    base = min(readings, key=lambda reading: abs(reading.time - wanted))
    if abs(base.time - wanted) > TOLERANCE or base.out_of_range:
        return None
    return round((last.glucose - base.glucose) * (SPAN / (last.time - base.time)))


def rate_of_change(readings: Sequence[Reading]) -> float | None:
    """Return how fast glucose changes (mg/dL per minute, two decimals).

    It is the slope of the least-squares line through the readings of the last 15 minutes, which steadies the noise of
    single readings. None when fewer than two readings, or less than four minutes, are there, or one shows HI or LO.
    """
    if not readings:
        return None
    last = readings[-1].time
    window = [reading for reading in readings if last - reading.time <= RATE_SPAN]
    if last - window[0].time < RATE_LEAST_SPAN or any(reading.out_of_range for reading in window):
        return None
    minutes = [(reading.time - last) / _MINUTE for reading in window]
    mean_minutes = sum(minutes) / len(window)
    mean_glucose = sum(reading.glucose for reading in window) / len(window)
    covariance = sum(
        (minute - mean_minutes) * (reading.glucose - mean_glucose)
        for minute, reading in zip(minutes, window, strict=True)
    )
    return round(covariance / sum((minute - mean_minutes) ** 2 for minute in minutes), 2)


def steady_rate(readings: Sequence[Reading]) -> float | None:
    """Return the rate of change (mg/dL per minute) if the readings of the last 15 minutes are good enough to go by.

    None when they have a gap, span less than 9 minutes, or show HI or LO.
    """
    if not readings:
        return None
    last = readings[-1].time
    window = [reading.time for reading in readings if last - reading.time <= RATE_SPAN]
    if last - window[0] < _STEADY_SPAN or any(later - earlier > _LARGEST_GAP for earlier, later in pairwise(window)):
        return None
    return rate_of_change(readings)
