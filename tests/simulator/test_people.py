"""The people of the simulation: what they wear, and what of it is in the cloud at a moment."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from simulator.people import (
    HISTORY_REACH,
    HISTORY_STEP,
    SENSOR_LIFE,
    WARM_UP,
    SimulatedPatient,
    Span,
    demo_account,
    large_account,
)

NOW = datetime(2026, 11, 21, 12, 0, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def anna() -> SimulatedPatient:
    return demo_account().patients[0]


def test_a_sensor_lasts_its_fourteen_days_whatever_midnights_are_between(anna: SimulatedPatient) -> None:
    started = anna.started(NOW)
    worn = [started + hours * HOUR for hours in range(14 * 24)]
    assert {anna.started(time) for time in worn} == {started}
    assert len({anna.serial(time) for time in worn}) == 1
    assert anna.started(started - MINUTE) == started - SENSOR_LIFE
    assert anna.started(started + SENSOR_LIFE) == started + SENSOR_LIFE
    assert anna.serial(started + SENSOR_LIFE) != anna.serial(started)


def test_sensors_were_worn_long_before_the_first_of_the_simulation(anna: SimulatedPatient) -> None:
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    assert timedelta(0) <= long_ago - anna.started(long_ago) < SENSOR_LIFE


def test_the_two_of_the_demo_never_change_their_sensors_on_the_same_day() -> None:
    anna, ben = demo_account().patients
    for day in range(28):
        time = NOW + day * DAY
        assert abs(anna.started(time) - ben.started(time)) >= 6 * DAY


def test_many_people_change_their_sensors_on_many_days() -> None:
    assert len({patient.started(NOW).date() for patient in large_account(50).patients}) > 10


@pytest.mark.parametrize("out_of_turn", [True, False])
def test_while_a_new_sensor_warms_up_the_old_ones_readings_stay(anna: SimulatedPatient, out_of_turn: bool) -> None:
    start = NOW if out_of_turn else anna.started(NOW)
    before = anna.history(start)
    if out_of_turn:
        anna.sensor_started = start
    assert anna.serial(start) != anna.serial(start - MINUTE)
    last = anna.current(start + MINUTE)
    assert start - MINUTE <= last.time < start
    for now in (start + minutes * MINUTE for minutes in range(1, 60, 7)):
        assert anna.current(now) == last
        points = anna.history(now)
        assert {point for point in before if point.time > now - HISTORY_REACH} <= set(points)
        assert points[-1].time < start


def test_after_the_warm_up_the_new_sensors_readings_follow_the_old_ones(anna: SimulatedPatient) -> None:
    anna.sensor_started = NOW
    now = NOW + 3 * HOUR
    times = [point.time for point in anna.history(now)]
    steps = [later - earlier for earlier, later in pairwise(times)]
    assert [step for step in steps if step != HISTORY_STEP] == [max(steps)]
    assert WARM_UP <= max(steps) <= WARM_UP + 2 * HISTORY_STEP
    assert times[0] < NOW - 8 * HOUR
    newest = anna.current(now)
    assert newest.time > now - 2 * MINUTE


def test_a_sensor_out_of_turn_changes_nothing_of_the_past(anna: SimulatedPatient) -> None:
    change = anna.started(NOW) + 2 * HOUR  # The graph has the warm-up of the one before.
    worn, before = anna.started(change), set(anna.history(change))
    anna.sensor_started = change
    assert anna.started(change - MINUTE) == worn
    assert anna.started(change) == change
    assert set(anna.history(change + MINUTE)) <= before | set(anna.history(change))
    assert before - set(anna.history(change + MINUTE)) <= {min(before, key=lambda point: point.time)}
    assert anna.started(change + SENSOR_LIFE) == change + SENSOR_LIFE


def test_nothing_new_appears_while_the_phone_is_away(anna: SimulatedPatient) -> None:
    for minute in range(0, 14 * 24 * 60, 1001):  # At whichever moment it leaves, just after a scan, too.
        left = NOW + minute * MINUTE
        anna.phone_away = []
        current, points, scans = anna.current(left), anna.history(left), anna.scans(left)
        anna.phone_away = [Span(left)]
        for away in (10 * SECOND, MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE, 3 * HOUR):
            now = left + away
            assert anna.current(now) == current
            assert anna.history(now) == [point for point in points if point.time > now - HISTORY_REACH]
            assert set(anna.scans(now)) <= set(scans)


def test_a_phone_that_is_back_fills_the_history_a_little_later_and_at_once_has_a_reading(
    anna: SimulatedPatient,
) -> None:
    back = NOW + 2 * HOUR
    anna.phone_away = [Span(NOW, back)]
    newest = anna.current(back + 2 * MINUTE)
    assert newest.time > back
    assert anna.history(back + 2 * MINUTE)[-1].time < NOW
    present = anna.history(back + anna.fills_after)
    anna.phone_away = []
    assert present == anna.history(back + anna.fills_after)


def test_a_phone_that_leaves_again_before_it_has_filled_the_history_fills_it_the_next_time(
    anna: SimulatedPatient,
) -> None:
    first, second = Span(NOW, NOW + HOUR), Span(NOW + HOUR + MINUTE, NOW + 2 * HOUR)
    anna.phone_away = [second, first]
    before = anna.history(NOW)[-1]
    assert anna.history(NOW + 2 * HOUR + 2 * MINUTE)[-1] == before
    assert anna.history(NOW + 2 * HOUR + 3 * MINUTE)[-1].time > NOW + 100 * MINUTE


@pytest.mark.parametrize("what", ["phone_away", "sensor_off"])
def test_the_last_reading_stays_in_the_cloud_for_ever(anna: SimulatedPatient, what: str) -> None:
    last = anna.current(NOW)
    getattr(anna, what).append(Span(NOW))
    for days in (1, 2, 30, 1000):
        newest = anna.current(NOW + days * DAY)
        assert NOW - 2 * MINUTE < newest.time <= last.time
        assert newest == anna.measure(newest.time)


def test_a_phone_that_leaves_while_a_sensor_warms_up_leaves_the_reading_before_it(anna: SimulatedPatient) -> None:
    started = anna.started(NOW)
    anna.phone_away = [Span(started + 10 * MINUTE)]
    assert started - 2 * MINUTE < anna.current(NOW).time < started


def test_a_slow_phone_uploads_every_fourteen_to_twenty_minutes_and_what_it_uploads_is_new(
    anna: SimulatedPatient,
) -> None:
    anna.slow_phone = [Span(NOW, NOW + DAY)]
    uploads = []
    shown = anna.current(NOW)
    for second in range(0, 24 * 3600, 5):
        now = NOW + second * SECOND
        if (newest := anna.current(now)) != shown:
            assert now - newest.time <= MINUTE + anna.upload_delay + 5 * SECOND
            uploads.append(now)
            shown = newest
    steps = {round((after - before) / MINUTE) for before, after in pairwise(uploads)}
    assert steps <= set(range(14, 21))
    assert {14, 15, 18, 19} & steps
