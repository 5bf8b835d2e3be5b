"""Sensor entities of a patient: glucose and what follows from it, the wearable, the delivery to Nightscout."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import EntityCategory, UnitOfBloodGlucoseConcentration, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType
from homeassistant.util.unit_conversion import BloodGlucoseConcentrationConverter

from .account.clock import utcnow
from .account.delivery import Delivery
from .account.person import PatientData
from .const import ATTR_MEASURED_AT, ATTR_SINCE
from .coordinator import LibreLinkUpConfigEntry, LibreLinkUpCoordinator
from .entity import DeliveryEntity, LibreLinkUpEntity
from .glucose import GlucoseState, SensorState, Trend

PARALLEL_UPDATES = 0

_MG_DL = UnitOfBloodGlucoseConcentration.MILLIGRAMS_PER_DECILITER


class MeasuringRange(StrEnum):
    """Whether the sensor shows a number, HI or LO."""

    WITHIN = "within"
    HI = "hi"
    LO = "lo"


@dataclass(frozen=True, kw_only=True)
class PatientSensorDescription(SensorEntityDescription):
    """A sensor entity whose value follows from a patient's data and the time (UTC)."""

    value_fn: Callable[[PatientData, datetime], StateType | datetime]
    attributes_fn: Callable[[PatientData], dict[str, Any]] | None = None


@dataclass(frozen=True, kw_only=True)
class DeliverySensorDescription(SensorEntityDescription):
    """A sensor entity that tells how the delivery to Nightscout stands."""

    value_fn: Callable[[Delivery], StateType | datetime]


def _glucose_description(
    key: str,
    value_fn: Callable[[PatientData, datetime], int | None],
    *,
    state_class: SensorStateClass | None = None,
    entity_category: EntityCategory | None = None,
    enabled: bool = True,
    attributes_fn: Callable[[PatientData], dict[str, Any]] | None = None,
) -> PatientSensorDescription:
    return PatientSensorDescription(
        key=key,
        translation_key=key,
        device_class=SensorDeviceClass.BLOOD_GLUCOSE_CONCENTRATION,
        native_unit_of_measurement=_MG_DL,
        state_class=state_class,
        entity_category=entity_category,
        entity_registry_enabled_default=enabled,
        value_fn=value_fn,
        attributes_fn=attributes_fn,
    )


def _measuring_range(data: PatientData, now: datetime) -> StateType:
    if (reading := data.current(now)) is None:
        return None
    return MeasuringRange.WITHIN if reading.out_of_range is None else MeasuringRange(reading.out_of_range)


GLUCOSE = _glucose_description(
    "glucose",
    lambda data, now: reading.glucose if (reading := data.current(now)) else None,
    state_class=SensorStateClass.MEASUREMENT,
    # The time of the last reading is there even when that is too old to be shown.
    attributes_fn=lambda data: {ATTR_MEASURED_AT: data.shown.time if data.shown else None},
)
RATE_OF_CHANGE = PatientSensorDescription(
    key="rate_of_change",
    translation_key="rate_of_change",
    state_class=SensorStateClass.MEASUREMENT,
    entity_registry_enabled_default=False,
    suggested_display_precision=2,
    value_fn=lambda data, now: data.rate_of_change(now),
)

SENSORS: tuple[PatientSensorDescription, ...] = (
    PatientSensorDescription(
        key="trend",
        translation_key="trend",
        device_class=SensorDeviceClass.ENUM,
        options=[trend.name.lower() for trend in Trend],
        value_fn=lambda data, now: (
            reading.trend.name.lower() if (reading := data.current(now)) and reading.trend else None
        ),
    ),
    _glucose_description("change", lambda data, now: data.change(now), state_class=SensorStateClass.MEASUREMENT),
    PatientSensorDescription(
        key="glucose_state",
        translation_key="glucose_state",
        device_class=SensorDeviceClass.ENUM,
        options=[state.value for state in GlucoseState if state is not GlucoseState.UNKNOWN],
        value_fn=lambda data, _: data.glucose_state(),
        attributes_fn=lambda data: {ATTR_SINCE: data.episode.since if data.glucose_state() and data.episode else None},
    ),
    _glucose_description("forecast", lambda data, now: data.forecast(now), state_class=SensorStateClass.MEASUREMENT),
    PatientSensorDescription(
        key="low_in",
        translation_key="low_in",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        suggested_display_precision=0,
        value_fn=lambda data, now: None if (ahead := data.low_in(now)) is None else round(ahead / timedelta(minutes=1)),
    ),
    PatientSensorDescription(
        key="last_reading",
        translation_key="last_reading",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda data, _: data.latest.time if data.latest else None,
    ),
    PatientSensorDescription(
        key="out_of_range",
        translation_key="out_of_range",
        device_class=SensorDeviceClass.ENUM,
        options=[state.value for state in MeasuringRange],
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
    _glucose_description(
        "target_low",
        lambda data, _: data.patient.target_low,
        entity_category=EntityCategory.DIAGNOSTIC,
        enabled=False,
    ),
    _glucose_description(
        "target_high",
        lambda data, _: data.patient.target_high,
        entity_category=EntityCategory.DIAGNOSTIC,
        enabled=False,
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
        entities: list[SensorEntity] = [
            PatientSensor(coordinator, subentry, GLUCOSE),
            RateOfChangeSensor(coordinator, subentry, RATE_OF_CHANGE),
            *(PatientSensor(coordinator, subentry, description) for description in SENSORS),
        ]
        if delivery := entry.runtime_data.deliveries.get(subentry.subentry_id):
            entities += [
                DeliverySensor(coordinator, subentry, description, delivery) for description in DELIVERY_SENSORS
            ]
        async_add_entities(entities, config_subentry_id=subentry.subentry_id)


class PatientSensor(LibreLinkUpEntity, SensorEntity):
    """A sensor entity that follows from a patient's data."""

    entity_description: PatientSensorDescription
    _unrecorded_attributes = frozenset({ATTR_MEASURED_AT, ATTR_SINCE})

    def __init__(
        self, coordinator: LibreLinkUpCoordinator, subentry: ConfigSubentry, description: PatientSensorDescription
    ) -> None:
        """Show glucose in the unit that the patient uses; the user may choose another."""
        super().__init__(coordinator, subentry, description)
        if description.device_class is SensorDeviceClass.BLOOD_GLUCOSE_CONCENTRATION and self.available:
            self._attr_suggested_unit_of_measurement = self.patient_data.patient.unit

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
        return attributes_fn(self.patient_data) if attributes_fn else None


class RateOfChangeSensor(PatientSensor):
    """How fast glucose changes; Home Assistant has no unit class for it, so it is converted here."""

    def __init__(
        self, coordinator: LibreLinkUpCoordinator, subentry: ConfigSubentry, description: PatientSensorDescription
    ) -> None:
        """Choose the unit that the patient uses."""
        super().__init__(coordinator, subentry, description)
        self._unit = self.patient_data.patient.unit if self.available else _MG_DL
        self._attr_native_unit_of_measurement = f"{self._unit}/min"

    @property
    @override
    def native_value(self) -> float | None:
        """Return the change per minute in the patient's unit."""
        rate = self.patient_data.rate_of_change(utcnow(self.hass))
        return None if rate is None else BloodGlucoseConcentrationConverter.convert(rate, _MG_DL, self._unit)


class DeliverySensor(DeliveryEntity, SensorEntity):
    """A sensor entity about the delivery of a patient's readings to Nightscout."""

    entity_description: DeliverySensorDescription

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """Return how the delivery stands."""
        return self.entity_description.value_fn(self._delivery)
