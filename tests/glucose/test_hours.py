"""What an hour was like: by time, of what is known of it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import HourFigures, OutOfRange, Reading, ReadingKind, hours, spans

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(
    minutes: float, glucose: int, kind: ReadingKind = ReadingKind.CURRENT, out_of_range: OutOfRange | None = None
) -> Reading:
    return Reading(NOON + timedelta(minutes=minutes), glucose, kind, out_of_range=out_of_range)


def test_minute_readings_give_their_mean_lowest_and_highest() -> None:
    (hour,) = hours([at(minute, 100 + minute) for minute in range(60)], NOON, NOON + HOUR)
    assert hour == HourFigures(NOON, 129.5, 100, 159)


def test_a_filled_gap_weighs_as_long_as_it_was() -> None:
    """Half an hour of minute readings and half an hour of points every five minutes count the same."""
    minutes = [at(minute, 100) for minute in range(30)]
    points = [at(minute, 200, ReadingKind.HISTORIC) for minute in range(30, 60, 5)]
    (hour,) = hours([*minutes, *points], NOON, NOON + HOUR)
    assert hour.mean == pytest.approx(150)


def test_quarters_of_an_hour_count_in_both_hours_that_they_reach_into() -> None:
    readings = [at(minute, 100 + minute, ReadingKind.HISTORIC) for minute in range(-10, 120, 15)]
    first, second = hours(readings, NOON, NOON + 2 * HOUR)
    assert (first.lowest, first.highest) == (90, 150)  # The point of 11:50 stands until 12:05, that of 12:50 begins.
    assert first.mean == pytest.approx((5 * 90 + 15 * (105 + 120 + 135) + 10 * 150) / 60)
    assert second.lowest == 150


def test_what_is_not_known_counts_for_nothing() -> None:
    """Ten minutes at 60, then nothing: the hour is told by these, not by what came before or after."""
    readings = [*(at(minute, 300) for minute in range(-60, -20)), *(at(minute, 60) for minute in range(20, 30))]
    before, hour = hours(readings, NOON - HOUR, NOON + HOUR)
    assert before.mean == 300
    assert hour == HourFigures(NOON, 60, 60, 60)


def test_an_hour_without_a_reading_is_left_out() -> None:
    readings = [at(10, 100), at(190, 100)]
    assert [hour.start for hour in hours(readings, NOON, NOON + 4 * HOUR)] == [NOON, NOON + 3 * HOUR]
    assert hours([], NOON, NOON + HOUR) == []


def test_scans_alone_tell_nothing_of_an_hour() -> None:
    """People look when they feel something: a low of the logbook is not what the hour was like."""
    assert hours([at(10, 52, ReadingKind.SCAN), at(40, 58, ReadingKind.SCAN)], NOON, NOON + HOUR) == []
    history = [at(minute, 100, ReadingKind.HISTORIC) for minute in range(0, 60, 5)]
    (hour,) = hours([*history, at(12, 52, ReadingKind.SCAN)], NOON, NOON + HOUR)
    assert hour.lowest == 52


def test_lo_is_the_lowest_whatever_number_comes_with_it() -> None:
    (hour,) = hours([at(0, 100), at(1, 70, out_of_range=OutOfRange.LO)], NOON, NOON + HOUR)
    assert hour.lowest < 40


readings = st.lists(
    st.builds(
        at,
        st.floats(-70, 250),
        st.integers(40, 400),
        st.sampled_from(ReadingKind),
    ),
    max_size=40,
    unique_by=lambda reading: reading.time,
)


@given(readings)
def test_every_hour_is_the_weighted_mean_of_what_stands_in_it(given_readings: list[Reading]) -> None:
    found = {hour.start: hour for hour in hours(given_readings, NOON, NOON + 3 * HOUR)}
    for start in (NOON, NOON + HOUR, NOON + 2 * HOUR):
        inside = spans(given_readings, start, start + HOUR)
        assert (start in found) is bool(inside)
        if inside:
            hour = found[start]
            seconds = sum(span.seconds for span in inside)
            mean = sum(span.reading.glucose * span.seconds for span in inside) / seconds
            assert hour.mean == pytest.approx(mean)
            assert hour.lowest == min(span.reading.glucose for span in inside)
            assert hour.highest == max(span.reading.glucose for span in inside)
            assert hour.lowest - 1e-9 <= hour.mean <= hour.highest + 1e-9


@given(readings, st.integers(0, 3))
def test_a_span_in_two_parts_gives_the_same_hours(given_readings: list[Reading], cut: int) -> None:
    """As long as the hour around each part is known, too."""
    end, middle = NOON + 3 * HOUR, NOON + cut * HOUR
    parts = [
        hours([one for one in given_readings if start - HOUR <= one.time < until + HOUR], start, until)
        for start, until in ((NOON, middle), (middle, end))
    ]
    assert [*parts[0], *parts[1]] == hours(given_readings, NOON, end)
