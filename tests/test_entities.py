"""The entities of a person, as the user sees them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.button import DOMAIN as BUTTON, SERVICE_PRESS
from homeassistant.const import ATTR_ENTITY_ID, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, snapshot_platform
from syrupy.assertion import SnapshotAssertion

from custom_components.librelink_up.const import PLATFORMS
from simulator.cloud import SimulatedCloud
from simulator.people import Span

from .conftest import NOW, pass_time, settle
from .test_coordinator import state
from .test_init import calls

type Start = Callable[[], Awaitable[None]]


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_every_entity(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    frozen: FrozenDateTimeFactory,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    platform: Platform,
) -> None:
    monkeypatch.setattr("custom_components.librelink_up.PLATFORMS", [platform])
    monkeypatch.setattr("custom_components.librelink_up.coordinator._JITTER_SECONDS", 0)
    monkeypatch.setattr("homeassistant.components.image._RND.getrandbits", lambda _: 0)
    set_patient("Anna", nightscout=nightscout)
    await start()
    for _ in range(6):
        await pass_time(hass, frozen, minutes=1)
    await snapshot_platform(hass, er.async_get(hass), snapshot, entry.entry_id)


async def test_noisy_entities_are_disabled_at_first(hass: HomeAssistant, start: Start) -> None:
    await start()
    disabled = {one.translation_key for one in er.async_get(hass).entities.values() if one.disabled}
    assert disabled == {"rate_of_change", "target_low", "target_high", "cloud_delay"}


async def test_without_nightscout_there_are_no_entities_of_it(hass: HomeAssistant, start: Start) -> None:
    await start()
    assert not [one for one in er.async_get(hass).entities if "nightscout" in one]


async def test_the_persons_own_unit(hass: HomeAssistant, start: Start) -> None:
    await start()
    assert hass.states.get("sensor.anna_example_glucose").attributes["unit_of_measurement"] == "mg/dL"
    ben = hass.states.get("sensor.ben_example_glucose")
    assert ben.attributes["unit_of_measurement"] == "mmol/L"
    assert 2 < float(ben.state) < 20


@pytest.mark.parametrize(
    ("glucose", "glucose_state", "low", "high", "shows"),
    [
        (39, "urgent_low", "on", "off", "lo"),
        (50, "urgent_low", "on", "off", "within"),
        (65, "low", "on", "off", "within"),
        (100, "in_range", "off", "off", "within"),
        (190, "high", "off", "on", "within"),
        (245, "urgent_high", "off", "on", "within"),
        (300, "urgent_high", "off", "on", "within"),
        (400, "urgent_high", "off", "on", "hi"),
    ],
)
async def test_states_by_the_accounts_own_limits(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    glucose: int,
    glucose_state: str,
    low: str,
    high: str,
    shows: str,
) -> None:
    cloud.patient("Anna").overrides.append((Span(NOW - timedelta(minutes=5)), glucose))
    await start()
    assert state(hass, "sensor.anna_example_glucose") == str(glucose)
    assert state(hass, "sensor.anna_example_glucose_state") == glucose_state
    assert state(hass, "binary_sensor.anna_example_low") == low
    assert state(hass, "binary_sensor.anna_example_high") == high
    assert state(hass, "sensor.anna_example_out_of_range") == shows


async def test_the_button_asks_the_cloud_at_once(hass: HomeAssistant, cloud: SimulatedCloud, start: Start) -> None:
    await start()
    asked = calls(cloud, "/llu/connections")
    await hass.services.async_call(
        BUTTON, SERVICE_PRESS, {ATTR_ENTITY_ID: "button.anna_example_refresh_now"}, blocking=True
    )
    await settle(hass)
    assert calls(cloud, "/llu/connections") == asked + 1
