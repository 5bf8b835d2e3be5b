"""How wrong the forecast and its alarm are: on people's traces and the simulator's days, beside simpler ways.

Each person is forecast by weights that the others gave. `--fit` prints the weights that all give, for the module.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
import math
from statistics import mean
import sys

from custom_components.librelink_up.glucose import LOWS, Episode, Reading, ReadingKind, Thresholds
from custom_components.librelink_up.glucose.episode import with_reading
from custom_components.librelink_up.glucose.forecast import FORECAST_AHEAD, WEIGHTS, Way, Weights, reaches, way
from custom_components.librelink_up.glucose.outlook import QUIET, Outlook, last_told, with_outlook
from scripts import pressure_found, traces
from scripts.forecast_fit import DAY, HABITS, Moment, Person, fitted, glucose_at, person, without
from simulator.glucose_days import Body, glucose_at as simulated_glucose

AHEAD = (20, 30)
START = datetime(2026, 9, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
THRESHOLDS = Thresholds()
BODIES = [
    *(Body(seed=f"calm {number}") for number in range(3)),
    *(Body(seed=f"wild {number}", base=122, meal_rise=105, night_dip=48, dawn_rise=25, noise=3) for number in range(3)),
    *(Body(seed=f"low {number}", base=98, meal_rise=90, night_dip=55, noise=3) for number in range(3)),
]

_TRUE_WITHIN = timedelta(minutes=40)
"""An alarm is true when a low comes within this time, and a low is announced by an alarm within this time before it."""
_LONGEST_GAP = timedelta(minutes=16)
_AR2 = (1.716, -0.723)


def last_value(now: float) -> Way:
    """Return the way of glucose that stays."""
    return [(0, now), (60, now)]


def ar2(now: float, before: float) -> Way:
    """Return Nightscout's forecast: an autoregression on the logarithm, from now and five minutes before."""
    found = [(0, now)]
    newer, older = math.log(now / 140), math.log(before / 140)
    for minutes in range(5, 65, 5):
        newer, older = _AR2[0] * newer + _AR2[1] * older, newer
        found.append((minutes, min(max(140 * math.exp(newer), 36), 400)))
    return found


def ar2_low(expected: Way) -> timedelta | None:
    """Return when AR2 expects glucose to be low."""
    return next((minutes * MINUTE for minutes, glucose in expected if glucose < THRESHOLDS.low), None)


@dataclass(kw_only=True)
class Score:
    """How one way of forecasting did."""

    squares: dict[int, list[float]] = field(default_factory=lambda: {ahead: [] for ahead in AHEAD})
    right: int = 0
    wrong: int = 0
    lows: int = 0
    leads: list[float] = field(default_factory=list)
    days: float = 0.0

    def rmse(self, ahead: int) -> float:
        """Return the root of the mean squared error (mg/dL)."""
        return math.sqrt(mean(self.squares[ahead]))

    @property
    def recall(self) -> float:
        """Return which part of the lows was announced."""
        return len(self.leads) / self.lows

    @property
    def false_a_day(self) -> float:
        """Return how many alarms a day no low followed."""
        return self.wrong / self.days

    def row(self) -> str:
        """Return it as cells of a table; without an alarm, dashes."""
        cells = [f"{self.rmse(ahead):.1f}" for ahead in AHEAD]
        if self.right + self.wrong:
            precision = self.right / (self.right + self.wrong)
            cells += [f"{self.recall:.0%} of {self.lows}", f"{precision:.0%}", f"{self.false_a_day:.2f}"]
            cells.append(f"{mean(self.leads):.0f} min" if self.leads else "")
        else:
            cells += ["", "", "", ""]
        return " | ".join(cells)


def known(one: Person) -> Iterator[tuple[Moment, float]]:
    """Yield the moments that every way can forecast from, and glucose (mg/dL) five minutes before."""
    times = [reading.time for reading in one.readings]
    for moment in one.moments:
        if (before := glucose_at(one.readings, times, times[moment.number], -5)) is not None:
            yield moment, before


def note(
    score: Score, one: Person, ways: Sequence[tuple[Moment, Way]], expected: Mapping[int, timedelta] | None
) -> None:
    """Take a person into a score: the errors, and the alarms if there is a rule for them.

    `expected` has when a low was expected, by the number of the reading.
    """
    for moment, one_way in ways:
        values = dict(one_way)
        for ahead in AHEAD:
            if actual := moment.later.get(ahead):
                score.squares[ahead].append((values.get(ahead, one_way[-1][1]) - actual) ** 2)
    gaps = (later.time - earlier.time for earlier, later in pairwise(one.readings))
    score.days += sum((min(gap, _LONGEST_GAP) for gap in gaps), timedelta(0)) / DAY
    if expected is not None:
        judge(score, one.readings, list(told_at(one.readings, expected)))


