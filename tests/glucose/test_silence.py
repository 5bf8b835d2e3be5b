"""Silence: what is acknowledged or snoozed keeps quiet, and ends when it should. No silence may hide what is worse."""

from dataclasses import replace
from datetime import datetime, timedelta
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import LONGEST_SNOOZE, Episode, GlucoseState, Silence
from custom_components.librelink_up.glucose.episode import Absence, Latch
from custom_components.librelink_up.glucose.silence import CALM_FOR

from .watching import Watched, at, every, reading

LOW = Episode(glucose=GlucoseState.LOW, glucose_since=at(0), low=Latch(since=at(0)))
URGENT = Episode(
    glucose=GlucoseState.URGENT_LOW, glucose_since=at(5), low=Latch(since=at(0)), urgent_low=Latch(since=at(5))
)
LOW_AGAIN = Episode(glucose=GlucoseState.LOW, glucose_since=at(40), low=Latch(since=at(40)))
IN_RANGE = Episode(glucose=GlucoseState.IN_RANGE, glucose_since=at(20))
HIGH = Episode(glucose=GlucoseState.HIGH, glucose_since=at(30), high=Latch(since=at(30)))
URGENT_HIGH = Episode(
    glucose=GlucoseState.URGENT_HIGH, glucose_since=at(35), high=Latch(since=at(30)), urgent_high=Latch(since=at(35))
)
NO_READINGS = replace(LOW, absence=Absence(state=GlucoseState.NO_READINGS, since=at(10)))
ENDED = Episode(absence=Absence(state=GlucoseState.SENSOR_ENDED, since=at(15)))
UNKNOWN = Episode.unknown(at(15))
STATES = [LOW, URGENT, IN_RANGE, HIGH, URGENT_HIGH, NO_READINGS, ENDED, UNKNOWN]


def through(silence: Silence, *episodes: Episode, begin: float = 1) -> list[bool]:
    """Return whether it is silent in each of these episodes, a minute apart."""
    found = []
    for minute, episode in enumerate(episodes):
        now = at(begin + minute)
        silence = silence.seen(episode, now)
        found.append(silence.silences(episode, now))
    return found


@pytest.mark.parametrize(
    ("acknowledged", "then", "silent"),
    [
        (LOW, [LOW, LOW], [True, True]),
        (LOW, [LOW, URGENT], [True, False]),  # It has become worse.
        (URGENT, [URGENT, LOW], [True, True]),  # Milder.
        (URGENT, [LOW, URGENT], [True, False]),  # Milder, and worse again.
        (LOW, [IN_RANGE, LOW_AGAIN], [False, False]),  # It was over.
        (LOW, [LOW_AGAIN], [False]),  # Another one, without a reading in between.
        (LOW, [NO_READINGS, LOW], [False, True]),  # No readings are told, and end no low.
        (LOW, [NO_READINGS, LOW_AGAIN], [False, False]),
        (LOW, [HIGH], [False]),
        (HIGH, [HIGH, URGENT_HIGH], [True, False]),
        (HIGH, [LOW], [False]),
        (NO_READINGS, [NO_READINGS, IN_RANGE], [True, False]),
        (NO_READINGS, [NO_READINGS, LOW], [True, False]),
        (NO_READINGS, [ENDED], [False]),
        (IN_RANGE, [IN_RANGE, LOW], [True, False]),  # A low that was predicted has come.
        (IN_RANGE, [NO_READINGS, IN_RANGE], [False, False]),
    ],
)
def test_an_acknowledgement_lasts_until_it_is_over_or_worse(
    acknowledged: Episode, then: list[Episode], silent: list[bool]
) -> None:
    assert through(Silence().acknowledge(acknowledged, at(0)), *then) == silent


@pytest.mark.parametrize(
    ("snoozed", "then", "silent"),
    [
        (LOW, [LOW, IN_RANGE, LOW_AGAIN, NO_READINGS, HIGH, LOW], [True] * 6),
        (LOW, [URGENT, LOW], [False, False]),
        (HIGH, [IN_RANGE, HIGH, LOW], [True, True, False]),
        (HIGH, [URGENT_HIGH], [False]),
        (HIGH, [NO_READINGS], [False]),
        (URGENT_HIGH, [NO_READINGS, LOW], [True, False]),
        (IN_RANGE, [IN_RANGE, HIGH], [True, False]),
        (NO_READINGS, [IN_RANGE, LOW], [True, False]),
    ],
)
def test_a_snooze_lasts_its_time_whatever_happens_unless_it_becomes_worse(
    snoozed: Episode, then: list[Episode], silent: list[bool]
) -> None:
    assert through(Silence().snooze(snoozed, at(0), timedelta(minutes=30)), *then) == silent


