"""Whom a user may see: everything that is asked is asked for a glucose entity, and answered by its permissions."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.components.button import DOMAIN as BUTTON
from homeassistant.components.sensor import DOMAIN as SENSOR
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..account.delivery import Delivery
from ..account.person import PatientData
from ..account.recorder import Recorder
from ..account.store import AccountStore
from ..const import DOMAIN
from ..journal import Journal

NOT_LOADED = "not_loaded"


class Refused(Exception):
    """A request that is not answered: one of the codes of the protocol, and what it means."""

    def __init__(self, code: str, text: str) -> None:
        """Take the code, and the text for whoever develops a card."""
        super().__init__(text)
        self.code = code


class Coordinator(Protocol):
    """Who knows the people of an account, and says when something of them has changed."""

    config_entry: ConfigEntry
    data: Mapping[str, PatientData]

    def async_add_listener(self, update_callback: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call a listener whenever something has changed; returns what ends that."""
        ...


class Account(Protocol):
    """What an account that is loaded consists of, as far as it is needed here."""

    coordinator: Coordinator
    recorder: Recorder
    journal: Journal
    store: AccountStore
    deliveries: Mapping[str, Delivery]
    """By subentry id."""


class Found(NamedTuple):
    """A person whose account is loaded."""

    entity: er.RegistryEntry
    patient_id: str
    account: Account

    @property
    def data(self) -> PatientData:
        """Return what is known of them."""
        return self.account.coordinator.data[self.patient_id]

    @property
    def name(self) -> str:
        """Return what they are called in their account."""
        people = self.account.coordinator.config_entry.subentries.values()
        return next(person.title for person in people if person.unique_id == self.patient_id)


@callback
def may_read(user: User, entity_id: str) -> bool:
    """Return whether a user may read an entity."""
    return user.permissions.check_entity(entity_id, POLICY_READ)


@callback
def readable(hass: HomeAssistant, user: User, entity_id: str) -> er.RegistryEntry:
    """Return a glucose entity of this integration that the user may read; raises Refused."""
    # First of all, so that nobody learns what there is.
    if not may_read(user, entity_id):
        raise Refused("unauthorized", "This user may not read the entity")
    entity = er.async_get(hass).entities.get(entity_id)
    if entity is None or not is_glucose(hass, entity):
        raise Refused("not_found", "Not a glucose entity of LibreLink Up")
    return entity


@callback
def loaded(hass: HomeAssistant, entity: er.RegistryEntry) -> Found:
    """Return the person of a glucose entity; raises Refused when their account is not loaded."""
    if (found := person_of(hass, entity)) is None:
        raise Refused(NOT_LOADED, "The account of this person is not loaded")
    return found


@callback
def person_of(hass: HomeAssistant, entity: er.RegistryEntry) -> Found | None:
    """Return the person of a glucose entity; None: their account is not loaded."""
    entry = hass.config_entries.async_get_entry(entity.config_entry_id or "")
    if entry is None or entry.state is not ConfigEntryState.LOADED or (patient_id := _patient(hass, entity)) is None:
        return None
    account: Account = entry.runtime_data
    return Found(entity, patient_id, account) if patient_id in account.coordinator.data else None


@callback
def glucose_entities(hass: HomeAssistant, user: User) -> Iterator[er.RegistryEntry]:
    """Yield the glucose entities of everybody whom a user may see."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        for entity in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id):
            if is_glucose(hass, entity) and may_read(user, entity.entity_id):
                yield entity


@callback
def button(hass: HomeAssistant, user: User, patient_id: str, key: str) -> str | None:
    """Return the entity id of a person's button; None: it is not there, disabled, or not for this user."""
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id(BUTTON, DOMAIN, f"{patient_id}_{key}")
    if entity_id is None or registry.entities[entity_id].disabled:
        return None
    return entity_id if user.permissions.check_entity(entity_id, POLICY_CONTROL) else None


@callback
def is_glucose(hass: HomeAssistant, entity: er.RegistryEntry) -> bool:
    """Return whether an entity is the glucose of a person, and enabled."""
    patient_id = _patient(hass, entity)
    return (
        patient_id is not None
        and entity.domain == SENSOR
        and not entity.disabled
        and entity.unique_id == f"{patient_id}_glucose"
    )


@callback
def _patient(hass: HomeAssistant, entity: er.RegistryEntry) -> str | None:
    """Return whose entity it is."""
    if entity.platform != DOMAIN or entity.config_subentry_id is None:
        return None
    entry = hass.config_entries.async_get_entry(entity.config_entry_id or "")
    subentry = entry.subentries.get(entity.config_subentry_id) if entry else None
    return str(subentry.unique_id) if subentry else None
