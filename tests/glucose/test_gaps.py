from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st

from custom_components.librelink_up.glucose import Gap, backfill_due, gaps, logbook_due, missing, within

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
FIVE = 5 * MINUTE


def test_a_minute_sensor_has_no_gap_while_its_five_minute_history_is_there() -> None:
    times = [NOW - HOUR + index * FIVE for index in range(12)]
    assert gaps(times, NOW - HOUR, NOW, MINUTE) == []


def test_an_hour_without_readings_is_one_gap_of_eleven() -> None:
    times = [NOW - 3 * HOUR, NOW - 2 * HOUR]
    found = gaps(times, NOW - 3 * HOUR, NOW - 2 * HOUR, FIVE)
    assert found == [Gap(NOW - 3 * HOUR, NOW - 2 * HOUR)]
    assert missing(found) == 11


def test_eight_minutes_between_two_readings_lack_no_point_of_the_history() -> None:
    found = gaps([NOW - 8 * MINUTE], NOW - 8 * MINUTE, NOW, MINUTE)
    assert (len(found), missing(found)) == (1, 0)
    assert not backfill_due(found, NOW, None)
    assert [missing([Gap(NOW - minutes * MINUTE, NOW)]) for minutes in (9, 10, 14, 15, 20)] == [0, 1, 1, 2, 3]


def test_the_ends_of_the_window_count() -> None:
    assert [gap.length for gap in gaps([NOW - HOUR / 2], NOW - HOUR, NOW, FIVE)] == [HOUR / 2, HOUR / 2]


@given(st.lists(st.integers(0, 720), max_size=60), st.integers(1, 5))
def test_gaps_hold_no_reading_and_are_apart(minutes: list[int], cadence: int) -> None:
    start, end = NOW - 12 * HOUR, NOW
    times = sorted(start + minute * MINUTE for minute in minutes)
    found = gaps(times, start, end, cadence * MINUTE)
    for gap in found:
        assert not any(gap.start < time < gap.end for time in times)
        assert gap.length > max(1.5 * cadence, 6) * MINUTE
    assert all(earlier.end <= later.start for earlier, later in pairwise(found))


@given(st.lists(st.integers(0, 720), max_size=60))
def test_a_reading_in_a_gap_never_makes_more_missing(minutes: list[int]) -> None:
    start, end = NOW - 12 * HOUR, NOW
    times = sorted(start + minute * MINUTE for minute in minutes)
    found = gaps(times, start, end, FIVE)
    for gap in found:
        filled = sorted([*times, gap.start + gap.length / 2])
        assert missing(gaps(filled, start, end, FIVE)) <= missing(found)


def test_after_a_start_the_graph_is_fetched_at_once_for_any_gap() -> None:
    assert backfill_due([Gap(NOW - 10 * MINUTE, NOW)], NOW, None)
    assert not backfill_due([], NOW, None)
    assert not backfill_due([Gap(NOW - 20 * HOUR, NOW - 13 * HOUR)], NOW, None)


def test_then_every_quarter_of_an_hour_until_filled_or_out_of_reach() -> None:
    fillable = [Gap(NOW - 2 * HOUR, NOW - HOUR)]
    assert not backfill_due(fillable, NOW, NOW - 14 * MINUTE)
    assert backfill_due(fillable, NOW, NOW - 15 * MINUTE)
    assert not backfill_due([], NOW, NOW - HOUR)
    assert not backfill_due([Gap(NOW - 20 * HOUR, NOW - 13 * HOUR)], NOW, NOW - HOUR)


def test_a_gap_that_the_graph_cannot_hold_yet_is_left_alone() -> None:
    assert not backfill_due([Gap(NOW - 20 * MINUTE, NOW)], NOW, NOW - HOUR)
    assert backfill_due([Gap(NOW - 23 * MINUTE, NOW)], NOW, NOW - HOUR)


def test_a_patient_who_has_long_been_silent_is_asked_for_once_and_then_not_before_there_is_a_reading() -> None:
    silent = gaps([], NOW - 12 * HOUR, NOW, FIVE)
    assert backfill_due(silent, NOW, None)
    assert not backfill_due(silent, NOW, NOW - HOUR)
    assert not backfill_due([Gap(NOW - 300 * HOUR, NOW)], NOW, NOW - HOUR)
    back = gaps([NOW - MINUTE], NOW - 12 * HOUR, NOW, FIVE)
    assert backfill_due(back, NOW, NOW - HOUR)


def test_a_silence_is_looked_into_as_long_as_the_graph_reaches_its_beginning() -> None:
    assert backfill_due(gaps([NOW - 11 * HOUR], NOW - 12 * HOUR, NOW, FIVE), NOW, NOW - HOUR)


def test_the_logbook_is_for_what_the_graph_cannot_reach() -> None:
    old = [Gap(NOW - 30 * HOUR, NOW - 20 * HOUR)]
    assert logbook_due(old, NOW)
    assert not logbook_due([Gap(NOW - 2 * HOUR, NOW - HOUR)], NOW)
    assert not logbook_due([Gap(NOW - 500 * HOUR, NOW - 400 * HOUR)], NOW)


def test_what_was_done_a_moment_ago_is_not_done_again_whatever_the_clock_said_then() -> None:
    assert not within(None, NOW, 6 * HOUR)
    assert within(NOW - 5 * HOUR, NOW, 6 * HOUR)
    assert not within(NOW - 6 * HOUR, NOW, 6 * HOUR)
    assert not within(NOW + HOUR, NOW, 6 * HOUR)
