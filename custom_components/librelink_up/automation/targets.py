"""Who is meant by a target (in Home Assistant's sense), and what is told of them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, device_registry as dr, entity_registry as er
from homeassistant.helpers.target import TargetSelection, async_extract_referenced_entity_ids
from homeassistant.helpers.typing import ConfigType, VolDictType
import probatio as vol

from ..account.person import PatientData
from ..const import DOMAIN
from .alerts import News
from .payload import reading_payload


def validated(config: ConfigType, options: VolDictType) -> ConfigType:
    """Return the configuration of a trigger or a condition that is aimed at people, checked."""
    checked: ConfigType = vol.Schema(
        {vol.Required(CONF_TARGET): cv.TARGET_FIELDS, vol.Optional(CONF_OPTIONS, default={}): options}
    )(config)
    return checked


@callback
def devices_of(hass: HomeAssistant, entity_ids: Collection[str]) -> set[str]:
    """Return the ids of the patients' devices that entities belong to; other integrations' entities have none."""
    registry = er.async_get(hass)
    named = [entity for entity_id in entity_ids if (entity := registry.async_get(entity_id))]
    return {entity.device_id for entity in named if entity.platform == DOMAIN and entity.device_id}


@callback
def followed(hass: HomeAssistant, target: TargetSelection) -> set[str]:
    """Return the ids of the patients that a target names: by device, area, floor, label, or any of their entities."""
    selected = async_extract_referenced_entity_ids(hass, target)
    devices = selected.referenced_devices | devices_of(hass, selected.referenced | selected.indirectly_referenced)
    registry = dr.async_get(hass)
    return {
        identifier
        for device_id in devices
        if (device := registry.async_get(device_id))
        for domain, identifier in device.identifiers
        if domain == DOMAIN
    }


@callback
def person_payload(
    hass: HomeAssistant, device: dr.DeviceEntry | None, data: PatientData, now: datetime
) -> dict[str, Any]:
    """Return who somebody is, the newest reading, and the entities and the picture to see more."""
    found = er.async_entries_for_device(er.async_get(hass), device.id) if device else []
    entities = {str(entity.translation_key): entity.entity_id for entity in found}
    return {
        "patient": (device.name_by_user or device.name) if device else None,
        "device_id": device.id if device else None,
        "entity_id": entities.get("glucose"),
        "entities": entities,
        "picture": f"/api/image_proxy/{entities['chart']}" if "chart" in entities else None,
        **reading_payload(data, now),
    }


@callback
def trigger_payload(hass: HomeAssistant, news: News, key: str) -> dict[str, Any]:
    """Return what a trigger gives to its automation."""
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, news.patient_id), news.entry_id)
    return {"event": key, **person_payload(hass, device, news.data, news.look.now)}
