"""What the entities of a patient have in common."""

from typing import override

from homeassistant.config_entries import ConfigSubentry
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .account.delivery import Delivery
from .account.person import PatientData, sensor_model
from .const import DOMAIN, MANUFACTURER
from .coordinator import LibreLinkUpCoordinator
from .glucose import GlucoseUnit


class LibreLinkUpEntity(CoordinatorEntity[LibreLinkUpCoordinator]):
    """An entity on the device of a followed patient."""

    _attr_has_entity_name = True

    def __init__(
        self, coordinator: LibreLinkUpCoordinator, subentry: ConfigSubentry, description: EntityDescription
    ) -> None:
        """Hang the entity on the patient's device."""
        super().__init__(coordinator)
        self.entity_description = description
        self.subentry_id = subentry.subentry_id
        self.patient_id = str(subentry.unique_id)
        self._attr_unique_id = f"{self.patient_id}_{description.key}"
        sensor = self.coordinator.data[self.patient_id].sensor if self.available else None
        # Without a sensor the device keeps what is known of it. (From 2026.11 on this is no dictionary: no `|`.)
        known = DeviceInfo(model=sensor_model(sensor), serial_number=sensor.serial) if sensor else DeviceInfo()
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, self.patient_id)}, name=subentry.title, manufacturer=MANUFACTURER, **known
        )

    @property
    @override
    def available(self) -> bool:
        """Return whether there is anything to be known of the patient.

        Neither a failed poll nor a person who does not share any more makes anything unavailable: the last reading
        stays true until it is stale, then it becomes unknown; and "signal lost" must be able to alarm just then.
        """
        return self.patient_id in self.coordinator.data

    @property
    def patient_data(self) -> PatientData:
        """Return what is known of the patient now."""
        return self.coordinator.data[self.patient_id]

    @property
    def glucose_unit(self) -> GlucoseUnit:
        """Return the unit in which the patient's glucose is shown."""
        return self.coordinator.people.units.get(self.patient_id, GlucoseUnit.MG_DL)


class DeliveryEntity(LibreLinkUpEntity):
    """An entity about the delivery of a patient's readings to Nightscout; it is written when that has changed."""

    def __init__(
        self,
        coordinator: LibreLinkUpCoordinator,
        subentry: ConfigSubentry,
        description: EntityDescription,
        delivery: Delivery,
    ) -> None:
        """Tie the entity to the patient's delivery."""
        super().__init__(coordinator, subentry, description)
        self._delivery = delivery

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to the delivery."""
        await super().async_added_to_hass()
        self.async_on_remove(self._delivery.async_add_listener(self.async_write_ha_state))
