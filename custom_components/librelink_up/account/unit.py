"""The unit is a setting of the person: from the account at first, changed only by the user, and everything follows it.

Home Assistant has a unit option of its own for each entity with the device class. Two units beside each other are how a
number is misread, so an option that is set is taken as the person's setting, and never kept for one entity.
"""

from collections.abc import Mapping

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_UNIT_OF_MEASUREMENT
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..const import CONF_UNIT, SUBENTRY_TYPE_PATIENT
from ..glucose import GlucoseUnit

_PRIVATE = f"{SENSOR_DOMAIN}.private"
_SUGGESTED = "suggested_unit_of_measurement"
_UNITS = frozenset(unit.value for unit in GlucoseUnit)


@callback
def async_set_unit(hass: HomeAssistant, entry: ConfigEntry, subentry: ConfigSubentry, unit: GlucoseUnit) -> None:
    """Set a person's unit; the account's listener sets it up again with it."""
    hass.config_entries.async_update_subentry(entry, subentry, data={**subentry.data, CONF_UNIT: unit.value})


@callback
def async_fill_units(hass: HomeAssistant, entry: ConfigEntry, units: Mapping[str, GlucoseUnit]) -> None:
    """Give those who were added before it was a setting the unit in which they are shown, by patient id."""
    for subentry in entry.get_subentries_of_type(SUBENTRY_TYPE_PATIENT):
        if CONF_UNIT not in subentry.data and (unit := units.get(str(subentry.unique_id))):
            async_set_unit(hass, entry, subentry, unit)


@callback
def chosen_for_glucose(hass: HomeAssistant, entry: ConfigEntry, subentry: ConfigSubentry) -> GlucoseUnit | None:
    """Return the unit that the user has chosen for the entity Glucose, in a version that left it to the entity."""
    glucose = (one for one in _sensors(hass, entry, subentry) if one.unique_id == f"{subentry.unique_id}_glucose")
    return next((unit for entity in glucose if (unit := chosen_for_entity(entity))), None)


def _sensors(hass: HomeAssistant, entry: ConfigEntry, subentry: ConfigSubentry) -> list[er.RegistryEntry]:
    registry = er.async_get(hass)
    return [
        entity
        for entity in er.async_entries_for_config_entry(registry, entry.entry_id)
        if entity.config_subentry_id == subentry.subentry_id and entity.domain == SENSOR_DOMAIN
    ]


def chosen_for_entity(entity: er.RegistryEntry) -> GlucoseUnit | None:
    """Return the glucose unit that the user has chosen for one entity."""
    unit = _option(entity, SENSOR_DOMAIN, CONF_UNIT_OF_MEASUREMENT)
    return GlucoseUnit(unit) if unit in _UNITS else None


def _option(entity: er.RegistryEntry, domain: str, key: str) -> object:
    options = entity.options.get(domain)
    return options.get(key) if options else None


@callback
def async_forget_entity_units(hass: HomeAssistant, entry: ConfigEntry, subentry: ConfigSubentry) -> None:
    """Let no entity of a person keep a unit of its own: neither the user's option nor what earlier versions left."""
    for entity in _sensors(hass, entry, subentry):
        async_forget_entity_unit(hass, entity)


@callback
def async_forget_entity_unit(hass: HomeAssistant, entity: er.RegistryEntry) -> None:
    """Let an entity have no unit of its own."""
    registry = er.async_get(hass)
    if chosen_for_entity(entity):
        left = {key: value for key, value in entity.options[SENSOR_DOMAIN].items() if key != CONF_UNIT_OF_MEASUREMENT}
        registry.async_update_entity_options(entity.entity_id, SENSOR_DOMAIN, left or None)
    if _option(entity, _PRIVATE, _SUGGESTED) in _UNITS:
        registry.async_update_entity_options(entity.entity_id, _PRIVATE, None)
    # Otherwise Home Assistant would take the registry's old unit for the one to convert to.
    if entity.unit_of_measurement in _UNITS:
        registry.async_update_entity(entity.entity_id, unit_of_measurement=None)
