"""Diagnostics: what helps to find a fault, with nothing in it that is secret or personal.

Glucose values are health data and names and ids are personal: only ages, counts and kinds are told.
"""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryState, ConfigSubentry
from homeassistant.const import CONF_REGION
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import AnyDeviceEntry

from .account.clock import utcnow
from .account.delivery import Delivery
from .account.person import patient_id_of, sensor_model
from .account.store import AccountStore
from .cloud import Session
from .const import (
    CONF_NIGHTSCOUT,
    CONF_NIGHTSCOUT_API,
    CONF_NIGHTSCOUT_SEND,
    CONF_NIGHTSCOUT_SINCE,
    CONF_NIGHTSCOUT_URL,
    CONF_SENSOR_LIFE,
)
from .coordinator import LibreLinkUpConfigEntry
from .journal import JournalError


async def async_get_config_entry_diagnostics(hass: HomeAssistant, entry: LibreLinkUpConfigEntry) -> dict[str, Any]:
    """Return the diagnostics of an account; also of one that is not set up, for it needs them most."""
    found: dict[str, Any] = {
        "state": entry.state.value,
        "reason": entry.error_reason_translation_key,
        "options": dict(entry.options),
    }
    if entry.state is not ConfigEntryState.LOADED:
        store = AccountStore(hass, entry.entry_id)
        await store.async_load(None)
        return {**found, "cloud": _cloud(entry, store.session, utcnow(hass)), "patients": len(entry.subentries)}
    coordinator = entry.runtime_data.coordinator
    error = coordinator.last_exception
    return {
        **found,
        "cloud": _cloud(entry, coordinator.client.session, utcnow(hass)),
        "last_poll_succeeded": coordinator.last_update_success,
        "last_error": getattr(error, "translation_key", None) or (type(error).__name__ if error else None),
        "patients": [
            await _async_patient(hass, entry, subentry) for subentry in coordinator.people.subentries.values()
        ],
    }


def _cloud(entry: LibreLinkUpConfigEntry, session: Session, now: datetime) -> dict[str, Any]:
    """Return how it stands with the cloud now (UTC)."""
    return {
        "chosen_region": entry.data[CONF_REGION],
        "found_region": session.region,
        "app_version": session.version,
        "has_token": session.token is not None,
        "token_ends_in_days": _days(now, session.expires),
        "paused_seconds": round(session.paused(now)),
        "paused_for": session.paused_for,
        "logins_of_late": len(session.logins),
        "password_refused": session.rejected is not None,
    }


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: LibreLinkUpConfigEntry, device: AnyDeviceEntry
) -> dict[str, Any]:
    """Return the diagnostics of a patient; of the account, when it is not set up."""
    if entry.state is not ConfigEntryState.LOADED:
        return await async_get_config_entry_diagnostics(hass, entry)
    patient_id = patient_id_of(device)
    return await _async_patient(hass, entry, entry.runtime_data.people.subentries[patient_id])


async def _async_patient(
    hass: HomeAssistant, entry: LibreLinkUpConfigEntry, subentry: ConfigSubentry
) -> dict[str, Any]:
    """Return what can be told of a patient."""
    patient_id = str(subentry.unique_id)
    now = utcnow(hass)
    coordinator = entry.runtime_data.coordinator
    known = coordinator.data.get(patient_id)
    recorded: int | str
    try:
        recorded = await entry.runtime_data.journal.count(patient_id)
    except JournalError as err:
        recorded = type(err).__name__
    return {
        "shared": patient_id not in coordinator.gone,
        "heard": bool(known and known.heard),
        "not_understood": coordinator.hints.unreadable(patient_id),
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
        "sensor_state": known.sensor_state(now) if known else None,
        "sensor_age_days": _days(known.sensor.started, now) if known and known.sensor else None,
        "nightscout": _nightscout(subentry, entry.runtime_data.deliveries.get(subentry.subentry_id), now),
    }


def _nightscout(subentry: ConfigSubentry, delivery: Delivery | None, now: datetime) -> dict[str, Any] | None:
    """Return how the delivery stands now (UTC); of the settings nothing that leads to the site."""
    if delivery is None:
        return None
    settings = subentry.data[CONF_NIGHTSCOUT]
    return {
        "https": settings[CONF_NIGHTSCOUT_URL].startswith("https://"),
        "api": settings.get(CONF_NIGHTSCOUT_API),
        "send": settings.get(CONF_NIGHTSCOUT_SEND),
        "since": settings.get(CONF_NIGHTSCOUT_SINCE),
        "problem": delivery.status.problem,
        "problem_detail": delivery.status.detail,
        "another_uploader": delivery.status.others,
        "waiting": delivery.waiting,
        "refused": delivery.refused,
        "last_delivery_age_seconds": (
            (now - delivery.last_delivery).total_seconds() if delivery.last_delivery else None
        ),
    }


def _days(since: datetime, until: datetime | None) -> float | None:
    return None if until is None else round((until - since) / timedelta(days=1), 1)
