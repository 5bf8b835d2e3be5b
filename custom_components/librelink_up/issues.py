"""What the user is told when the cloud fails an account or a person is gone: texts and repair issues."""

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .cloud import (
    Blocked,
    BlockReason,
    CannotConnect,
    CloudError,
    CredentialsRejected,
    Maintenance,
    ProtocolClosed,
    StepRequired,
    TermsPending,
)
from .const import DOMAIN

ISSUE_TERMS = "terms_pending"
ISSUE_STEP = "step_required"
ISSUE_CLOSED = "protocol_closed"
ISSUE_BLOCKED = "blocked"
ISSUE_PATIENT_GONE = "patient_gone"
ISSUE_JOURNAL_UNWRITABLE = "journal_unwritable"
ACCOUNT_ISSUES = (ISSUE_TERMS, ISSUE_STEP, ISSUE_CLOSED, ISSUE_BLOCKED)


@callback
def async_create_issue(
    hass: HomeAssistant, entry: ConfigEntry, key: str, placeholders: dict[str, str] | None = None
) -> None:
    """Tell the user of something about an account that needs them."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{key}_{entry.entry_id}",
        is_fixable=key == ISSUE_TERMS,
        severity=ir.IssueSeverity.ERROR,
        translation_key=key,
        translation_placeholders={"account": entry.title, **(placeholders or {})},
        data={"entry_id": entry.entry_id},
    )


@callback
def async_create_gone_issue(hass: HomeAssistant, subentry: ConfigSubentry) -> None:
    """Tell the user of a patient who does not share any more."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{ISSUE_PATIENT_GONE}_{subentry.subentry_id}",
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE_PATIENT_GONE,
        translation_placeholders={"patient": subentry.title},
    )


def told(err: CloudError) -> tuple[str, dict[str, str], str | None]:
    """Return how an error is told: its text, what is filled in, and the repair issue if the user can do something."""
    answer: tuple[str, dict[str, str], str | None] = ("bad_answer", {}, None)
    match err:
        case CredentialsRejected():
            answer = ("credentials_rejected" if err.confirmed else "credentials_unsure"), {}, None
        case TermsPending():
            answer = "terms_pending", {}, ISSUE_TERMS
        case StepRequired():
            answer = "step_required", {"step": err.step}, ISSUE_STEP
        case ProtocolClosed():
            answer = "protocol_closed", {"version": err.version}, ISSUE_CLOSED
        case Blocked():
            answer = (
                "blocked",
                {"minutes": str(err.retry_minutes)},
                ISSUE_BLOCKED if err.reason is BlockReason.EDGE else None,
            )
        case Maintenance():
            answer = "maintenance", {}, None
        case CannotConnect():
            answer = "cannot_connect", {}, None
    return answer
