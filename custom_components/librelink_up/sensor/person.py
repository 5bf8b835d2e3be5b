"""Sensor entities that follow from what is known of a person: trend and state, the wearable, the cloud."""

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
from homeassistant.const import EntityCategory, UnitOfTime
from homeassistant.helpers.typing import StateType

from ..account.clock import utcnow
from ..account.person import PatientData
from ..const import ATTR_SINCE
from ..entity import LibreLinkUpEntity
from ..glucose import GlucoseState, SensorState, Trend
from .glucose import trend_of


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


def _measuring_range(data: PatientData, now: datetime) -> StateType:
    if (reading := data.current(now)) is None:
        return None
    return MeasuringRange.WITHIN if reading.out_of_range is None else MeasuringRange(reading.out_of_range)


# Off at first is what would fill Activity or the recorder, each reading or each turn of a curve, and is told elsewhere:
# as an attribute of Glucose, by the event entity, or in the chart.
SENSORS: tuple[PatientSensorDescription, ...] = (
    PatientSensorDescription(
        key="trend",
        translation_key="trend",
        device_class=SensorDeviceClass.ENUM,
        options=[trend.name.lower() for trend in Trend],
        entity_registry_enabled_default=False,
        value_fn=trend_of,
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
