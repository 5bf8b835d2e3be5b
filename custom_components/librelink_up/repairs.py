"""The repairs that the user can carry out from their dialog."""

from abc import ABC, abstractmethod
from typing import Any, override

from homeassistant.components.repairs import ConfirmRepairFlow, FlowType, RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntryState,
    ConfigFlowContext,
    SubentryFlowContext,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers import issue_registry as ir
import probatio as vol

from .account.client import async_create_dialog_client
from .account.failures import failure
from .account.issues import ISSUE_PASSWORD, ISSUE_REFUSED, ISSUE_TERMS, SETTINGS_ISSUES
from .account.store import async_hand_over
from .cloud import CloudClient, CloudError, PendingTerms, TermsPending
from .const import DOMAIN, SUBENTRY_TYPE_PATIENT
from .coordinator import LibreLinkUpConfigEntry

_NO_FIELDS = vol.Schema({})


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow that mends an issue."""
    ids = data or {}
    entry: LibreLinkUpConfigEntry | None = hass.config_entries.async_get_entry(str(ids.get("entry_id")))
    if entry is not None:
        subentry_id = str(ids.get("subentry_id"))
        if issue_id.startswith(ISSUE_TERMS):
            return TermsFlow(entry)
        if issue_id.startswith(ISSUE_PASSWORD):
            return PasswordFlow(entry)
        if issue_id.startswith(SETTINGS_ISSUES):
            return CredentialFlow(entry, subentry_id)
        if issue_id.startswith(ISSUE_REFUSED):
            return RefusedFlow(entry, subentry_id)
    return ConfirmRepairFlow()


def _abort_if_gone(hass: HomeAssistant, entry: LibreLinkUpConfigEntry, subentry_id: str | None = None) -> None:
    """End a dialog about what was removed while it was open."""
    if hass.config_entries.async_get_entry(entry.entry_id) is None:
        raise AbortFlow("account_gone")
    if subentry_id is not None and subentry_id not in entry.subentries:
        raise AbortFlow("person_gone")


class TermsFlow(RepairsFlow):
    """Names the new terms, links their text, and accepts them on the user's word; never silently."""

    _client: CloudClient
    _terms: PendingTerms

    def __init__(self, entry: LibreLinkUpConfigEntry) -> None:
        """Take the account that the terms are for."""
        self._entry = entry

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Ask the cloud which document is due; it may have been accepted in the app meanwhile."""
        self._client = await async_create_dialog_client(self.hass, self._entry.data, entry=self._entry)
        try:
            await self._client.login()
        except TermsPending as err:
            self._terms = err.terms
            return await self._async_step_confirm()
        except CloudError as err:
            words = failure(err)
            return self.async_abort(reason=words.key, description_placeholders=words.details)
        return self._async_done()

    async def async_step_confirm_tou(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Accept the terms of use."""
        return await self._async_step_confirm(user_input)

    async def async_step_confirm_pp(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Accept the privacy policy."""
        return await self._async_step_confirm(user_input)

    async def _async_step_confirm(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Show a document, or accept it and go on to the next."""
        _abort_if_gone(self.hass, self._entry)
        if user_input is not None:
            try:
                terms = await self._client.accept_terms(self._terms)
            except CloudError:
                return self.async_abort(reason="not_accepted")
            if terms is None:
                return self._async_done()
            self._terms = terms
        return self.async_show_form(
            step_id=f"confirm_{self._terms.kind}",
            data_schema=_NO_FIELDS,
            description_placeholders={
                "account": self._entry.title,
                "url": await self._client.terms_url(self._terms),
            },
        )

    def _async_done(self) -> RepairsFlowResult:
        _abort_if_gone(self.hass, self._entry)
        async_hand_over(self.hass, str(self._client.session.user_id), self._client.session)
        self.hass.config_entries.async_schedule_reload(self._entry.entry_id)
        return self.async_create_entry(data={})


class ConfirmedFlow(RepairsFlow, ABC):
    """A repair that says what it will do, and does it on the user's word."""

    def __init__(self, entry: LibreLinkUpConfigEntry, subentry_id: str | None = None) -> None:
        """Take the account, or the person (the subentry), that it is for."""
        self._entry = entry
        self._subentry_id = subentry_id

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Say what is wrong before anything is done."""
        return await self.async_step_confirm()

    async def async_step_confirm(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Do it on the user's word."""
        _abort_if_gone(self.hass, self._entry, self._subentry_id)
        if user_input is not None:
            return await self._async_mend()
        issue = ir.async_get(self.hass).async_get_issue(self.handler, self.issue_id)
        return self.async_show_form(
            step_id="confirm",
            data_schema=_NO_FIELDS,
            description_placeholders=issue.translation_placeholders if issue else None,
        )

    @abstractmethod
    async def _async_mend(self) -> RepairsFlowResult:
        """Mend it."""


class PasswordFlow(ConfirmedFlow):
    """Leads to the dialog that asks for the account's password; the issue goes once the cloud has taken it."""

    @override
    async def _async_mend(self) -> RepairsFlowResult:
        # What is open already may be a tab that was closed long ago: while it is there, nothing else asks.
        flows = self.hass.config_entries.flow
        for flow in list(self._entry.async_get_active_flows(self.hass, {SOURCE_REAUTH, SOURCE_RECONFIGURE})):
            flows.async_abort(flow["flow_id"])
        context = ConfigFlowContext(
            source=SOURCE_REAUTH,
            entry_id=self._entry.entry_id,
            unique_id=self._entry.unique_id,
            title_placeholders={"name": self._entry.title},
        )
        flow = await flows.async_init(DOMAIN, context=context, data=dict(self._entry.data))
        return self.async_abort(reason="dialog_opened", next_flow=(FlowType.CONFIG_FLOW, flow["flow_id"]))


class CredentialFlow(ConfirmedFlow):
    """Leads to the patient's Nightscout settings; the issue goes by itself once readings can be delivered."""

    @override
    async def _async_mend(self) -> RepairsFlowResult:
        flow = await self.hass.config_entries.subentries.async_init(
            (self._entry.entry_id, SUBENTRY_TYPE_PATIENT),
            context=SubentryFlowContext(source=SOURCE_RECONFIGURE, subentry_id=str(self._subentry_id)),
            data={"next_step_id": "nightscout"},  # Past the menu.
        )
        # Aborting leaves the issue open: opening a form has mended nothing yet.
        return self.async_abort(reason="settings_opened", next_flow=(FlowType.CONFIG_SUBENTRIES_FLOW, flow["flow_id"]))


class RefusedFlow(ConfirmedFlow):
    """Tries once more what Nightscout has refused."""

    @override
    async def _async_mend(self) -> RepairsFlowResult:
        if self._entry.state is ConfigEntryState.LOADED and (
            delivery := self._entry.runtime_data.deliveries.get(str(self._subentry_id))
        ):
            await delivery.async_retry_refused()
        return self.async_create_entry(data={})
