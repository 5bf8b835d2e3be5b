"""The people whom a dialog offers: what each is called, and how one is followed at first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant, callback

from ..const import CONF_SENSOR_LIFE, CONF_UNIT, DOMAIN, SENSOR_LIFE_LEARN, SUBENTRY_TYPE_PATIENT
from ..glucose import Patient


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """Somebody who is offered."""

    patient: Patient
    title: str
    """What their device is called until the user renames it."""
    label: str
    """What they are called among the others to choose from."""


@callback
def names(hass: HomeAssistant, patients: Iterable[Patient]) -> list[Called]:
    """Return those who are not followed yet, through whatever account, in the order of their names.

    People are called by their first name, as people speak; by the full name where two share the first; and where they
    share that, too, the end of their id tells them apart, and where they are chosen also that of their sensor's serial
    number.
    """
    followed = {
        str(subentry.unique_id): subentry.title
        for entry in hass.config_entries.async_entries(DOMAIN)
        for subentry in entry.get_subentries_of_type(SUBENTRY_TYPE_PATIENT)
    }
    offered = [patient for patient in patients if patient.id not in followed]
    taken = [_key(title) for title in followed.values()]
    firsts = Counter(_key(_first(patient)) for patient in offered)
    fulls = Counter(_key(_full(patient)) for patient in offered)
    called = []
    for patient in offered:
        first, full = _first(patient), _full(patient)
        title = label = first
        if firsts[_key(first)] > 1 or any(f"{name} ".startswith(f"{_key(first)} ") for name in taken):
            title = label = full
            if fulls[_key(full)] > 1 or _key(full) in taken:
                title = label = f"{full} ({patient.id[-4:]})"
                if patient.sensor:
                    label = f"{title}, sensor …{patient.sensor.serial[-4:]}"
        called.append(Called(patient=patient, title=title, label=label))
    return sorted(called, key=lambda one: _key(one.label))


def new_subentry(called: Called) -> ConfigSubentryData:
    """Return how somebody is followed at first."""
    return ConfigSubentryData(
        data={CONF_SENSOR_LIFE: SENSOR_LIFE_LEARN, CONF_UNIT: called.patient.unit.value},
        subentry_type=SUBENTRY_TYPE_PATIENT,
        title=called.title,
        unique_id=called.patient.id,
    )


def _first(patient: Patient) -> str:
    return patient.first_name.strip() or _full(patient)


def _full(patient: Patient) -> str:
    return patient.name or f"Person {patient.id[-4:]}"


def _key(name: str) -> str:
    """Return a name as it is compared: Anna and anna are one to who hears them."""
    return name.casefold().strip()
