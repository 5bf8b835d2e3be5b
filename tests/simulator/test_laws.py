"""What holds for every simulated person at every moment, whatever sensors and phones do."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings, strategies as st

from simulator.clock import fast_clock
from simulator.cloud import SimulatedCloud
from simulator.glucose_days import Body, glucose_at
from simulator.people import HISTORY_LAG, HISTORY_REACH, SimulatedPatient, Span, demo_account

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

moments = st.integers(0, 30 * 86400).map(lambda seconds: NOW + timedelta(seconds=seconds))
spans = st.builds(
    lambda start, minutes: Span(start, None if minutes is None else start + minutes * MINUTE),
    moments,
    st.integers(1, 900) | st.none(),
)
patients = st.builds(
    lambda seed, minutes, away, off, changed: SimulatedPatient(
        first_name="Any",
        last_name="Body",
        body=Body(seed=seed),
        cadence=minutes * MINUTE,
        phone_away=away,
        sensor_off=off,
        sensor_started=changed,
    ),
    st.sampled_from(["anna", "ben", "carla", "dan"]),
    st.sampled_from([1, 5]),
    st.lists(spans, max_size=4),
    st.lists(spans, max_size=2),
    moments | st.none(),
)


@settings(max_examples=20)
@given(moments)
def test_the_same_seed_and_clock_give_the_same_answers(now: datetime) -> None:
    one, other = (SimulatedCloud([demo_account()], lambda: now) for _ in range(2))
    for name in ("Ben", "Anna", "Ben"):
        mine, theirs = one.patient(name), other.patient(name)
        assert one.connection(mine) == one.connection(mine) == other.connection(theirs)
        assert mine.history(now) == theirs.history(now)
        assert mine.scans(now) == theirs.scans(now)


@given(moments)
def test_other_seeds_give_other_people(now: datetime) -> None:
    anna, ben = demo_account().patients
    assert anna.patient_id != ben.patient_id
    assert anna.serial(now) != ben.serial(now)
    assert [one.glucose for one in anna.history(now)] != [one.glucose for one in ben.history(now)]


@given(patients, moments)
def test_the_history_is_what_was_current_earlier(patient: SimulatedPatient, now: datetime) -> None:
    points = patient.history(now)
    times = [point.time for point in points]
    assert times == sorted(set(times))
    for point in points:
        assert now - HISTORY_REACH < point.time <= now - HISTORY_LAG
        assert patient.measures(point.time)
        assert point == patient.measure(point.time)
        if not (patient.phone_away or patient.sensor_off) and patient.measures(point.time - patient.cadence):
            shown = patient.current(point.time + patient.upload_delay)
            assert timedelta(0) <= point.time - shown.time < patient.cadence


@given(patients, moments, st.integers(1, 86400))
def test_what_is_in_the_cloud_stays_there(patient: SimulatedPatient, now: datetime, seconds: int) -> None:
    later = now + timedelta(seconds=seconds)
    assert patient.current(now).time <= patient.current(later).time
    assert {one for one in patient.history(now) if one.time > later - HISTORY_REACH} <= set(patient.history(later))
    assert {one for one in patient.scans(now) if one.time > later - 14 * DAY} <= set(patient.scans(later))


@given(patients, moments)
def test_nothing_comes_before_it_was_measured(patient: SimulatedPatient, now: datetime) -> None:
    current = patient.current(now)
    assert current.time <= now - patient.upload_delay
    assert patient.measures(current.time)
    assert all(one.time < now for one in patient.scans(now))


@given(st.sampled_from(["anna", "ben", "carla"]), moments)
def test_glucose_is_within_the_range_of_a_sensor_and_never_leaps(seed: str, now: datetime) -> None:
    values = [glucose_at(Body(seed=seed), now + minutes * MINUTE) for minutes in range(120)]
    assert all(40 <= value <= 400 for value in values)
    assert all(abs(later - earlier) <= 10 for earlier, later in pairwise(values))


def test_every_minutes_reading_is_current_once() -> None:
    anna = demo_account().patients[0]
    seen = anna.current_between(NOW, NOW + 60 * MINUTE)
    assert 60 <= len(seen) <= 61
    assert {later.time - earlier.time for earlier, later in pairwise(seen)} == {MINUTE}


def test_a_fast_clock_goes_through_more_time() -> None:
    origin = datetime.now(UTC).timestamp() - 10
    assert timedelta(minutes=10) <= fast_clock(NOW.timestamp(), origin, 60)() - NOW < timedelta(minutes=15)
