from datetime import datetime, timedelta
from itertools import pairwise
import random

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import OutOfRange, Reading, ReadingKind, Tally, counted, spans

from .traces import DAY, MINUTE, START, trace

HOUR = timedelta(hours=1)


def seconds(readings: list[Reading], start: timedelta = timedelta(0), end: timedelta = DAY) -> list[float]:
    return [span.seconds / 60 for span in spans(readings, START + start, START + end)]


def at(*minutes: float, kind: ReadingKind = ReadingKind.CURRENT) -> list[Reading]:
    return [Reading(START + minute * MINUTE, 100, kind) for minute in minutes]


@pytest.mark.parametrize("every", [1, 2, 5, 10, 15])
def test_on_even_steps_all_readings_stand_for_the_same(every: int) -> None:
    assert seconds(trace([100] * 12, every * MINUTE)) == [every] * 12


def test_a_reading_stands_until_the_next_one() -> None:
    assert seconds(at(0, 1, 3, 4, 9, 15)) == [1, 2, 1, 5, 6, 6]


def test_the_reading_before_a_gap_stands_for_its_cadence() -> None:
    assert seconds(at(0, 1, 2, 60, 61, 62)) == [1] * 6
    assert seconds(at(0, 5, 10, 60, 65, 70)) == [5] * 6
    assert seconds(at(0, 15, 30, 90, 105, 120)) == [15] * 6


def test_a_missing_reading_is_a_gap_where_readings_come_every_five_minutes_and_not_where_every_minute() -> None:
    assert seconds(at(0, 5, 15, 20)) == [5, 5, 5, 5]
    assert seconds(at(0, 1, 7, 8)) == [1, 6, 1, 1]
    assert seconds(at(0, 1, 7.1, 8.1)) == [1, 1, 1, 1]


def test_a_change_of_cadence_is_no_gap() -> None:
    assert seconds(at(0, 1, 2, 17, 32, 37, 42)) == [1, 1, 15, 15, 5, 5, 5]
    assert seconds(at(0, 60, 70, 71, 72)) == [5, 5, 1, 1, 1]  # This one is: a reading in an outage.


def test_late_readings_make_no_gap() -> None:
    assert seconds(at(0, 5, 12, 17)) == [5, 7, 5, 5]
    assert seconds(at(0, 15, 37, 52)) == [15, 22, 15, 15]


def test_a_reading_all_alone_stands_for_five_minutes() -> None:
    assert seconds(at(30)) == [5]
    assert seconds(at(0, 30, 60)) == [5, 5, 5]


def test_scans_alone_stand_for_nothing_and_among_the_history_for_their_part() -> None:
    scans = at(0, 100, 101, kind=ReadingKind.SCAN)
    assert seconds(scans) == []
    history = at(0, 15, 30, kind=ReadingKind.HISTORIC)
    assert seconds([*history, *at(20, kind=ReadingKind.SCAN)]) == [15, 5, 10, 15]
    assert seconds([*history, *at(44, kind=ReadingKind.SCAN)]) == [15, 15, 14, 15]
    assert seconds([*history, *at(90, kind=ReadingKind.SCAN)]) == [15, 15, 15]


def test_history_that_a_scan_has_replaced_is_no_gap() -> None:
    history = at(0, 15, 45, 60, kind=ReadingKind.HISTORIC)
    assert seconds([*history, *at(29, kind=ReadingKind.SCAN)]) == [15, 14, 16, 15, 15]


def test_a_span_counts_only_what_lies_in_it() -> None:
    readings = trace([100] * 12)
    assert seconds(readings, 7 * MINUTE, 18 * MINUTE) == [3, 5, 3]
    assert seconds(readings, HOUR, 2 * HOUR) == []
    assert seconds(readings, 58 * MINUTE, 2 * HOUR) == [2]


def test_of_two_readings_of_one_time_the_better_one_counts() -> None:
    historic, scan, current = (
        Reading(START, 100 + index, kind)
        for index, kind in enumerate((ReadingKind.HISTORIC, ReadingKind.SCAN, ReadingKind.CURRENT))
    )
    for given_readings in ([historic, scan, current], [current, historic, scan], [scan, current, historic]):
        assert [span.reading for span in spans(given_readings, START, START + DAY)] == [current]


def test_lo_and_hi_count_as_beyond_what_is_shown_as_a_number() -> None:
    def end(glucose: int, out_of_range: OutOfRange | None) -> int:
        return counted(Reading(START, glucose, ReadingKind.CURRENT, None, out_of_range))

    assert [end(39, OutOfRange.LO), end(40, OutOfRange.LO), end(100, OutOfRange.LO)] == [39, 39, 39]
    assert [end(501, OutOfRange.HI), end(400, OutOfRange.HI), end(100, OutOfRange.HI)] == [501, 401, 401]
    assert end(39, None) == 39


TRACES = st.lists(
    st.builds(
        lambda second, glucose, kind: Reading(START + timedelta(seconds=second), glucose, kind),
        st.one_of(st.integers(0, 4 * 3600), st.integers(0, 48).map(lambda step: 300 * step)),
        st.integers(40, 400),
        st.sampled_from(ReadingKind),
    ),
    max_size=60,
)
MOMENTS = st.integers(0, 5 * 3600).map(lambda second: START + timedelta(seconds=second))


@given(TRACES, MOMENTS, MOMENTS)
def test_stands_never_overlap_and_never_reach_further_than_a_quarter_and_a_half(
    readings: list[Reading], one: datetime, other: datetime
) -> None:
    start, end = sorted((one, other))
    found = spans(readings, start, end)
    assert sum(span.seconds for span in found) <= (end - start).total_seconds()
    assert all(0 < span.seconds <= 22.5 * 60 for span in found)
    for earlier, later in pairwise(found):
        begin = max(earlier.reading.time, start)
        assert begin + timedelta(seconds=earlier.seconds) <= later.reading.time


@given(TRACES, st.randoms())
def test_neither_order_nor_doubles_matter(readings: list[Reading], chance: random.Random) -> None:
    mixed = readings * 2
    chance.shuffle(mixed)
    assert Tally.of(mixed, START, START + DAY) == Tally.of(readings, START, START + DAY)


@given(TRACES, st.lists(MOMENTS, min_size=2, max_size=6))
def test_the_parts_of_a_span_are_the_whole(readings: list[Reading], cuts: list[datetime]) -> None:
    cuts.sort()
    parts = [Tally.of(readings, start, end) for start, end in pairwise(cuts)]
    assert Tally.total(parts) == Tally.of(readings, cuts[0], cuts[-1])


@given(TRACES, MOMENTS)
def test_an_hour_around_a_span_is_all_that_counts_for_it(readings: list[Reading], start: datetime) -> None:
    steady = [reading for reading in readings if reading.kind is not ReadingKind.SCAN]
    end = start + 30 * MINUTE
    near = [reading for reading in steady if start - HOUR <= reading.time < end + HOUR]
    assert Tally.of(near, start, end) == Tally.of(steady, start, end)
