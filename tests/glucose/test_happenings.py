from collections.abc import Callable
from datetime import timedelta
import json
import sys

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import (
    DAMAGE,
    HIGHS,
    LOWS,
    GlucoseState,
    Happening,
    OutOfRange,
    Reading,
    ReadingKind,
    Sensor,
    Trend,
    Watch,
    back_in_range,
    changing_fast,
    crossed,
    entered,
    low_predicted,
    passed,
    reading_overdue,
    sensor_expires_soon,
    take_look,
)

from .watching import MINUTE, START, Watched, at, every, reading

HALF = timedelta(minutes=30)
FALL = every(5, 120, 118, 115, 110, 104, 97, 90, 83, 77, 72, 68, 65, 64)
DAYS = st.lists(
    st.tuples(st.integers(1, 30), st.integers(40, 300)),  # minutes since the one before, mg/dL
    min_size=1,
    max_size=25,
)


def day(steps: list[tuple[int, int]]) -> list[Reading]:
    readings, minutes = [], 0
    for step, glucose in steps:
        minutes += step
        readings.append(reading(minutes, glucose))
    return readings


@given(DAYS, st.sets(st.integers(0, 24)))
def test_restarts_change_nothing(steps: list[tuple[int, int]], restarts: set[int]) -> None:
    plain, restarted = Watched(), Watched()
    for number, one in enumerate(day(steps)):
        plain.follow([one])
        restarted.follow([one])
        if number in restarts:
            restarted.restart()
    assert restarted.told == plain.told


@given(DAYS)
def test_every_reading_is_told_once(steps: list[tuple[int, int]]) -> None:
    watched, readings = Watched(), day(steps)
    for one in readings:
        watched.follow([one])
        watched.look((one.time - START) / MINUTE + 0.3, one)  # It is still the newest one, and seen again.
    assert len(watched.happened(Happening.READING_RECEIVED)) == len(readings)


@given(DAYS, st.data())
def test_what_comes_late_tells_nothing(steps: list[tuple[int, int]], data: st.DataObject) -> None:
    plain, filled = Watched(), Watched()
    for one in day(steps):
        plain.follow([one])
        filled.follow([one])
        ago = data.draw(st.integers(17, 60))
        kind = data.draw(st.sampled_from([ReadingKind.HISTORIC, ReadingKind.SCAN]))
        late = reading((one.time - START) / MINUTE - ago - 0.5, data.draw(st.integers(40, 400)), kind)
        moment = (one.time - START) / MINUTE + 0.4
        plain.look(moment)
        filled.look(moment, late)
    assert filled.told == plain.told


def test_a_reading_that_is_stale_when_it_comes_tells_nothing() -> None:
    watched = Watched()
    watched.look(0, reading(-1, 100))
    watched.look(20, reading(4, 40))
    assert watched.happened() == [Happening.READING_OVERDUE]


def test_low_is_predicted_once_and_then_it_is_low() -> None:
    watched = Watched()
    watched.follow(FALL)
    assert watched.happened() == [Happening.LOW_PREDICTED, Happening.BECAME_LOW]
    assert [minutes for minutes, one in watched.told if one is Happening.LOW_PREDICTED] == [pytest.approx(35.2)]


def test_a_prediction_that_comes_and_goes_is_told_once_in_half_an_hour() -> None:
    watched = Watched()
    watched.follow(every(5, 110, 102, 94, 86, 78, 79, 82, 77, 73, 74, 78, 80))
    assert [minutes for minutes, one in watched.told if one is Happening.LOW_PREDICTED] == [pytest.approx(20.2)]
    watched.follow(every(5, 77, 73, begin=60))
    assert watched.happened(Happening.LOW_PREDICTED) == [Happening.LOW_PREDICTED] * 2


def test_the_lead_time_of_a_prediction_can_be_chosen() -> None:
    asked: dict[int, list[float]] = {10: [], 40: []}
    watched = Watched()
    for one in FALL:
        watched.follow([one])
        for lead, found in asked.items():
            if watched.last and low_predicted(watched.last, timedelta(minutes=lead)):
                found.append((one.time - START) / MINUTE)
    assert asked == {40: [35.0], 10: [40.0]}


