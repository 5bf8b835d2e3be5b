"""The flow of one patient's subentry: follow another person, change how one is followed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from homeassistant.config_entries import ConfigEntryState, ConfigSubentry, SubentryFlowResult
from homeassistant.core import callback
from homeassistant.helpers.selector import SelectOptionDict, SelectSelector, SelectSelectorConfig
import probatio as vol

from .account.failures import failure
from .account.person import PatientData
from .account.settings import NightscoutSettings, PatientSettings
from .cloud import CloudError
from .const import (
    CONF_NIGHTSCOUT,
    CONF_NIGHTSCOUT_SECRET,
    CONF_NIGHTSCOUT_URL,
    CONF_SENSOR_LIFE,
    CONF_THRESHOLDS,
    CONF_UNIT,
    SENSOR_LIFE_LEARN,
)
from .forms.importing import ImportSteps
from .forms.nightscout import async_check_nightscout, entered_secret, nightscout_fields, without_secret
from .forms.people import Called, names, new_subentry
from .forms.thresholds import NOTHING, check_thresholds, entered_thresholds, threshold_fields, thresholds_in_force
from .glucose import GlucoseUnit

CONF_PATIENT = "patient"

_BASICS = vol.Schema(
    {
        vol.Required(CONF_UNIT): SelectSelector(SelectSelectorConfig(options=list(GlucoseUnit))),
        vol.Required(CONF_SENSOR_LIFE, default=SENSOR_LIFE_LEARN): SelectSelector(
            SelectSelectorConfig(options=[SENSOR_LIFE_LEARN, "14", "15"], translation_key=CONF_SENSOR_LIFE)
        ),
    }
)


class PatientFlow(ImportSteps):
    """Handle the subentry of a patient."""

    _people: dict[str, Called]
    _asked_in: GlucoseUnit | None = None
    _typed: Mapping[str, str] = MappingProxyType({})

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose another person who shares with the account."""
        entry = self._account()
        if user_input is not None:
            return self._async_follow(self._people[user_input[CONF_PATIENT]])
        if entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="account_not_loaded")
        try:
            patients = await entry.runtime_data.coordinator.client.connections()
        except CloudError as err:
            words = failure(err)
            return self.async_abort(reason=words.key, description_placeholders=words.details)
        self._people = {called.patient.id: called for called in names(self.hass, patients)}
        if not self._people:
            return self.async_abort(reason="nobody_else")
        options = [SelectOptionDict(value=one, label=called.label) for one, called in self._people.items()]
        return self.async_show_form(
            step_id="user",
            data_schema=vol.Schema({vol.Required(CONF_PATIENT): SelectSelector(SelectSelectorConfig(options=options))}),
        )

    @callback
    def _async_follow(self, called: Called) -> SubentryFlowResult:
        """Follow somebody."""
        new = new_subentry(called)
        return self.async_create_entry(title=new["title"], data=new["data"], unique_id=new["unique_id"])

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what is to be changed."""
        subentry = self._person()
        if user_input is not None:  # A repair has opened the dialog, and that is about the site.
            return await self.async_step_nightscout()
        unit = self._unit(subentry)
        site = PatientSettings.from_data(subentry.data).nightscout
        return self.async_show_menu(
            step_id="reconfigure",
            menu_options=["thresholds", "nightscout", "basics", "importing"],
            description_placeholders={
                "patient": subentry.title,
                "site": urlsplit(site.url).netloc if site else NOTHING,
                "unit": unit.value,
                **self._in_force(subentry, unit),
            },
        )

    async def async_step_thresholds(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change what counts as low and high."""
        subentry = self._person()
        # The unit of the form, whatever happens to the account until it comes back.
        unit = self._asked_in = self._asked_in or self._unit(subentry)
        kept = subentry.data.get(CONF_THRESHOLDS, {})
        errors: dict[str, str] = {}
        if user_input is not None:
            thresholds, errors = check_thresholds(user_input, unit, kept)
            if not errors:
                return self._async_keep({CONF_THRESHOLDS: thresholds})
        return self.async_show_form(
            step_id="thresholds",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(threshold_fields(unit)),
                user_input if user_input is not None else entered_thresholds(kept, unit),
            ),
            errors=errors,
            description_placeholders={"patient": subentry.title, **self._in_force(subentry, unit)},
        )

    async def async_step_nightscout(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change where the person's readings go."""
        subentry = self._person()
        known = subentry.data.get(CONF_NIGHTSCOUT)
        errors: dict[str, str] = {}
        if user_input is not None:
            if user_input.get(CONF_NIGHTSCOUT_URL) and not entered_secret(user_input):
                user_input = {**user_input, **self._typed}
            nightscout, errors = await async_check_nightscout(
                self.hass, user_input, str(subentry.unique_id), known=known
            )
            if not errors:
                if _same_site(nightscout, known):  # It works: what has waited for that is tried now.
                    return self._async_keep({}, reload=self._waits(subentry))
                return self._async_keep({CONF_NIGHTSCOUT: nightscout})
            # What was typed is kept, unless it is what is wrong, but never sent back.
            secret = entered_secret(user_input)
            self._typed = {CONF_NIGHTSCOUT_SECRET: secret} if secret and CONF_NIGHTSCOUT_SECRET not in errors else {}
        suggested = without_secret(user_input if user_input is not None else known)
        return self.async_show_form(
            step_id="nightscout",
            data_schema=self.add_suggested_values_to_schema(vol.Schema(nightscout_fields(suggested, known)), suggested),
            errors=errors,
            description_placeholders={"patient": subentry.title},
        )

    async def async_step_basics(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change the unit and how long a sensor lasts."""
        subentry = self._person()
        shown = {CONF_SENSOR_LIFE: SENSOR_LIFE_LEARN, CONF_UNIT: self._unit(subentry).value, **subentry.data}
        if user_input is not None:
            # What nobody has said yet is not said by leaving it as it was shown.
            return self._async_keep({key: value for key, value in user_input.items() if value != shown[key]})
        return self.async_show_form(
            step_id="basics",
            data_schema=self.add_suggested_values_to_schema(_BASICS, shown),
            description_placeholders={"patient": subentry.title},
        )

    @callback
    def _async_keep(self, changes: Mapping[str, Any], *, reload: bool = False) -> SubentryFlowResult:
        """Keep what was changed, and leave everything else as it is; what is empty is not kept.

        What changes is set up again, what stays only on request.
        """
        entry, subentry = self._account(), self._person()
        data = {key: value for key, value in {**subentry.data, **changes}.items() if value}
        if data != subentry.data:
            reload = not entry.update_listeners  # The listener of the account does it, where there is one.
        result = self.async_update_and_abort(entry, subentry, data=data)
        if reload:
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return result

    def _waits(self, subentry: ConfigSubentry) -> bool:
        """Return whether readings wait for the person's site."""
        entry = self._account()
        deliveries = entry.runtime_data.deliveries if entry.state is ConfigEntryState.LOADED else {}
        delivery = deliveries.get(subentry.subentry_id)
        return delivery is not None and delivery.waits_since is not None

    def _known(self, subentry: ConfigSubentry) -> PatientData | None:
        """Return what is known of the person, if the account is running."""
        entry = self._account()
        known = entry.runtime_data.coordinator.data if entry.state is ConfigEntryState.LOADED else {}
        return known.get(str(subentry.unique_id))

    def _unit(self, subentry: ConfigSubentry) -> GlucoseUnit:
        """Return the unit of the person."""
        known = self._known(subentry)
        return PatientSettings.from_data(subentry.data).unit or (known.unit if known else GlucoseUnit.MG_DL)

    def _in_force(self, subentry: ConfigSubentry, unit: GlucoseUnit) -> dict[str, str]:
        """Return the thresholds that count now, for the texts."""
        known = self._known(subentry)
        return thresholds_in_force(known.thresholds if known else None, unit)


def _same_site(new: Mapping[str, Any] | None, known: Mapping[str, Any] | None) -> bool:
    """Return whether nothing was changed; what is not written in older settings has a default."""
    if new is None or known is None:
        return False
    return NightscoutSettings.from_data(new) == NightscoutSettings.from_data(known)
