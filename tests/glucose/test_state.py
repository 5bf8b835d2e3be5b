from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import (
    AlarmLimits,
    GlucoseState,
    OutOfRange,
    Patient,
    Reading,
    ReadingKind,
    Thresholds,
    account_limits,
    fresh,
    glucose_state,
    goes_stale_at,
)
from custom_components.librelink_up.glucose.model import GlucoseUnit

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
LIMIT = timedelta(minutes=15)
LIMITS = st.one_of(st.none(), st.integers(20, 600))


def reading(glucose: int = 100, age: timedelta = timedelta(0), out_of_range: OutOfRange | None = None) -> Reading:
    return Reading(time=NOW - age, glucose=glucose, kind=ReadingKind.CURRENT, out_of_range=out_of_range)


@pytest.mark.parametrize(
    ("glucose", "state"),
    [
        (53, GlucoseState.URGENT_LOW),
        (54, GlucoseState.LOW),
        (69, GlucoseState.LOW),
        (70, GlucoseState.IN_RANGE),
        (180, GlucoseState.IN_RANGE),
        (181, GlucoseState.HIGH),
        (250, GlucoseState.HIGH),
        (251, GlucoseState.URGENT_HIGH),
    ],
)
def test_states_follow_the_consensus_where_the_account_has_no_limits(glucose: int, state: GlucoseState) -> None:
    assert glucose_state(reading(glucose), Thresholds.from_limits(AlarmLimits(), AlarmLimits())) is state


def test_the_accounts_own_limits_count() -> None:
    thresholds = Thresholds.from_limits(AlarmLimits(urgent_low=60, low=80, high=300), AlarmLimits())
    assert thresholds == Thresholds(urgent_low=60, low=80, high=300, urgent_high=300)
    assert glucose_state(reading(79), thresholds) is GlucoseState.LOW
    assert glucose_state(reading(299), thresholds) is GlucoseState.IN_RANGE


ACCOUNT = Patient(
    id="1",
    first_name="Anna",
    last_name="",
    unit=GlucoseUnit.MG_DL,
    target_low=70,
    target_high=160,
    alarm_limits=AlarmLimits(urgent_low=55, low=75, urgent_high=240),
)


@pytest.mark.parametrize(
    ("glucose", "state"),
    [
        (54, GlucoseState.URGENT_LOW),
        (55, GlucoseState.LOW),
        (74, GlucoseState.LOW),
        (75, GlucoseState.IN_RANGE),
        (160, GlucoseState.IN_RANGE),
        (161, GlucoseState.HIGH),
        (240, GlucoseState.HIGH),
        (241, GlucoseState.URGENT_HIGH),
    ],
)
def test_an_account_is_coloured_as_the_wearers_app_does(glucose: int, state: GlucoseState) -> None:
    """Above the target range is high, whatever the high alarm: that one is urgently high."""
    limits = account_limits(ACCOUNT, AlarmLimits())
    assert glucose_state(reading(glucose), Thresholds.from_limits(limits, AlarmLimits())) is state


def test_an_account_without_a_low_alarm_is_low_below_its_target_range() -> None:
    limits = account_limits(replace(ACCOUNT, alarm_limits=AlarmLimits(), target_low=80), AlarmLimits())
    assert Thresholds.from_limits(limits, AlarmLimits()) == Thresholds(low=80, high=160)


def test_what_an_account_does_not_say_is_as_it_was_said_last() -> None:
    said = account_limits(ACCOUNT, AlarmLimits())
    silent = replace(ACCOUNT, alarm_limits=AlarmLimits(), target_low=None, target_high=None)
    assert account_limits(silent, said) == said
    assert account_limits(replace(silent, target_low=60), said) == said


def test_what_the_user_has_chosen_counts_before_the_accounts_own_limits() -> None:
    account = AlarmLimits(urgent_low=60, low=80, high=200)
    assert Thresholds.from_limits(account, AlarmLimits(low=75, urgent_high=300)) == Thresholds(
        urgent_low=60, low=75, high=200, urgent_high=300
    )


@given(st.tuples(*[LIMITS] * 4), st.tuples(*[LIMITS] * 4))
def test_thresholds_are_always_in_order(account: tuple[int | None, ...], chosen: tuple[int | None, ...]) -> None:
    names = ("urgent_low", "low", "high", "urgent_high")
    made = Thresholds.from_limits(*(AlarmLimits(**dict(zip(names, one, strict=True))) for one in (account, chosen)))
    assert made.urgent_low <= made.low <= made.high <= made.urgent_high


def test_hi_and_lo_are_urgent_whatever_number_comes_with_them() -> None:
    assert glucose_state(reading(100, out_of_range=OutOfRange.LO), Thresholds()) is GlucoseState.URGENT_LOW
    assert glucose_state(reading(100, out_of_range=OutOfRange.HI), Thresholds()) is GlucoseState.URGENT_HIGH


def test_a_reading_is_shown_until_it_is_too_old_and_never_after() -> None:
    one = reading(age=LIMIT - timedelta(seconds=1))
    assert fresh(one, NOW, LIMIT) is one
    assert fresh(one, goes_stale_at(one, LIMIT), LIMIT) is None
    assert fresh(None, NOW, LIMIT) is None


def test_a_sensor_clock_that_is_ahead_does_not_hide_a_reading() -> None:
    ahead = reading(age=-timedelta(minutes=4))
    assert fresh(ahead, NOW, LIMIT) is ahead


def test_a_patient_without_a_last_name_has_a_name_without_a_blank() -> None:
    assert Patient(id="1", first_name="Alex", last_name="", unit=GlucoseUnit.MG_DL).name == "Alex"


def test_a_reading_from_far_ahead_of_this_clock_is_of_unknown_age() -> None:
    """The clock of the home is wrong (a computer without one of its own, after a power cut): how old is it?"""
    assert fresh(reading(age=-timedelta(minutes=6)), NOW, LIMIT) is None


@pytest.mark.parametrize(
    ("account", "chosen", "expected"),
    [
        (AlarmLimits(low=60), AlarmLimits(urgent_low=65), Thresholds(urgent_low=65, low=65)),
        (AlarmLimits(high=240), AlarmLimits(urgent_high=200), Thresholds(high=200, urgent_high=200)),
        (AlarmLimits(), AlarmLimits(urgent_low=75), Thresholds(urgent_low=75, low=75)),
    ],
)
def test_what_the_user_has_chosen_is_not_moved_by_what_the_account_says(
    account: AlarmLimits, chosen: AlarmLimits, expected: Thresholds
) -> None:
    assert Thresholds.from_limits(account, chosen) == expected
