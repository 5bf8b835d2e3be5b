from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.librelink_up.journal import Journal, JournalUnwritable
from simulator.cloud import SimulatedCloud

from .conftest import NOW, settle
from .test_init import calls

type Start = Callable[[], Awaitable[None]]

DOMAIN = "librelink_up"


def device(hass: HomeAssistant, entry: MockConfigEntry, name: str = "Ben Example") -> str:
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return next(one.id for one in devices if one.name == name)


async def get_readings(hass: HomeAssistant, **data: Any) -> list[dict[str, Any]]:
    answer: Any = await hass.services.async_call(DOMAIN, "get_readings", data, blocking=True, return_response=True)
    return answer["readings"]


async def test_the_readings_of_the_last_day(hass: HomeAssistant, entry: MockConfigEntry, start: Start) -> None:
    await start()
    found = await get_readings(hass, device_id=device(hass, entry))
    assert len(found) > 140
    assert found == sorted(found, key=lambda one: one["time"])
    newest = found[-1]
    assert newest["kind"] == "current"
    assert newest["trend"] in ("steady", "rising", "falling")
    assert newest["mmol_l"] == round(newest["mg_dl"] / 18, 1)
    assert newest["out_of_range"] is None
    assert newest["state"] in ("low", "in_range", "high")
    assert found[3]["trend"] is None


async def test_the_readings_of_a_span_in_local_time(hass: HomeAssistant, entry: MockConfigEntry, start: Start) -> None:
    await hass.config.async_set_time_zone("Europe/Berlin")
    await start()
    found = await get_readings(
        hass, device_id=device(hass, entry), **{"from": "2026-11-21 10:00:00", "to": "2026-11-21 11:00:00"}
    )
    assert len(found) == 12
    assert all(one["time"].startswith("2026-11-21T10:") for one in found)
    assert found[0]["time"].endswith("+01:00")


async def test_a_span_that_ends_before_it_begins(hass: HomeAssistant, entry: MockConfigEntry, start: Start) -> None:
    await start()
    with pytest.raises(ServiceValidationError) as error:
        await get_readings(hass, device_id=device(hass, entry), **{"from": NOW, "to": NOW - timedelta(hours=1)})
    assert error.value.translation_key == "from_not_before_to"


async def test_a_device_of_somebody_else(hass: HomeAssistant, entry: MockConfigEntry, start: Start) -> None:
    await start()
    with pytest.raises(ServiceValidationError) as error:
        await get_readings(hass, device_id="nobody")
    assert error.value.translation_key == "not_a_patient"


async def test_an_account_that_is_not_running(hass: HomeAssistant, entry: MockConfigEntry, start: Start) -> None:
    await start()
    ben = device(hass, entry)
    await hass.config_entries.async_unload(entry.entry_id)
    with pytest.raises(ServiceValidationError):
        await get_readings(hass, device_id=ben)
    with pytest.raises(ServiceValidationError) as error:
        await hass.services.async_call(DOMAIN, "refresh", {}, blocking=True)
    assert error.value.translation_key == "no_account_loaded"


async def test_a_journal_that_cannot_be_read(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start()

    async def broken(*_: Any) -> None:
        raise JournalUnwritable("x")

    monkeypatch.setattr(Journal, "range", broken)
    with pytest.raises(HomeAssistantError) as error:
        await get_readings(hass, device_id=device(hass, entry))
    assert error.value.translation_key == "journal_unreadable"


@pytest.mark.parametrize("named", [True, False])
async def test_refresh_asks_the_cloud_now(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, named: bool
) -> None:
    await start()
    asked = calls(cloud, "/llu/connections")
    data = {"config_entry": entry.entry_id} if named else {}
    await hass.services.async_call(DOMAIN, "refresh", data, blocking=True)
    await settle(hass)
    assert calls(cloud, "/llu/connections") == asked + 1


async def test_the_actions_are_there_before_any_account(hass: HomeAssistant) -> None:
    await async_setup_component(hass, DOMAIN, {})
    assert set(hass.services.async_services_for_domain(DOMAIN)) == {
        "acknowledge",
        "end_silence",
        "export_readings",
        "get_reading",
        "get_readings",
        "get_report",
        "import_file",
        "refresh",
        "save_report",
        "snooze",
    }


async def test_the_newest_reading_is_what_triggers_tell(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start
) -> None:
    await start()
    answer = await hass.services.async_call(
        "librelink_up", "get_reading", {"device_id": device(hass, entry)}, blocking=True, return_response=True
    )
    measured = cloud.patient("Ben").current(NOW)
    assert measured
    assert answer
    assert answer["patient"] == "Ben Example"
    assert answer["mg_dl"] == measured.glucose
    assert answer["unit"] == "mmol/L"
    assert answer["glucose"] == answer["mmol_l"] == pytest.approx(measured.glucose / 18, abs=0.05)
    assert str(answer["display"]).startswith(f"{answer['glucose']} mmol/L")
    assert answer["entity_id"] == "sensor.ben_example_glucose"
    assert answer["is_recent"] is True


async def test_somebody_who_does_not_share_any_more_has_no_newest_reading(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start
) -> None:
    cloud.patient("Ben").shared = False
    await start()
    with pytest.raises(HomeAssistantError, match="no longer shares"):
        await hass.services.async_call(
            "librelink_up",
            "get_reading",
            {"device_id": device(hass, entry)},
            blocking=True,
            return_response=True,
        )
