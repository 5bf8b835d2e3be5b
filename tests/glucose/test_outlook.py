from datetime import timedelta

from custom_components.librelink_up.glucose.outlook import Outlook, last_told, with_outlook

from .watching import START, at

LEAD = timedelta(minutes=20)


def told(*expected: tuple[float, int | None], lead: timedelta = LEAD) -> list[float]:
    """The minutes at which a low is told, when it is expected in so many minutes with readings at some minutes."""
    outlooks: tuple[Outlook, ...] = ()
    found = []
    for minutes, ahead in expected:
        outlooks = with_outlook(outlooks, Outlook(at(minutes), None if ahead is None else timedelta(minutes=ahead)))
        if last_told(outlooks, lead) == at(minutes):
            found.append(minutes)
    return found


def test_a_low_that_is_expected_is_told_at_once_and_once() -> None:
    assert told(*((minutes, None) for minutes in range(0, 20, 5)), (20, 15), (25, 11), (30, 6), (35, 2)) == [20]


def test_it_is_told_again_after_half_an_hour_when_it_is_nearer_than_was_told() -> None:
    assert told(*((minutes, 20) for minutes in range(0, 60, 5)), (60, 19)) == [0, 60]
    assert told((0, 20), (25, 10), (31, 12)) == [0, 31]


def test_it_is_told_again_after_half_an_hour_when_it_was_not_expected_in_between() -> None:
    assert told((0, 20), (5, None), (10, 20), (31, 20)) == [0, 31]
    assert told((0, 20), (5, None), (30, 20)) == [0]


def test_one_that_stays_as_far_away_is_told_once_however_rarely_readings_come() -> None:
    for cadence in (1, 5, 20, 50):
        assert told(*((minutes, 15) for minutes in range(0, 170, cadence))) == [0]


def test_who_asks_for_another_lead_is_told_at_another_time() -> None:
    fall = [(minutes, 45 - minutes) for minutes in range(0, 45, 5)]
    assert told(*fall, lead=timedelta(minutes=40)) == [5, 40]  # Half an hour later it is nearer.
    assert told(*fall, lead=timedelta(minutes=10)) == [35]


def test_what_is_three_hours_old_is_forgotten_and_of_nothing_little_is_kept() -> None:
    outlooks: tuple[Outlook, ...] = ()
    for minutes in range(0, 400, 5):
        outlooks = with_outlook(outlooks, Outlook(at(minutes), timedelta(minutes=9) if minutes == 100 else None))
        assert len(outlooks) <= 2
    assert outlooks == ()


def test_a_clock_that_was_ahead_keeps_nothing_silent() -> None:
    ahead = with_outlook((), Outlook(START + timedelta(hours=1), LEAD))
    outlooks = with_outlook(ahead, Outlook(START, LEAD))
    assert last_told(outlooks, LEAD) == START
