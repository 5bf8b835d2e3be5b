"""The flows of an account: log in, accept terms, choose whom to follow; log in again; change it; its options."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_USER,
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryFlow,
    OptionsFlow,
    UnknownEntry,
)
from homeassistant.const import CONF_EMAIL, CONF_PASSWORD, CONF_REGION, UnitOfTime
from homeassistant.core import callback
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio as vol

from .account.client import account_title, async_create_dialog_client, better_title
from .account.failures import failure
from .account.settings import AccountSettings
from .account.store import async_hand_over
from .cloud import CloudClient, CloudError, CredentialsRejected, PendingTerms, Region, TermsPending
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
from .forms.people import Called, names, new_subentry
from .glucose import Patient

CONF_PATIENTS = "patients"

_EMAIL = TextSelector(TextSelectorConfig(type=TextSelectorType.EMAIL, autocomplete="username"))
_PASSWORD = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password"))
_REGION = SelectSelector(
    SelectSelectorConfig(options=list(Region), translation_key=CONF_REGION, mode=SelectSelectorMode.DROPDOWN)
)
_NO_FIELDS = vol.Schema({})


def _account_schema(*, whole: bool, password_known: bool) -> vol.Schema:
    """Return the form of an account; without `whole` only the password is asked for."""
    password = (vol.Optional if password_known else vol.Required)(vol.Secret(CONF_PASSWORD))
    if not whole:
        return vol.Schema({password: _PASSWORD})
    return vol.Schema(
        {
            vol.Required(CONF_EMAIL): _EMAIL,
            password: _PASSWORD,
            vol.Required(CONF_REGION, default=Region.AUTO.value): _REGION,
        }
    )


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
        """Return the flow of a patient, which is imported when Home Assistant first lists accounts or opens it."""
        from .patient_flow import PatientFlow  # noqa: PLC0415 - some ms, and costs memory that only dialogs need

        return {SUBENTRY_TYPE_PATIENT: PatientFlow}

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the account."""
        return await self._async_step_account("user", user_input, {})

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Change the account's e-mail address, password or region."""
        return await self._async_step_account("reconfigure", user_input, self._known_entry().data)

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Begin to ask for the password again."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the password again: the one that is known was refused."""
        known = {key: value for key, value in self._known_entry().data.items() if key != CONF_PASSWORD}
        return await self._async_step_account("reauth_confirm", user_input, known)

    async def _async_step_account(
        self, step_id: str, user_input: dict[str, Any] | None, known: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Show a form of the account, and log in with what was entered.

        A password that is known is never sent back: the field may be left empty instead.
        """
        error: CloudError | None = None
        if user_input is not None:
            # A password holds no blanks; those around it were pasted with it.
            entered = {key: value.strip() for key, value in user_input.items() if value.strip()}
            self._account = {**known, **self._account, **entered}
            try:
                return await self._async_log_in()
            except CloudError as err:
                error = err
            if isinstance(error, CredentialsRejected):
                del self._account[CONF_PASSWORD]
        filled = {**known, **self._account}
        errors, details = _form_error(error)
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                _account_schema(whole=step_id != "reauth_confirm", password_known=CONF_PASSWORD in filled),
                {key: value for key, value in filled.items() if key != CONF_PASSWORD},
            ),
            errors=errors,
            description_placeholders={"email": known.get(CONF_EMAIL, ""), **details},
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
        """Name a document, link its text, and accept it only on the user's word: the form's button."""
        assert self._client  # noqa: S101 - for the type checker: this step follows a log-in
        assert self._terms  # noqa: S101
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            try:
                # Accepted once is enough: after it there is a token, though what followed may have failed.
                if self._client.session.token or not (following := await self._client.accept_terms(self._terms)):
                    return await self._async_logged_in()
                self._terms = following
            except CloudError as err:
                errors, details = _form_error(err)
        return self.async_show_form(
            step_id=f"terms_{self._terms.kind}",
            data_schema=_NO_FIELDS,
            errors=errors,
            description_placeholders={"url": await self._client.terms_url(self._terms), **details},
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
        title = better_title(entry, self._client.first_name)
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
        people = names(self.hass, self._patients)
        if not people:
            return await self.async_step_nobody()
        if len(people) == 1:
            return self._async_create(people)
        errors: dict[str, str] = {}
        if user_input is not None:
            if chosen := [called for called in people if called.patient.id in user_input[CONF_PATIENTS]]:
                return self._async_create(chosen)
            errors = {CONF_PATIENTS: "choose_somebody"}
        options = [SelectOptionDict(value=called.patient.id, label=called.label) for called in people]
        everybody = vol.Required(CONF_PATIENTS, default=[called.patient.id for called in people])
        return self.async_show_form(
            step_id="patients",
            data_schema=vol.Schema({everybody: SelectSelector(SelectSelectorConfig(options=options, multiple=True))}),
            errors=errors,
        )

    async def async_step_nobody(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Say what to do in the app when nobody shares with the account, and look again."""
        assert self._client  # noqa: S101
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            try:
                self._patients = list(await self._client.connections())
            except CloudError as err:
                errors, details = _form_error(err)
            else:
                if names(self.hass, self._patients):
                    return await self.async_step_patients()
                errors = {"base": "still_nobody"}
        return self.async_show_form(
            step_id="nobody", data_schema=_NO_FIELDS, errors=errors, description_placeholders=details
        )

    @callback
    def _async_create(self, people: Iterable[Called]) -> ConfigFlowResult:
        assert self._client  # noqa: S101
        async_hand_over(self.hass, self._user_id, self._client.session)
        return self.async_create_entry(
            title=account_title(self._client.first_name),
            data=self._account,
            subentries=[new_subentry(called) for called in people],
        )


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
                unchanged = settings == AccountSettings.from_options(self.config_entry.options)
                return self.async_create_entry(data=self.config_entry.options if unchanged else user_input)
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
    words = failure(err)
    return {"base": words.key}, words.details
