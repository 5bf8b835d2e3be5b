"""Repair issues: every one that there is, and how it is shown."""

from dataclasses import dataclass

from homeassistant.config_entries import SOURCE_REAUTH, SOURCE_RECONFIGURE, ConfigEntry, ConfigSubentry
from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN

ISSUE_PASSWORD = "password_refused"  # noqa: S105 - the name of an issue
ISSUE_PASSWORD_DOUBTED = "password_doubted"  # noqa: S105 - the same
ISSUE_TERMS = "terms_pending"
ISSUE_STEP = "step_required"
ISSUE_CLOSED = "protocol_closed"
ISSUE_BLOCKED = "blocked"
ISSUE_SILENT = "cloud_silent"
ISSUE_SILENT_PAUSE = "cloud_pause"
ISSUE_SILENT_MAINTENANCE = "cloud_maintenance"
ISSUE_SILENT_BAD_ANSWER = "cloud_bad_answer"
ISSUE_JOURNAL_UNWRITABLE = "journal_unwritable"
ISSUE_JOURNAL_DAMAGED = "journal_damaged"
ISSUE_JOURNAL_DELETED = "journal_deleted"
ISSUE_PATIENT_GONE = "patient_gone"
ISSUE_UNREADABLE = "reading_unreadable"
ISSUE_CLOCK_AHEAD = "clock_ahead"
ISSUE_CLOCK_BEHIND = "clock_behind"
ISSUE_CREDENTIAL = "nightscout_credential"
ISSUE_REFUSED = "nightscout_refused"
ISSUE_FORBIDDEN = "nightscout_forbidden"
ISSUE_HTTPS_NEEDED = "nightscout_https_needed"
ISSUE_MOVED = "nightscout_moved"
ISSUE_UNREACHABLE = "nightscout_unreachable"
ISSUE_TLS = "nightscout_tls"
ISSUE_SERVER = "nightscout_server"
ISSUE_SIGN_ON = "nightscout_sign_on"
ISSUE_REFUSES_ALL = "nightscout_refuses_all"
ISSUE_INTERNAL = "nightscout_internal"
ISSUE_TWO_UPLOADERS = "nightscout_two_uploaders"

