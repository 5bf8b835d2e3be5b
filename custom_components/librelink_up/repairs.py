"""The repairs that the user can carry out from their dialog."""

from abc import ABC, abstractmethod
from typing import Any, override

from homeassistant.components.repairs import ConfirmRepairFlow, FlowType, RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigEntryState, SubentryFlowContext
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers import issue_registry as ir
import probatio as vol

from .account.client import async_create_dialog_client
from .account.issues import ISSUE_CREDENTIAL, ISSUE_REFUSED, ISSUE_TERMS
from .account.store import async_hand_over
from .cloud import Blocked, CloudClient, CloudError, PendingTerms, TermsPending
from .const import SUBENTRY_TYPE_PATIENT
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
        if issue_id.startswith(ISSUE_CREDENTIAL):
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
        except Blocked as err:
            return self.async_abort(reason="blocked", description_placeholders={"minutes": str(err.retry_minutes)})
        except CloudError:
            return self.async_abort(reason="cannot_connect")
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


class PatientRepairFlow(RepairsFlow, ABC):
    """A repair for one patient."""

    def __init__(self, entry: LibreLinkUpConfigEntry, subentry_id: str) -> None:
        """Take the patient that it is for."""
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


class CredentialFlow(PatientRepairFlow):
    """Leads to the patient's Nightscout settings; the issue goes by itself once readings can be delivered."""

    @override
    async def _async_mend(self) -> RepairsFlowResult:
        flow = await self.hass.config_entries.subentries.async_init(
            (self._entry.entry_id, SUBENTRY_TYPE_PATIENT),
            context=SubentryFlowContext(source=SOURCE_RECONFIGURE, subentry_id=self._subentry_id),
        )
        # Aborting leaves the issue open: opening a form has mended nothing yet.
        return self.async_abort(reason="settings_opened", next_flow=(FlowType.CONFIG_SUBENTRIES_FLOW, flow["flow_id"]))


class RefusedFlow(PatientRepairFlow):
    """Tries once more what Nightscout has refused."""

    @override
    async def _async_mend(self) -> RepairsFlowResult:
        if self._entry.state is ConfigEntryState.LOADED and (
            delivery := self._entry.runtime_data.deliveries.get(self._subentry_id)
        ):
            await delivery.async_retry_refused()
        return self.async_create_entry(data={})
