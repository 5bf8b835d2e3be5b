"""Binary sensor entities of a patient."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account.clock import utcnow
from .account.person import PatientData
from .const import ATTR_UNTIL
from .coordinator import LibreLinkUpConfigEntry
from .entity import DeliveryEntity, LibreLinkUpEntity
from .glucose import HIGHS, LOWS, GlucoseState

PARALLEL_UPDATES = 0

ATTR_PRESSURE = "pressure"
ATTR_REASON = "reason"
ATTR_DETAIL = "detail"
ATTR_NEXT_TRY = "next_try"

_LONG_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class PatientBinarySensorDescription(BinarySensorEntityDescription):
    """A binary sensor entity whose state follows from a patient's data and the time (UTC)."""

    is_on_fn: Callable[[PatientData, datetime], bool | None]
    attributes_fn: Callable[[PatientData, datetime], dict[str, Any]] | None = None


def _glucose_in(states: Collection[GlucoseState]) -> Callable[[PatientData, datetime], bool | None]:
    return lambda data, now: data.glucose_state() in states if data.current(now) else None


BINARY_SENSORS: tuple[PatientBinarySensorDescription, ...] = (
    PatientBinarySensorDescription(
        key="low",
        translation_key="low",
        device_class=BinarySensorDeviceClass.SAFETY,  # It is shown in red.
        is_on_fn=_glucose_in(LOWS),
        attributes_fn=lambda data, now: {ATTR_PRESSURE: data.pressure(now)},
    ),
    PatientBinarySensorDescription(
        key="high",
        translation_key="high",
        device_class=BinarySensorDeviceClass.SAFETY,
        # Most people are high several times a day: the event entity and the attributes of Glucose tell it.
        entity_registry_enabled_default=False,
        is_on_fn=_glucose_in(HIGHS),
    ),
    PatientBinarySensorDescription(
        key="signal_lost",
        translation_key="signal_lost",
        device_class=BinarySensorDeviceClass.PROBLEM,
        is_on_fn=lambda data, now: data.current(now) is None,
    ),
    PatientBinarySensorDescription(
        key="sensor_expired",
        translation_key="sensor_expired",
        device_class=BinarySensorDeviceClass.PROBLEM,
        is_on_fn=lambda data, now: None if data.sensor_expires is None else now >= data.sensor_expires,
    ),
    PatientBinarySensorDescription(
        key="silenced",
        translation_key="silenced",
        is_on_fn=lambda data, now: data.silenced(now),
        attributes_fn=lambda data, now: {ATTR_UNTIL: data.silenced_until(now)},
    ),
)

NIGHTSCOUT_PROBLEM = BinarySensorEntityDescription(
    key="nightscout_problem",
    translation_key="nightscout_problem",
    device_class=BinarySensorDeviceClass.PROBLEM,
    entity_category=EntityCategory.DIAGNOSTIC,
)


async def async_setup_entry(
    hass: HomeAssistant, entry: LibreLinkUpConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the binary sensor entities of every followed patient."""
    coordinator = entry.runtime_data.coordinator
    for subentry in coordinator.people.subentries.values():
        entities: list[BinarySensorEntity] = [
            PatientBinarySensor(coordinator, subentry, description) for description in BINARY_SENSORS
        ]
        if delivery := entry.runtime_data.deliveries.get(subentry.subentry_id):
            entities.append(NightscoutProblem(coordinator, subentry, NIGHTSCOUT_PROBLEM, delivery))
        async_add_entities(entities, config_subentry_id=subentry.subentry_id)


class PatientBinarySensor(LibreLinkUpEntity, BinarySensorEntity):
    """A binary sensor entity that follows from a patient's data."""

    entity_description: PatientBinarySensorDescription

    @property
    @override
    def is_on(self) -> bool | None:
        """Return the state as it stands at this moment."""
        return self.entity_description.is_on_fn(self.patient_data, utcnow(self.hass))

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return what else is to be known."""
        attributes_fn = self.entity_description.attributes_fn
        return attributes_fn(self.patient_data, utcnow(self.hass)) if attributes_fn else None


class NightscoutProblem(DeliveryEntity, BinarySensorEntity):
    """On while readings cannot be delivered to Nightscout."""

    _unrecorded_attributes = frozenset({ATTR_DETAIL, ATTR_NEXT_TRY})

    @property
    @override
    def is_on(self) -> bool:
        """Return whether the last attempt to deliver failed."""
        return self._delivery.status.problem is not None

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """Return why, in the site's own words if it had any, and when the next attempt is due if that is long."""
        status = self._delivery.status
        is_long = status.next_try and status.next_try - utcnow(self.hass) >= _LONG_PAUSE
        return {
            ATTR_REASON: status.problem,
            ATTR_DETAIL: status.detail or None,
            ATTR_NEXT_TRY: status.next_try.isoformat() if status.next_try and is_long else None,
        }
