"""Sensor entities of a patient: glucose and what follows from it, the wearable, the delivery to Nightscout, metrics."""

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN, SensorEntity
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ..account.unit import async_forget_entity_units
from ..const import DOMAIN
from ..coordinator import LibreLinkUpConfigEntry
from .delivery import DELIVERY_SENSORS, DeliverySensor
from .glucose import GLUCOSE, GLUCOSE_SENSORS, Glucose, GlucoseSensor
from .metrics import METRICS, MetricSensor
from .person import SENSORS, PatientSensor

PARALLEL_UPDATES = 0

_RENAMED = {"out_of_range": "measuring_range"}


async def async_setup_entry(
    hass: HomeAssistant, entry: LibreLinkUpConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the sensor entities of every followed patient."""
    coordinator = entry.runtime_data.coordinator
    for subentry in coordinator.people.subentries.values():
        _rename(hass, subentry)
        async_forget_entity_units(hass, entry, subentry)
        entities: list[SensorEntity] = [
            Glucose(coordinator, subentry, GLUCOSE),
            *(GlucoseSensor(coordinator, subentry, description) for description in GLUCOSE_SENSORS),
            *(PatientSensor(coordinator, subentry, description) for description in SENSORS),
            *(MetricSensor(coordinator, subentry, description, entry.runtime_data.metrics) for description in METRICS),
        ]
        if delivery := entry.runtime_data.deliveries.get(subentry.subentry_id):
            entities += [
                DeliverySensor(coordinator, subentry, description, delivery) for description in DELIVERY_SENSORS
            ]
        async_add_entities(entities, config_subentry_id=subentry.subentry_id)


@callback
def _rename(hass: HomeAssistant, subentry: ConfigSubentry) -> None:
    """Let an entity that had another key go on under the new one."""
    registry = er.async_get(hass)
    for old, new in _RENAMED.items():
        before, after = (
            registry.async_get_entity_id(SENSOR_DOMAIN, DOMAIN, f"{subentry.unique_id}_{key}") for key in (old, new)
        )
        if before and after:  # The older version was back for a while: the newer one's entity goes on.
            registry.async_remove(before)
        elif before:
            registry.async_update_entity(before, new_unique_id=f"{subentry.unique_id}_{new}")
