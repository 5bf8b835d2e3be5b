"""How a failure of the cloud is told: one table for dialogs, the account's page and repair issues."""

from dataclasses import dataclass, field, replace

from ..cloud import (
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
from .issues import (
    ISSUE_BLOCKED,
    ISSUE_CLOSED,
    ISSUE_PASSWORD_DOUBTED,
    ISSUE_SILENT,
    ISSUE_SILENT_BAD_ANSWER,
    ISSUE_SILENT_MAINTENANCE,
    ISSUE_SILENT_PAUSE,
    ISSUE_STEP,
    ISSUE_TERMS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What the user is told of one failure."""

    key: str
    """The text in dialogs (an error, or the reason to abort)."""
    page: str
    """The text on the account's page (an exception)."""
    issue: str | None = None
    """The repair issue, if the user can do something."""
    lasting: str = ISSUE_SILENT
    """The text of the repair issue that tells of any other failure when it lasts."""
    details: dict[str, str] = field(default_factory=dict)
    """What the texts fill in."""


_FAILURES: dict[type[CloudError], Failure] = {
    CannotConnect: Failure(key="cannot_connect", page="cannot_connect"),
    CredentialsRejected: Failure(key="invalid_auth", page="credentials_rejected"),
    Blocked: Failure(key="blocked", page="blocked", lasting=ISSUE_SILENT_PAUSE),
    Maintenance: Failure(key="maintenance", page="maintenance", lasting=ISSUE_SILENT_MAINTENANCE),
    ProtocolClosed: Failure(key="protocol_closed", page="protocol_closed", issue=ISSUE_CLOSED),
    StepRequired: Failure(key="step_required", page="step_required", issue=ISSUE_STEP),
    TermsPending: Failure(key="terms_pending", page="terms_pending", issue=ISSUE_TERMS),
}
_OTHER = Failure(key="bad_answer", page="bad_answer", lasting=ISSUE_SILENT_BAD_ANSWER)


def failure(err: CloudError) -> Failure:
    """Return how a failure is told."""
    words = _FAILURES.get(type(err), _OTHER)
    minutes = {"minutes": str(err.retry_minutes)}
    match err:
        case CredentialsRejected(confirmed=True):
            return replace(words, details=minutes)
        case CredentialsRejected():
            return replace(words, page="credentials_unsure", issue=ISSUE_PASSWORD_DOUBTED, details=minutes)
        case Blocked(reason=BlockReason.LOCKED_OUT):
            return replace(words, key="locked_out", page="locked_out", details=minutes)
        case Blocked(reason=BlockReason.LOGIN_BUDGET):
            return replace(words, key="login_budget", page="login_budget", details=minutes)
        case Blocked():
            # Only against a firewall the user can do something; the other pauses end by themselves.
            issue = ISSUE_BLOCKED if err.reason is BlockReason.EDGE else None
            return replace(words, issue=issue, details=minutes)
        case StepRequired():
            return replace(words, details={"step": err.step})
        case ProtocolClosed():
            return replace(words, details={"version": err.version})
    return words