@pytest.mark.parametrize(
    "values",
    [
        [100, 97, 94, *[None] * 7, 76, 73],  # a gap
        [100, 90],  # too few
        [100, 99, 98, 97, 96, 95],  # too slow
        [76, 79, 82, 85],  # rising
    ],
)
def test_nothing_is_predicted_without_good_reasons(values: list[int | None]) -> None:
    watched = Watched()
    watched.follow([reading(number * 3, value) for number, value in enumerate(values) if value])
    assert watched.happened(Happening.LOW_PREDICTED) == []


def test_a_fast_fall_and_a_fast_rise_are_told_once() -> None:
    watched = Watched()
    watched.follow(every(5, 200, 188, 176, 164, 152, 140, 140, 140, 140, 152, 164, 176))
    assert watched.happened() == [
        Happening.BECAME_HIGH,
        Happening.FALLING_FAST,
        Happening.BACK_IN_RANGE,
        Happening.RISING_FAST,
    ]


def test_the_rate_that_counts_as_fast_can_be_chosen() -> None:
    watched = Watched()
    watched.follow(every(5, 200, 188, 176, 164))
    assert watched.last
    assert not changing_fast(watched.last, 3, rising=False)
    assert not changing_fast(watched.last, 2, rising=True)


def test_going_from_low_to_urgent_low_is_not_becoming_low() -> None:
    watched = Watched()
    watched.follow(every(5, 65, 50, 58, 50))
    assert watched.happened() == [Happening.BECAME_LOW, Happening.BECAME_URGENT_LOW]
    watched.follow(every(5, 62, 50, begin=20))
    assert watched.happened()[2:] == [Happening.BECAME_URGENT_LOW]


def test_becoming_urgent_at_once_is_becoming_both() -> None:
    watched = Watched()
    watched.follow(every(10, 100, 50, 100, 260))
    assert watched.happened() == [
        Happening.BECAME_LOW,
        Happening.BECAME_URGENT_LOW,
        Happening.BACK_IN_RANGE,
        Happening.BECAME_HIGH,
        Happening.BECAME_URGENT_HIGH,
    ]


def test_back_in_range_counts_over_a_time_without_readings() -> None:
    watched = Watched()
    watched.follow([reading(0, 65), reading(40, 100), reading(80, 101)])
    assert watched.happened(Happening.BACK_IN_RANGE) == [Happening.BACK_IN_RANGE]


def times(watched: Watched, readings: list[Reading], question: Callable[..., bool]) -> list[float]:
    """When (minutes) a question is answered with yes, restarting before every look."""
    found = []
    for one in readings:
        minutes = (one.time - START) / MINUTE + 0.2
        while watched.last and (watched.last.now - START) / MINUTE + 1 < minutes:
            watched.restart()
            if question(watched.look((watched.last.now - START) / MINUTE + 1)):
                found.append((watched.last.now - START) / MINUTE)
        if question(watched.look(minutes, one)):
            found.append((watched.last.now - START) / MINUTE if watched.last else -1)
    return found


@pytest.mark.parametrize(("stay", "when"), [(0, 5.2), (0.1, 5.2), (3, 8.2), (12, 17.2), (60, None)])
def test_staying_in_a_state_is_told_when_the_time_is_up(stay: float, when: float | None) -> None:
    fall = every(5, 100, 65, 50, 66, 60, 61, 100)
    found = times(Watched(), fall, lambda look: entered(look, LOWS, timedelta(minutes=stay)))
    assert found == ([] if when is None else [pytest.approx(when)])


@pytest.mark.parametrize(("stay", "when"), [(0, 10.2), (7, 17.2), (60, None)])
def test_staying_back_in_range_is_told_when_the_time_is_up(stay: float, when: float | None) -> None:
    course = every(5, 100, 65, 100, 101, 102, 103, 200)
    found = times(Watched(), course, lambda look: back_in_range(look, timedelta(minutes=stay)))
    assert found == ([] if when is None else [pytest.approx(when)])


def test_a_state_that_was_there_when_watching_began_is_entered_with_its_first_reading() -> None:
    watched = Watched()
    assert entered(watched.look(0, reading(-0.2, 300)), HIGHS)


def test_a_sensor_clock_that_is_ahead_delays_nothing() -> None:
    watched = Watched()
    found = times(watched, [reading(0, 100)], lambda look: entered(look, LOWS))
    found += [1.0 for _ in range(2) if entered(watched.look(1, reading(1.5, 60)), LOWS)]
    assert found == [1.0]


