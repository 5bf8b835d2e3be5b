"""The chart and its two choices in a Home Assistant: fetched over HTTP, as the frontend and phones do."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
import threading
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant import loader
from homeassistant.components.image import async_get_image
from homeassistant.components.select import DOMAIN as SELECT, SERVICE_SELECT_OPTION
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from PIL import Image
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_test_home_assistant

from custom_components.librelink_up.account.backfill import Backfill
from custom_components.librelink_up.chart import Clock
from custom_components.librelink_up.chart.draw import Chart, draw
from custom_components.librelink_up.chart.fonts import FontFiles
from custom_components.librelink_up.chart.style import DARK, LIGHT, Colours
from custom_components.librelink_up.glucose import Reading, ReadingKind
from custom_components.librelink_up.journal import Journal, JournalUnwritable
from simulator.cloud import SimulatedCloud
from simulator.people import Span

from .conftest import NOW, pass_time, settle
from .test_automations import course, pass_minutes, steady

type Start = Callable[[], Awaitable[None]]
type Fetch = Callable[[], Awaitable[bytes]]

CHART = "image.anna_example_chart"
HOURS = "select.anna_example_chart_span"
STYLE = "select.anna_example_chart_style"
CLOCK = "select.anna_example_chart_clock"


@dataclass(frozen=True)
class Drawing:
    """What was drawn, and in which thread."""

    chart: Chart
    colours: Colours
    thread: int


@pytest.fixture(autouse=True)
def _day(hass: HomeAssistant) -> None:
    """It is noon where the home is."""
    hass.config.latitude, hass.config.longitude = 52.5, 0


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[Drawing]:
    """Everything that is drawn."""
    found: list[Drawing] = []

    def seen(chart: Chart, colours: Colours, fonts: FontFiles) -> bytes:
        found.append(Drawing(chart, colours, threading.get_ident()))
        return draw(chart, colours, fonts)

    monkeypatch.setattr("custom_components.librelink_up.chart.draw.draw", seen)
    return found


@pytest.fixture
def fetch(hass: HomeAssistant, hass_client: Any) -> Fetch:
    """Fetches Anna's chart over HTTP."""

    async def _fetch() -> bytes:
        client = await hass_client()
        response = await client.get(f"/api/image_proxy/{CHART}")
        assert response.status == HTTPStatus.OK
        assert response.content_type == "image/png"
        return await response.read()

    return _fetch


async def choose(hass: HomeAssistant, entity_id: str, option: str) -> None:
    await hass.services.async_call(
        SELECT, SERVICE_SELECT_OPTION, {ATTR_ENTITY_ID: entity_id, "option": option}, blocking=True
    )


def state(hass: HomeAssistant, entity_id: str = CHART) -> str:
    return hass.states.get(entity_id).state


async def test_the_chart_is_a_picture_of_the_last_three_hours(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, fetch: Fetch, drawings: list[Drawing]
) -> None:
    await hass.config.async_set_time_zone("Europe/Berlin")
    await start()
    with Image.open(BytesIO(await fetch())) as image:
        assert (image.format, image.size) == ("PNG", (800, 420))
    chart = drawings[0].chart
    glucose = hass.states.get("sensor.anna_example_glucose")
    assert (chart.value, chart.unit, chart.name) == (glucose.state, "mg/dL", "Anna Example")
    assert chart.readings[-1] == chart.current
    assert chart.measured_at == chart.readings[-1].time
    assert chart.start == NOW - timedelta(hours=3)
    assert 30 < len(chart.readings) < 40
    assert str(chart.zone) == "Europe/Berlin"
    assert chart.ticks[0] == (50, "50")
    assert drawings[0].colours == LIGHT


async def test_the_chart_is_in_the_persons_own_unit(
    hass: HomeAssistant, start: Start, hass_client: Any, drawings: list[Drawing]
) -> None:
    await start()
    client = await hass_client()
    assert (await client.get("/api/image_proxy/image.ben_example_chart")).status == HTTPStatus.OK
    chart = drawings[0].chart
    assert (chart.value, chart.unit) == (hass.states.get("sensor.ben_example_glucose").state, "mmol/L")
    assert [(round(glucose), label) for glucose, label in chart.ticks[:3]] == [(54, "3"), (108, "6"), (162, "9")]


