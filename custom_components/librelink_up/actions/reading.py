"""What is known of a person now, what was recorded, and asking the cloud for more."""

import asyncio
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr, service
from homeassistant.util import dt as dt_util

from ..account.clock import utcnow
from ..automation.targets import person_payload
from ..const import DOMAIN
from ..coordinator import LibreLinkUpConfigEntry
from ..glucose import GlucoseUnit, Reading, Thresholds, glucose_state, in_unit
from .common import ATTR_CONFIG_ENTRY, async_readings, person_of, span_of

_DEFAULT_SPAN = timedelta(hours=24)


async def async_get_reading(call: ServiceCall) -> ServiceResponse:
    """Return the newest reading of a patient and what follows from it, as triggers tell it."""
    entry, patient = person_of(call)
    coordinator = entry.runtime_data.coordinator
    data = coordinator.data[patient]
    if patient in coordinator.gone:
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key="not_shared")
    device = dr.async_get(call.hass).async_get_device_by_identifier((DOMAIN, patient), entry.entry_id)
    return person_payload(call.hass, device, data, utcnow(call.hass))


async def async_get_readings(call: ServiceCall) -> ServiceResponse:
    """Return the recorded readings of a patient, oldest first."""
    entry, patient = person_of(call)
    start, end = span_of(call, _DEFAULT_SPAN)
    readings = await async_readings(entry, patient, start, end)
    data = entry.runtime_data.coordinator.data[patient]
    return {"unit": data.unit.value, "readings": [_as_dict(reading, data.thresholds) for reading in readings]}


def _as_dict(reading: Reading, thresholds: Thresholds) -> dict[str, Any]:
    """Return a reading as an action's answer shows it, in both units, with its state by the limits of today."""
    return {
        "time": dt_util.as_local(reading.time).isoformat(),
        "mg_dl": reading.glucose,
        "mmol_l": in_unit(reading.glucose, GlucoseUnit.MMOL_L),
        "trend": reading.trend.name.lower() if reading.trend else None,
        "out_of_range": reading.out_of_range,
        "state": glucose_state(reading, thresholds).value,
        "kind": reading.kind.value,
    }


async def async_refresh(call: ServiceCall) -> None:
    """Ask the cloud now: for one account, or for all of them."""
    entries: list[LibreLinkUpConfigEntry]
    if entry_id := call.data.get(ATTR_CONFIG_ENTRY):
        entries = [service.async_get_config_entry(call.hass, DOMAIN, entry_id)]
    else:
        entries = [
            entry for entry in call.hass.config_entries.async_entries(DOMAIN) if entry.state is ConfigEntryState.LOADED
        ]
        if not entries:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_account_loaded")
    asked = [entry.runtime_data.coordinator.async_refresh_now() for entry in entries]
    failed = [failure for failure in await asyncio.gather(*asked, return_exceptions=True) if failure]
    if failed:
        raise failed[0]  # Each account was asked; one reason is enough.
