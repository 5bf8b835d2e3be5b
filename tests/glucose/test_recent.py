from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from custom_components.librelink_up.glucose import WINDOW, Reading, ReadingKind, with_newer

T0 = datetime(2026, 11, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NOW = T0 + timedelta(days=1)


def current(minute: float, glucose: int = 100) -> Reading:
    return Reading(T0 + minute * MINUTE, glucose, ReadingKind.CURRENT)


def historic(minute: float) -> Reading:
    return Reading(T0 + minute * MINUTE, 90, ReadingKind.HISTORIC)


def test_new_readings_come_among_the_others_in_order_of_time() -> None:
    assert with_newer([current(1), current(3)], [current(4), current(2)], NOW) == tuple(map(current, (1, 2, 3, 4)))
    assert with_newer([], [], NOW) == ()


def test_what_is_older_than_the_window_before_the_newest_goes() -> None:
    end = WINDOW / MINUTE
    assert with_newer([current(0), current(1)], [current(end + 1)], NOW) == (current(1), current(end + 1))
    assert with_newer([current(end + 1)], [current(0)], NOW) == (current(end + 1),)


def test_what_is_from_the_future_pushes_nothing_out() -> None:
    """Somebody's clock was ahead for a while."""
    now = T0 + 2 * MINUTE
    assert with_newer([current(0), current(1)], [current(1000)], now) == tuple(map(current, (0, 1, 1000)))
    assert with_newer([], [current(1000), current(500)], now) == (current(1000),)


def test_a_new_reading_takes_the_place_of_the_same_reading() -> None:
    assert with_newer([current(0, 90)], [current(0)], NOW) == (current(0),)
    assert with_newer([historic(8), historic(7.9)], [current(10)], NOW) == (historic(7.9), current(10))


@given(st.lists(st.integers(0, 600)), st.lists(st.integers(0, 600)))
def test_it_never_matters_in_which_portions_they_come(first: list[int], second: list[int]) -> None:
    one = with_newer(with_newer([], map(current, first), NOW), map(current, second), NOW)
    assert one == with_newer([], map(current, [*first, *second]), NOW)
    assert all(reading.time >= one[-1].time - WINDOW for reading in one)
