"""Glucose as it could be: a smooth function of a person and the time, the same whenever it is asked.

Meals rise and fall over hours, nights drift and dip, mornings rise; the noise is that of a sensor. Nothing is stored:
any moment of the past can be asked for.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import hashlib
import math

_EPOCH = datetime.fromtimestamp(0, UTC)
_DAY = 86400.0
_HOUR = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What makes a person's days: all in mg/dL and hours (UTC)."""

    seed: str
    base: float = 115.0
    meal_hours: tuple[float, ...] = (6.5, 11.5, 17.5)
    meal_rise: float = 75.0
    dawn_rise: float = 15.0
    night_dip: float = 20.0
    """How deep the lowest point of a night can be below the base."""
    noise: float = 1.5


def _chance(*parts: object) -> float:
    """Return a number from 0 to 1 that is always the same for the same parts."""
    digest = hashlib.sha256("|".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64


def _bump(hours: float, rise: float, fall: float) -> float:
    """Return the shape of a meal: up over `rise` hours, down over `fall`, one at its top."""
    if hours <= 0:
        return 0.0
    if hours < rise:
        return math.sin(hours / rise * math.pi / 2) ** 2
    return math.exp(-(((hours - rise) / fall) ** 2))


def _meal(body: Body, day: int, number: int) -> tuple[float, float]:
    """Return at which hour (UTC) of a day a meal is, and how large: from 0.4 to 1.6."""
    start = body.meal_hours[number] + (_chance(body.seed, day, number) - 0.5) * 1.5
    return start, 0.4 + 1.2 * _chance(body.seed, day, number, "size")


def meals_between(body: Body, start: datetime, end: datetime) -> list[tuple[datetime, float]]:
    """Return when a person eats in a span, and how large each meal is: from 0.4 to 1.6."""
    days = range((start - _EPOCH).days, (end - _EPOCH).days + 1)
    meals = [(day, *_meal(body, day, number)) for day in days for number in range(len(body.meal_hours))]
    timed = [(_EPOCH + timedelta(days=day, hours=hour), size) for day, hour, size in meals]
    return [(time, size) for time, size in timed if start <= time < end]


def _meals(body: Body, day: int, hour: float) -> float:
    total = 0.0
    for back in (0, 1):
        for number in range(len(body.meal_hours)):
            chance = _chance(body.seed, day - back, number)
            start, size = _meal(body, day - back, number)
            start -= 24 * back
            total += body.meal_rise * size * _bump(hour - start, 1.0 + 0.5 * chance, 1.3)
            # Too much insulin for a meal: an hour or two later it goes below where it came from.
            total -= 30 * _chance(body.seed, day - back, number, "bolus") * _bump(hour - start - 2.2, 1.2, 1.0)
    return total


def _night(body: Body, day: int, hour: float) -> float:
    """Return the dip of a night, some time between 0 and 4 o'clock, deeper in some nights than in others."""
    total = 0.0
    for ahead in (0, 1):
        center = 0.5 + 3 * _chance(body.seed, day + ahead, "night") + 24 * ahead
        depth = body.night_dip * (0.3 + 1.4 * _chance(body.seed, day + ahead, "depth"))
        total -= depth * math.exp(-(((hour - center) / 1.1) ** 2))
    return total


def _noise(body: Body, seconds: float) -> float:
    """Return noise that changes smoothly over a few minutes."""
    step = 240.0
    index, part = divmod(seconds, step)
    before, after = (_chance(body.seed, "noise", int(index) + offset) - 0.5 for offset in (0, 1))
    weight = (1 - math.cos(part / step * math.pi)) / 2
    return 2 * body.noise * (before * (1 - weight) + after * weight)


def glucose_at(body: Body, time: datetime) -> int:
    """Return the glucose (mg/dL) of a person at a time."""
    seconds = (time - _EPOCH).total_seconds()
    day, rest = divmod(seconds, _DAY)
    hour = rest / _HOUR
    drift = 12 * math.sin(seconds / _DAY * 2 * math.pi / 3.7 + 6 * _chance(body.seed, "drift"))
    dawn = body.dawn_rise * math.exp(-(((hour - 5) / 1.5) ** 2))
    value = body.base + drift + dawn + _meals(body, int(day), hour) + _night(body, int(day), hour)
    return round(min(max(value + _noise(body, seconds), 40), 400))


def slope_at(body: Body, time: datetime) -> float:
    """Return how fast glucose changes (mg/dL per minute), over the last ten minutes."""
    return (glucose_at(body, time) - glucose_at(body, time - timedelta(minutes=10))) / 10
