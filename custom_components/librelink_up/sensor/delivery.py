"""Sensor entities about the delivery of a person's readings to Nightscout."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory
from homeassistant.helpers.typing import StateType

from ..account.delivery import Delivery
from ..entity import DeliveryEntity


@dataclass(frozen=True, kw_only=True)
class DeliverySensorDescription(SensorEntityDescription):
    """A sensor entity that tells how the delivery to Nightscout stands."""

    value_fn: Callable[[Delivery], StateType | datetime]


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


class DeliverySensor(DeliveryEntity, SensorEntity):
    """A sensor entity about the delivery of a patient's readings to Nightscout."""

    entity_description: DeliverySensorDescription

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """Return how the delivery stands."""
        return self.entity_description.value_fn(self._delivery)
