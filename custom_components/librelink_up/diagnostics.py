"""Diagnostics: what helps to find a fault, with nothing in it that is secret or personal.

Glucose values are health data and names and ids are personal: only ages, counts and kinds are told.
"""

from datetime import datetime
from typing import Any

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import AnyDeviceEntry
from homeassistant.util import dt as dt_util

from .account.delivery import Delivery
from .account.person import sensor_model
from .const import CONF_NIGHTSCOUT, CONF_NIGHTSCOUT_URL, CONF_SENSOR_LIFE, DOMAIN
from .coordinator import LibreLinkUpConfigEntry
from .journal import JournalError


async def async_get_config_entry_diagnostics(hass: HomeAssistant, entry: LibreLinkUpConfigEntry) -> dict[str, Any]:
    """Return the diagnostics of an account."""
    coordinator = entry.runtime_data.coordinator
    session = coordinator.client.session
    error = coordinator.last_exception
    return {
        "options": dict(entry.options),
        "cloud": {
            "chosen_region": entry.data["region"],
            "found_region": session.region,
            "app_version": session.version,
            "has_token": session.token is not None,
            "token_ends_in_days": _days(session.expires),
            "paused_seconds": round(session.paused(dt_util.utcnow())),
            "logins_of_late": len(session.logins),
        },
        "last_poll_succeeded": coordinator.last_update_success,
        "last_error": getattr(error, "translation_key", None) or (type(error).__name__ if error else None),
        "patients": [await _async_patient(entry, subentry) for subentry in coordinator.people.subentries.values()],
    }


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: LibreLinkUpConfigEntry, device: AnyDeviceEntry
) -> dict[str, Any]:
    """Return the diagnostics of a patient."""
    patient_id = next(identifier for domain, identifier in device.identifiers if domain == DOMAIN)
    return await _async_patient(entry, entry.runtime_data.people.subentries[patient_id])


async def _async_patient(entry: LibreLinkUpConfigEntry, subentry: ConfigSubentry) -> dict[str, Any]:
    """Return what can be told of a patient."""
    patient_id = str(subentry.unique_id)
    now = dt_util.utcnow()
    coordinator = entry.runtime_data.coordinator
    known = coordinator.data.get(patient_id)
    recorded: int | str
    try:
        recorded = await entry.runtime_data.journal.count(patient_id)
    except JournalError as err:
        recorded = type(err).__name__
    return {
        "shared": known is not None,
        "sensor_life": subentry.data.get(CONF_SENSOR_LIFE),
        "cadence_seconds": coordinator.people.cadence(patient_id).total_seconds(),
        "readings_recorded": recorded,
        "readings_missing_24h": known.missing if known else None,
        "cloud_delay_seconds": known.cloud_delay.total_seconds() if known and known.cloud_delay else None,
        "last_reading_age_seconds": (now - known.latest.time).total_seconds() if known and known.latest else None,
        "last_reading_kind": known.latest.kind.value if known and known.latest else None,
        "has_trend": bool(known and known.latest and known.latest.trend),
        "unit": known.unit.value if known else None,
        "sensor_model": sensor_model(known.sensor) if known else None,
        "sensor_state": known.sensor_state(now).value if known else None,
        "sensor_age_days": -days if known and known.sensor and (days := _days(known.sensor.started)) else None,
        "nightscout": _nightscout(subentry, entry.runtime_data.deliveries.get(subentry.subentry_id)),
    }


def _nightscout(subentry: ConfigSubentry, delivery: Delivery | None) -> dict[str, Any] | None:
    """Return how the delivery stands; of the settings nothing that leads to the site."""
    if delivery is None:
        return None
    settings = subentry.data[CONF_NIGHTSCOUT]
    return {
        "https": settings[CONF_NIGHTSCOUT_URL].startswith("https://"),
        "api": settings.get("api"),
        "send": settings.get("send"),
        "since": settings.get("since"),
        "problem": delivery.problem,
        "waiting": delivery.waiting,
        "refused": delivery.refused,
        "last_delivery_age_seconds": (
            (dt_util.utcnow() - delivery.last_delivery).total_seconds() if delivery.last_delivery else None
        ),
    }


def _days(time: datetime | None) -> float | None:
    return None if time is None else round((time - dt_util.utcnow()).total_seconds() / 86400, 1)
