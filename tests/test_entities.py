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


METRICS = ("cv", "mean", "time_above_range", "time_below_range", "time_in_range")


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


@pytest.mark.as_installed
async def test_what_would_fill_activity_or_the_recorder_is_disabled_at_first(
    hass: HomeAssistant, start: Start, set_patient: Callable[..., str], nightscout: dict[str, Any]
) -> None:
    set_patient("Anna", nightscout=nightscout)
    await start()
    registry = er.async_get(hass).entities.values()
    disabled = {one.translation_key for one in registry if one.disabled}
    assert disabled == {
        *(f"{name}_{days}_days" for name in METRICS for days in (7, 14, 30, 90)),
        "cloud_delay",
        "forecast",
        "gmi_30_days",
        "gmi_90_days",
        "glucose_state",
        "high",
        "last_reading",
        "low_in",
        "measuring_range",
        "nightscout_last_delivery",
        "rate_of_change",
        "report",
        "target_high",
        "target_low",
        "trend",
    }


@pytest.mark.as_installed
async def test_glucose_tells_what_the_disabled_entities_would(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    cloud.patient("Anna").overrides.append((Span(NOW - timedelta(minutes=5), NOW + timedelta(minutes=2)), 65))
    await start()
    attributes = hass.states.get("sensor.anna_example_glucose").attributes
    assert (attributes["glucose_state"], attributes["trend"]) == ("low", "steady")
    assert NOW - attributes["measured_at"] < timedelta(minutes=2)
    cloud.patient("Anna").phone_away.append(Span(NOW + timedelta(minutes=2)))
    measured_at = attributes["measured_at"]
    for _ in range(4):
        await pass_time(hass, frozen, minutes=5)
    attributes = hass.states.get("sensor.anna_example_glucose").attributes
    assert (attributes["glucose_state"], attributes["trend"]) == ("no_readings", None)
    assert attributes["measured_at"] >= measured_at


@pytest.mark.parametrize(
    ("glucose", "icon"), [(50, "mdi:alert-octagon"), (65, None), (100, None), (300, "mdi:alert-octagon")]
)
async def test_glucose_looks_urgent_when_it_is(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, glucose: int, icon: str | None
) -> None:
    """Otherwise it has the drop of icons.json, not the class's spoon with sugar."""
    cloud.patient("Anna").overrides.append((Span(NOW - timedelta(minutes=5)), glucose))
    await start()
    assert hass.states.get("sensor.anna_example_glucose").attributes.get("icon") == icon


async def test_the_limits_in_force_stand_on_the_persons_page(
    hass: HomeAssistant, start: Start, set_patient: Callable[..., str]
) -> None:
    """The account's own, unless others were chosen; in the person's unit."""
    set_patient("Ben", thresholds={"low": 80})
    await start()
    limits = ("urgent_low_below", "low_below", "high_above", "urgent_high_above")
    shown = [state(hass, f"sensor.ben_example_{one}") for one in limits]
    assert shown[1] == "4.4"
    assert [float(one) for one in shown] == sorted(float(one) for one in shown)
    entity = er.async_get(hass).async_get("sensor.ben_example_low_below")
    assert entity
    assert (entity.entity_category, entity.unit_of_measurement) == ("diagnostic", "mmol/L")


async def test_an_entity_with_an_older_key_goes_on(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start
) -> None:
    subentry = next(one for one in entry.subentries.values() if one.title.startswith("Anna"))
    registry = er.async_get(hass)
    registry.async_get_or_create(
        "sensor",
        "librelink_up",
        f"{subentry.unique_id}_out_of_range",
        config_entry=entry,
        config_subentry_id=subentry.subentry_id,
        suggested_object_id="anna_example_out_of_range",
    )
    await start()
    assert state(hass, "sensor.anna_example_out_of_range") == "within"


async def test_a_reading_or_a_steep_curve_is_no_event(
    hass: HomeAssistant, start: Start, cloud: SimulatedCloud, frozen: FrozenDateTimeFactory
) -> None:
    cloud.patient("Anna").overrides.append((Span(NOW - timedelta(hours=1), NOW + timedelta(minutes=5)), 110))
    cloud.patient("Anna").overrides.append((Span(NOW + timedelta(minutes=5)), 65))
    await start()
    for _ in range(4):
        await pass_time(hass, frozen, minutes=1)
    assert state(hass, "event.anna_example_glucose_event") == "unknown"
    for _ in range(3):
        await pass_time(hass, frozen, minutes=1)
    event = hass.states.get("event.anna_example_glucose_event")
    assert event.attributes["event_type"] == "became_low"
    assert not {"reading_received", "rising_fast", "falling_fast"} & set(event.attributes["event_types"])


async def test_without_nightscout_there_are_no_entities_of_it(hass: HomeAssistant, start: Start) -> None:
    await start()
    assert not [one for one in er.async_get(hass).entities if "nightscout" in one]


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
    assert state(hass, "sensor.anna_example_measuring_range") == shows


async def test_the_button_asks_the_cloud_at_once(hass: HomeAssistant, cloud: SimulatedCloud, start: Start) -> None:
    await start()
    asked = calls(cloud, "/llu/connections")
    await hass.services.async_call(
        BUTTON, SERVICE_PRESS, {ATTR_ENTITY_ID: "button.anna_example_refresh_now"}, blocking=True
    )
    await settle(hass)
    assert calls(cloud, "/llu/connections") == asked + 1


async def test_everything_of_whom_nothing_is_known_is_unavailable_and_comes_back(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
) -> None:
    set_patient("Anna", nightscout=nightscout)
    await start()
    coordinator = entry.runtime_data.coordinator
    known = dict(coordinator.data)
    entities = [one.entity_id for one in er.async_get(hass).entities.values() if "anna" in one.entity_id]
    assert len(entities) > 35
    coordinator.data.clear()
    coordinator.async_update_listeners()
    assert {state(hass, one) for one in entities} == {"unavailable"}
    coordinator.data = known
    coordinator.async_update_listeners()
    assert "unavailable" not in {state(hass, one) for one in entities}
