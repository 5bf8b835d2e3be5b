from datetime import timedelta
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import Reading, ReadingKind
from custom_components.librelink_up.glucose.excursion import Stretch, episodes
from scripts.traces import people

from .traces import DAY, MINUTE, START, iglu_episodes, trace, waves


def lows(values: list[int], every: int = 5, *, end: timedelta = DAY) -> list[tuple[int, int, int]]:
    """Return the lows of a trace: from which to which minute, and how low."""
    found = episodes(trace(values, every * MINUTE), START, START + end, limit=70, below=True)
    return [((one.start - START) // MINUTE, (one.end - START) // MINUTE, one.extreme) for one in found]


def test_a_low_is_one_from_a_quarter_of_an_hour_on() -> None:
    assert lows([100, 69, 60, 69, 100, 100, 100]) == [(5, 20, 60)]
    assert lows([100, 69, 60, 100, 100, 100, 100]) == []
    assert lows([100, *[65] * 15, 100], every=1) == [(1, 16, 65)]
    assert lows([100, *[65] * 14, 100], every=1) == []
    assert lows([70] * 10) == []


def test_readings_that_are_some_seconds_early_make_it_no_shorter() -> None:
    readings = [
        Reading(START + timedelta(seconds=second), glucose, ReadingKind.CURRENT)
        for second, glucose in ((0, 100), (300, 65), (599, 65), (899, 65), (1198, 100), (1498, 100), (1798, 100))
    ]
    assert len(episodes(readings, START, START + DAY, limit=70, below=True)) == 1


def test_it_ends_when_it_is_back_for_a_quarter_of_an_hour() -> None:
    assert lows([60, 60, 60, 80, 80, 60, 80, 80, 80, 60]) == [(0, 30, 60)]
    assert lows([60, 60, 60, 80, 80, 80, 60, 60, 55]) == [(0, 15, 60), (30, 45, 55)]


def test_not_knowing_for_an_hour_ends_nothing_and_makes_none() -> None:
    before, after = trace([60, 60]), trace([60, 60, 100], start=START + 60 * MINUTE)
    one = Stretch(start=START, end=START + 70 * MINUTE, extreme=60)
    assert episodes([*before, *after], START, START + DAY, limit=70, below=True) == (one,)
    assert one.length == 70 * MINUTE
    assert episodes([*before, *after[2:]], START, START + DAY, limit=70, below=True) == ()


def test_after_a_longer_time_it_is_another_one() -> None:
    before, after = trace([60] * 3), trace([60] * 3, start=START + 80 * MINUTE)
    assert len(episodes([*before, *after], START, START + DAY, limit=70, below=True)) == 2
    assert len(episodes([*before, *after[:2]], START, START + DAY, limit=70, below=True)) == 1


def test_what_reaches_beyond_the_span_is_cut() -> None:
    readings = trace([60] * 24)
    found = episodes(readings, START + 30 * MINUTE, START + 60 * MINUTE, limit=70, below=True)
    assert found == (Stretch(start=START + 30 * MINUTE, end=START + 60 * MINUTE, extreme=60),)
    assert episodes(readings, START + 30 * MINUTE, START + 40 * MINUTE, limit=70, below=True) == ()


def test_highs_are_the_same_the_other_way_round() -> None:
    readings = trace([180, 181, 250, 181, 180, 180, 180])
    (high,) = episodes(readings, START, START + DAY, limit=180, below=False)
    assert ((high.start - START) / MINUTE, (high.end - START) / MINUTE, high.extreme) == (5, 20, 250)


@pytest.mark.parametrize("who", ["waves", "Subject 1", "Subject 3", "Subject 5"])
def test_another_implementation_finds_the_same(who: str) -> None:
    values = waves() if who == "waves" else [one.glucose for one in people("5 people, type 2")[who]]
    readings = trace(values)
    theirs = iglu_episodes(readings)
    levels = {("hypo", "lv1"): 70, ("hypo", "lv2"): 54, ("hyper", "lv1"): 180, ("hyper", "lv2"): 250}
    for (kind, level), limit in levels.items():
        end = readings[-1].time + 5 * MINUTE
        ours = episodes(readings, START, end, limit=limit, below=kind == "hypo")
        count, minutes = theirs[kind, level]
        assert len(ours) == count
        if ours:
            assert sum((one.length for one in ours), timedelta()) / MINUTE / count == pytest.approx(minutes)


@given(st.lists(st.integers(40, 100), max_size=100), st.sampled_from([1, 5, 15]))
def test_episodes_are_apart_long_enough_and_as_low_as_they_say(values: list[int], every: int) -> None:
    found = lows(values, every, end=2 * DAY)
    for begin, end, extreme in found:
        assert end - begin >= 15
        assert extreme == min(values[begin // every : end // every]) < 70
        assert values[begin // every] < 70
        assert values[end // every - 1] < 70
    for (_, end, _), (begin, _, _) in pairwise(found):
        assert begin - end >= 15
