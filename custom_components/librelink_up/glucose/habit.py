"""What glucose has been like of late: where a person's glucose tends to return to, and how far its changes carry.

Two people with the same last half hour go on differently: who swings widely swings on, who has a noisy sensor does not,
and everybody tends back to where they usually are. A day of readings tells these apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
import math

from .course import LONGEST_GAP, STEP, changes, course
from .model import Reading

HABIT_SPAN = timedelta(hours=24)
"""What a habit is taken from; less will do, and says less."""

_CARRY_SPAN = timedelta(hours=3)
_APART = timedelta(minutes=4)
_MEASURING_RANGE = (40, 500)

# What is assumed before anything is known, and how many five minutes of knowledge that counts for.
_USUAL_SPREAD, _SPREAD_STEPS = 25.0, 24.0
_USUAL_CARRY, _CARRY_SQUARES = 0.6, 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """What glucose has been like over a day, or over what there is of it."""

    mean: float
    """mg/dL."""
    spread: float
    """Standard deviation (mg/dL)."""
    carry: float
    """Which part of a change of five minutes the next one had: near 1 when smooth, near 0 when noisy."""
    steps: float
    """How many five minutes are known."""


def habit(readings: Sequence[Reading]) -> Habit:
    """Return the habit that readings show, in order of time and at least one; the last 24 hours of them count."""
    last = readings[-1].time
    lowest, highest = _MEASURING_RANGE
    weight = total = squares = 0.0
    later = last + STEP
    for reading in reversed(readings):
        if last - reading.time > HABIT_SPAN:
            break
        if later - reading.time < _APART:
            continue
        steps = min(later - reading.time, LONGEST_GAP) / STEP
        later = reading.time
        glucose = min(max(reading.glucose, lowest), highest)
        weight += steps
        total += steps * glucose
        squares += steps * glucose * glucose
    mean = total / weight
    variance = max(squares / weight - mean * mean, 0.0)
    moved = changes(course(readings, _CARRY_SPAN))
    carried = sum(newer * older for newer, older in pairwise(moved))
    moves = sum(change * change for change in moved)
    return Habit(
        mean=mean,
        spread=math.sqrt((variance * weight + _USUAL_SPREAD**2 * _SPREAD_STEPS) / (weight + _SPREAD_STEPS)),
        carry=(carried + _USUAL_CARRY * _CARRY_SQUARES) / (moves + _CARRY_SQUARES),
        steps=weight,
    )
