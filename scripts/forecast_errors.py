"""How wrong the forecast is: on the simulator's days, beside "the last value stays".

The people and days are others than those by which the method was chosen. Simulated glucose is kinder than a body's:
read the figures as a comparison, not as a promise.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from statistics import mean

from custom_components.librelink_up.glucose import WINDOW, Reading, ReadingKind, Thresholds, forecast, time_to
from simulator.glucose_days import Body, glucose_at

START = datetime(2026, 9, 1, tzinfo=UTC)
DAYS = 10
MINUTE = timedelta(minutes=1)
LEAD = timedelta(minutes=20)
LOW = Thresholds().low
BODIES = [
    *(Body(seed=f"calm {number}") for number in range(3)),
    *(Body(seed=f"wild {number}", base=122, meal_rise=105, night_dip=48, dawn_rise=25, noise=3) for number in range(3)),
    *(Body(seed=f"low {number}", base=98, meal_rise=90, night_dip=55, noise=3) for number in range(3)),
]


def course(body: Body, step: int) -> list[Reading]:
    """Return a person's readings, one every `step` minutes."""
    times = (START + number * step * MINUTE for number in range(DAYS * 24 * 60 // step))
    return [Reading(time=time, glucose=glucose_at(body, time), kind=ReadingKind.CURRENT) for time in times]


def moments(readings: Sequence[Reading], step: int) -> Iterator[tuple[int, Sequence[Reading]]]:
    """Yield moments five minutes apart: an index, and the readings of the hour up to it."""
    back = WINDOW // (step * MINUTE)
    for end in range(back, len(readings) - 60 // step, max(5 // step, 1)):
        yield end, readings[end - back : end + 1]


def errors(step: int) -> None:
    """Print the mean absolute errors (mg/dL) for some times ahead."""
    courses = [course(body, step) for body in BODIES]
    for ahead in (10, 20, 30, 60):
        ours: list[int] = []
        last: list[int] = []
        for readings in courses:
            for end, window in moments(readings, step):
                actual = readings[end + ahead // step].glucose
                if (expected := forecast(window, ahead * MINUTE)) is not None:
                    ours.append(abs(expected - actual))
                    last.append(abs(readings[end].glucose - actual))
        print(
            f"a reading every {step} min, {ahead:2} min ahead: forecast {mean(ours):5.1f} mg/dL,"
            f" last value {mean(last):5.1f} mg/dL ({len(ours)} moments)"
        )


def lows() -> None:
    """Print how often "low within 20 minutes" was right, and how often a low came unannounced."""
    right = wrong = missed = announced = 0
    leads: list[float] = []
    for body in BODIES:
        readings = course(body, 1)
        told: datetime | None = None
        for before, now, end in zip(readings[60:], readings[61:], range(61, len(readings)), strict=False):
            window = readings[end - 60 : end + 1]
            if now.glucose < LOW <= before.glucose and all(one.glucose >= LOW for one in window[-31:-1]):
                if told and now.time - told <= 2 * LEAD:
                    announced += 1
                    leads.append((now.time - told) / MINUTE)
                else:
                    missed += 1
            ahead = time_to(window, LOW)
            if ahead is None or ahead > LEAD or (told and now.time - told < timedelta(minutes=45)):
                continue
            told = now.time
            if any(one.glucose < LOW for one in readings[end : end + 41]):
                right += 1
            else:
                wrong += 1
    days = DAYS * len(BODIES)
    print(
        f"low predicted: {right} came true within 40 min, {wrong} did not, in {days} days; of {announced + missed} lows"
        f" {announced} were announced, {mean(leads):.0f} min before on average"
    )


if __name__ == "__main__":
    for minutes in (1, 5):
        errors(minutes)
    lows()
