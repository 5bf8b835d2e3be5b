"""The flows of an account: log in, accept terms, choose whom to follow; log in again; change it; its options."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_USER,
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryData,
    ConfigSubentryFlow,
    OptionsFlow,
    UnknownEntry,
)
from homeassistant.const import CONF_EMAIL, CONF_PASSWORD, CONF_REGION, UnitOfTime
from homeassistant.core import callback
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio as vol

from .account.client import account_title, async_create_dialog_client
from .account.failures import failure
from .account.settings import AccountSettings
from .account.store import async_hand_over
from .cloud import CloudClient, CloudError, PendingTerms, Region, TermsPending
from .const import (
    CONF_POLLING,
    CONF_RETENTION,
    CONF_STALE_LIMIT,
    DEFAULT_RETENTION,
    DEFAULT_STALE_LIMIT,
    DOMAIN,
    POLLING_AUTOMATIC,
    POLLING_MINUTES,
    SUBENTRY_TYPE_PATIENT,
)
from .forms.nightscout import async_check_nightscout, nightscout_fields, without_secret
from .glucose import Patient
from .nightscout import site_key
from .patient_flow import PatientFlow, followed_patients, patient_data, patient_title

CONF_ACCEPT = "accept"
CONF_PATIENTS = "patients"

_EMAIL = TextSelector(TextSelectorConfig(type=TextSelectorType.EMAIL, autocomplete="username"))
_PASSWORD = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password"))
_ACCOUNT = vol.Schema(
    {
        vol.Required(CONF_EMAIL): _EMAIL,
        vol.Required(vol.Secret(CONF_PASSWORD)): _PASSWORD,
        vol.Required(CONF_REGION, default=Region.AUTO.value): SelectSelector(
            SelectSelectorConfig(options=list(Region), translation_key=CONF_REGION)
        ),
    }
)
_REAUTH = vol.Schema({vol.Required(vol.Secret(CONF_PASSWORD)): _PASSWORD})
_TERMS = vol.Schema({vol.Required(CONF_ACCEPT, default=False): BooleanSelector()})


def _number(least: int, most: int, unit: str) -> NumberSelector:
    return NumberSelector(
        NumberSelectorConfig(min=least, max=most, step=1, mode=NumberSelectorMode.BOX, unit_of_measurement=unit)
    )


_LEAST_SLACK = timedelta(minutes=5)  # Between two polls a reading grows older than their interval.
_OPTIONS = vol.Schema(
    {
        vol.Required(CONF_POLLING, default=POLLING_AUTOMATIC): SelectSelector(
            SelectSelectorConfig(options=[POLLING_AUTOMATIC, *POLLING_MINUTES], translation_key=CONF_POLLING)
        ),
        vol.Required(CONF_STALE_LIMIT, default=DEFAULT_STALE_LIMIT.seconds // 60): vol.All(
            _number(10, 60, UnitOfTime.MINUTES), vol.Coerce(int)
        ),
        vol.Required(CONF_RETENTION, default=DEFAULT_RETENTION.days): vol.All(
            _number(7, 400, UnitOfTime.DAYS), vol.Coerce(int)
        ),
    }
)


class LibreLinkUpConfigFlow(ConfigFlow, domain=DOMAIN):
    """Handle the flows of an account."""

    VERSION = 1
    MINOR_VERSION = 1

    def __init__(self) -> None:
        """Begin with nothing."""
        self._account: dict[str, Any] = {}
        self._client: CloudClient | None = None
        self._terms: PendingTerms | None = None
        self._user_id = ""
        self._patients: list[Patient] = []
        self._subentries: list[ConfigSubentryData] = []
        self._to_ask: list[Patient] = []
        self._taken: dict[str, str] = {}

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        """Return the flow of an account's options."""
        return LibreLinkUpOptionsFlow()

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(cls, config_entry: ConfigEntry) -> dict[str, type[ConfigSubentryFlow]]:
        """Return the flow of a patient."""
        return {SUBENTRY_TYPE_PATIENT: PatientFlow}

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the account."""
        return await self._async_step_account("user", _ACCOUNT, user_input, {})

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Change the account's e-mail address, password or region."""
        return await self._async_step_account("reconfigure", _ACCOUNT, user_input, self._known_entry().data)

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Begin to ask for the password again."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the password again."""
        return await self._async_step_account("reauth_confirm", _REAUTH, user_input, self._known_entry().data)

    async def _async_step_account(
        self, step_id: str, schema: vol.Schema, user_input: dict[str, Any] | None, known: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Show a form of the account, and log in with what was entered."""
        error: CloudError | None = None
        if user_input is not None:
            self._account = {**known, **user_input}
            self._account[CONF_EMAIL] = self._account[CONF_EMAIL].strip()
            # A password holds no blanks; those around it were pasted with it.
            self._account[CONF_PASSWORD] = self._account[CONF_PASSWORD].strip()
            try:
                return await self._async_log_in()
            except CloudError as err:
                error = err
        suggested = {key: value for key, value in (user_input or known).items() if key != CONF_PASSWORD}
        errors, filled = _form_error(error)
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, suggested),
            errors=errors,
            description_placeholders={"email": known.get(CONF_EMAIL, ""), **filled},
        )

    async def _async_log_in(self) -> ConfigFlowResult:
        """Log in anew."""
        self._client = await async_create_dialog_client(
            self.hass,
            self._account,
            entry=None if self.source == SOURCE_USER else self._known_entry(),
            before=self._client,
        )
        try:
            await self._client.login()
        except TermsPending as err:
            self._terms = err.terms
            return await self._async_step_terms()
        return await self._async_logged_in()

    async def async_step_terms_tou(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask to accept the terms of use."""
        return await self._async_step_terms(user_input)

    async def async_step_terms_pp(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask to accept the privacy policy."""
        return await self._async_step_terms(user_input)

    async def _async_step_terms(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Name a document, link its text, and accept it only on the user's word."""
        assert self._client  # noqa: S101 - for the type checker: this step follows a log-in
        assert self._terms  # noqa: S101
        errors: dict[str, str] = {}
        filled: Mapping[str, str] = {}
        if user_input is not None and not user_input[CONF_ACCEPT]:
            errors = {CONF_ACCEPT: "must_accept"}
        elif user_input is not None:
            try:
                # Accepted once is enough: after it there is a token, though what followed may have failed.
                if self._client.session.token or not (following := await self._client.accept_terms(self._terms)):
                    return await self._async_logged_in()
                self._terms = following
            except CloudError as err:
                errors, filled = _form_error(err)
        return self.async_show_form(
            step_id=f"terms_{self._terms.kind}",
            data_schema=_TERMS,
            errors=errors,
            description_placeholders={"url": await self._client.terms_url(self._terms), **filled},
        )

    async def _async_logged_in(self) -> ConfigFlowResult:
        """Go on as the kind of flow demands."""
        assert self._client  # noqa: S101
        self._patients = list(await self._client.connections())
        self._user_id = str(self._client.session.user_id)
        await self.async_set_unique_id(self._user_id, raise_on_progress=False)
        if self.source == SOURCE_USER:
            self._abort_if_unique_id_configured()
            return await self.async_step_patients()
        entry = self._known_entry()
        self._abort_if_unique_id_mismatch(reason="wrong_account")
        async_hand_over(self.hass, self._user_id, self._client.session)
        # The listener of the account sets it up again; without one, or without a change, nothing else does.
        reload = not entry.update_listeners or dict(entry.data) == self._account
        title = account_title(self._client.first_name) if entry.title == entry.data[CONF_EMAIL] else entry.title
        result = self.async_update_and_abort(entry, title=title, data=self._account)
        if reload:
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return result

    def _known_entry(self) -> ConfigEntry:
        """Return the entry that is logged in again or changed; ends the dialog when it was removed meanwhile."""
        try:
            return self._get_reauth_entry() if self.source == SOURCE_REAUTH else self._get_reconfigure_entry()
        except UnknownEntry:
            raise AbortFlow("account_gone") from None

    async def async_step_patients(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Choose whom to follow, when several people share with the account."""
        followed = followed_patients(self.hass)
        patients = [patient for patient in self._patients if patient.id not in followed]
        if not patients:
            return await self.async_step_nobody()
        errors: dict[str, str] = {}
        if len(patients) == 1:
            self._to_ask = patients
            return await self.async_step_nightscout()
        if user_input is not None:
            self._to_ask = [patient for patient in patients if patient.id in user_input[CONF_PATIENTS]]
            if self._to_ask:
                return await self.async_step_nightscout()
            errors = {CONF_PATIENTS: "choose_somebody"}
        options = [SelectOptionDict(value=patient.id, label=patient_title(patient)) for patient in patients]
        chosen = vol.Required(CONF_PATIENTS, default=[patient.id for patient in patients])
        return self.async_show_form(
            step_id="patients",
            data_schema=vol.Schema({chosen: SelectSelector(SelectSelectorConfig(options=options, multiple=True))}),
            errors=errors,
        )

    async def async_step_nobody(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Say what to do in the app when nobody shares with the account, and look again."""
        assert self._client  # noqa: S101
        error: CloudError | None = None
        if user_input is not None:
            try:
                self._patients = list(await self._client.connections())
            except CloudError as err:
                error = err
            else:
                followed = followed_patients(self.hass)
                if any(patient.id not in followed for patient in self._patients):
                    return await self.async_step_patients()
                return self.async_show_form(step_id="nobody", errors={"base": "still_nobody"})
        errors, filled = _form_error(error)
        return self.async_show_form(step_id="nobody", errors=errors, description_placeholders=filled)

    async def async_step_nightscout(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for each person where their readings go."""
        patient = self._to_ask[0]
        errors: dict[str, str] = {}
        if user_input is not None:
            nightscout, errors = await async_check_nightscout(self.hass, user_input, patient.id, taken=self._taken)
            if not errors:
                self._add(patient, nightscout)
                if not self._to_ask:
                    return self._async_create()
                return await self.async_step_nightscout()
        return self.async_show_form(
            step_id="nightscout",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(nightscout_fields(user_input or {})), without_secret(user_input)
            ),
            errors=errors,
            description_placeholders={"patient": patient_title(patient)},
        )

    def _add(self, patient: Patient, nightscout: dict[str, Any] | None) -> None:
        """Take note of how a patient is followed, and go on to the next."""
        self._to_ask = self._to_ask[1:]
        if nightscout:
            self._taken[site_key(nightscout["url"])] = patient.id
        self._subentries.append(
            ConfigSubentryData(
                data=patient_data(nightscout),
                subentry_type=SUBENTRY_TYPE_PATIENT,
                title=patient_title(patient),
                unique_id=patient.id,
            )
        )

    @callback
    def _async_create(self) -> ConfigFlowResult:
        assert self._client  # noqa: S101
        async_hand_over(self.hass, self._user_id, self._client.session)
        title = account_title(self._client.first_name)
        return self.async_create_entry(title=title, data=self._account, subentries=self._subentries)


class LibreLinkUpOptionsFlow(OptionsFlow):
    """Handle the options of an account; its listener sets it up again."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the options."""
        if self.hass.config_entries.async_get_entry(self.handler) is None:
            return self.async_abort(reason="account_gone")
        errors: dict[str, str] = {}
        if user_input is not None:
            settings = AccountSettings.from_options(user_input)
            # Or every reading would be old before the next one comes, and each of them a new alarm.
            if settings.polling is None or settings.stale_limit >= settings.polling + _LEAST_SLACK:
                return self.async_create_entry(data=user_input)
            errors = {CONF_STALE_LIMIT: "stale_limit_short"}
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(_OPTIONS, user_input or self.config_entry.options),
            errors=errors,
        )


def _form_error(err: CloudError | None) -> tuple[dict[str, str], dict[str, str]]:
    """Return how a form shows a failure of the cloud, and what its text fills in."""
    if err is None:
        return {}, {}
    told = failure(err)
    return {"base": told.key}, told.details
