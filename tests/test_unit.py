"""The unit is a setting of the person: everything follows it, and nothing shows another one beside it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.statistics import (
    get_metadata,
    list_statistic_ids,
    statistics_during_period,
    validate_statistics,
)
from homeassistant.const import UnitOfBloodGlucoseConcentration
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)

from custom_components.librelink_up.automation.payload import reading_payload
from simulator.cloud import SimulatedCloud
from simulator.people import Span

from .conftest import NOW, pass_time, settle
from .test_automations import course, pass_minutes, steady
from .test_coordinator import state

type Start = Callable[[], Awaitable[None]]

GLUCOSE = "sensor.ben_example_glucose"
SHOWN = ("glucose", "change", "forecast", "low_below", "urgent_high_above", "target_range_high_end")


def units(hass: HomeAssistant, name: str = "ben") -> set[str]:
    """The units of everything that shows a person's glucose."""
    found = [hass.states.get(f"sensor.{name}_example_{one}").attributes["unit_of_measurement"] for one in SHOWN]
    rate = hass.states.get(f"sensor.{name}_example_rate_of_change").attributes["unit_of_measurement"]
    assert rate.endswith("/min")
    return {*found, rate.removesuffix("/min")}


def setting(entry: MockConfigEntry, name: str = "Ben") -> str | None:
    return next(one.data.get("unit") for one in entry.subentries.values() if one.title.startswith(name))


