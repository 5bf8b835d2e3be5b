"""How well pressure on the sensor is told from a low: on pressure laid over people's real nights, and on their lows."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
import random

from custom_components.librelink_up.glucose import Reading, Thresholds, pressure
from scripts import traces

LOW = Thresholds().low
NIGHT = (23, 6)
ROUNDS = 20
FALLS = {"within 3 to 12 minutes": (3, 12), "within 8 to 16 minutes": (8, 16)}
DEPTHS = (25, 55)
LENGTHS = (15, 60)

_MINUTE = timedelta(minutes=1)
_BEFORE, _AFTER = 75 * _MINUTE, 90 * _MINUTE
_GAP = 7 * _MINUTE
_READINGS = 15
"""As many as an hour has, five minutes apart, and some more."""
_MARKED_WITHIN = 45 * _MINUTE


def marked(readings: Sequence[Reading], begun: int) -> bool:
    """Return whether a low that begins with a reading is marked while it lasts, for 45 minutes at most."""
    for number in range(begun, len(readings)):
        reading = readings[number]
        if reading.glucose >= LOW or reading.time - readings[begun].time > _MARKED_WITHIN:
            break
        if pressure(readings[max(number - _READINGS, 0) : number + 1], LOW):
            return True
    return False


def calm_nights(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Yield stretches of nights that are whole and without a low: 75 minutes, and 90 more for pressure to come."""
    late, early = NIGHT
    start = 0
    for number, reading in enumerate(readings):
        while reading.time - readings[start].time > _BEFORE + _AFTER:
            start += 1
        stretch = readings[start : number + 1]
        whole = reading.time - stretch[0].time > _BEFORE + _AFTER - _GAP
        if not whole or any(later.time - earlier.time > _GAP for earlier, later in pairwise(stretch)):
            continue
        hour = (reading.time - _AFTER).hour
        if (hour >= late or hour < early) and min(one.glucose for one in stretch) >= LOW:
            yield list(stretch)


def pressed(night: Sequence[Reading], fall: tuple[int, int], chance: random.Random) -> list[Reading]:
    """Return a night with pressure on the sensor: down in a straight line, flat on what it was, and up again."""
    begin = night[-1].time - _AFTER + chance.uniform(0, 5) * _MINUTE
    slope, depth, length = chance.uniform(*fall) * _MINUTE, chance.uniform(*DEPTHS), chance.uniform(*LENGTHS) * _MINUTE

    def part(time: datetime) -> float:
        down, up = (time - begin) / slope, 1 - (time - begin - length) / slope
        return min(max(down, 0.0), max(up, 0.0), 1.0)

    return [one._replace(glucose=max(round(one.glucose - depth * part(one.time)), 40)) for one in night]


def found(fall: tuple[int, int]) -> tuple[int, int]:
    """Return how many lows by pressure there were, and how many of them were marked."""
    chance = random.Random("pressure")  # noqa: S311 - the same nights every time
    there = hits = 0
    for name in traces.SETS:
        for readings in traces.people(name).values():
            nights = list(calm_nights(readings))
            for _ in range(ROUNDS if nights else 0):
                night = pressed(chance.choice(nights), fall, chance)
                begun = next((number for number, one in enumerate(night) if one.glucose < LOW), None)
                if begun is not None:
                    there += 1
                    hits += marked(night, begun)
    return there, hits


def true_lows() -> tuple[int, int]:
    """Return how many lows people had, and how many of them were marked."""
    there = hits = 0
    for name in traces.SETS:
        for readings in traces.people(name).values():
            last: datetime | None = None
            for number, reading in enumerate(readings):
                if reading.glucose >= LOW:
                    continue
                begins = last is None or reading.time - last > 30 * _MINUTE
                last = reading.time
                if begins and number >= 12 and reading.time - readings[number - 12].time < 66 * _MINUTE:  # noqa: PLR2004
                    there += 1
                    hits += marked(readings, number)
    return there, hits


def report() -> None:
    """Print the figures."""
    for name, fall in FALLS.items():
        there, hits = found(fall)
        print(
            f"pressure that makes glucose fall {name}: {hits} of {there} lows marked ({hits / there:.0%})", flush=True
        )
    there, hits = true_lows()
    print(f"people's own lows: {hits} of {there} marked ({hits / there:.1%})")


if __name__ == "__main__":
    report()