async def test_the_chart_shows_where_glucose_is_going(
    hass: HomeAssistant, start: Start, fetch: Fetch, drawings: list[Drawing], frozen: FrozenDateTimeFactory
) -> None:
    await start()
    await fetch()
    assert list(drawings[-1].chart.forecast) == []  # Nothing is known of minutes that the history alone has.
    for _ in range(12):
        await pass_time(hass, frozen, minutes=1)
    await fetch()
    chart = drawings[-1].chart
    assert chart.current
    assert [time - (chart.end - timedelta(minutes=25)) for time, _ in chart.forecast] == [
        timedelta(minutes=minutes) for minutes in (2, 5, 8, 11, 14, 17, 20)
    ]
    assert str(chart.forecast[-1][1]) == hass.states.get("sensor.anna_example_forecast").state
    assert chart.forecast[-1][0] < chart.end


async def test_who_knows_the_token_of_the_picture_may_fetch_it_and_nobody_else(
    hass: HomeAssistant, start: Start, hass_client_no_auth: Any
) -> None:
    await start()
    client = await hass_client_no_auth()
    assert (await client.get(hass.states.get(CHART).attributes["entity_picture"])).status == HTTPStatus.OK
    assert (await client.get(f"/api/image_proxy/{CHART}")).status == HTTPStatus.FORBIDDEN


async def test_nothing_is_drawn_unless_somebody_asks(
    hass: HomeAssistant, start: Start, drawings: list[Drawing], frozen: FrozenDateTimeFactory
) -> None:
    await start()
    for _ in range(5):
        await pass_time(hass, frozen, minutes=1)
    await choose(hass, HOURS, "24")
    assert drawings == []


async def test_several_fetches_are_one_drawing(
    hass: HomeAssistant, start: Start, fetch: Fetch, drawings: list[Drawing], frozen: FrozenDateTimeFactory
) -> None:
    await start()
    first = await fetch()
    frozen.tick(20)
    assert await fetch() == first
    assert len(drawings) == 1


async def test_fetches_at_the_same_moment_are_one_drawing(
    hass: HomeAssistant, start: Start, drawings: list[Drawing]
) -> None:
    await start()
    found = await asyncio.gather(*(async_get_image(hass, CHART) for _ in range(5)))
    assert len({one.content for one in found}) == 1
    assert len(drawings) == 1


async def test_a_new_reading_is_a_new_picture(
    hass: HomeAssistant, start: Start, fetch: Fetch, drawings: list[Drawing], frozen: FrozenDateTimeFactory
) -> None:
    await start()
    before = await fetch()
    await pass_time(hass, frozen, seconds=62)
    assert await fetch() != before
    readings = [one.chart.readings for one in drawings]
    assert readings[1][-1].time > readings[0][-1].time