def told_at(readings: Sequence[Reading], expected: Mapping[int, timedelta]) -> Iterator[datetime]:
    """Yield when a low that is expected with some readings, by their number, is told: as the product tells it."""
    episode: Episode | None = None
    outlooks: tuple[Outlook, ...] = ()
    for number, reading in enumerate(readings):
        episode = with_reading(episode or Episode(), reading, THRESHOLDS)
        ahead = None if episode.state in LOWS else expected.get(number)
        outlooks = with_outlook(outlooks, Outlook(reading.time, ahead))
        if last_told(outlooks, FORECAST_AHEAD) == reading.time:
            yield reading.time


def judge(score: Score, readings: Sequence[Reading], told: Sequence[datetime]) -> None:
    """Compare what was told with the lows that came."""
    low = [reading.time for reading in readings if reading.glucose < THRESHOLDS.low]
    for time in told:
        if any(timedelta(0) <= one - time <= _TRUE_WITHIN for one in low):
            score.right += 1
        else:
            score.wrong += 1
    for begun in lows_of(readings):
        score.lows += 1
        announced = [time for time in told if timedelta(0) < begun - time <= _TRUE_WITHIN]
        if announced:
            score.leads.append((begun - announced[0]) / MINUTE)


def lows_of(readings: Sequence[Reading]) -> Iterator[datetime]:
    """Yield when a low begins: after half an hour without one, and not out of a gap."""
    last: datetime | None = None
    for earlier, reading in pairwise(readings):
        if reading.glucose < THRESHOLDS.low:
            if (last is None or reading.time - last > QUIET) and reading.time - earlier.time < _LONGEST_GAP:
                yield reading.time
            last = reading.time


def scores(people: Iterable[tuple[Person, Weights]]) -> dict[str, Score]:
    """Return how each way of forecasting does on some people, each forecast by their weights."""
    found = {"last value stays": Score(), "AR2 (Nightscout)": Score(), "forecast": Score()}
    last, theirs, ours = found.values()
    for one, weights in people:
        moments = list(known(one))
        now = {moment.number: float(one.readings[moment.number].glucose) for moment, _ in moments}
        note(last, one, [(moment, last_value(now[moment.number])) for moment, _ in moments], None)
        ways = [(moment, ar2(now[moment.number], before)) for moment, before in moments]
        lows = {moment.number: ahead for moment, one_way in ways if (ahead := ar2_low(one_way))}
        note(theirs, one, ways, lows)
        expected = ((moment, reaches(moment.basis, THRESHOLDS.low, weights)) for moment, _ in moments)
        lows = {moment.number: ahead for moment, ahead in expected if ahead}
        note(ours, one, [(moment, way(moment.basis, weights)) for moment, _ in moments], lows)
    return found


def table(title: str, found: dict[str, Score]) -> None:
    """Print what `scores` has found, as rows of a table in Markdown."""
    for name, score in found.items():
        print(f"| {title} | {name} | {score.row()} |", flush=True)


def simulated(step: int, days: int) -> list[Person]:
    """Return the simulator's people, with a reading every `step` minutes."""
    times = [START + number * step * MINUTE for number in range(days * 24 * 60 // step)]
    courses = ([Reading(time, simulated_glucose(body, time), ReadingKind.CURRENT) for time in times] for body in BODIES)
    return [person(readings, habits=(DAY,)) for readings in courses]


def main() -> None:
    """Measure, or fit."""
    fit = "--fit" in sys.argv[1:]
    sets = {
        name: [person(readings, habits=HABITS) for readings in traces.people(name).values()] for name in traces.SETS
    }
    everybody = [one for people in sets.values() for one in people]
    if fit:
        for ahead, weights in fitted(everybody).items():
            print(f"    {ahead}: ({', '.join(f'{weight:.3f}' for weight in weights)}),")
        return
    print("| traces | way | RMSE 20 min | RMSE 30 min | lows announced | alarms right | false a day | ahead |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, people in sets.items():
        table(name, scores((one, without(one, everybody)) for one in people))
    for step, days in ((5, 10), (1, 4)):
        table(f"simulator, every {step} min", scores((one, WEIGHTS) for one in simulated(step, days)))
    pressure_found.report()


if __name__ == "__main__":
    main()
