"""The metrics of people in a Home Assistant: what the entities say, when that is renewed, and what it costs."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
import threading
from typing import Any
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.librelink_up.account.metrics import LONG_SPANS, Span
from custom_components.librelink_up.glucose import OutOfRange, Reading, ReadingKind, Tally, last_days, metrics
from custom_components.librelink_up.journal import Journal, JournalUnwritable
from simulator.cloud import SimulatedCloud
from simulator.people import Span as Away

from .conftest import NOW, pass_time, settle
from .test_coordinator import state

type Start = Callable[[], Awaitable[None]]

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
MIDNIGHT = datetime(2026, 11, 21, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
async def _berlin(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone("Europe/Berlin")


@pytest.fixture
def anna(cloud: SimulatedCloud) -> str:
    """Anna, of whom the cloud has nothing: what the journal has is all there is."""
    for name in ("Anna", "Ben"):
        cloud.patient(name).phone_away.append(Away(NOW - 20 * DAY))
    return str(cloud.patient("Anna").patient_id)


@pytest.fixture
def recorded(entry: MockConfigEntry, anna: str) -> Callable[..., Awaitable[None]]:
    """Records readings of Anna, one every quarter of an hour."""

    async def _recorded(
        start: datetime, end: datetime, glucose: int, kind: ReadingKind = ReadingKind.CURRENT, **more: Any
    ) -> None:
        count = (end - start) // (15 * MINUTE)
        readings = [Reading(start + index * 15 * MINUTE, glucose, kind, **more) for index in range(count)]
        await entry.runtime_data.recorder.async_add(anna, readings)

    return _recorded


async def renewed(hass: HomeAssistant, frozen: FrozenDateTimeFactory) -> None:
    """Let the metrics be renewed."""
    await pass_time(hass, frozen, minutes=16)


def shown(hass: HomeAssistant, name: str) -> str:
    return state(hass, f"sensor.anna_example_{name}")


async def test_today_begins_at_local_midnight_and_a_day_is_24_hours(
    hass: HomeAssistant, start: Start, recorded: Callable[..., Awaitable[None]], frozen: FrozenDateTimeFactory
) -> None:
    await start()
    await recorded(MIDNIGHT - timedelta(hours=12), MIDNIGHT, 250)
    await recorded(MIDNIGHT, MIDNIGHT + timedelta(hours=9), 120)
    await recorded(MIDNIGHT + timedelta(hours=9), MIDNIGHT + timedelta(hours=10), 60)
    await renewed(hass, frozen)
    assert shown(hass, "time_in_range_today") == "90"
    assert shown(hass, "time_below_range_today") == "10.0"
    assert shown(hass, "time_above_range_today") == "0"
    assert shown(hass, "mean_glucose_today") == "114"
    # 13:16 now: of yesterday less than 11 hours.
    assert shown(hass, "time_in_range_in_24_h") == str(round(900 / (10 + 10.73)))
    today = hass.states.get("sensor.anna_example_time_in_range_today").attributes
    assert (today["low"], today["high"], today["measured"]) == (70, 180, round(1000 / 13.275))
    assert today["unit_of_measurement"] == "%"
    assert today["state_class"] == "measurement"


async def test_in_range_is_by_the_person_s_own_limits_in_their_unit(
    hass: HomeAssistant,
    start: Start,
    set_patient: Callable[..., str],
    recorded: Callable[..., Awaitable[None]],
    frozen: FrozenDateTimeFactory,
) -> None:
    set_patient("Anna", unit="mmol/L", thresholds={"urgent_low": 54, "low": 80, "high": 140, "urgent_high": 250})
    await start()
    await recorded(MIDNIGHT, MIDNIGHT + timedelta(hours=1), 79)
    await recorded(MIDNIGHT + timedelta(hours=1), MIDNIGHT + timedelta(hours=2), 141)
    await recorded(MIDNIGHT + timedelta(hours=2), MIDNIGHT + timedelta(hours=4), 140)
    await renewed(hass, frozen)
    assert [shown(hass, f"time_{name}_range_today") for name in ("below", "in", "above")] == ["25.0", "50", "25"]
    attributes = hass.states.get("sensor.anna_example_time_in_range_today").attributes
    assert (attributes["low"], attributes["high"]) == (4.4, 7.8)
    mean = hass.states.get("sensor.anna_example_mean_glucose_today")
    assert (mean.state, mean.attributes["unit_of_measurement"]) == ("6.9", "mmol/L")


async def test_lo_is_below_range(
    hass: HomeAssistant, start: Start, recorded: Callable[..., Awaitable[None]], frozen: FrozenDateTimeFactory
) -> None:
    await start()
    await recorded(MIDNIGHT, MIDNIGHT + timedelta(hours=1), 80, out_of_range=OutOfRange.LO)
    await renewed(hass, frozen)
    assert shown(hass, "time_below_range_today") == "100.0"


async def test_gmi_is_known_after_two_weeks_and_says_why_it_is_not(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    recorded: Callable[..., Awaitable[None]],
    frozen: FrozenDateTimeFactory,
) -> None:
    await start()
    gmi = hass.states.get("sensor.anna_example_gmi_in_14_days")
    assert (gmi.state, gmi.attributes["why"], gmi.attributes["measured"]) == ("unknown", "no_readings", 0)
    await recorded(MIDNIGHT - 9 * DAY, NOW, 150, ReadingKind.HISTORIC)
    await renewed(hass, frozen)
    gmi = hass.states.get("sensor.anna_example_gmi_in_14_days")
    assert (gmi.state, gmi.attributes["why"], gmi.attributes["measured"]) == ("unknown", "share", 64)
    await recorded(MIDNIGHT - 12 * DAY, MIDNIGHT - 9 * DAY, 150, ReadingKind.HISTORIC)
    await renewed(hass, frozen)
    gmi = hass.states.get("sensor.anna_example_gmi_in_14_days")
    assert (gmi.state, gmi.attributes["why"], gmi.attributes["measured"]) == ("6.9", None, 86)
    assert hass.states.get("sensor.anna_example_gmi_in_30_days").attributes["why"] == "share"


@pytest.mark.parametrize("span", LONG_SPANS)
async def test_days_that_are_added_up_give_what_the_whole_gives(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    anna: str,
    start: Start,
    recorded: Callable[..., Awaitable[None]],
    frozen: FrozenDateTimeFactory,
    span: Span,
) -> None:
    await start()
    await recorded(NOW - 40 * DAY, NOW - 20 * DAY - 3 * MINUTE, 150)  # The clocks went back on 25 October.
    await recorded(NOW - 20 * DAY, NOW - 6 * DAY - 2 * MINUTE, 100)
    await recorded(NOW - 6 * DAY, NOW, 220)
    await renewed(hass, frozen)
    found, _ = entry.runtime_data.metrics.of(anna, span)
    begin, end = last_days(NOW, LONG_SPANS[span], BERLIN)
    assert end == MIDNIGHT
    readings = await entry.runtime_data.journal.range(anna, NOW - 100 * DAY, NOW)
    assert found == metrics(readings, begin, end)


async def test_what_turns_up_late_is_counted_and_only_its_day_is_read_again(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    anna: str,
    start: Start,
    recorded: Callable[..., Awaitable[None]],
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await start()
    await recorded(MIDNIGHT - 10 * DAY, MIDNIGHT - 5 * DAY, 100)
    await recorded(MIDNIGHT - 4 * DAY, NOW, 100)
    await renewed(hass, frozen)
    assert shown(hass, "time_in_range_in_14_days") == "100"

    read: list[datetime] = []
    reads = Journal.range

    async def counted(self: Journal, patient: str, begin: datetime, end: datetime) -> list[Reading]:
        if patient == anna and end - begin != DAY + timedelta(seconds=1):  # That is for the forecast.
            read.append(begin + timedelta(hours=1))
        return await reads(self, patient, begin, end)

    monkeypatch.setattr(Journal, "range", counted)
    await renewed(hass, frozen)
    assert len(read) == 1  # Days that are over change no more.
    await recorded(MIDNIGHT - 5 * DAY, MIDNIGHT - 4 * DAY, 200, ReadingKind.HISTORIC)
    await renewed(hass, frozen)
    assert shown(hass, "time_in_range_in_14_days") == "90"
    # And the days beside it: what was their last reading until now may stand for less.
    whole = [begin for begin in read[2:] if MIDNIGHT - 80 * DAY < begin < MIDNIGHT - 2 * DAY]
    assert whole == [MIDNIGHT - days * DAY for days in (6, 5, 4)]


async def test_at_midnight_another_day_is_over(
    hass: HomeAssistant, start: Start, recorded: Callable[..., Awaitable[None]], frozen: FrozenDateTimeFactory
) -> None:
    await start()
    await recorded(MIDNIGHT - DAY, MIDNIGHT, 100)
    await recorded(MIDNIGHT, MIDNIGHT + DAY, 200)
    await renewed(hass, frozen)
    assert shown(hass, "time_in_range_in_7_days") == "100"
    frozen.move_to(MIDNIGHT + DAY + MINUTE)
    await renewed(hass, frozen)
    assert shown(hass, "time_in_range_in_7_days") == "50"
    assert shown(hass, "time_in_range_in_24_h") == "0"


async def test_other_limits_are_those_of_all_spans(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    recorded: Callable[..., Awaitable[None]],
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await start()
    await recorded(MIDNIGHT - DAY, NOW, 150)
    await renewed(hass, frozen)
    assert shown(hass, "time_in_range_in_7_days") == "100"
    said = cloud.connection
    monkeypatch.setattr(cloud, "connection", lambda patient: said(patient) | {"targetHigh": 140})
    await renewed(hass, frozen)
    await renewed(hass, frozen)
    assert shown(hass, "time_in_range_in_7_days") == "0"
    assert shown(hass, "time_in_range_today") == "0"


async def test_a_day_that_changes_while_it_is_read_is_read_again(
    hass: HomeAssistant,
    anna: str,
    start: Start,
    recorded: Callable[..., Awaitable[None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reads = Journal.range
    late = iter([NOW - 5 * DAY])

    async def changing(self: Journal, patient: str, begin: datetime, end: datetime) -> list[Reading]:
        found = await reads(self, patient, begin, end)
        if begin == MIDNIGHT - 5 * DAY - timedelta(hours=1) and patient == anna and (when := next(late, None)):
            await recorded(when, when + DAY, 100)
        return found

    monkeypatch.setattr(Journal, "range", changing)
    await start()
    assert hass.states.get("sensor.anna_example_time_in_range_in_7_days").attributes["measured"] == round(100 / 7)


async def test_the_first_history_is_shown_without_waiting(hass: HomeAssistant, start: Start) -> None:
    await start()
    assert int(hass.states.get("sensor.anna_example_time_in_range_in_24_h").attributes["measured"]) >= 45


async def test_what_cannot_be_read_is_not_shown_as_if_it_were_of_now(
    hass: HomeAssistant,
    start: Start,
    recorded: Callable[..., Awaitable[None]],
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await start()
    await recorded(MIDNIGHT, MIDNIGHT + timedelta(hours=1), 100)
    await renewed(hass, frozen)
    assert shown(hass, "time_in_range_today") == "100"

    async def broken(*_: Any) -> None:
        raise JournalUnwritable("x")

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "range", broken)
        await renewed(hass, frozen)
        assert shown(hass, "time_in_range_today") == "unknown"
    await renewed(hass, frozen)
    assert shown(hass, "time_in_range_today") == "100"


@pytest.mark.as_installed
async def test_it_is_worked_out_off_the_loop_and_nothing_that_nobody_wants(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    anna: str,
    start: Start,
    recorded: Callable[..., Awaitable[None]],
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await start()
    threads: set[int] = set()
    spans: set[timedelta] = set()
    tallied, summed = Tally.of, Tally.metrics

    def of(readings: Sequence[Reading], begin: datetime, end: datetime) -> Tally:
        threads.add(threading.get_ident())
        return tallied(readings, begin, end)

    def figures(self: Tally, begin: datetime, end: datetime, **limits: int) -> Any:
        threads.add(threading.get_ident())
        spans.add(end - begin)
        return summed(self, begin, end, **limits)

    monkeypatch.setattr(Tally, "of", of)
    monkeypatch.setattr(Tally, "metrics", figures)
    await recorded(NOW - DAY, NOW, 100, ReadingKind.HISTORIC)
    await renewed(hass, frozen)
    assert threads
    assert threading.get_ident() not in threads
    assert max(spans) == 14 * DAY  # The only longer one that is enabled.
    assert entry.runtime_data.metrics.of(anna, Span.QUARTER) is None


async def test_after_unloading_nothing_is_worked_out(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    anna: str,
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await start()
    await hass.config_entries.async_unload(entry.entry_id)
    monkeypatch.setattr(Tally, "of", lambda *_: pytest.fail("it was"))
    await renewed(hass, frozen)
    await settle(hass)
