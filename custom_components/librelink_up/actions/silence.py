"""Acknowledging and snoozing what is told of a person."""

from homeassistant.core import ServiceCall

from ..select import chosen_snooze
from .common import ATTR_DURATION, person_of


async def async_acknowledge(call: ServiceCall) -> None:
    """Acknowledge what is going on with a patient: alerts keep quiet until it is over or becomes worse."""
    entry, patient = person_of(call)
    entry.runtime_data.coordinator.async_acknowledge(patient)


async def async_snooze(call: ServiceCall) -> None:
    """Snooze the alerts of a patient, for a time or for as long as was chosen for the button."""
    entry, patient = person_of(call)
    span = call.data.get(ATTR_DURATION) or chosen_snooze(entry.runtime_data.store, patient)
    entry.runtime_data.coordinator.async_snooze(patient, span)


async def async_end_silence(call: ServiceCall) -> None:
    """Let the alerts of a patient speak again."""
    entry, patient = person_of(call)
    entry.runtime_data.coordinator.async_end_silence(patient)