async def test_the_value_is_the_one_on_the_wearers_phone(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    """118 mg/dL is 6.6 mmol/L there, by 18.0 and half up; also in the state itself, with no more digits."""
    cloud.patient("Ben").overrides.append((Span(NOW - timedelta(hours=1)), 118))
    await start()
    for _ in range(12):
        await pass_time(hass, frozen, minutes=1)
    assert state(hass, GLUCOSE) == "6.6"
    assert state(hass, "sensor.ben_example_change") == "0.0"
    assert state(hass, "sensor.ben_example_forecast") == "6.6"
    assert state(hass, "sensor.ben_example_rate_of_change") == "0.0"
    assert units(hass) == {"mmol/L"}
    assert units(hass, "anna") == {"mg/dL"}
    assert "." not in state(hass, "sensor.anna_example_glucose")


async def test_a_fall_has_its_sign_and_the_persons_decimals(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    steady(cloud)
    course(cloud, "Ben", 180, *range(180, 90, -4), begin=-60)
    course(cloud, "Ben", *range(180, 90, -4), begin=0)
    await start()
    await pass_minutes(hass, frozen, 17)
    assert state(hass, "sensor.ben_example_change") == "-1.1"
    assert state(hass, "sensor.ben_example_rate_of_change") == "-0.22"


async def test_an_account_whose_unit_flips_changes_nothing(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    assert setting(entry) == "mmol/L"
    ben = cloud.patient("Ben")
    for uom in (1, 0, 1):
        ben.uom = uom
        await pass_time(hass, frozen, minutes=1)
        assert units(hass) == {"mmol/L"}
        known = entry.runtime_data.coordinator.data[ben.patient_id]
        assert reading_payload(known, NOW)["unit"] == "mmol/L"
    await hass.config_entries.async_reload(entry.entry_id)
    await settle(hass)
    assert units(hass) == {"mmol/L"}


async def test_what_is_set_counts_and_not_what_the_account_says(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, set_patient: Callable[..., str]
) -> None:
    set_patient("Ben", unit="mg/dL")
    await start()
    assert units(hass) == {"mg/dL"}
    set_patient("Ben", unit="mmol/L")
    await settle(hass)
    assert units(hass) == {"mmol/L"}
    assert er.async_get(hass).async_get(GLUCOSE).options.get("sensor.private") is None


async def test_who_is_not_shared_at_first_gets_the_unit_later(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    cloud.patient("Ben").shared = False
    await start()
    assert (setting(entry, "Anna"), setting(entry)) == ("mg/dL", None)
    cloud.patient("Ben").shared = True
    await pass_time(hass, frozen, minutes=1)
    await pass_time(hass, frozen, minutes=1)
    assert units(hass) == {"mmol/L"}
    await hass.config_entries.async_reload(entry.entry_id)
    await settle(hass)
    assert setting(entry) == "mmol/L"


async def test_without_the_cloud_the_unit_is_the_one_that_was_shown_last(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, set_patient: Callable[..., str]
) -> None:
    await start()
    await hass.config_entries.async_unload(entry.entry_id)
    data = {key: value for key, value in entry.subentries[set_patient("Ben")].data.items() if key != "unit"}
    subentry = next(one for one in entry.subentries.values() if one.title.startswith("Ben"))
    hass.config_entries.async_update_subentry(entry, subentry, data=data)  # As an older version has left it.
    cloud.faults.add("status", status=503)
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass)
    assert units(hass) == {"mmol/L"}
    assert setting(entry) == "mmol/L"


@pytest.mark.parametrize("name", ["glucose", "change"])
async def test_what_an_older_version_left_at_the_entities_is_taken_over_and_gone(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, name: str
) -> None:
    """There a unit was chosen for the entity Glucose; another entity's counts for nobody but itself."""
    ben = next(one for one in entry.subentries.values() if one.title.startswith("Ben"))
    registry = er.async_get(hass)
    for key in ("glucose", "change"):
        old = registry.async_get_or_create(
            "sensor",
            "librelink_up",
            f"{ben.unique_id}_{key}",
            config_entry=entry,
            config_subentry_id=ben.subentry_id,
            suggested_object_id=f"ben_example_{key}",
            original_device_class="blood_glucose_concentration",
            unit_of_measurement="mmol/L",
        )
        registry.async_update_entity_options(
            old.entity_id, "sensor.private", {"suggested_unit_of_measurement": "mmol/L"}
        )
        if key == name:
            options = {"unit_of_measurement": "mg/dL", "display_precision": 1}
            registry.async_update_entity_options(old.entity_id, "sensor", options)
    await start()
    wanted = "mg/dL" if name == "glucose" else "mmol/L"
    assert (units(hass), setting(entry)) == ({wanted}, wanted)
    kept = registry.async_get(f"sensor.ben_example_{name}")
    assert kept
    assert "sensor.private" not in kept.options
    assert "unit_of_measurement" not in kept.options["sensor"]
    assert kept.options["sensor"]["display_precision"] == 1
    await hass.config_entries.async_reload(entry.entry_id)
    await settle(hass)
    assert units(hass) == {wanted}


async def test_who_asks_glucose_for_the_other_unit_gets_everything_in_it(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, hass_ws_client: Any
) -> None:
    """Home Assistant offers the choice at the entity; it must not leave two units beside each other."""
    await async_setup_component(hass, "config", {})
    await start()
    client = await hass_ws_client()
    seen: list[set[str]] = []

    @callback
    def _shown(_: Event[Any]) -> None:
        shown = [hass.states.get(f"sensor.ben_example_{one}") for one in SHOWN]
        seen.append({one.attributes["unit_of_measurement"] for one in shown if one and one.state != "unavailable"})

    hass.bus.async_listen("state_changed", _shown)
    await client.send_json_auto_id(
        {
            "type": "config/entity_registry/update",
            "entity_id": GLUCOSE,
            "options_domain": "sensor",
            "options": {"unit_of_measurement": "mg/dL"},
        }
    )
    assert (await client.receive_json())["success"]
    await settle(hass)
    assert (units(hass), setting(entry)) == ({"mg/dL"}, "mg/dL")
    assert {"mg/dL", "mmol/L"} not in seen  # Not for a moment.
    assert units(hass, "anna") == {"mg/dL"}
    assert "unit_of_measurement" not in er.async_get(hass).async_get(GLUCOSE).options["sensor"]
    # The one that is set already is nothing new.
    er.async_get(hass).async_update_entity_options(GLUCOSE, "sensor", {"unit_of_measurement": "mg/dL"})
    await settle(hass)
    assert units(hass) == {"mg/dL"}
    assert "unit_of_measurement" not in er.async_get(hass).async_get(GLUCOSE).options["sensor"]


async def test_only_glucose_offers_another_unit(hass: HomeAssistant, start: Start) -> None:
    """And only it has the class, so that who looks for people by the class finds each once."""
    await start()
    classed = [
        one.entity_id
        for one in er.async_get(hass).entities.values()
        if one.original_device_class == "blood_glucose_concentration"
    ]
    assert classed == ["sensor.anna_example_glucose", GLUCOSE]


async def test_statistics_stay_right_when_the_unit_changes(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    set_patient: Callable[..., str],
) -> None:
    """Home Assistant converts new values to the stored unit: nothing is relabelled, and nobody is asked to repair."""
    steady(cloud)
    course(cloud, "Ben", 118, begin=-600)
    await async_setup_component(hass, "sensor", {})
    await start()
    unit: str = UnitOfBloodGlucoseConcentration.MILLIMOLE_PER_LITER

    async def compiled() -> list[float]:
        await pass_minutes(hass, frozen, 5)
        await async_wait_recording_done(hass)
        begin = frozen().replace(tzinfo=NOW.tzinfo, second=0) - timedelta(minutes=5)
        begin = begin.replace(minute=begin.minute // 5 * 5)
        do_adhoc_statistics(hass, start=begin)
        await async_wait_recording_done(hass)
        found = await get_instance(hass).async_add_executor_job(
            lambda: statistics_during_period(
                hass,
                NOW - timedelta(hours=1),
                None,
                {GLUCOSE},
                "5minute",
                {"blood_glucose_concentration": unit},
                {"mean"},
            )
        )
        return [row["mean"] or 0 for row in found[GLUCOSE]]

    assert await compiled() == pytest.approx([6.6], abs=0.01)
    set_patient("Ben", unit="mg/dL")
    await settle(hass)
    await pass_minutes(hass, frozen, 5)
    means = await compiled()
    assert len(means) == 2
    assert means == pytest.approx([6.6, 118 / 18.016], abs=0.01)
    stored = await get_instance(hass).async_add_executor_job(lambda: get_metadata(hass, statistic_ids={GLUCOSE}))
    assert stored[GLUCOSE][1]["unit_of_measurement"] == "mmol/L"
    problems = await get_instance(hass).async_add_executor_job(validate_statistics, hass)
    assert not [one for name, one in problems.items() if "example" in name]
    ids = await get_instance(hass).async_add_executor_job(list_statistic_ids, hass)
    assert not [one for one in ids if "rate_of_change" in one["statistic_id"]]