async def test_dashboards_fetch_it_every_five_minutes_and_at_once_when_it_matters(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    """Each time is a row in the recorder; the number on a dashboard must not stay when it has become low, or stale."""
    steady(cloud)
    await start()
    await pass_minutes(hass, frozen, 10)
    told: list[str] = []
    for _ in range(30):
        await pass_time(hass, frozen, minutes=1)
        told += [] if told and told[-1] == state(hass) else [state(hass)]
    assert len(told) in (6, 7)
    course(cloud, "Anna", 65, begin=1)
    await pass_minutes(hass, frozen, 2)
    assert state(hass) not in told


async def test_a_poll_without_a_new_reading_is_no_new_picture(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    fetch: Fetch,
    drawings: list[Drawing],
    cloud: SimulatedCloud,
) -> None:
    await start()
    await fetch()
    told = state(hass)
    await entry.runtime_data.coordinator.async_refresh()
    await settle(hass)
    await fetch()
    assert state(hass) == told
    assert len(drawings) == 1


@pytest.mark.parametrize("minutes", [[4, 8], list(range(5, 700, 5))])
async def test_a_backfill_is_a_new_picture(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    fetch: Fetch,
    drawings: list[Drawing],
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
    cloud: SimulatedCloud,
    minutes: list[int],
) -> None:
    async def nothing(*_: Any) -> None:
        return

    monkeypatch.setattr(Backfill, "async_fill", nothing)
    await start()
    await fetch()
    told = state(hass)
    frozen.tick(5)
    latest = drawings[0].chart.current
    assert latest
    assert list(drawings[0].chart.readings) == [latest]
    history = [Reading(latest.time - timedelta(minutes=ago), 100, ReadingKind.HISTORIC) for ago in minutes]
    anna = cloud.patient("Anna").patient_id
    await entry.runtime_data.coordinator._async_backfilled(anna, history, None)
    assert state(hass) != told
    await fetch()
    assert len(drawings[1].chart.readings) == 1 + len([ago for ago in minutes if ago < 180])


@pytest.mark.parametrize("hours", ["6", "12", "24"])
async def test_another_span_is_a_new_picture(
    hass: HomeAssistant,
    start: Start,
    fetch: Fetch,
    drawings: list[Drawing],
    frozen: FrozenDateTimeFactory,
    hours: str,
) -> None:
    await start()
    before, told = await fetch(), state(hass)
    frozen.tick(5)
    await choose(hass, HOURS, hours)
    assert state(hass, HOURS) == hours
    assert state(hass) != told
    assert await fetch() != before
    chart = drawings[1].chart
    assert chart.start == NOW + timedelta(seconds=5) - timedelta(hours=int(hours))
    assert chart.readings[0].time - max(chart.start, NOW - timedelta(hours=12)) < timedelta(minutes=10)


async def test_another_style_is_a_new_picture(
    hass: HomeAssistant, start: Start, fetch: Fetch, drawings: list[Drawing], frozen: FrozenDateTimeFactory
) -> None:
    await start()
    before, told = await fetch(), state(hass)
    frozen.tick(5)
    await choose(hass, STYLE, "dark")
    assert state(hass) != told
    after = await fetch()
    assert after != before
    assert [one.colours for one in drawings] == [LIGHT, DARK]
    with Image.open(BytesIO(after)) as image:
        assert image.getpixel((0, 0)) == (0x1C, 0x1C, 0x1E)
    await choose(hass, STYLE, "light")
    await fetch()
    assert drawings[2].colours == LIGHT


async def test_automatic_is_dark_from_sunset_to_sunrise(
    hass: HomeAssistant, start: Start, drawings: list[Drawing], frozen: FrozenDateTimeFactory
) -> None:
    hass.config.longitude = 45  # The sun sets there about an hour from now.
    await start()
    assert state(hass, STYLE) == "automatic"
    await async_get_image(hass, CHART)
    told = state(hass)
    await pass_time(hass, frozen, minutes=70)
    assert state(hass) != told
    await async_get_image(hass, CHART)
    await choose(hass, STYLE, "light")
    await async_get_image(hass, CHART)
    assert [one.colours for one in drawings] == [LIGHT, DARK, LIGHT]


@pytest.mark.parametrize(
    ("country", "choice", "clock"),
    [
        ("US", "automatic", Clock.TWELVE),
        ("DE", "automatic", Clock.TWENTY_FOUR),
        (None, "automatic", Clock.TWENTY_FOUR),
        ("US", "24", Clock.TWENTY_FOUR),
        ("DE", "12", Clock.TWELVE),
    ],
)
async def test_the_clock_is_that_of_the_country_or_as_chosen(
    hass: HomeAssistant,
    start: Start,
    fetch: Fetch,
    drawings: list[Drawing],
    country: str | None,
    choice: str,
    clock: Clock,
) -> None:
    hass.config.country = country
    await start()
    assert state(hass, CLOCK) == "automatic"
    await choose(hass, CLOCK, choice)
    await fetch()
    assert drawings[0].chart.clock is clock


async def test_what_one_person_chooses_is_theirs(hass: HomeAssistant, start: Start, drawings: list[Drawing]) -> None:
    await start()
    await choose(hass, HOURS, "24")
    assert state(hass, "select.ben_example_chart_span") == "3"
    await async_get_image(hass, "image.ben_example_chart")
    assert drawings[0].chart.start == NOW - timedelta(hours=3)


async def test_what_cannot_be_chosen_is_refused(hass: HomeAssistant, start: Start) -> None:
    await start()
    with pytest.raises(ServiceValidationError):
        await choose(hass, HOURS, "5")
    assert state(hass, HOURS) == "3"


async def test_time_goes_on_in_a_picture_without_new_readings(
    hass: HomeAssistant,
    start: Start,
    fetch: Fetch,
    drawings: list[Drawing],
    frozen: FrozenDateTimeFactory,
    cloud: SimulatedCloud,
) -> None:
    await start()
    cloud.patient("Anna").phone_away.append(Span(NOW))
    await fetch()
    await pass_time(hass, frozen, minutes=14)
    await fetch()
    assert drawings[-1].chart.current
    told = state(hass)
    await pass_time(hass, frozen, minutes=2)
    assert state(hass) != told  # The number must not stay on anybody's screen.
    await fetch()
    chart = drawings[-1].chart
    assert (chart.current, chart.value, chart.trend, list(chart.forecast)) == (None, "---", None, [])
    await pass_time(hass, frozen, hours=5)
    await async_get_image(hass, CHART)
    chart = drawings[-1].chart
    assert list(chart.readings) == []
    assert chart.start == NOW + timedelta(minutes=16, hours=2)
    assert chart.measured_at
    assert NOW - timedelta(minutes=2) < chart.measured_at < NOW


@pytest.mark.parametrize(("glucose", "value"), [(39, "LO"), (400, "HI"), (400 - 1, "399")])
async def test_hi_and_lo_stand_for_the_number(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    fetch: Fetch,
    drawings: list[Drawing],
    glucose: int,
    value: str,
) -> None:
    cloud.patient("Anna").overrides.append((Span(NOW - timedelta(minutes=5)), glucose))
    await start()
    await fetch()
    assert drawings[0].chart.value == value


async def test_a_person_without_any_reading_has_a_picture(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, fetch: Fetch, drawings: list[Drawing]
) -> None:
    anna = cloud.patient("Anna")
    anna.sensor_off.append(Span(NOW - timedelta(days=30)))
    anna.broken_fields |= {"glucoseMeasurement": None, "glucoseItem": None}
    await start()
    await fetch()
    chart = drawings[0].chart
    assert (chart.value, chart.measured_at, list(chart.readings)) == ("---", None, [])


async def test_a_reading_that_could_not_be_recorded_is_in_the_number(
    hass: HomeAssistant,
    start: Start,
    fetch: Fetch,
    drawings: list[Drawing],
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await start()

    async def full(*_: Any, **__: Any) -> None:
        raise JournalUnwritable("x")

    monkeypatch.setattr(Journal, "add", full)
    await pass_time(hass, frozen, seconds=62)
    await fetch()
    chart = drawings[0].chart
    assert chart.current
    assert chart.current.time > chart.readings[-1].time
    assert chart.value == state(hass, "sensor.anna_example_glucose")


async def test_drawing_keeps_the_loop_free(
    hass: HomeAssistant, start: Start, fetch: Fetch, drawings: list[Drawing]
) -> None:
    await start()
    await fetch()
    assert drawings[0].thread != threading.get_ident()


async def test_the_choices_outlive_a_reload(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, fetch: Fetch, drawings: list[Drawing]
) -> None:
    await start()
    await choose(hass, HOURS, "12")
    await choose(hass, STYLE, "dark")
    await hass.config_entries.async_reload(entry.entry_id)
    await settle(hass)
    assert (state(hass, HOURS), state(hass, STYLE)) == ("12", "dark")
    assert state(hass, "select.ben_example_chart_span") == "3"
    await fetch()
    assert drawings[0].colours == DARK
    assert drawings[0].chart.start == NOW - timedelta(hours=12)


async def test_the_choices_outlive_a_restart(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    hass_storage: dict[str, Any],
    frozen: FrozenDateTimeFactory,
) -> None:
    await start()
    await pass_time(hass, frozen, seconds=5)  # What the start has to save is saved.
    assert hass_storage[f"librelink_up.{entry.entry_id}"]["data"]["choices"] == {}
    await choose(hass, HOURS, "24")
    await choose(hass, STYLE, "dark")
    await hass.async_stop(force=True)
    async with async_test_home_assistant() as restarted:
        restarted.data.pop(loader.DATA_CUSTOM_COMPONENTS, None)
        again = MockConfigEntry(
            domain="librelink_up",
            entry_id=entry.entry_id,
            title=entry.title,
            unique_id=entry.unique_id,
            data=dict(entry.data),
            subentries_data=[one.as_dict() for one in entry.subentries.values()],
        )
        again.add_to_hass(restarted)
        await restarted.config_entries.async_setup(again.entry_id)
        await settle(restarted)
        assert (state(restarted, HOURS), state(restarted, STYLE)) == ("24", "dark")
        assert state(restarted, "select.ben_example_chart_style") == "automatic"
        await restarted.config_entries.async_unload(again.entry_id)
        await restarted.async_stop(force=True)


@pytest.mark.parametrize("option", ["48", "", None, 3])
async def test_an_option_of_another_version_is_as_nothing_chosen(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    fetch: Fetch,
    hass_storage: dict[str, Any],
    cloud: SimulatedCloud,
    option: object,
) -> None:
    hass_storage[f"librelink_up.{entry.entry_id}"] = {
        "version": 1,
        "minor_version": 1,
        "key": "",
        "data": {"choices": {cloud.patient("Anna").patient_id: {"chart_hours": option}}},
    }
    await start()
    assert state(hass, HOURS) == "3"
    await fetch()


async def test_the_picture_of_who_does_not_share_any_more_shows_what_is_recorded_and_no_value(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    fetch: Fetch,
    frozen: FrozenDateTimeFactory,
    drawings: list[Drawing],
) -> None:
    await start()
    await fetch()
    assert drawings[-1].chart.value != "---"
    cloud.patient("Anna").shared = False
    for _ in range(17):
        await pass_time(hass, frozen, minutes=1)
    await fetch()
    assert drawings[-1].chart.value == "---"
    assert drawings[-1].chart.readings
    cloud.patient("Anna").shared = True
    for _ in range(2):
        await pass_time(hass, frozen, minutes=1)
    await fetch()
    assert drawings[-1].chart.value != "---"


async def test_there_is_no_picture_of_whom_nothing_is_known(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, drawings: list[Drawing]
) -> None:
    await start()
    coordinator = entry.runtime_data.coordinator
    known = dict(coordinator.data)
    coordinator.data.clear()
    coordinator.async_update_listeners()
    assert {state(hass, one) for one in (CHART, HOURS, STYLE)} == {"unavailable"}
    with pytest.raises(HomeAssistantError):
        await async_get_image(hass, CHART)
    assert drawings == []
    coordinator.data = known
    coordinator.async_update_listeners()
    assert state(hass) != "unavailable"


async def test_who_stops_sharing_while_the_picture_is_drawn(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start()
    read = Journal.range

    async def read_and_lose(journal: Journal, *span: Any) -> list[Reading]:
        entry.runtime_data.coordinator.data.clear()
        return await read(journal, *span)

    monkeypatch.setattr(Journal, "range", read_and_lose)
    first, second = await asyncio.gather(*(async_get_image(hass, CHART) for _ in range(2)), return_exceptions=True)
    assert not isinstance(first, BaseException)
    assert isinstance(second, HomeAssistantError)


async def test_a_journal_that_cannot_be_read_is_told(
    hass: HomeAssistant,
    start: Start,
    fetch: Fetch,
    hass_client: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await start()

    async def broken(*_: Any) -> None:
        raise JournalUnwritable("x")

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "range", broken)
        with pytest.raises(HomeAssistantError) as error:
            await async_get_image(hass, CHART)
        assert (error.value.translation_domain, error.value.translation_key) == ("librelink_up", "journal_unreadable")
        client = await hass_client()
        response = await client.get(f"/api/image_proxy/{CHART}")
        assert response.status == HTTPStatus.INTERNAL_SERVER_ERROR
    # aiohttp's own log does not get on with a frozen clock.
    assert [one for one in caplog.records if one.levelname == "ERROR" and one.name != "aiohttp.access"] == []
    assert await fetch()