def test_a_line_is_crossed_between_two_readings_however_far_apart() -> None:
    def below(glucose: int) -> bool:
        return glucose < 90

    watched = Watched()
    assert not crossed(watched.look(0, reading(0, 80)), below)  # There was nothing before it.
    assert not crossed(watched.look(5, reading(5, 79)), below)
    assert not crossed(watched.look(10, reading(10, 95)), below)
    assert not crossed(watched.look(11), below)
    assert crossed(watched.look(300, reading(300, 89)), below)
    assert not crossed(watched.look(301), below)


def test_lo_is_below_and_hi_above_every_line() -> None:
    watched = Watched()
    watched.look(0, reading(0, 100))
    assert crossed(watched.look(5, reading(5, 95)._replace(out_of_range=OutOfRange.LO)), lambda glucose: glucose < 50)
    watched.look(10, reading(10, 100))
    assert crossed(
        watched.look(15, reading(15, 95)._replace(out_of_range=OutOfRange.HI)), lambda glucose: glucose > 300
    )


def test_a_reading_is_overdue_once_even_if_the_home_was_off_at_that_moment() -> None:
    watched = Watched()
    watched.follow([reading(0, 100)])
    watched.wait(15)
    watched.restart()
    watched.look(45)
    watched.restart()
    watched.wait(90)
    assert watched.happened() == [Happening.READING_OVERDUE]
    assert watched.last
    assert not reading_overdue(watched.last, timedelta(minutes=5))


def test_a_sensor_that_warms_up_owes_no_reading_until_it_is_warm() -> None:
    watched = Watched(sensor=Sensor(serial="A", started=START - timedelta(days=3), warm_up=timedelta(hours=1)))
    watched.follow([reading(0, 100)])
    watched.sensor = Sensor(serial="B", started=at(10), warm_up=timedelta(hours=1))
    watched.wait(85)
    assert watched.happened() == [Happening.SENSOR_STARTED]
    watched.wait(100)
    assert watched.told[-1] == (pytest.approx(90.2), Happening.READING_OVERDUE)


def test_a_sensor_that_has_ended_owes_no_reading() -> None:
    watched = Watched(sensor=Sensor(serial="A", started=at(10) - timedelta(days=14), warm_up=timedelta(hours=1)))
    watched.follow([reading(0, 100)])
    watched.wait(60)
    assert watched.happened() == [Happening.SENSOR_ENDED]


def test_the_end_of_a_sensor_is_announced_a_day_before() -> None:
    watched = Watched(sensor=Sensor(serial="A", started=at(30) - timedelta(days=13), warm_up=timedelta(hours=1)))
    watched.follow(every(5, *[100] * 10))
    assert watched.told[6:8] == [
        (pytest.approx(30.2), Happening.READING_RECEIVED),
        (pytest.approx(30.2), Happening.SENSOR_EXPIRES_SOON),
    ]
    assert watched.happened() == [Happening.SENSOR_EXPIRES_SOON]
    assert watched.last
    assert not sensor_expires_soon(watched.last, timedelta(hours=2))


def test_a_sensor_that_is_there_when_watching_begins_was_not_started_just_now() -> None:
    watched = Watched(sensor=Sensor(serial="A", started=at(-120), warm_up=timedelta(hours=1)))
    watched.look(0, reading(0, 100))
    watched.look(5, reading(5, 100))
    assert watched.happened() == []


def test_a_sensor_that_the_cloud_does_not_show_for_a_while_is_the_same_sensor() -> None:
    watched = Watched(sensor=Sensor(serial="A", started=at(-120), warm_up=timedelta(hours=1)))
    watched.look(0, reading(0, 100))
    sensor, watched.sensor = watched.sensor, None
    watched.look(5, reading(5, 100))
    watched.restart()
    watched.sensor = sensor
    watched.look(10, reading(10, 100))
    assert watched.happened() == []


def test_the_first_sensor_that_is_ever_seen_is_news_only_if_it_is_new() -> None:
    watched = Watched()
    watched.look(0, reading(0, 100))
    watched.sensor = Sensor(serial="A", started=at(-3 * 24 * 60), warm_up=timedelta(hours=1))
    watched.look(5, reading(5, 100))
    assert watched.happened() == []
    watched = Watched()
    watched.look(0)
    watched.sensor = Sensor(serial="A", started=at(-10), warm_up=timedelta(hours=1))
    watched.look(5)
    assert watched.happened() == [Happening.SENSOR_STARTED]


