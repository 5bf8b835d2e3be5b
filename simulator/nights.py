"""Nights to be woken in: courses of glucose drawn by hand, for the tests of the alerts and for looking at them."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from .people import SimulatedPatient, Span

type Points = Sequence[tuple[float, float]]
"""Minutes from the start of the night, and glucose (mg/dL) then; in between it goes in straight lines."""

NIGHT: Points = (
    (0, 118),
    (40, 112),
    (85, 60),  # The first low, slow enough to be predicted.
    (95, 58),
    (115, 104),
    (150, 100),
    # 160 to 200: the transmitter is out of reach, and meanwhile it falls.
    (200, 64),
    (212, 66),
    (225, 98),
    (250, 101),
    (251, 66),  # The third low comes from one reading to the next.
    (262, 63),
    (275, 97),
    (320, 100),
    (322, 52),  # Lying on the sensor: down at once, and up at once.
    (340, 51),
    (342, 101),
    (380, 90),
    (390, 72),
    (391, 69),  # From here it dances on 70.
    (394, 68),
    (397, 71),
    (401, 69),
    (403, 72),
    (405, 69),
    (408, 73),
    (411, 68),
    (416, 72),
    (419, 69),
    (425, 73),
    (430, 84),
    (480, 110),
)
"""Eight hours with three lows, of which one can be predicted, a gap, a compression low, and a dance on 70."""

AWAY = (160, 200)
"""The minutes in which the transmitter is out of reach."""


def curve(start: datetime, points: Points) -> Callable[[datetime], float | None]:
    """Return glucose as a function of the time (UTC); None outside of the night."""

    def _glucose(time: datetime) -> float | None:
        minutes = (time - start) / timedelta(minutes=1)
        for (before, low), (after, high) in pairwise(points):
            if before <= minutes < after:
                return low + (high - low) * (minutes - before) / (after - before)
        return None

    return _glucose


def sleep(patient: SimulatedPatient, start: datetime, points: Points = NIGHT) -> None:
    """Let a patient have such a night from a time (UTC) on."""
    patient.curve = curve(start, points)


def lose_signal(patient: SimulatedPatient, start: datetime, away: tuple[float, float] = AWAY) -> None:
    """Let a patient's transmitter be out of reach for some minutes of a night that begins at a time (UTC)."""
    begin, end = (start + timedelta(minutes=minutes) for minutes in away)
    patient.phone_away.append(Span(begin, end))
