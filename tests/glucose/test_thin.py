"""Thinning: fewer readings, and nothing that somebody looks for is left out."""

from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise

from hypothesis import given, strategies as st

from custom_components.librelink_up.glucose import OutOfRange, Reading, ReadingKind
from custom_components.librelink_up.glucose.thin import after_gaps, after_silences, step_of, thin

BEGIN = datetime(2026, 11, 21, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LOW, HIGH = 70, 180


@st.composite
def traces(draw: st.DrawFn) -> list[Reading]:
    """Readings of changing cadence, with gaps, scans, LO and HI."""
    readings: list[Reading] = []
    time = BEGIN
    for _ in range(draw(st.integers(1, 6))):
        cadence = draw(st.sampled_from((1, 5, 15)))
        for glucose in draw(st.lists(st.integers(40, 400), min_size=1, max_size=60)):
            kind = draw(st.sampled_from((*[ReadingKind.CURRENT] * 8, ReadingKind.HISTORIC, ReadingKind.SCAN)))
            out = draw(st.sampled_from((*[None] * 30, OutOfRange.LO, OutOfRange.HI)))
            readings.append(Reading(time, glucose, kind, out_of_range=out))
            time += cadence * MINUTE
        time += draw(st.integers(0, 200)) * MINUTE
    return readings


def thinned(readings: list[Reading], width: int) -> list[Reading]:
    return thin(readings, width, after_gaps(readings), low=LOW, high=HIGH)


def value(reading: Reading) -> int:
    return {None: reading.glucose, OutOfRange.LO: 0, OutOfRange.HI: 1000}[reading.out_of_range]


def side(reading: Reading) -> int:
    return (value(reading) > HIGH) - (value(reading) < LOW)


@given(traces(), st.integers(1, 200))
def test_what_is_kept_was_there_and_in_that_order(readings: list[Reading], width: int) -> None:
    kept = thinned(readings, width)
    there = iter(readings)
    assert all(reading in there for reading in kept)
    assert (kept[0], kept[-1]) == (readings[0], readings[-1])


@given(traces(), st.integers(1, 200))
def test_no_low_and_no_high_loses_its_extreme(readings: list[Reading], width: int) -> None:
    kept = {(reading.time, value(reading)) for reading in thinned(readings, width)}
    for outside, stretch in groupby(readings, side):
        values = [(reading.time, value(reading)) for reading in stretch]
        worst = (min if outside < 0 else max)(one for _, one in values)
        assert not outside or any(one in kept for one in values if one[1] == worst)


@given(traces(), st.integers(1, 200))
def test_gaps_stay_gaps_and_scans_stay(readings: list[Reading], width: int) -> None:
    kept, begin_anew = thinned(readings, width), after_gaps(readings)
    before = {later.time: earlier.time for earlier, later in pairwise(readings)}
    around = [(earlier.time, later.time) for earlier, later in pairwise(kept) if later.time in begin_anew]
    assert around == [(before[time], time) for time in sorted(begin_anew)]
    assert {one for one in readings if one.kind is ReadingKind.SCAN} <= set(kept)


@given(traces(), st.integers(1, 200))
def test_what_fits_stays_whole_and_what_does_not_is_thinned(readings: list[Reading], width: int) -> None:
    kept = thinned(readings, width)
    if len(readings) <= 2 * width:
        assert kept == readings
    needed = 2 * len(after_gaps(readings)) + sum(one.kind is ReadingKind.SCAN for one in readings)
    stretches = sum(1 for outside, _ in groupby(readings, side) if outside)
    assert len(kept) <= 2 * width + needed + stretches + 4


def test_both_ends_of_a_gap_are_kept_that_nothing_else_would_keep() -> None:
    minutes = [*range(100), *range(160, 260)]
    readings = [Reading(BEGIN + minute * MINUTE, 100 + minute % 10, ReadingKind.CURRENT) for minute in minutes]
    assert [(one.time - BEGIN) // MINUTE for one in thinned(readings, 1)] == [0, 9, 99, 160, 259]


def test_each_column_keeps_its_lowest_and_its_highest() -> None:
    readings = [Reading(BEGIN + number * MINUTE, 100 + number * 7 % 31, ReadingKind.CURRENT) for number in range(1000)]
    kept = thinned(readings, 50)
    assert 90 <= len(kept) <= 104
    column = (readings[-1].time - BEGIN) / 50
    for _, inside in groupby(readings, lambda one: (one.time - BEGIN) // column):
        values = [one.glucose for one in inside]
        assert {min(values), max(values)} <= {one.glucose for one in kept}


def test_a_gap_is_where_the_metrics_count_no_time() -> None:
    times = [*range(30), *range(40, 70, 5), 85, 100, 115, 170]
    readings = [Reading(BEGIN + minute * MINUTE, 100, ReadingKind.HISTORIC) for minute in times]
    assert sorted((time - BEGIN) / MINUTE for time in after_gaps(readings)) == [40, 170]
    assert after_gaps([]) == set()


@given(st.lists(st.integers(10, 400), max_size=30))
def test_no_gap_is_missed_when_a_reading_has_just_come(steps: list[int]) -> None:
    times = [sum(steps[:count]) * MINUTE / 10 for count in range(len(steps) + 1)]
    readings = [Reading(BEGIN + time, 100, ReadingKind.CURRENT) for time in times]
    live = set[datetime]()
    for index, reading in enumerate(readings):
        live |= after_silences(readings[max(index - 2, 0) : index + 1]) & {reading.time}
    assert live >= after_gaps(readings)


def test_what_comes_live_joins_as_soon_as_it_is_known_how_often_it_comes() -> None:
    def silences(*minutes: float) -> list[float]:
        readings = [Reading(BEGIN + minute * MINUTE, 100, ReadingKind.CURRENT) for minute in minutes]
        return sorted((time - BEGIN) / MINUTE for time in after_silences(readings))

    assert silences(0, 1, 2, 8, 15) == []
    assert silences(0, 1, 7.5) == [7.5]
    assert silences(0, 5, 12, 18) == []
    assert silences(0, 15, 30, 45) == [15]
    assert silences(0, 22, 44) == [22]
    assert silences(0, 22, 52) == [22, 52]
    assert silences(0, 40, 60) == [40, 60]


def test_how_often_readings_come_they_say_themselves() -> None:
    def every(*minutes: float, kind: ReadingKind = ReadingKind.CURRENT) -> list[Reading]:
        return [Reading(BEGIN + minute * MINUTE, 100, kind) for minute in minutes]

    assert step_of(every(*range(10), 60, 61)) == 6 * MINUTE
    assert step_of(every(0, 5, 10, 15, 20, 300)) == 7.5 * MINUTE
    assert step_of(every(0, 15, 30, 45)) == 22.5 * MINUTE
    # Of what comes once in hours nobody knows.
    assert step_of(every(0, 300, 600, 900, 1200)) == 6 * MINUTE
    assert step_of(every(0, 20, 40, 60, kind=ReadingKind.SCAN)) == 6 * MINUTE
    assert step_of([]) == 6 * MINUTE