def test_a_moment_passes_once() -> None:
    watched = Watched()
    watched.look(0)
    assert not passed(watched.look(1), at(0), timedelta(minutes=2))
    assert passed(watched.look(2), at(0), timedelta(minutes=2))
    assert not passed(watched.look(3), at(0), timedelta(minutes=2))
    assert not passed(watched.look(4), None, timedelta(minutes=2))


def test_a_watch_is_kept_whole() -> None:
    watched = Watched(sensor=Sensor(serial="A", started=START, warm_up=timedelta(hours=1)))
    last = reading(5, 30)._replace(trend=Trend.FALLING, out_of_range=OutOfRange.LO)
    watched.follow([reading(0, 100), last])
    kept = watched.watch
    watched.restart()
    assert watched.watch == kept
    assert kept
    assert kept.episode.state is GlucoseState.URGENT_LOW


@pytest.mark.parametrize(
    "damage",
    [{}, {"looked": None}, {"latches": {"low": [1]}}, {"latches": []}, {"thresholds": [1, 2]}, {"reading": [1]}],
)
def test_a_damaged_watch_is_no_watch(damage: dict[str, object]) -> None:
    watched = Watched()
    watched.look(0, reading(0, 100))
    assert watched.watch
    kept = json.loads(json.dumps(watched.watch.as_json())) | damage if damage else {}
    with pytest.raises(DAMAGE):
        Watch.from_json(kept)


OLD_WATCH: dict[str, object] = {
    "looked": at(5).isoformat(),
    "state": "urgent_low",
    "since": at(3).isoformat(),
    "glucose": "urgent_low",
    "previous": "in_range",
    "latches": {
        "urgent_low": [at(3).isoformat(), None],
        "low": [at(0).isoformat(), None],
        "urgent_high": [None, None],
        "high": [None, None],
    },
    "thresholds": [54, 70, 180, 250],
    "reading": [at(4).isoformat(), 50, None, None],
    "sensor": None,
    "unit": "mg/dL",
    "limits": [None, None, 240, None],
}
"""As version 1.0 has kept it."""
OLD_ABSENCE: dict[str, object] = {
    "looked": at(30).isoformat(),
    "state": "disconnected",
    "since": at(19).isoformat(),
    "previous": "urgent_low",
    "latches": {name: [None, None] for name in ("urgent_low", "low", "urgent_high", "high")},
}
OLD_BEGINNING: dict[str, object] = OLD_ABSENCE | {
    "state": "unknown",
    "glucose": None,
    "previous": None,
    "reading": None,
}
OLD_END: dict[str, object] = OLD_ABSENCE | {"state": "error"}


@pytest.mark.parametrize(
    ("kept", "state", "expected"),
    [
        ({}, "urgent_low", []),
        (OLD_ABSENCE, "no_readings", []),
        (OLD_END, "sensor_ended", []),
        (OLD_BEGINNING, "unknown", [Happening.BECAME_LOW, Happening.BECAME_URGENT_LOW]),
    ],
)
def test_an_update_in_the_middle_of_a_low_tells_nothing_twice(
    kept: dict[str, object], state: str, expected: list[Happening]
) -> None:
    watched = Watched(watch=Watch.from_json(OLD_WATCH | kept))
    assert watched.watch
    assert watched.watch.episode.state == state
    watched.look(40, reading(40, 50))
    watched.look(41, reading(41, 100))
    assert watched.happened() == [*expected, Happening.BACK_IN_RANGE]


@pytest.mark.parametrize(("glucose", "told"), [("high", Happening.BECAME_HIGH), ("in_range", None)])
def test_an_update_after_anything_but_a_low_tells_a_low(glucose: str, told: Happening | None) -> None:
    watched = Watched(watch=Watch.from_json(OLD_WATCH | OLD_ABSENCE | {"glucose": glucose, "previous": glucose}))
    watched.look(40, reading(40, 200))
    assert watched.happened() == ([] if told else [Happening.BECAME_HIGH])
    watched.look(41, reading(41, 65))
    assert watched.happened(Happening.BECAME_LOW) == [Happening.BECAME_LOW]


