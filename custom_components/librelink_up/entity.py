"""What the entities of a patient have in common."""

from typing import override

from homeassistant.config_entries import ConfigSubentry
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .account.person import PatientData, sensor_model
from .const import DOMAIN, MANUFACTURER
from .coordinator import LibreLinkUpCoordinator


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
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, self.patient_id)},
            name=subentry.title,
            manufacturer=MANUFACTURER,
            model=sensor_model(sensor),
            serial_number=sensor.serial if sensor else None,
        )

    @property
    @override
    def available(self) -> bool:
        """Return whether the patient is shared with the account.

        A failed poll alone makes nothing unavailable: the last reading stays true until it is stale, then it becomes
        unknown; and "signal lost" must be able to alarm just when the cloud cannot be reached.
        """
        return self.patient_id in self.coordinator.data

    @property
    def patient_data(self) -> PatientData:
        """Return what is known of the patient now."""
        return self.coordinator.data[self.patient_id]
