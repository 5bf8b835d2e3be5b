"""How a dialog tells what went wrong with the cloud."""

from ..cloud import (
    Blocked,
    CannotConnect,
    CloudError,
    CredentialsRejected,
    Maintenance,
    ProtocolClosed,
    StepRequired,
    TermsPending,
)

_REASONS: dict[type[CloudError], str] = {
    CannotConnect: "cannot_connect",
    CredentialsRejected: "invalid_auth",
    Blocked: "blocked",
    Maintenance: "maintenance",
    ProtocolClosed: "protocol_closed",
    StepRequired: "step_required",
    TermsPending: "terms_pending",
}


def cloud_reason(err: CloudError) -> str:
    """Return the key of the text for an error of the cloud."""
    return _REASONS.get(type(err), "bad_answer")


def cloud_details(err: CloudError | None) -> dict[str, str]:
    """Return what the texts of errors fill in."""
    return {
        "minutes": str(err.retry_minutes) if err else "",
        "step": err.step if isinstance(err, StepRequired) else "",
        "version": err.version if isinstance(err, ProtocolClosed) else "",
    }