@pytest.mark.parametrize("cadence", [12, 16, 25, 35, 50])
def test_what_is_told_once_in_a_while_is_told_once_however_rarely_readings_come(
    cadence: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A prediction, a fast fall: whatever says so, it says so at every reading here."""
    monkeypatch.setattr(sys.modules[take_look.__module__], "time_to", lambda *_: timedelta(minutes=10))
    monkeypatch.setattr(sys.modules[low_predicted.__module__], "steady_rate", lambda *_: -2.5)
    watched = Watched()
    watched.follow(every(cadence, *[100] * 6))
    assert watched.happened(Happening.LOW_PREDICTED, Happening.FALLING_FAST) == [
        Happening.FALLING_FAST,
        Happening.LOW_PREDICTED,
    ]


@pytest.mark.parametrize("cadence", [1, 5, 14, 16, 20, 30, 50, 60])
def test_staying_across_a_line_counts_through_an_hour_without_readings_and_is_told_once(cadence: int) -> None:
    watched = Watched()
    found = times(watched, every(cadence, 100, *[80] * (300 // cadence)), lambda look: crossed(look, below_90, HALF))
    assert len(found) == 1
    assert found[0] - cadence >= 30


def unwatched(watched: Watched, readings: list[Reading]) -> None:
    """Readings that are recorded while nobody listens: Home Assistant starts, and that can take minutes."""
    watched.readings += readings


def test_what_begins_while_nobody_listens_is_told_when_somebody_does() -> None:
    watched = Watched()
    watched.follow(every(1, *[140] * 12))
    unwatched(watched, every(1, *range(137, 92, -3), begin=12))
    watched.follow([reading(27, 92)])
    assert watched.happened() == [Happening.FALLING_FAST, Happening.LOW_PREDICTED]
    watched.follow(every(1, 89, 86, 83, begin=28))
    assert watched.happened() == [Happening.FALLING_FAST, Happening.LOW_PREDICTED]


def below_90(glucose: int) -> bool:
    return glucose < 90


def test_a_line_that_is_crossed_while_nobody_listens_is_told_when_the_time_is_up() -> None:
    watched = Watched()
    watched.follow(every(1, 100, 100))
    unwatched(watched, every(1, 80, 80, 80, begin=2))
    assert crossed(watched.look(5, reading(5, 80)), below_90, MINUTE * 2)
    assert not crossed(watched.look(6, reading(6, 80)), below_90, MINUTE * 2)


@pytest.mark.parametrize("stale", [5, 15])
def test_staying_across_a_line_is_never_told_by_old_readings(stale: int) -> None:
    watched = Watched(stale_limit=timedelta(minutes=stale))
    found = times(watched, every(1, 100, 80, 80), lambda look: crossed(look, below_90, MINUTE * 20))
    absence = [watched.look(minutes) for minutes in range(3, 60)]
    assert found == []
    assert not any(crossed(look, below_90, MINUTE * 20) for look in absence)


def test_a_reading_that_counts_again_is_no_news() -> None:
    """The stale limit was made longer, or the clock of the home was wrong for a while."""
    watched = Watched()
    watched.follow([reading(0, 100), reading(1, 65)])
    watched.wait(20)
    watched.stale_limit = timedelta(minutes=60)
    watched.look(21)
    watched.look(22)
    assert watched.happened(Happening.BECAME_LOW) == [Happening.BECAME_LOW]


def test_a_clock_that_is_set_back_a_little_tells_nothing_twice() -> None:
    watched = Watched()
    watched.follow([reading(0, 100)])
    watched.look(20)
    watched.look(19.9)
    watched.look(20.1)
    assert watched.happened() == [Happening.READING_OVERDUE]


def test_a_clock_that_was_far_ahead_keeps_nothing_from_being_told() -> None:
    watched = Watched()
    watched.look(24 * 60)
    watched.follow([reading(0, 100)])
    watched.look(20)
    assert watched.happened() == [Happening.READING_OVERDUE]


def test_a_sensor_that_the_cloud_describes_differently_is_the_same_sensor() -> None:
    watched = Watched(sensor=Sensor(serial="0M0000A", started=at(-120), warm_up=timedelta(hours=1)))
    watched.look(0, reading(0, 100))
    watched.sensor = Sensor(serial="M0000A", started=at(-120), warm_up=timedelta(hours=1))
    watched.look(5, reading(5, 100))
    assert watched.happened() == []
