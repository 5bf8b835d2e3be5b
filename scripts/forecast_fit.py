"""The forecast's weights: a ridge regression on people's traces, and the same with one person left out.

The terms that are weighed are the integration's own. Each moment counts three times: with a habit of one hour, of three
and of a day, so that the same weights serve who has just begun.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from custom_components.librelink_up.glucose import Reading
from custom_components.librelink_up.glucose.forecast import Basis, Weights, basis
from custom_components.librelink_up.glucose.habit import habit

AHEAD = (5, 10, 15, 20, 30, 45, 60)
"""Minutes for which weights are fitted; in between they go in a straight line."""

DAY = timedelta(hours=24)
HABITS = (timedelta(hours=1), timedelta(hours=3), DAY)
_RIDGE = 0.001
"""Of each term's own mean square. Ten times as much, or a tenth, changes no error by 0.1 mg/dL."""
_NEAR = timedelta(minutes=2)
_TERMS = 8


@dataclass(kw_only=True)
class Sums:
    """What a least-squares fit needs to know of any number of moments."""

    squares: list[list[float]] = field(default_factory=lambda: [[0.0] * _TERMS for _ in range(_TERMS)])
    products: list[list[float]] = field(default_factory=lambda: [[0.0] * _TERMS for _ in AHEAD])

    def note(self, found: Sequence[float], moved: Sequence[float]) -> None:
        """Take in one moment: its terms, and how glucose (mg/dL) changed after it."""
        for row, one in zip(self.squares, found, strict=True):
            for column, other in enumerate(found):
                row[column] += one * other
        for sums, change in zip(self.products, moved, strict=True):
            for column, one in enumerate(found):
                sums[column] += change * one

    def add(self, other: Sums) -> None:
        """Take in all that another has."""
        for ours, theirs in zip([*self.squares, *self.products], [*other.squares, *other.products], strict=True):
            for column, value in enumerate(theirs):
                ours[column] += value

    def weights(self) -> Weights:
        """Return the weights that fit best."""
        kept = [
            [value * (1 + _RIDGE) if row == column else value for column, value in enumerate(values)]
            for row, values in enumerate(self.squares)
        ]
        return {ahead: _solved(kept, sums) for ahead, sums in zip(AHEAD, self.products, strict=True)}


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> tuple[float, ...]:
    """Return the solution of a system of linear equations that is symmetric and positive (no pivots are needed)."""
    rows = [[*values, value] for values, value in zip(matrix, right, strict=True)]
    for pivot, top in enumerate(rows):
        top[:] = [value / top[pivot] for value in top]
        for row in rows:
            if row is not top and (factor := row[pivot]):
                row[:] = [value - factor * above for value, above in zip(row, top, strict=True)]
    return tuple(row[-1] for row in rows)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A reading with a past to go by, and what came after it."""

    number: int
    """The reading's place among the person's."""
    basis: Basis
    """With the habit of a day."""
    later: Mapping[int, int]
    """Glucose (mg/dL) some minutes later, where it is known."""


@dataclass(kw_only=True)
class Person:
    """A person's trace, and what a fit takes from it."""

    readings: list[Reading]
    moments: list[Moment] = field(default_factory=list)
    sums: Sums = field(default_factory=Sums)


def person(readings: Sequence[Reading], *, every: int = 1, habits: Sequence[timedelta] = HABITS) -> Person:
    """Return a person with all moments, or one in so many, that can be forecast from."""
    found = Person(readings=list(readings))
    times = [reading.time for reading in readings]
    for number in range(0, len(readings), every):
        time = times[number]
        past = [readings[bisect_left(times, time - span) : number + 1] for span in habits]
        known = [one for one in (basis(past[-1], habit(readings)) for readings in past) if one]
        if not known:
            continue
        later = {ahead: glucose for ahead in AHEAD if (glucose := glucose_at(readings, times, time, ahead))}
        found.moments.append(Moment(number=number, basis=known[-1], later=later))
        if len(later) == len(AHEAD):
            for one in known:
                found.sums.note(one.terms, [later[ahead] - one.start for ahead in AHEAD])
    return found


def glucose_at(readings: Sequence[Reading], times: Sequence[datetime], time: datetime, ahead: int) -> int | None:
    """Return glucose (mg/dL) some minutes after a time (or before it), measured within two minutes of that."""
    wanted = time + timedelta(minutes=ahead)
    near = readings[bisect_left(times, wanted - _NEAR) : bisect_right(times, wanted + _NEAR)]
    return min(near, key=lambda reading: abs(reading.time - wanted)).glucose if near else None


def fitted(people: Iterable[Person]) -> Weights:
    """Return the weights that fit some people best."""
    total = Sums()
    for one in people:
        total.add(one.sums)
    return total.weights()


def without(left_out: Person, people: Iterable[Person]) -> Weights:
    """Return the weights that fit the others best."""
    return fitted(one for one in people if one is not left_out)
