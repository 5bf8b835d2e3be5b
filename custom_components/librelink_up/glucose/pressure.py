"""Whether a low looks like pressure on the sensor: somebody lies on it, and it measures what is not in the blood.

Such a low begins like a step: from calm down within a quarter of an hour, and calm again (Baysal et al., J Diabetes Sci
Technol 2014). Glucose in the blood falls like a slope. It is a mark and nothing more: a true low can look like that.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from .course import course
from .model import Reading

_BACK = timedelta(hours=1)
_STEP_AGO = 6
"""How many five minutes ago the fall may have ended: who has been low for longer counts as low."""
_FALLS = {1: 0.0, 2: 2.0, 3: 4.0}
"""In how many five minutes it may fall, and how much deeper (mg/dL) it must be when it takes longer."""
_STEP = 14.0
"""mg/dL by which the fall must be more than the unrest before and after it explains."""
_NOT_OVER = 6.0
"""As much more while it is not known whether the fall is over."""
_NEAR = 8.0
"""mg/dL above low to which the fall must have led at least."""
_CALM_STEPS = 5
_BEFORE, _AFTER = 0.8, 0.7
"""How much of the largest change in the 25 minutes before, and of the change after it, is no surprise in each step."""


def pressure(readings: Sequence[Reading], low: int) -> bool:
    """Return whether the last reading is below `low` (mg/dL) and the way there looks like pressure on the sensor.

    Takes readings in order of time, of an hour at least. It says so for half an hour after the fall.
    """
    if not readings or readings[-1].out_of_range or readings[-1].glucose >= low:
        return False
    steps = course(readings, _BACK)
    moved = [abs(older - newer) for newer, older in pairwise(steps)]
    return any(
        _depth(steps, moved, end, length) - deeper > _STEP
        for end in range(min(_STEP_AGO + 1, len(steps)))
        if steps[end] < low + _NEAR
        for length, deeper in _FALLS.items()
        if end + length + 2 <= len(moved)
    )


def _depth(steps: Sequence[float], moved: Sequence[float], end: int, length: int) -> float:
    """Return by how much (mg/dL) a fall is deeper than the unrest around it explains."""
    start = end + length
    before = max(moved[start : start + _CALM_STEPS])
    after = max([abs(steps[later] - steps[end]) / (end - later) for later in range(max(end - 2, 0), end)], default=0.0)
    unrest = length * (_BEFORE * before + _AFTER * after)
    return steps[start] - steps[end] - unrest - (0.0 if end else _NOT_OVER)