def test_a_snooze_is_over_when_its_time_is() -> None:
    silence = Silence().snooze(LOW, at(0), timedelta(minutes=30))
    assert silence.silences(LOW, at(29.9))
    assert not silence.silences(LOW, at(30))
    assert silence.until(LOW, at(29)) == at(30)
    assert silence.until(LOW, at(30)) is None
    assert silence.seen(LOW, at(30)) == Silence()


def test_nobody_snoozes_for_longer_than_half_a_day() -> None:
    silence = Silence().snooze(LOW, at(0), timedelta(days=3))
    assert silence.until(LOW, at(0)) == at(0) + LONGEST_SNOOZE


def test_a_clock_that_is_set_back_makes_no_snooze_longer() -> None:
    silence = Silence().snooze(LOW, at(0), timedelta(minutes=30))
    assert silence.silences(LOW, at(-0.5))
    assert not silence.silences(LOW, at(-60))


def test_what_is_acknowledged_while_nothing_is_wrong_counts_for_an_hour() -> None:
    silence = Silence().acknowledge(IN_RANGE, at(0))
    assert silence.until(IN_RANGE, at(1)) == at(0) + CALM_FOR
    assert silence.silences(IN_RANGE, at(59))
    assert not silence.silences(IN_RANGE, at(60))
    assert not silence.silences(replace(IN_RANGE, glucose_since=at(50)), at(51))


def test_until_when() -> None:
    hour = timedelta(hours=1)
    both = Silence().acknowledge(LOW, at(0)).snooze(LOW, at(0), hour)
    assert both.until(LOW, at(1)) is None  # Nobody knows how long the low lasts.
    assert both.until(NO_READINGS, at(1)) == at(60)  # But no readings are silent only for the snooze.
    calm = Silence().acknowledge(IN_RANGE, at(0)).snooze(IN_RANGE, at(0), 2 * hour)
    assert calm.until(IN_RANGE, at(1)) == at(120)
    assert Silence().until(LOW, at(1)) is None


@given(
    st.sampled_from(STATES),
    st.sampled_from([GlucoseState.LOW, GlucoseState.URGENT_LOW]),
    st.integers(min_value=1, max_value=700),
)
def test_no_silence_that_began_with_something_milder_hides_a_low(
    begun: Episode, low: GlucoseState, minutes: int
) -> None:
    """Whatever was silenced, and for however long: a low that was not there then is heard."""
    danger = {GlucoseState.LOW: 1, GlucoseState.URGENT_LOW: 2}
    new = Episode(glucose=low, glucose_since=at(40), low=Latch(since=at(40)))
    if danger[low] > danger.get(begun.state, 0):
        both = Silence().acknowledge(begun, at(0)).snooze(begun, at(0), timedelta(minutes=minutes))
        assert not both.silences(new, at(0.5))


_times = st.one_of(st.none(), st.integers(min_value=-600, max_value=600).map(at))
_states = st.one_of(st.none(), st.sampled_from(GlucoseState))


@given(
    st.builds(
        Silence,
        acknowledged=_states,
        acknowledged_since=_times,
        acknowledged_until=_times,
        snoozed=_states,
        snoozed_at=_times,
        snoozed_until=_times,
    )
)
def test_a_silence_is_kept_whole(silence: Silence) -> None:
    assert Silence.from_json(json.loads(json.dumps(silence.as_json()))) == silence


def test_a_watch_keeps_the_silence_and_ends_it_in_time() -> None:
    watched = Watched()
    watched.look(1, *every(1, 110, 60))
    assert watched.watch
    now: datetime = at(1)
    silence = Silence().acknowledge(watched.watch.episode, now)
    watched.watch = replace(watched.watch, silence=silence)
    watched.look(3, reading(3, 62))
    assert watched.watch.silence.silences(watched.watch.episode, at(3))
    watched.look(5, reading(5, 50))
    assert watched.watch.silence == Silence()


def test_a_watch_of_a_version_without_silence_is_taken_up() -> None:
    watched = Watched()
    watched.look(1, *every(1, 110, 60))
    assert watched.watch
    kept = watched.watch.as_json()
    del kept["silence"]
    assert type(watched.watch).from_json(kept) == watched.watch
