"""Sensor entities that show glucose in the person's unit: the value, how it changes, forecast and limits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory
from homeassistant.core import callback

from ..account.clock import utcnow
from ..account.person import PatientData
from ..account.unit import async_forget_entity_unit, async_set_unit, chosen_for_entity
from ..const import ATTR_GLUCOSE_STATE, ATTR_MEASURED_AT, ATTR_TREND
from ..entity import LibreLinkUpEntity
from ..glucose import GlucoseState, GlucoseUnit, in_unit, to_mg_dl

_RATE_DECIMALS = 2
_URGENT_ICON = "mdi:alert-octagon"
_LIMITS = (GlucoseState.URGENT_LOW, GlucoseState.LOW, GlucoseState.HIGH, GlucoseState.URGENT_HIGH)


@dataclass(frozen=True, kw_only=True)
class GlucoseSensorDescription(SensorEntityDescription):
    """A sensor entity that shows glucose (mg/dL) in the patient's unit."""

    mg_dl_fn: Callable[[PatientData, datetime], float | None]
    per_minute: bool = False
    """It is a rate: glucose a minute."""
    attributes_fn: Callable[[PatientData, datetime], dict[str, Any]] | None = None


def trend_of(data: PatientData, now: datetime) -> str | None:
    """Return the trend of the value that is shown."""
    return reading.trend.name.lower() if (reading := data.current(now)) and reading.trend else None


def _limit(state: GlucoseState) -> GlucoseSensorDescription:
    """Describe the entity that tells the limit of a state as it is in force."""
    key = f"limit_{state}"
    return GlucoseSensorDescription(
        key=key,
        translation_key=key,
        entity_category=EntityCategory.DIAGNOSTIC,
        mg_dl_fn=lambda data, _: int(getattr(data.thresholds, state)),
    )


GLUCOSE = GlucoseSensorDescription(
    key="glucose",
    translation_key="glucose",
    # The one entity with the class: what offers people by it, such as the editor of triggers, counts each once.
    device_class=SensorDeviceClass.BLOOD_GLUCOSE_CONCENTRATION,
    state_class=SensorStateClass.MEASUREMENT,
    mg_dl_fn=lambda data, now: reading.glucose if (reading := data.current(now)) else None,
    attributes_fn=lambda data, now: {
        # The time of the last reading is there even when that is too old to be shown.
        ATTR_MEASURED_AT: data.shown.time if data.shown else None,
        ATTR_TREND: trend_of(data, now),
        ATTR_GLUCOSE_STATE: data.glucose_state(),
    },
)

GLUCOSE_SENSORS: tuple[GlucoseSensorDescription, ...] = (
    GlucoseSensorDescription(key="change", translation_key="change", mg_dl_fn=lambda data, now: data.change(now)),
    GlucoseSensorDescription(
        key="rate_of_change",
        translation_key="rate_of_change",
        entity_registry_enabled_default=False,
        per_minute=True,
        mg_dl_fn=lambda data, now: data.rate_of_change(now),
    ),
    GlucoseSensorDescription(
        key="forecast",
        translation_key="forecast",
        entity_registry_enabled_default=False,
        mg_dl_fn=lambda data, now: data.forecast(now),
    ),
    *(_limit(state) for state in _LIMITS),
    GlucoseSensorDescription(
        key="target_low",
        translation_key="target_low",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        mg_dl_fn=lambda data, _: data.patient.target_low,
    ),
    GlucoseSensorDescription(
        key="target_high",
        translation_key="target_high",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        mg_dl_fn=lambda data, _: data.patient.target_high,
    ),
)


class GlucoseSensor(LibreLinkUpEntity, SensorEntity):
    """A sensor entity that shows glucose, or how it changes, in the patient's unit and as the maker's app does."""

    entity_description: GlucoseSensorDescription
    _unrecorded_attributes = frozenset({ATTR_MEASURED_AT, ATTR_TREND, ATTR_GLUCOSE_STATE})

    @property
    @override
    def native_unit_of_measurement(self) -> str:
        """Return the patient's unit."""
        return f"{self.glucose_unit.value}/min" if self.entity_description.per_minute else self.glucose_unit.value

    @property
    @override
    def suggested_display_precision(self) -> int:
        """Return how many decimals the patient is used to."""
        if self.entity_description.per_minute:
            return _RATE_DECIMALS
        return 1 if self.glucose_unit is GlucoseUnit.MMOL_L else 0

    @property
    @override
    def native_value(self) -> float | None:
        """Return the value as it stands at this moment."""
        mg_dl = self.entity_description.mg_dl_fn(self.patient_data, utcnow(self.hass))
        if mg_dl is None or not self.entity_description.per_minute:
            return None if mg_dl is None else in_unit(mg_dl, self.glucose_unit)
        return round(mg_dl / to_mg_dl(1, self.glucose_unit), _RATE_DECIMALS) + 0.0  # Never "-0.0".

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return what the description adds."""
        attributes_fn = self.entity_description.attributes_fn
        return attributes_fn(self.patient_data, utcnow(self.hass)) if attributes_fn else None


class Glucose(GlucoseSensor):
    """The glucose itself. Whoever asks this entity for the other unit means the person: everything follows."""

    @property
    @override
    def icon(self) -> str | None:
        """Return a warning while it is urgent; otherwise the icon is that of icons.json."""
        state = self.patient_data.glucose_state() if self.available else None
        return _URGENT_ICON if state in (GlucoseState.URGENT_LOW, GlucoseState.URGENT_HIGH) else None

    @callback
    @override
    def async_registry_entry_updated(self) -> None:
        """Take a unit that was chosen for this entity as the person's."""
        if (entity := self.registry_entry) and (unit := chosen_for_entity(entity)):
            async_forget_entity_unit(self.hass, entity)
            entry = self.coordinator.config_entry
            async_set_unit(self.hass, entry, entry.subentries[self.subentry_id], unit)
        super().async_registry_entry_updated()
