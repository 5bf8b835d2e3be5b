"""One acknowledgement and one snooze per person, for every alert: by button, by action, and through a restart."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.button import DOMAIN as BUTTON, SERVICE_PRESS
from homeassistant.components.select import DOMAIN as SELECT, SERVICE_SELECT_OPTION
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.dispatcher import async_dispatcher_connect
import probatio as vol
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.librelink_up.automation.alerts import SIGNAL_NEWS
from custom_components.librelink_up.automation.payload import reading_payload
from simulator.cloud import SimulatedCloud

from .conftest import NOW, pass_time, settle
from .test_automations import course, pass_minutes, steady
from .test_coordinator import state
from .test_services import device

type Start = Callable[[], Awaitable[None]]

SILENCED = "binary_sensor.anna_example_alerts_silenced"


async def press(hass: HomeAssistant, button: str) -> None:
    await hass.services.async_call(
        BUTTON, SERVICE_PRESS, {ATTR_ENTITY_ID: f"button.anna_example_{button}"}, blocking=True
    )


async def act(hass: HomeAssistant, entry: MockConfigEntry, action: str, **data: Any) -> None:
    target = {"device_id": device(hass, entry, "Anna Example")}
    await hass.services.async_call("librelink_up", action, {**target, **data}, blocking=True)


@pytest.fixture
async def low(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Anna is low from the first minute on, urgently from the tenth, and in range from the twentieth."""
    monkeypatch.setattr("custom_components.librelink_up.coordinator._JITTER_SECONDS", 0)
    steady(cloud)
    course(cloud, "Anna", *[65] * 10, *[50] * 10, 120, begin=1)
    await start()
    await pass_minutes(hass, frozen, 2)
    assert state(hass, "sensor.anna_example_glucose_state") == "low"


@pytest.mark.usefixtures("low")
@pytest.mark.parametrize("by", ["button", "action"])
async def test_an_acknowledgement_is_of_this_low_and_this_person(
    hass: HomeAssistant, entry: MockConfigEntry, frozen: FrozenDateTimeFactory, by: str
) -> None:
    silenced: list[tuple[str, bool]] = []
    async_dispatcher_connect(
        hass,
        SIGNAL_NEWS,
        lambda news: silenced.extend(
            (one, reading_payload(news.data, news.look.now)["silenced"])
            for one in news.happenings
            if one.startswith("became")
        ),
    )
    assert state(hass, SILENCED) == "off"
    await (press(hass, "acknowledge_alert") if by == "button" else act(hass, entry, "acknowledge"))
    assert state(hass, SILENCED) == "on"
    assert hass.states.get(SILENCED).attributes["until"] is None
    assert state(hass, "binary_sensor.ben_example_alerts_silenced") == "off"
    await pass_minutes(hass, frozen, 6)
    assert state(hass, SILENCED) == "on"
    await pass_minutes(hass, frozen, 5)
    assert state(hass, "sensor.anna_example_glucose_state") == "urgent_low"
    assert state(hass, SILENCED) == "off"
    assert silenced == [("became_urgent_low", False)]


@pytest.mark.usefixtures("low")
async def test_the_button_snoozes_for_as_long_as_is_chosen(hass: HomeAssistant, frozen: FrozenDateTimeFactory) -> None:
    choice = "select.anna_example_snooze_for"
    assert state(hass, choice) == "30"
    await hass.services.async_call(
        SELECT, SERVICE_SELECT_OPTION, {ATTR_ENTITY_ID: choice, "option": "15"}, blocking=True
    )
    await press(hass, "snooze_alerts")
    assert hass.states.get(SILENCED).attributes["until"] == NOW + timedelta(minutes=17)
    await pass_minutes(hass, frozen, 10)
    assert state(hass, SILENCED) == "off"  # Urgently low.


@pytest.mark.usefixtures("low")
async def test_a_snooze_by_action_lasts_its_time_and_can_be_ended(
    hass: HomeAssistant, entry: MockConfigEntry, frozen: FrozenDateTimeFactory
) -> None:
    await pass_minutes(hass, frozen, 10)
    await act(hass, entry, "snooze", duration={"minutes": 40})
    await pass_minutes(hass, frozen, 12)
    assert state(hass, "sensor.anna_example_glucose_state") == "in_range"
    assert state(hass, SILENCED) == "on"
    await act(hass, entry, "end_silence")
    assert state(hass, SILENCED) == "off"
    await act(hass, entry, "snooze")
    assert hass.states.get(SILENCED).attributes["until"] == NOW + timedelta(minutes=24 + 30)
    for _ in range(6):
        await pass_time(hass, frozen, minutes=5)
    assert state(hass, SILENCED) == "off"


@pytest.mark.usefixtures("low")
async def test_a_silence_outlives_a_restart(
    hass: HomeAssistant, entry: MockConfigEntry, frozen: FrozenDateTimeFactory
) -> None:
    await press(hass, "acknowledge_alert")
    await settle(hass)
    await hass.config_entries.async_reload(entry.entry_id)
    await settle(hass)
    assert state(hass, SILENCED) == "on"
    await act(hass, entry, "end_silence")
    await settle(hass)
    await hass.config_entries.async_reload(entry.entry_id)
    await settle(hass)
    assert state(hass, SILENCED) == "off"


async def test_a_silence_of_somebody_of_whom_nothing_was_told_yet(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start
) -> None:
    """Home Assistant is still starting: it counts, and the first look keeps it."""
    steady(cloud)
    hass.set_state(CoreState.starting)
    await start()
    await act(hass, entry, "snooze", duration="01:00:00")
    assert state(hass, SILENCED) == "on"
    hass.set_state(CoreState.running)
    entry.runtime_data.coordinator.async_look()
    await settle(hass)
    assert state(hass, SILENCED) == "on"


@pytest.mark.usefixtures("low")
@pytest.mark.parametrize("duration", ["00:00:30", "13:00:00", "-1"])
async def test_a_snooze_is_of_a_minute_to_twelve_hours(
    hass: HomeAssistant, entry: MockConfigEntry, duration: str
) -> None:
    with pytest.raises(vol.Invalid):
        await act(hass, entry, "snooze", duration=duration)


@pytest.mark.parametrize("action", ["acknowledge", "snooze", "end_silence"])
async def test_an_action_for_nobody_says_so(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, action: str
) -> None:
    await start()
    with pytest.raises(ServiceValidationError) as error:
        await hass.services.async_call("librelink_up", action, {"device_id": "nobody"}, blocking=True)
    assert error.value.translation_key == "not_a_patient"
    anna = device(hass, entry, "Anna Example")
    await hass.config_entries.async_unload(entry.entry_id)
    with pytest.raises(HomeAssistantError):
        await hass.services.async_call("librelink_up", action, {"device_id": anna}, blocking=True)


async def test_the_signal_that_is_lost_because_nobody_shares_any_more_can_be_acknowledged(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    steady(cloud)
    await start()
    cloud.patient("Anna").shared = False
    for _ in range(4):
        await pass_time(hass, frozen, minutes=5)
    assert state(hass, "binary_sensor.anna_example_signal_lost") == "on"
    await act(hass, entry, "acknowledge")
    assert state(hass, SILENCED) == "on"
    cloud.patient("Anna").shared = True
    await pass_time(hass, frozen, minutes=5)
    assert state(hass, SILENCED) == "off"
