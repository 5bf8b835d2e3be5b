"""Sensor entities of a patient: glucose and what follows from it, the wearable, the delivery to Nightscout."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, override

from homeassistant.components.sensor import (
    DOMAIN as SENSOR_DOMAIN,
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import EntityCategory, UnitOfTime
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType

from .account.clock import utcnow
from .account.delivery import Delivery
from .account.person import PatientData
from .account.unit import async_forget_entity_unit, async_forget_entity_units, async_set_unit, chosen_for_entity
from .const import ATTR_GLUCOSE_STATE, ATTR_MEASURED_AT, ATTR_SINCE, ATTR_TREND, DOMAIN
from .coordinator import LibreLinkUpConfigEntry
from .entity import DeliveryEntity, LibreLinkUpEntity
from .glucose import GlucoseState, GlucoseUnit, SensorState, Trend, in_unit, to_mg_dl
from .metric_sensor import METRICS, MetricSensor

PARALLEL_UPDATES = 0

_RATE_DECIMALS = 2
_URGENT_ICON = "mdi:alert-octagon"
_RENAMED = {"out_of_range": "measuring_range"}
_LIMITS = (GlucoseState.URGENT_LOW, GlucoseState.LOW, GlucoseState.HIGH, GlucoseState.URGENT_HIGH)


class MeasuringRange(StrEnum):
    """Whether the sensor shows a number, HI or LO."""

    WITHIN = "within"
    HI = "hi"
    LO = "lo"


@dataclass(frozen=True, kw_only=True)
class PatientSensorDescription(SensorEntityDescription):
    """A sensor entity whose value follows from a patient's data and the time (UTC)."""

    value_fn: Callable[[PatientData, datetime], StateType | datetime]
    attributes_fn: Callable[[PatientData, datetime], dict[str, Any]] | None = None


@dataclass(frozen=True, kw_only=True)
class GlucoseSensorDescription(SensorEntityDescription):
    """A sensor entity that shows glucose (mg/dL) in the patient's unit."""

    mg_dl_fn: Callable[[PatientData, datetime], float | None]
    per_minute: bool = False
    """It is a rate: glucose a minute."""
    attributes_fn: Callable[[PatientData, datetime], dict[str, Any]] | None = None


@dataclass(frozen=True, kw_only=True)
class DeliverySensorDescription(SensorEntityDescription):
    """A sensor entity that tells how the delivery to Nightscout stands."""

    value_fn: Callable[[Delivery], StateType | datetime]


def _measuring_range(data: PatientData, now: datetime) -> StateType:
    if (reading := data.current(now)) is None:
        return None
    return MeasuringRange.WITHIN if reading.out_of_range is None else MeasuringRange(reading.out_of_range)


def _trend(data: PatientData, now: datetime) -> str | None:
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
        ATTR_TREND: _trend(data, now),
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

