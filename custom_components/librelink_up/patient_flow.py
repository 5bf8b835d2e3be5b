"""The flow of one patient's subentry: follow another person, change how one is followed."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
    UnknownEntry,
    UnknownSubEntry,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.selector import SelectOptionDict, SelectSelector, SelectSelectorConfig
from homeassistant.helpers.typing import VolDictType
import probatio as vol

from .account.failures import failure
from .cloud import CloudError
from .const import (
    CONF_NIGHTSCOUT,
    CONF_SENSOR_LIFE,
    CONF_THRESHOLDS,
    DOMAIN,
    SENSOR_LIFE_LEARN,
    SUBENTRY_TYPE_PATIENT,
)
from .coordinator import LibreLinkUpConfigEntry
from .forms.nightscout import async_check_nightscout, nightscout_fields, without_secret
from .forms.thresholds import check_thresholds, entered_thresholds, threshold_fields
from .glucose import GlucoseUnit, Patient

CONF_PATIENT = "patient"

_SENSOR_LIFE: VolDictType = {
    vol.Required(CONF_SENSOR_LIFE, default=SENSOR_LIFE_LEARN): SelectSelector(
        SelectSelectorConfig(options=[SENSOR_LIFE_LEARN, "14", "15"], translation_key=CONF_SENSOR_LIFE)
    )
}


@callback
def followed_patients(hass: HomeAssistant) -> set[str]:
    """Return the ids of all patients who are followed already, through whatever account."""
    return {
        str(subentry.unique_id)
        for entry in hass.config_entries.async_entries(DOMAIN)
        for subentry in entry.get_subentries_of_type(SUBENTRY_TYPE_PATIENT)
    }


def patient_title(patient: Patient) -> str:
    """Return what a patient is called until the user renames them; the end of the id tells the nameless apart."""
    return patient.name or f"Person {patient.id[-4:]}"


def patient_data(
    nightscout: dict[str, Any] | None,
    sensor_life: str = SENSOR_LIFE_LEARN,
    thresholds: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Return the data of a patient's subentry."""
    data: dict[str, Any] = {CONF_SENSOR_LIFE: sensor_life}
    if thresholds:
        data[CONF_THRESHOLDS] = dict(thresholds)
    return data | {CONF_NIGHTSCOUT: nightscout} if nightscout else data


class PatientFlow(ConfigSubentryFlow):
    """Handle the subentry of a patient."""

    _patients: dict[str, Patient]
    _chosen: Patient
    _asked_in: GlucoseUnit | None = None

    def _account(self) -> LibreLinkUpConfigEntry:
        """Return the account; ends the dialog when it was removed meanwhile."""
        try:
            return self._get_entry()
        except UnknownEntry:
            raise AbortFlow("account_gone") from None

    def _person(self) -> ConfigSubentry:
        """Return the patient's subentry; ends the dialog when it was removed meanwhile."""
        self._account()
        try:
            return self._get_reconfigure_subentry()
        except UnknownSubEntry:
            raise AbortFlow("person_gone") from None

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose another person who shares with the account."""
        entry = self._account()
        if user_input is not None:
            self._chosen = self._patients[user_input[CONF_PATIENT]]
            return await self.async_step_nightscout()
        if entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="account_not_loaded")
        try:
            patients = await entry.runtime_data.coordinator.client.connections()
        except CloudError as err:
            told = failure(err)
            return self.async_abort(reason=told.key, description_placeholders=told.details)
        followed = followed_patients(self.hass)
        self._patients = {patient.id: patient for patient in patients if patient.id not in followed}
        if not self._patients:
            return self.async_abort(reason="nobody_else")
        options = [
            SelectOptionDict(value=patient.id, label=patient_title(patient)) for patient in self._patients.values()
        ]
        return self.async_show_form(
            step_id="user",
            data_schema=vol.Schema({vol.Required(CONF_PATIENT): SelectSelector(SelectSelectorConfig(options=options))}),
        )

    async def async_step_nightscout(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask where the person's readings go."""
        errors: dict[str, str] = {}
        if user_input is not None:
            nightscout, errors = await async_check_nightscout(self.hass, user_input, self._chosen.id)
            self._account()
            if not errors:
                return self.async_create_entry(
                    title=patient_title(self._chosen), data=patient_data(nightscout), unique_id=self._chosen.id
                )
        return self.async_show_form(
            step_id="nightscout",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(nightscout_fields(user_input or {})), without_secret(user_input)
            ),
            errors=errors,
            description_placeholders={"patient": patient_title(self._chosen)},
        )

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change the sensor's life, the thresholds and where the readings go."""
        subentry = self._person()
        # The unit of the form, whatever happens to the account until it comes back.
        unit = self._asked_in = self._asked_in or self._unit(str(subentry.unique_id))
        known = subentry.data.get(CONF_NIGHTSCOUT)
        errors: dict[str, str] = {}
        if user_input is not None:
            nightscout, errors = await async_check_nightscout(
                self.hass, user_input, str(subentry.unique_id), known=known
            )
            thresholds, wrong = check_thresholds(user_input, unit)
            errors |= wrong
            if not errors:
                data = patient_data(nightscout, user_input[CONF_SENSOR_LIFE], thresholds)
                entry, subentry = self._account(), self._person()
                # The listener of the account sets it up again; without one, or without a change, nothing else does.
                reload = not entry.update_listeners or data == subentry.data
                result = self.async_update_and_abort(entry, subentry, data=data)
                if reload:
                    self.hass.config_entries.async_schedule_reload(entry.entry_id)
                return result
        suggested = without_secret(
            user_input
            or {
                CONF_SENSOR_LIFE: subentry.data.get(CONF_SENSOR_LIFE),
                CONF_THRESHOLDS: entered_thresholds(subentry.data, unit),
                **(known or {}),
            }
        )
        return self.async_show_form(
            step_id="reconfigure",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(_SENSOR_LIFE | threshold_fields(unit) | nightscout_fields(suggested, known)), suggested
            ),
            errors=errors,
            description_placeholders={"patient": subentry.title},
        )

    def _unit(self, patient_id: str) -> GlucoseUnit:
        """Return the unit that the person uses, if the account is running."""
        entry = self._account()
        known = entry.runtime_data.coordinator.data if entry.state is ConfigEntryState.LOADED else {}
        return known[patient_id].patient.unit if patient_id in known else GlucoseUnit.MG_DL
