"""Whether a low looks like pressure on the sensor: somebody lies on it, and it measures what is not in the blood.

Such a low begins like a step: from calm down within a quarter of an hour, and calm again (Baysal et al., J Diabetes Sci
Technol 2014). Glucose in the blood falls like a slope. It is a mark and nothing more: a true low can look like that.
`scripts/forecast` measures it; the figures stand in `docs/alerts.md`.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from .course import raw_course
from .model import Reading

_BACK = timedelta(hours=1)
_LONGEST_AGO = 6
"""How many five minutes ago the fall may have ended: who has been low for longer counts as low."""
_LENGTHS = (1, 2, 3)
"""In how many five minutes it may fall."""
_STEP = 16.0
"""mg/dL by which the fall must be deeper than the unrest around it explains."""
_NOT_OVER = 6.0
"""As much deeper while it is not known whether the fall is over."""
_NEAR = 8.0
"""mg/dL above low to which the fall must have led at least."""
_CALM = 4
_BEFORE, _FALLING, _AFTER = 0.8, 0.4, 0.7
"""What is no surprise in each five minutes: so much of the largest change in the 20 minutes before, of the fall in them
(what falls already may fall faster), and of the change after it."""


def pressure(readings: Sequence[Reading], low: int) -> bool:
    """Return whether the last reading is below `low` (mg/dL) and the way there looks like pressure on the sensor.

    Takes readings in order of time, of an hour at least. It says so for half an hour after the fall.
    """
    if not readings or readings[-1].out_of_range or readings[-1].glucose >= low:
        return False
    steps = raw_course(readings, _BACK)
    moved = [abs(older - newer) for newer, older in pairwise(steps)]
    return any(
        _surprise(steps, moved, end, length) > (_STEP if end else _STEP + _NOT_OVER)
        for end in range(min(_LONGEST_AGO + 1, len(steps)))
        if steps[end] < low + _NEAR
        for length in _LENGTHS
        if end + length + _CALM <= len(moved)
    )


def _surprise(steps: Sequence[float], moved: Sequence[float], end: int, length: int) -> float:
    """Return by how much (mg/dL) a fall is deeper than the unrest around it explains."""
    start = end + length
    before = max(moved[start : start + _CALM])
    falling = max(steps[start + _CALM] - steps[start], 0.0) / _CALM
    after = max([abs(steps[later] - steps[end]) / (end - later) for later in range(max(end - 2, 0), end)], default=0.0)
    return steps[start] - steps[end] - length * (_BEFORE * before + _FALLING * falling + _AFTER * after)