CLOUD_ISSUES = (
    ISSUE_PASSWORD,
    ISSUE_PASSWORD_DOUBTED,
    ISSUE_TERMS,
    ISSUE_STEP,
    ISSUE_CLOSED,
    ISSUE_BLOCKED,
    ISSUE_SILENT,
)
"""What the next answer of the cloud takes back."""
SETTINGS_ISSUES = (ISSUE_CREDENTIAL, ISSUE_FORBIDDEN, ISSUE_HTTPS_NEEDED, ISSUE_MOVED)
"""What is mended in a person's Nightscout settings."""
NIGHTSCOUT_ISSUES = (*SETTINGS_ISSUES, ISSUE_REFUSED, ISSUE_UNREACHABLE, ISSUE_TWO_UPLOADERS)
READING_ISSUES = (ISSUE_UNREADABLE, ISSUE_CLOCK_AHEAD, ISSUE_CLOCK_BEHIND)
"""What a reading that is as it should be takes back."""
PERSON_ISSUES = (ISSUE_PATIENT_GONE, *READING_ISSUES, *NIGHTSCOUT_ISSUES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """How an issue is shown."""

    is_fixable: bool = False
    is_persistent: bool = False
    severity: ir.IssueSeverity = ir.IssueSeverity.ERROR


_KINDS = {
    ISSUE_PASSWORD: _Kind(is_fixable=True),
    ISSUE_TERMS: _Kind(is_fixable=True),
    ISSUE_JOURNAL_DAMAGED: _Kind(is_fixable=True, is_persistent=True, severity=ir.IssueSeverity.WARNING),
    ISSUE_JOURNAL_DELETED: _Kind(is_fixable=True, is_persistent=True, severity=ir.IssueSeverity.WARNING),
    ISSUE_PATIENT_GONE: _Kind(severity=ir.IssueSeverity.WARNING),
    ISSUE_PASSWORD_DOUBTED: _Kind(severity=ir.IssueSeverity.WARNING),
    ISSUE_SILENT: _Kind(severity=ir.IssueSeverity.WARNING),
    ISSUE_CLOCK_AHEAD: _Kind(severity=ir.IssueSeverity.WARNING),
    ISSUE_CLOCK_BEHIND: _Kind(severity=ir.IssueSeverity.WARNING),
    **dict.fromkeys(SETTINGS_ISSUES, _Kind(is_fixable=True)),
    ISSUE_REFUSED: _Kind(is_fixable=True),
    ISSUE_TWO_UPLOADERS: _Kind(severity=ir.IssueSeverity.WARNING),
}


@callback
def async_create_issue(
    hass: HomeAssistant,
    entry: ConfigEntry,
    key: str,
    placeholders: dict[str, str] | None = None,
    *,
    subentry: ConfigSubentry | None = None,
    text: str | None = None,
) -> None:
    """Tell the user of something about an account, or about a person (the subentry), that needs them.

    `text` is the key of its texts where one issue can have several causes.
    """
    kind = _KINDS.get(key, _Kind())
    owner = {"patient": subentry.title} if subentry else {"account": entry.title}
    ids = {"entry_id": entry.entry_id} | ({"subentry_id": subentry.subentry_id} if subentry else {})
    ir.async_create_issue(
        hass,
        DOMAIN,
        _issue_id(key, subentry.subentry_id if subentry else entry.entry_id),
        is_fixable=kind.is_fixable,
        is_persistent=kind.is_persistent,
        severity=kind.severity,
        translation_key=text or key,
        translation_placeholders=owner | (placeholders or {}),
        data={**ids},
    )


@callback
def async_ask_for_password(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Ask the user for the account's password.

    Home Assistant does not ask while a dialog that changes the account is open, even in a tab that was closed long ago:
    then an issue tells of it.
    """
    async_delete_issues(hass, entry.entry_id, ISSUE_PASSWORD_DOUBTED)
    entry.async_start_reauth(hass)
    if any(entry.async_get_active_flows(hass, {SOURCE_REAUTH})):
        return
    if any(entry.async_get_active_flows(hass, {SOURCE_RECONFIGURE})):
        async_create_issue(hass, entry, ISSUE_PASSWORD)


@callback
def async_ask_no_more(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Close the dialog that asks for the account's password: the cloud has taken the one that is known."""
    for flow in list(entry.async_get_active_flows(hass, {SOURCE_REAUTH})):
        hass.config_entries.flow.async_abort(flow["flow_id"])
        ir.async_delete_issue(hass, HOMEASSISTANT_DOMAIN, f"config_entry_reauth_{DOMAIN}_{entry.entry_id}")


@callback
def async_delete_issues(hass: HomeAssistant, owner_id: str, *keys: str) -> None:
    """Take back what was said of an account (its entry's id) or a person (their subentry's id)."""
    for key in keys:
        ir.async_delete_issue(hass, DOMAIN, _issue_id(key, owner_id))


@callback
def async_delete_issues_of_removed(hass: HomeAssistant) -> None:
    """Take back what was said of people who have been removed; nobody else can."""
    followed = {subentry for entry in hass.config_entries.async_entries(DOMAIN) for subentry in entry.subentries}
    for domain, issue_id in list(ir.async_get(hass).issues):
        key, _, subentry_id = issue_id.rpartition("_")
        if domain == DOMAIN and key in PERSON_ISSUES and subentry_id not in followed:
            ir.async_delete_issue(hass, DOMAIN, issue_id)


@callback
def async_delete_all_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Take back whatever was said of an account and its people."""
    ids = (entry.entry_id, *entry.subentries)
    for domain, issue_id in list(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.endswith(ids):
            ir.async_delete_issue(hass, DOMAIN, issue_id)


def _issue_id(key: str, owner_id: str) -> str:
    return f"{key}_{owner_id}"
