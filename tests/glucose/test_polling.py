from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import random
from statistics import median

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import Rhythm, next_poll, observe, recalled

START = datetime(2026, 11, 21, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


class Day:
    """A sensor's day in the cloud, polled as the rhythm says."""

    def __init__(self, cadence: int, delay: Callable[[random.Random], float], hours: int = 12) -> None:
        chance = random.Random(1)
        times = [START + index * cadence * MINUTE for index in range(60 * hours // cadence)]
        self.arrivals = {time: time + max(delay(chance), 0.5) * SECOND for time in times}
        self.end = START + timedelta(hours=hours)
        self.polls: list[datetime] = []
        self.waits: dict[datetime, float] = {}
        self.rhythm = Rhythm()

    def run(self, start: datetime = START + 31 * MINUTE + 37 * SECOND) -> Day:
        now, there = start, sorted(self.arrivals.items())
        newest = 0
        while now < self.end:
            self.polls.append(now)
            while newest + 1 < len(there) and any(arrival <= now for _, arrival in there[newest + 1 : newest + 3]):
                newest += 1
            time, arrival = there[newest]
            if arrival <= now:
                self.waits.setdefault(time, (now - arrival) / SECOND)
                self.rhythm = observe(self.rhythm, time, now)
            now = next_poll([self.rhythm], now)
        return self

    @property
    def seen(self) -> float:
        """The share of readings that were seen, of those that came after the first poll."""
        wanted = [time for time, arrival in self.arrivals.items() if self.polls[0] < arrival < self.end - 6 * MINUTE]
        return sum(time in self.waits for time in wanted) / len(wanted)


def test_a_minute_sensor_is_polled_once_a_minute_just_after_its_readings() -> None:
    day = Day(1, lambda chance: chance.gauss(12, 3)).run()
    waits = sorted(day.waits.values())
    assert day.seen > 0.98
    assert median(waits) < 12
    assert waits[int(len(waits) * 0.95)] < 30
    assert len(day.polls) <= 12 * 60


def test_a_late_phone_is_learned() -> None:
    day = Day(1, lambda chance: chance.uniform(30, 45)).run()
    assert day.seen > 0.95
    assert timedelta(seconds=25) < day.rhythm.delay < timedelta(seconds=55)


@pytest.mark.parametrize("least", [45, 55, 75, 115])
def test_a_cloud_that_is_a_minute_or_two_behind_loses_no_readings(least: int) -> None:
    day = Day(1, lambda chance: chance.uniform(least, least + 20)).run()
    assert day.seen > 0.97


def test_many_people_do_not_push_each_others_poll_away() -> None:
    rhythms = [Rhythm(newest=START + second * SECOND) for second in range(60)]
    assert next_poll(rhythms, START + 15 * SECOND) <= START + 91 * SECOND


def test_a_five_minute_sensor_is_polled_about_every_five_minutes() -> None:
    day = Day(5, lambda chance: chance.uniform(5, 25)).run()
    assert day.rhythm.cadence == 5 * MINUTE
    assert day.seen == 1.0
    assert len(day.polls) < 12 * 12 * 1.4


def test_a_sensor_that_becomes_faster_is_noticed() -> None:
    slow = Rhythm(newest=START, cadence=5 * MINUTE)
    probing = replace(slow, hits=11)
    assert probing.probing
    poll = next_poll([probing], START + MINUTE / 2)
    assert poll < START + 3 * MINUTE
    assert observe(probing, START + MINUTE, poll).cadence == MINUTE
    assert not observe(probing, START, poll).probing


def test_nothing_is_slower_than_five_minutes_nor_faster_than_one() -> None:
    rhythm = Rhythm()
    for index in range(8):
        rhythm = observe(rhythm, START + index * 20 * MINUTE, START + index * 20 * MINUTE + 20 * SECOND)
        rhythm = observe(rhythm, START + index * 20 * MINUTE, START + index * 20 * MINUTE + 90 * SECOND)
    assert rhythm.cadence == 5 * MINUTE
    assert observe(rhythm, START + 141 * MINUTE, START + 142 * MINUTE).cadence == MINUTE


def test_a_reading_that_goes_back_in_time_starts_over() -> None:
    rhythm = observe(Rhythm(newest=START, hits=3), START - MINUTE, START)
    assert rhythm.newest == START - MINUTE


def test_a_slow_sensors_late_reading_is_looked_for_every_minute() -> None:
    late = Rhythm(newest=START, cadence=5 * MINUTE, waited=True)
    polled = START + 6 * MINUTE
    assert next_poll([late], polled) == polled + MINUTE


@pytest.mark.parametrize(
    ("silence", "wait"), [(timedelta(minutes=20), 2), (timedelta(minutes=59), 2), (timedelta(hours=3), 5)]
)
def test_the_longer_the_silence_the_rarer_the_polls(silence: timedelta, wait: int) -> None:
    assert next_poll([Rhythm(newest=START)], START + silence) == START + silence + wait * MINUTE


def test_without_an_active_sensor_it_is_five_minutes() -> None:
    assert next_poll([], START) == START + 5 * MINUTE
    assert next_poll([Rhythm()], START) == START + 5 * MINUTE


def test_a_fixed_interval_is_kept() -> None:
    assert next_poll([Rhythm(newest=START)], START, fixed=7 * MINUTE) == START + 7 * MINUTE


def test_one_poll_waits_for_a_reading_that_is_due_shortly_after() -> None:
    first, second = Rhythm(newest=START), Rhythm(newest=START + 8 * SECOND)
    assert next_poll([second, first], START + 15 * SECOND) == START + MINUTE + 18 * SECOND
    far = Rhythm(newest=START + 28 * SECOND)
    assert next_poll([far, first], START) == START + MINUTE + 10 * SECOND


RHYTHMS = st.builds(
    Rhythm,
    newest=st.none() | st.integers(-8000, 300).map(lambda seconds: START + seconds * SECOND),
    cadence=st.integers(1, 5).map(lambda minutes: minutes * MINUTE),
    delay=st.integers(0, 55).map(lambda seconds: seconds * SECOND),
    waited=st.booleans(),
    slower=st.integers(0, 3),
    hits=st.integers(0, 30),
)


@given(st.lists(RHYTHMS, max_size=5), st.floats(0, 2))
def test_a_poll_is_never_closer_than_a_minute_nor_further_than_five(rhythms: list[Rhythm], jitter: float) -> None:
    assert START + MINUTE <= next_poll(rhythms, START, jitter=jitter) <= START + 5 * MINUTE


@given(RHYTHMS, st.integers(-8000, 300), st.integers(0, 600))
def test_a_rhythm_stays_within_its_bounds(rhythm: Rhythm, newest: int, now: int) -> None:
    after = observe(rhythm, START + newest * SECOND, START + now * SECOND)
    assert MINUTE <= after.cadence <= 5 * MINUTE
    assert -MINUTE <= after.delay <= 3 * MINUTE
    assert after.newest == START + newest * SECOND


def starts_too_early(day: Day, rhythm: Rhythm) -> int:
    """Of sixty starts, one at each second of a minute: how many polled in vain within a quarter of an hour."""
    early = 0
    for second in range(60):
        now = first = START + 180 * MINUTE + second * SECOND
        known, shown, in_vain = rhythm, None, False
        while now < first + 15 * MINUTE:
            newest = max(time for time, arrival in day.arrivals.items() if arrival <= now)
            in_vain, shown = in_vain or newest == shown, newest
            known = observe(known, newest, now)
            now = next_poll([known], now)
        early += in_vain
    return early


@pytest.mark.parametrize("least", [9, 30, 75])
def test_a_start_that_recalls_how_late_readings_came_polls_none_too_early(least: int) -> None:
    day = Day(1, lambda chance: chance.uniform(least, least + 12), hours=8).run()
    late = [day.arrivals[time] - time + wait * SECOND for time, wait in sorted(day.waits.items())]
    assert starts_too_early(day, Rhythm()) > 30
    assert starts_too_early(day, recalled(sorted(late[-20:])[10])) == 0


def test_what_is_recalled_is_bounded_and_may_be_nothing() -> None:
    assert recalled(None) == Rhythm()
    assert recalled(timedelta(minutes=9)).delay == 3 * MINUTE
