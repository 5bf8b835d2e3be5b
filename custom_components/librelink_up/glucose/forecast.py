"""Where glucose is going: a regression on the last readings and on what glucose has been like in the last day.

The change that is expected is a weighted sum of eight terms (`_terms`): the last two changes of five minutes, how far
glucose is from where it usually is, and these again by how smooth and how lively it is. The weights are a ridge
regression's on the traces of 24 people; `scripts/forecast --fit` makes them. `scripts/forecast` measures the errors of
each person by weights that the other 23 gave; the figures stand in `docs/alerts.md`.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
import math
from operator import mul
from typing import NamedTuple

from .course import changes, course
from .habit import Habit, habit
from .model import Reading

FORECAST_AHEAD = timedelta(minutes=20)
LONGEST_AHEAD = timedelta(minutes=60)
"""Further ahead nothing is said: meals and insulin decide more than the present rate."""

type Weights = Mapping[int, Sequence[float]]
type Way = Sequence[tuple[int, float]]
"""Minutes after the last reading, and glucose (mg/dL) then."""

WEIGHTS: Weights = {
    5: (0.341, -0.003, 0.602, -0.010, -0.019, 0.045, 0.020, 0.016),
    10: (0.452, 0.073, 1.268, -0.108, -0.050, 0.140, 0.050, 0.040),
    15: (0.528, 0.154, 1.856, -0.285, -0.086, 0.253, 0.109, 0.065),
    20: (0.569, 0.270, 2.269, -0.453, -0.128, 0.344, 0.241, 0.090),
    30: (0.699, 0.425, 2.749, -0.754, -0.216, 0.698, 0.421, 0.130),
    45: (0.874, 0.580, 2.813, -0.970, -0.350, 1.195, 0.711, 0.157),
    60: (0.986, 0.682, 2.656, -1.118, -0.477, 1.647, 0.769, 0.151),
}
"""By how many minutes ahead: what each of the terms counts. Made by `scripts/forecast --fit`, not by hand."""

_BACK = timedelta(minutes=40)
_LEAST_STEPS = 3
_HABIT_STEPS = 36.0
"""How many five minutes must be known for the usual glucose to count by half."""
_LIVELY = 30.0
"""mg/dL: the spread of somebody who is neither calm nor lively."""
_LEAST_SPREAD, _MOST_SPREAD = 18.0, 75.0
"""mg/dL: those of people; what is said of nobody whom the fit knew would be a guess."""
_LOWEST, _HIGHEST = 40.0, 500.0
_MINUTE = timedelta(minutes=1)
_CLEARLY = 1.5
"""mg/dL below a threshold that a forecast must be for a low to be expected of it alone: it is not as exact as that."""
_CLOSE, _CLOSE_AHEAD = 2.5, -2.0
"""mg/dL above a threshold that are as good as below it when glucose has fallen in ten minutes: now, and in 20 minutes;
of somebody to whom it is _CLOSE_SPREADS spreads from the usual glucose to the threshold. Who is that close is low soon
about as often as not, and a low that was not told is worse than one that did not come."""
_CLOSE_SPREADS, _MOST_CLOSE, _LEAST_ROOM = 2.5, 2.2, 10.0
"""The nearer lows are to what is usual, the wider that counts: by up to _MOST_CLOSE, from _LEAST_ROOM mg/dL on."""


class Basis(NamedTuple):
    """What a forecast goes by."""

    start: float
    """Where it starts (mg/dL): at the last reading, or where the last ones of a minute lead to."""
    terms: tuple[float, ...]
    """What the weights weigh."""
    usual: float
    """Where glucose usually is (mg/dL)."""
    spread: float
    """How widely it swings (mg/dL)."""


def forecast(readings: Sequence[Reading], ahead: timedelta = FORECAST_AHEAD, usual: Habit | None = None) -> int | None:
    """Return the glucose (mg/dL, 40 to 500) expected `ahead` of the last reading, which is up to an hour.

    Takes readings in order of time: of a day where there is one, or of 40 minutes and the habit of a day. None when
    they do not cover the last ten minutes without HI or LO, or are more than 20 minutes apart.
    """
    if ahead > LONGEST_AHEAD or not (found := basis(readings, usual)):
        return None
    minutes = ahead / _MINUTE
    (start, before), (end, after) = next(part for part in pairwise(way(found)) if minutes <= part[1][0])
    return round(before + (after - before) * (minutes - start) / (end - start))


def time_to(readings: Sequence[Reading], below: int, usual: Habit | None = None) -> timedelta | None:
    """Return how long after the last reading glucose is expected below a threshold (mg/dL): a minute to an hour.

    Having fallen and coming close to it within 20 minutes is as good as going clearly below it. None when it is below
    already, is not expected to be, or nothing can be said (see `forecast`, also for what to give).
    """
    if not readings or readings[-1].glucose < below or not (found := basis(readings, usual)):
        return None
    return reaches(found, below)


def basis(readings: Sequence[Reading], usual: Habit | None = None) -> Basis | None:
    """Return what a forecast from the last reading goes by; None: nothing can be said."""
    steps = course(readings, _BACK)
    if len(steps) < _LEAST_STEPS:
        return None
    usual = usual or habit(readings)
    return Basis(steps[0], _terms(steps, usual), usual.mean, usual.spread)


def reaches(found: Basis, below: int, weights: Weights = WEIGHTS) -> timedelta | None:
    """Return how long it takes until glucose is expected below a threshold (mg/dL); see `time_to`."""
    expected = way(found, weights)
    soon = FORECAST_AHEAD / _MINUTE
    swing = min(_CLOSE_SPREADS * found.spread / max(found.usual - below, _LEAST_ROOM), _MOST_CLOSE)
    close = found.terms[0] + found.terms[1] < 0 and any(
        glucose < below + swing * (_CLOSE + (_CLOSE_AHEAD - _CLOSE) * minutes / soon)
        for minutes, glucose in expected
        if minutes <= soon
    )
    latest = soon if close else math.inf
    for (start, before), (end, after) in pairwise(expected):
        if after < below - _CLEARLY:
            part = (before - below) / (before - after) if before > below else 0.0
            return min(max(start + part * (end - start), 1.0), latest) * _MINUTE
    return FORECAST_AHEAD if close else None


def way(found: Basis, weights: Weights = WEIGHTS) -> Way:
    """Return the way that glucose is expected to go."""
    changed = [(minutes, sum(map(mul, counted, found.terms, strict=True))) for minutes, counted in weights.items()]
    return [(minutes, min(max(found.start + change, _LOWEST), _HIGHEST)) for minutes, change in [(0, 0.0), *changed]]


def _terms(steps: Sequence[float], usual: Habit) -> tuple[float, ...]:
    """Return what the weights weigh, of a course of three steps or more and of what glucose has been like."""
    last, before = changes(steps)[:2]
    away = (steps[0] - usual.mean) * usual.steps / (usual.steps + _HABIT_STEPS)
    lively = math.log(min(max(usual.spread, _LEAST_SPREAD), _MOST_SPREAD) / _LIVELY)
    smooth = usual.carry
    return (last, before, last * smooth, before * smooth, away, last * lively, before * lively, away * lively)
