"""Dates and times as they are written: in which order, and in which hour when a clock was set."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, strategies as st
import pytest

from custom_components.librelink_up.files.stamps import Clock, DateOrder, Stamps

TODAY = date(2026, 11, 25)
BERLIN = ZoneInfo("Europe/Berlin")
DAY, MONTH, YEAR = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST, DateOrder.YEAR_FIRST


def ways(*dates: str) -> list[DateOrder]:
    stamps = Stamps()
    for text in dates:
        assert stamps.read(f"{text} 08:00") is not None
    return list(stamps.ways(TODAY))


@pytest.mark.parametrize(
    ("dates", "orders"),
    [
        (["24-11-2026"], [DAY]),
        (["11/24/2026"], [MONTH]),
        (["2026/11/03"], [YEAR]),
        (["2026-11-03", "2026-01-24"], [YEAR]),
        (["03.11.2026", "04.11.2026", "05.11.2026"], [DAY, MONTH]),
        (["11-03-2026", "11-04-2026", "11-05-2026"], [MONTH, DAY]),
        (["11-11-2026"], [DAY]),  # It is the same either way.
        (["03-12-2026", "04-12-2026"], [MONTH]),  # The other would be next month.
        (["24-11-2026", "23-11-2026", "11-24-2026"], [DAY]),
        (["24-11-2026", "11-24-2026"], [DAY]),  # It contradicts itself.
        (["12-12-2027"], []),
    ],
)
def test_the_whole_file_says_which_is_the_day(dates: list[str], orders: list[DateOrder]) -> None:
    assert sorted(ways(*dates)) == sorted(orders)
    assert ways(*dates)[:1] == orders[:1]  # The likelier first.


def test_the_days_are_told_for_whoever_is_asked() -> None:
    stamps = Stamps()
    stamps.note_dates_of("Generated on 03-11-2026, for 05-11-2026")
    assert stamps.ways(TODAY) == {
        DAY: (date(2026, 11, 3), date(2026, 11, 5)),
        MONTH: (date(2026, 3, 11), date(2026, 5, 11)),
    }


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("24-11-2026 08:05", "2026-11-24T08:05:00"),
        ("24/11/2026 8:05", "2026-11-24T08:05:00"),
        (" 24.11.2026, 08.05 ", "2026-11-24T08:05:00"),
        ("2026-11-24T08:05:09", "2026-11-24T08:05:09"),
        ("2026/11/24 08:05:09.250", "2026-11-24T08:05:09"),
        ("24-11-2026 12:05 AM", "2026-11-24T00:05:00"),
        ("24-11-2026 12:05 PM", "2026-11-24T12:05:00"),
        ("24-11-2026 01:05 p. m.", "2026-11-24T13:05:00"),
    ],
)
def test_every_form_of_a_stamp(text: str, iso: str) -> None:
    stamps = Stamps()
    read = stamps.read(text)
    assert read is not None
    (order,) = stamps.ways(TODAY)
    (time,) = Clock(order, UTC).times([read])
    assert time == datetime.fromisoformat(iso).replace(tzinfo=UTC).timestamp() * 1000
    assert stamps.to_the_second is (":09" in text)


@pytest.mark.parametrize(
    "text",
    ["", "24-11-2026", "24-11 08:05", "24-11-26 08:05", "24-11-1999 08:05", "0-11-2026 08:05", "32-11-2026 08:05",
     "24-11-2026 24:05", "24-11-2026 08:60", "24-11-2026 13:05 PM", "24-11-2026 0:05 AM", "٢٤-11-2026 08:05"],
)  # fmt: skip
def test_what_is_no_stamp(text: str) -> None:
    assert Stamps().read(text) is None


def times(*texts: str, zone: ZoneInfo = BERLIN) -> list[str]:
    stamps = Stamps()
    read = [stamps.read(f"2026-{text}") for text in texts]
    return [
        f"{datetime.fromtimestamp(time / 1000, UTC):%H:%M}" if time is not None else "?"
        for time in Clock(YEAR, zone).times([one for one in read if one is not None])
    ]


AUTUMN = ["10-25 01:50", "10-25 02:05", "10-25 02:35", "10-25 02:05", "10-25 02:35", "10-25 03:05"]


def test_the_hour_that_comes_twice_is_told_by_the_order_of_the_file() -> None:
    utc = ["23:50", "00:05", "00:35", "01:05", "01:35", "02:05"]
    assert times(*AUTUMN) == utc
    assert times(*reversed(AUTUMN)) == utc[::-1]  # Newest first.


def test_lines_that_are_a_little_out_of_order_begin_no_hour_anew() -> None:
    assert times("10-25 02:10", "10-25 02:07", "10-25 02:15") == ["00:10", "00:07", "00:15"]
    assert times(*AUTUMN[:4], "10-25 02:10", "10-25 02:07") == ["23:50", "00:05", "00:35", "01:05", "01:10", "01:07"]


def test_records_of_another_type_that_follow_later_have_their_own_hours() -> None:
    assert times(*AUTUMN, "10-26 08:00", "10-25 02:05", "10-25 03:05")[-2:] == ["00:05", "02:05"]


def test_the_hour_that_is_left_out_is_of_a_clock_that_was_not_set_yet() -> None:
    assert times("03-29 01:55", "03-29 02:30", "03-29 03:35") == ["00:55", "01:30", "01:35"]


def test_clocks_that_are_set_by_half_an_hour() -> None:
    howe = ZoneInfo("Australia/Lord_Howe")
    assert times("04-05 01:25", "04-05 01:55", "04-05 01:35", "04-05 02:05", zone=howe) == [
        "14:25",
        "14:55",
        "15:05",
        "15:35",
    ]


def test_a_day_that_there_is_not() -> None:
    assert times("02-28 08:00", "02-30 08:00", "03-01 08:00") == ["07:00", "?", "07:00"]


@given(st.integers(0, 86400 * 364), st.integers(2, 200), st.sampled_from(["Europe/Berlin", "America/New_York", "UTC"]))
def test_whatever_is_recorded_in_order_has_its_times_back(begin: int, count: int, name: str) -> None:
    zone = ZoneInfo(name)
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=begin)
    moments = [start + timedelta(minutes=5 * number) for number in range(-30, count)]
    assume(not moments[0].astimezone(zone).fold)  # Nobody could tell that it begins in the second of two hours.
    stamps = Stamps()
    read = [stamps.read(f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}") for moment in moments]
    found = Clock(YEAR, zone).times([one for one in read if one is not None])
    assert [time and datetime.fromtimestamp(time / 1000, UTC).replace(microsecond=0) for time in found] == moments
