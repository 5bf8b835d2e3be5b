from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.librelink_up.glucose import Reading, ReadingKind, last_days, local_days
from custom_components.librelink_up.glucose.profile import by_hour, profile

from .traces import DAY, MINUTE, START, trace, waves

BERLIN = ZoneInfo("Europe/Berlin")
KOLKATA = ZoneInfo("Asia/Kolkata")
HOUR = timedelta(hours=1)


def test_the_profile_has_a_point_for_every_quarter_of_an_hour_in_order() -> None:
    found = profile(trace(waves()), UTC, START, START + 14 * DAY)
    assert [point.minute for point in found] == list(range(0, 1440, 15))
    assert all(list(point[1:]) == sorted(point[1:]) for point in found)


def test_percentiles_are_those_of_the_days() -> None:
    days = [trace([100 + 10 * number] * 288, start=START + number * DAY) for number in range(20)]
    found = profile([one for day in days for one in day], UTC, START, START + 20 * DAY)
    noon = next(point for point in found if point.minute == 720)
    # Of 100, 110, ... 290, seven times each, in a line between the values beside it.
    values = sorted(100 + 10 * number for number in range(20) for _ in range(7))
    assert noon.p50 == 195
    assert noon.p5 == values[6] + (values[7] - values[6]) * (139 * 0.05 - 6)
    assert (noon.p25, noon.p75) == (pytest.approx(147.5), pytest.approx(242.5))


@pytest.mark.parametrize("zone", [BERLIN, KOLKATA])
def test_the_time_of_day_is_the_local_one(zone: ZoneInfo) -> None:
    readings = [
        Reading(
            time := START + index * 5 * MINUTE, 250 if time.astimezone(zone).hour == 7 else 100, ReadingKind.CURRENT
        )
        for index in range(4032)
    ]
    found = {point.minute: point.p50 for point in profile(readings, zone, START, START + 14 * DAY)}
    assert [minute for minute, median in found.items() if median > 200] == list(range(420, 480, 15))
    hours = by_hour(readings, zone, START, START + 14 * DAY)
    assert [hour.hour for hour in hours if hour.above] == [7]
    assert (hours[7].mean, hours[7].above, hours[7].within, hours[7].measured) == (250, 100, 0, 100)


def test_no_cadence_outweighs_another() -> None:
    days = [trace([100] * 1440, MINUTE, START + number * DAY) for number in range(7)]
    days += [trace([200] * 96, 15 * MINUTE, START + number * DAY) for number in range(7, 14)]
    found = profile([one for day in days for one in day], UTC, START, START + 14 * DAY)
    noon = next(point for point in found if point.minute == 720)
    assert (noon.p25, noon.p50, noon.p75) == (100, 150, 200)


def test_gaps_up_to_45_minutes_are_filled_and_longer_ones_left_out() -> None:
    def night(minutes: int) -> set[int]:
        out = range(120, 120 + minutes)
        readings = [one for one in trace([100] * 1440 * 14, MINUTE) if (one.time - START) // MINUTE % 1440 not in out]
        return {point.minute for point in profile(readings, UTC, START, START + 14 * DAY)}

    assert len(night(44)) == 96
    assert set(range(0, 1440, 15)) - night(60) == {135, 150}
    assert set(range(0, 1440, 15)) - night(180) == set(range(135, 271, 15))


def test_a_time_of_day_of_which_too_few_days_tell_is_left_out() -> None:
    always = [one for one in trace([100] * 4032) if 3 <= one.time.hour < 23]
    nights = [one for one in trace([60] * 4032) if not 3 <= one.time.hour < 23]

    def at_one(days: int) -> bool:
        some = [one for one in nights if one.time < START + days * DAY]
        found = profile([*always, *some], UTC, START, START + 14 * DAY)
        return any(point.minute == 60 for point in found)

    assert at_one(5)
    assert not at_one(4)


def test_there_is_none_of_less_than_14_days_or_70_percent() -> None:
    assert profile(trace(waves(13 * 288)), UTC, START, START + 13 * DAY) == ()
    assert profile(trace(waves(9 * 288)), UTC, START, START + 14 * DAY) == ()


def test_an_hour_without_readings_says_so() -> None:
    hours = by_hour(trace([60, 100, 200, 100] * 3), UTC, START, START + DAY, low=70, high=180)
    assert (hours[0].below, hours[0].within, hours[0].above) == (25, 50, 25)
    assert (hours[0].measured, hours[0].mean) == (100, 115)
    assert (hours[1].measured, hours[1].mean, hours[1].within) == (0, None, None)
    outside = by_hour([], UTC, START, START + HOUR)
    assert outside[5].measured == 0


def test_local_days_reach_from_midnight_to_midnight_also_when_the_clocks_change() -> None:
    start = datetime(2026, 3, 28, 12, tzinfo=BERLIN).astimezone(UTC)
    found = local_days(start, start + 2 * DAY, BERLIN)
    assert [begin.astimezone(BERLIN).isoformat()[:16] for begin, _ in found] == [
        "2026-03-28T00:00",
        "2026-03-29T00:00",
        "2026-03-30T00:00",
    ]
    assert [end - begin for begin, end in found] == [DAY, 23 * HOUR, DAY]
    start = datetime(2026, 10, 25, tzinfo=BERLIN).astimezone(UTC)
    autumn = local_days(start, start + 24 * HOUR, BERLIN)
    assert [end - begin for begin, end in autumn] == [25 * HOUR]


def test_the_last_days_are_whole_and_end_with_yesterday() -> None:
    now = datetime(2026, 3, 30, 0, 30, tzinfo=BERLIN).astimezone(UTC)
    start, end = last_days(now, 2, BERLIN)
    assert (start.isoformat(), end.isoformat()) == ("2026-03-27T23:00:00+00:00", "2026-03-29T22:00:00+00:00")
