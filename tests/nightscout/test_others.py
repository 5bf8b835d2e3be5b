from datetime import timedelta
from typing import SupportsIndex, overload, override

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import SAME_READING, Reading, ReadingKind
from custom_components.librelink_up.nightscout import Found
from custom_components.librelink_up.nightscout.others import already_there, another_sends

from .outbox import MINUTE, NOW

HALF = timedelta(seconds=150)
KINDS = list(ReadingKind)
SECONDS = st.integers(0, 7200)


class Counted(list[Found]):
    """Counts how often it is asked for an element."""

    asked = 0

    @overload
    def __getitem__(self, index: SupportsIndex) -> Found: ...
    @overload
    def __getitem__(self, index: slice) -> list[Found]: ...
    @override
    def __getitem__(self, index: SupportsIndex | slice) -> Found | list[Found]:
        self.asked += 1
        return super().__getitem__(index)


def at(seconds: int, kind: ReadingKind = ReadingKind.CURRENT) -> Reading:
    return Reading(NOW + timedelta(seconds=seconds), 100, kind)


@given(
    readings=st.sets(SECONDS, max_size=40),
    found=st.sets(st.tuples(SECONDS, st.booleans()), max_size=40),
    kind=st.sampled_from(KINDS),
    spacing=st.sampled_from([timedelta(0), timedelta(seconds=270)]),
)
def test_it_finds_what_a_comparison_of_each_with_each_finds(
    readings: set[int], found: set[tuple[int, bool]], kind: ReadingKind, spacing: timedelta
) -> None:
    def same(reading: Reading, entry: Found) -> bool:
        distance = abs(reading.time - entry.time)
        if not entry.ours:
            return distance <= HALF
        return (
            distance == timedelta(0)
            or distance < spacing
            or (kind is ReadingKind.HISTORIC and distance <= SAME_READING)
        )

    batch = [at(seconds, kind) for seconds in sorted(readings)]
    entries = sorted(Found(NOW + timedelta(seconds=seconds), ours) for seconds, ours in found)
    expected = [reading for reading in batch if any(same(reading, entry) for entry in entries)]
    assert already_there(batch, entries, half=HALF, spacing=spacing) == expected


@pytest.mark.parametrize(("kind", "there"), zip(KINDS, (False, True, True), strict=True))
def test_what_only_fills_gaps_is_there_when_somebodys_minute_reading_is(kind: ReadingKind, there: bool) -> None:
    found = [Found(NOW + timedelta(seconds=59), ours=False)]
    batch = [at(0, kind)]
    assert already_there(batch, found, half=timedelta(seconds=30), spacing=timedelta(0)) == batch * there


@pytest.mark.parametrize("size", [500, 4000])
def test_each_entry_is_looked_at_a_few_times_however_many_there_are(size: int) -> None:
    batch = [at(60 * minute) for minute in range(size)]
    # None of them is one of ours, and all of them are close to some.
    entries = Counted(Found(NOW + timedelta(seconds=60 * minute + 30), ours=True) for minute in range(size))
    assert already_there(batch, entries, half=HALF, spacing=timedelta(0)) == []
    assert entries.asked < 20 * size


@pytest.mark.parametrize(
    ("ours", "theirs", "seen"),
    [
        (range(0, 60, 5), range(2, 60, 5), True),
        (range(60), range(10, 60, 5), True),
        (range(60), range(20, 60, 5), False),  # It has stopped.
        (range(0, 60, 5), (), False),
        (range(0, 60, 5), (3, 8), False),  # Two can be anything.
        ((), range(2, 60, 5), False),  # It alone sends: we are only behind.
    ],
)
def test_two_who_send_as_readings_come(ours: range, theirs: range, seen: bool) -> None:
    found = [Found(NOW - minute * MINUTE, ours=True) for minute in ours]
    found += [Found(NOW - minute * MINUTE, ours=False) for minute in theirs]
    assert another_sends(sorted(found)) is seen
