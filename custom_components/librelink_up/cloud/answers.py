"""What an answer of the cloud means: its data, or one of the many ways in which it says no."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from .errors import (
    BadAnswer,
    BlockReason,
    CloudError,
    HostUnknown,
    Maintenance,
    PatientUnknown,
    PendingTerms,
    StepRequired,
    TermsPending,
    TokenRejected,
)
from .hosts import is_region
from .shapes import as_object, is_plain
from .transport import Answer

_OK = 200
_UNAUTHORIZED = 401
_FORBIDDEN = 403
_NOT_FOUND = 404
_TOO_MANY = 429
_UNDOCUMENTED_BLOCK = 430

_STATUS_OK = 0
_STATUS_REJECTED = 2
_STATUS_STEP = 4
_STATUS_LOCKED = 429
_STATUS_MAINTENANCE = 911
_STATUS_TOO_OLD = 920

_LOCKOUT_SECONDS = 300.0
_TERMS = ("tou", "pp")
_OVER = ("MissingCachedUser", "RequiredHeaderMissing")


class Redirected(CloudError):
    """The account lives in another region."""

    def __init__(self, region: str) -> None:
        """Name the region, which has the form of one."""
        super().__init__("another region")
        self.region = region


class TooOld(CloudError):
    """The cloud demands a newer app version."""

    def __init__(self, version: object) -> None:
        """Carry what the cloud demands, as it came."""
        super().__init__("a newer version is demanded")
        self.version = version


class Throttled(CloudError):
    """The cloud asks for a pause; `retry_after` is None when it does not say how long."""

    def __init__(self, reason: BlockReason, *, retry_after: float | None = None) -> None:
        """Say which kind of pause."""
        super().__init__(f"throttled: {reason}", retry_after=retry_after)
        self.reason = reason


class Refused(CloudError):
    """The cloud refuses the credentials of a log-in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A token and when it ends (UTC)."""

    token: str = field(repr=False)
    expires: datetime


def check(answer: Answer, now: datetime, *, login: bool) -> dict[str, Any]:
    """Return the body of an answer that holds data; raise what the answer says otherwise.

    Checked in this order: HTTP status, JSON, the body's status, a redirect.
    """
    if answer.status == _UNDOCUMENTED_BLOCK or (answer.status == _FORBIDDEN and answer.body is None):
        raise Throttled(BlockReason.EDGE)
    if answer.status == _TOO_MANY:
        # A page of the firewall (HTML) bans an address for longer than the service's own rate limit.
        html = answer.body is None and answer.html
        raise Throttled(BlockReason.EDGE if html else BlockReason.RATE_LIMIT, retry_after=answer.retry_after)
    body = answer.body
    if answer.status == _NOT_FOUND:
        raise HostUnknown(f"the cloud answers {answer.status}")
    if body is None and (login or answer.status != _UNAUTHORIZED):
        raise BadAnswer("the answer is no JSON object")
    if answer.status == _UNAUTHORIZED or (body is not None and body.get("message") in _OVER and not login):
        raise Refused("the log-in was refused") if login else TokenRejected("the session is over")
    assert body is not None  # noqa: S101 - for the type checker
    _check_status(body, now, login=login)
    if answer.status != _OK:
        raise BadAnswer(f"the cloud answers {answer.status}")
    return body


def _check_status(body: dict[str, Any], now: datetime, *, login: bool) -> None:
    """Raise what the status in a body says, unless it says that all is well."""
    status = body.get("status")
    data = as_object(body.get("data"))
    if status == _STATUS_TOO_OLD:
        raise TooOld(data.get("minimumVersion"))
    if status == _STATUS_MAINTENANCE:
        raise Maintenance("the cloud is under maintenance")
    if status == _STATUS_LOCKED:
        lockout = as_object(data.get("data")).get("lockout")
        seconds = float(lockout) if isinstance(lockout, int | float) and 0 < lockout <= 86400 else _LOCKOUT_SECONDS  # noqa: PLR2004
        raise Throttled(BlockReason.LOCKED_OUT, retry_after=seconds)
    if status == _STATUS_REJECTED:
        raise Refused("the log-in was refused") if login else TokenRejected("the session is over")
    if status == _STATUS_STEP:
        raise _step(body, data, now)
    if data.get("redirect") is True and is_region(data.get("region")):
        raise Redirected(data["region"])
    if status != _STATUS_OK:
        raise BadAnswer("the answer has an unknown status")


def _step(body: dict[str, Any], data: dict[str, Any], now: datetime) -> CloudError:
    """Return what a body with status 4 stands for."""
    step = as_object(data.get("step"))
    if not step:
        error = as_object(body.get("error"))
        if error.get("message") == "couldNotLoadPatient":
            return PatientUnknown("the cloud does not know this patient")
        return BadAnswer("a step without a name")
    kind = step.get("type")
    ticket = parse_ticket(data.get("authTicket"), now)
    user = as_object(data.get("user"))
    if kind in _TERMS and ticket:
        country = user.get("country")
        terms = PendingTerms(
            kind=kind,
            country=country if isinstance(country, str) and country.isalpha() else "",
            ticket=ticket.token,
            expires=ticket.expires,
        )
        return TermsPending(terms)
    name = next((str(text) for text in (step.get("componentName"), kind) if text), "unknown")
    return StepRequired("".join(filter(str.isalnum, name))[:40])


def parse_ticket(data: object, now: datetime) -> Ticket | None:
    """Return a ticket of an answer, None when there is none that could be used."""
    if not isinstance(data, dict):
        return None
    token, expires = data.get("token"), data.get("expires")
    if not is_plain(token) or isinstance(expires, bool) or not isinstance(expires, int | float):
        return None
    try:
        ends = datetime.fromtimestamp(expires, UTC)
    except ValueError, OverflowError, OSError:
        return None
    return Ticket(token=token, expires=ends) if ends > now - timedelta(days=1) else None