# Off at first is what would fill Activity or the recorder, each reading or each turn of a curve, and is told elsewhere:
# as an attribute of Glucose, by the event entity, or in the chart.
SENSORS: tuple[PatientSensorDescription, ...] = (
    PatientSensorDescription(
        key="trend",
        translation_key="trend",
        device_class=SensorDeviceClass.ENUM,
        options=[trend.name.lower() for trend in Trend],
        entity_registry_enabled_default=False,
        value_fn=_trend,
    ),
    PatientSensorDescription(
        key="glucose_state",
        translation_key="glucose_state",
        device_class=SensorDeviceClass.ENUM,
        options=[state.value for state in GlucoseState if state is not GlucoseState.UNKNOWN],
        entity_registry_enabled_default=False,
        value_fn=lambda data, _: data.glucose_state(),
        attributes_fn=lambda data, _: {
            ATTR_SINCE: data.episode.since if data.glucose_state() and data.episode else None
        },
    ),
    PatientSensorDescription(
        key="low_in",
        translation_key="low_in",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        suggested_display_precision=0,
        entity_registry_enabled_default=False,
        value_fn=lambda data, now: None if (ahead := data.low_in(now)) is None else round(ahead / timedelta(minutes=1)),
    ),
    PatientSensorDescription(
        key="last_reading",
        translation_key="last_reading",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        value_fn=lambda data, _: data.latest.time if data.latest else None,
    ),
    PatientSensorDescription(
        key="measuring_range",
        translation_key="measuring_range",
        device_class=SensorDeviceClass.ENUM,
        options=[state.value for state in MeasuringRange],
        entity_registry_enabled_default=False,
        value_fn=_measuring_range,
    ),
    PatientSensorDescription(
        key="sensor_state",
        translation_key="sensor_state",
        device_class=SensorDeviceClass.ENUM,
        options=[state.value for state in SensorState],
        value_fn=lambda data, now: data.sensor_state(now),
    ),
    PatientSensorDescription(
        key="sensor_started",
        translation_key="sensor_started",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda data, _: data.sensor.started if data.sensor else None,
    ),
    PatientSensorDescription(
        key="sensor_expires",
        translation_key="sensor_expires",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda data, _: data.sensor_expires,
    ),
    PatientSensorDescription(
        key="sensor_serial",
        translation_key="sensor_serial",
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda data, _: data.sensor.serial if data.sensor else None,
    ),
    PatientSensorDescription(
        key="cloud_delay",
        translation_key="cloud_delay",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda data, _: round(data.cloud_delay.total_seconds()) if data.cloud_delay else None,
    ),
    PatientSensorDescription(
        key="readings_missing",
        translation_key="readings_missing",
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda data, _: data.missing,
    ),
)

DELIVERY_SENSORS: tuple[DeliverySensorDescription, ...] = (
    DeliverySensorDescription(
        key="nightscout_last_delivery",
        translation_key="nightscout_last_delivery",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda delivery: delivery.last_delivery,
    ),
    DeliverySensorDescription(
        key="nightscout_waiting",
        translation_key="nightscout_waiting",
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda delivery: delivery.waiting,
    ),
)


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


class PatientSensor(LibreLinkUpEntity, SensorEntity):
    """A sensor entity that follows from a patient's data."""

    entity_description: PatientSensorDescription
    _unrecorded_attributes = frozenset({ATTR_SINCE})

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """Return the value as it stands at this moment."""
        return self.entity_description.value_fn(self.patient_data, utcnow(self.hass))

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return what the description adds."""
        attributes_fn = self.entity_description.attributes_fn
        return attributes_fn(self.patient_data, utcnow(self.hass)) if attributes_fn else None


class GlucoseSensor(LibreLinkUpEntity, SensorEntity):
    """A sensor entity that shows glucose, or how it changes, in the patient's unit and as the maker's app does."""

    entity_description: GlucoseSensorDescription
    _unrecorded_attributes = frozenset({ATTR_MEASURED_AT, ATTR_TREND, ATTR_GLUCOSE_STATE})

    @property
    def _unit(self) -> GlucoseUnit:
        return self.coordinator.people.units.get(self.patient_id, GlucoseUnit.MG_DL)

    @property
    @override
    def native_unit_of_measurement(self) -> str:
        """Return the patient's unit."""
        return f"{self._unit.value}/min" if self.entity_description.per_minute else self._unit.value

    @property
    @override
    def suggested_display_precision(self) -> int:
        """Return how many decimals the patient is used to."""
        if self.entity_description.per_minute:
            return _RATE_DECIMALS
        return 1 if self._unit is GlucoseUnit.MMOL_L else 0

    @property
    @override
    def native_value(self) -> float | None:
        """Return the value as it stands at this moment."""
        mg_dl = self.entity_description.mg_dl_fn(self.patient_data, utcnow(self.hass))
        if mg_dl is None or not self.entity_description.per_minute:
            return None if mg_dl is None else in_unit(mg_dl, self._unit)
        return round(mg_dl / to_mg_dl(1, self._unit), _RATE_DECIMALS) + 0.0  # Never "-0.0".

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


class DeliverySensor(DeliveryEntity, SensorEntity):
    """A sensor entity about the delivery of a patient's readings to Nightscout."""

    entity_description: DeliverySensorDescription

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """Return how the delivery stands."""
        return self.entity_description.value_fn(self._delivery)
