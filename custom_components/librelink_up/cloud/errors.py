"""What can go wrong with the cloud; each class answers what to do next."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
import math


class CloudError(Exception):
    """Something went wrong with the cloud; `retry_after` (seconds) is the least time to wait, None: the usual."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        """Carry a text without secrets, addresses or personal data."""
        super().__init__(message)
        self.retry_after = retry_after

    @property
    def retry_minutes(self) -> int:
        """Return the wait as a person is told it: rounded up, for who comes back sooner comes too soon."""
        return max(1, math.ceil((self.retry_after or 0) / 60))


class CannotConnect(CloudError):
    """The cloud could not be reached, or did not answer in time: try again.

    `sent`: the request may have been carried out all the same.
    """

    def __init__(self, message: str, *, sent: bool) -> None:
        """Say whether the request can have arrived."""
        super().__init__(message)
        self.sent = sent


class BadAnswer(CloudError):
    """The answer is not what this protocol says (a web page, cut-off JSON, another shape): try again."""


class HostUnknown(BadAnswer):
    """The host does not know what every host of the cloud knows (404): it is the wrong one, or none any more."""


class Maintenance(CloudError):
    """The cloud is down for the moment: try again later."""


class BlockReason(StrEnum):
    """Why no request may be sent now."""

    RATE_LIMIT = "rate_limit"
    LOCKED_OUT = "locked_out"
    """Log-ins were refused too often in a short time."""
    EDGE = "edge"
    """A page of the provider's firewall, or its undocumented code 430 at log-in."""
    BUSY = "busy"
    """A server error that says when to come back."""
    LOGIN_BUDGET = "login_budget"
    """Our own rule: accounts that log in too often are locked."""


class Blocked(CloudError):
    """No request may be sent for `retry_after` seconds."""

    def __init__(self, reason: BlockReason, *, retry_after: float) -> None:
        """Say why and for how long (seconds)."""
        super().__init__(f"no request for {retry_after:.0f} s: {reason}", retry_after=retry_after)
        self.reason = reason


class CredentialsRejected(CloudError):
    """The cloud refuses e-mail address and password.

    `confirmed`: it did so twice, minutes apart; only then ask the user (right ones are sometimes refused once).
    """

    def __init__(self, *, confirmed: bool, retry_after: float) -> None:
        """Say whether it is certain."""
        super().__init__("the credentials were rejected", retry_after=retry_after)
        self.confirmed = confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingTerms:
    """A document that the account's owner must accept before the cloud gives data."""

    kind: str
    """`tou` (terms of use) or `pp` (privacy policy)."""
    country: str
    ticket: str = field(repr=False)
    """Good for accepting only, for one hour."""
    expires: datetime


class TermsPending(CloudError):
    """New terms must be accepted: ask the user, then `CloudClient.accept_terms`."""

    def __init__(self, terms: PendingTerms) -> None:
        """Name the document."""
        super().__init__(f"terms to accept: {terms.kind}")
        self.terms = terms


class StepRequired(CloudError):
    """The account's owner must do something in the app (`step` names it): tell the user."""

    def __init__(self, step: str) -> None:
        """Name the step as the cloud does, letters and digits only."""
        super().__init__(f"a step is due: {step}")
        self.step = step


class ProtocolClosed(CloudError):
    """The cloud demands an app version that speaks another protocol: tell the user; nothing helps but a new release."""

    def __init__(self, version: str, *, retry_after: float) -> None:
        """Name the version that is demanded."""
        super().__init__(f"the cloud demands version {version}", retry_after=retry_after)
        self.version = version


class PatientUnknown(CloudError):
    """The cloud knows no such patient for this account (any more)."""


class TokenRejected(CloudError):
    """The session is over: log in again. Seen by the client only."""
