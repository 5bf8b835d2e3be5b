"""The client of one account: one session for all its patients, one log-in at a time, every pause obeyed."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
import hashlib
import re
from typing import Any

import aiohttp

from ..glucose import GlucoseUnit, Patient, Reading
from .answers import Redirected, Refused, Throttled, Ticket, TooOld, check, parse_ticket
from .errors import (
    BadAnswer,
    Blocked,
    BlockReason,
    CannotConnect,
    CloudError,
    CredentialsRejected,
    Maintenance,
    PendingTerms,
    ProtocolClosed,
    StepRequired,
    TermsPending,
    TokenRejected,
)
from .hosts import Region, base_address
from .parse import Graph, parse_connections, parse_graph, parse_logbook, parse_unit
from .session import BLOCK_PAUSES, RATE_LIMIT_PAUSES, RETRY_PAUSES, Session, parse_version
from .shapes import as_object, is_plain
from .transport import request

_PRODUCT = "llu.android"
_USER_AGENT = "home-assistant-librelink-up"
_MAJOR = 4
"""The app's versions from 5 on speak a protocol that is closed to others."""
_MOST_HOPS = 3
_CLOSED_SECONDS = 86400.0
_CONFIRM_AFTER = timedelta(minutes=2)
_CONFIRM_SECONDS = 180.0
_REJECTED_SECONDS = 3600.0
_SAVE_EVERY = timedelta(days=1)
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TERMS_KEYS = {"tou": "lluToU", "pp": "lluPrivacyPolicy"}
_TERMS_FALLBACK = "https://www.libreview.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who has logged in."""

    user_id: str = field(repr=False)
    unit: GlucoseUnit


class CloudClient:
    """Asks the LibreLink Up cloud for the patients of one account.

    Every call may raise a CloudError. One request at a time need not be kept by the caller, but the cloud asks for few:
    `connections` serves all patients at once.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        *,
        email: str,
        password: str,
        region: Region = Region.AUTO,
        session: Session | None = None,
        on_session: Callable[[Session], None] | None = None,
        base_url: str | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_date: Callable[[datetime | None], None] = lambda _: None,
    ) -> None:
        """Take over a session, if there is one; nothing is requested yet.

        `on_session` is called with every session worth keeping: not each new token, but one a day. `on_date` is called
        with the time (UTC) of every good answer, by the cloud's clock, before anything is read. `base_url` is a
        stand-in for every host of the cloud; a region is then its first path segment.
        """
        self._http = http
        self._email = email
        self._password = password
        self._region = region
        self._session = session or Session()
        self._on_session = on_session
        self._saved = self._session
        self._base_url = base_url
        self._now = now
        self._on_date = on_date
        self._login_lock = asyncio.Lock()
        self._failures = 0
        self._held: tuple[CloudError, datetime] | None = None

    @property
    def session(self) -> Session:
        """Return the session as it is now."""
        return self._session

    async def connections(self) -> tuple[Patient, ...]:
        """Return every patient who shares with the account, each with the current reading."""
        return parse_connections((await self._data("/llu/connections")).get("data"), self._now())

    async def graph(self, patient_id: str) -> Graph:
        """Return the history of a patient: 12 hours of five-minute points, the newest 17 to 21 minutes old."""
        body = await self._data(f"/llu/connections/{_path_segment(patient_id)}/graph")
        return parse_graph(body.get("data"), patient_id, self._now())

    async def logbook(self, patient_id: str) -> tuple[Reading, ...]:
        """Return a patient's scans, and the alarms that have a value, of about 14 days."""
        body = await self._data(f"/llu/connections/{_path_segment(patient_id)}/logbook")
        return parse_logbook(body.get("data"), self._now())

    async def login(self) -> Account:
        """Log in, whether or not there is a session."""
        async with self._login_lock:
            return await self._login()

    async def accept_terms(self, terms: PendingTerms) -> PendingTerms | None:
        """Accept a document in the account owner's name; call it only on their word.

        Returns the document to accept next, or None when the log-in is complete.
        """
        async with self._login_lock:
            self._held = None
            try:
                if terms.expires <= self._now():
                    try:
                        await self._login()
                    except TermsPending as err:
                        if err.terms.kind != terms.kind:
                            return err.terms
                        terms = err.terms
                    else:
                        return None
                body = await self._request("POST", f"/auth/continue/{terms.kind}", token=terms.ticket, login=True)
            except Redirected as err:
                self._keep(region=err.region)
                raise BadAnswer("the account has moved to another region; try again") from None
            except TermsPending as err:
                if err.terms.kind == terms.kind:  # Accepting did not help: only the app can.
                    raise StepRequired(terms.kind, retry_after=err.retry_after or 0) from None
                return err.terms
            except Refused:
                raise BadAnswer("the terms could not be accepted") from None
            self._take_login(body)
            return None

    async def terms_url(self, terms: PendingTerms) -> str:
        """Return where the text of a document can be read; a general page when the cloud does not say."""
        try:
            body = await self._request("GET", f"/llu/config/country?country={terms.country}")
        except CloudError:
            return _TERMS_FALLBACK
        return _first_url(body.get("data"), _TERMS_KEYS[terms.kind]) or _TERMS_FALLBACK

    async def _data(self, path: str) -> dict[str, Any]:
        """Return the body of a data call: logged in, in the right region, tried again once for each cause."""
        seen: set[type[CloudError]] = set()
        while True:
            if not self._session.usable(self._now()):
                await self._login_unless_newer(self._session.token)
            token = self._session.token
            try:
                body = await self._request("GET", path, token=token)
            except (TokenRejected, Redirected) as err:
                if type(err) in seen:
                    raise self._counted(BadAnswer("the cloud does not accept its own session")) from None
                seen.add(type(err))
                if isinstance(err, Redirected):
                    self._keep(region=err.region)
                else:
                    await self._login_unless_newer(token)
                continue
            if ticket := parse_ticket(body.get("ticket"), self._now()):
                self._take_ticket(ticket)
            self._keep(rejected=None)  # A refusal before it was a passing one.
            return body

    async def _login_unless_newer(self, used: str | None) -> None:
        """Log in, unless somebody else has done so since this token was used."""
        async with self._login_lock:
            if self._session.token == used or not self._session.usable(self._now()):
                await self._login()

    async def _login(self) -> Account:
        """Log in, following the cloud to the account's region; the lock is held by the caller."""
        now = self._now()
        if self._held and now < self._held[1]:
            error, until = self._held
            error.retry_after = (until - now).total_seconds()
            raise error
        self._raise_if_paused(now)
        if wait := self._session.login_wait(now):
            raise Blocked(BlockReason.LOGIN_BUDGET, retry_after=wait)
        before = self._session.logins
        self._keep(logins=self._session.with_login(now).logins)
        try:
            for _ in range(_MOST_HOPS):
                try:
                    body = await self._request(
                        "POST",
                        "/llu/auth/login",
                        body={"email": self._email, "password": self._password},
                        login=True,
                    )
                except Redirected as err:
                    self._keep(region=err.region)
                    continue
                return self._take_login(body)
        except CannotConnect as err:
            if not err.sent:
                self._keep(logins=before)  # Nobody was asked.
            raise
        except Refused:
            raise self._hold(self._rejection(now)) from None
        except (TermsPending, StepRequired) as err:
            raise self._hold(err) from None
        raise self._counted(BadAnswer("the cloud sends the log-in in circles"))

    def _rejection(self, now: datetime) -> CredentialsRejected:
        """Return the error for refused credentials: certain only when it happens again minutes later."""
        first = self._session.rejected
        if first is None:
            self._keep(rejected=now)
        confirmed = first is not None and now - first >= _CONFIRM_AFTER
        return CredentialsRejected(
            confirmed=confirmed, retry_after=_REJECTED_SECONDS if confirmed else _CONFIRM_SECONDS
        )

    def _hold[ErrorT: CloudError](self, error: ErrorT) -> ErrorT:
        """Let the next attempts to log in end in the same error, without a request, while its time lasts."""
        self._held = (error, self._now() + timedelta(seconds=error.retry_after or 0))
        return error

    def _take_login(self, body: dict[str, Any]) -> Account:
        """Take over the session of a complete log-in."""
        data = as_object(body.get("data"))
        user = as_object(data.get("user"))
        user_id = user.get("id")
        ticket = parse_ticket(data.get("authTicket"), self._now())
        if not is_plain(user_id) or ticket is None:
            raise self._counted(BadAnswer("a log-in without user or ticket"))
        self._held = None
        self._saved = Session()  # The token before it may be dead: this one is always worth keeping.
        self._keep(user_id=user_id, token=ticket.token, expires=ticket.expires, rejected=None)
        return Account(user_id=user_id, unit=parse_unit(user.get("uom")))

    def _take_ticket(self, ticket: Ticket) -> None:
        self._keep(token=ticket.token, expires=ticket.expires)

    async def _request(
        self, method: str, path: str, *, token: str | None = None, body: object = None, login: bool = False
    ) -> dict[str, Any]:
        """Send a request and return the body of its answer; pauses, versions and failures are taken note of here."""
        self._raise_if_paused(self._now())
        adopted = False
        while True:
            url = base_address(self._region, self._session.region, self._base_url) + path
            try:
                answer = await request(self._http, method, url, self._headers(token), body)
                found = check(answer, self._now(), login=login)
            except Throttled as err:
                raise self._pause(err) from None
            except TooOld as err:
                self._adopt(err.version, again=adopted)
                adopted = True
            except (CannotConnect, BadAnswer, Maintenance) as err:
                raise self._counted(err) from None
            else:
                self._on_date(answer.date)
                self._failures = 0
                if not self._session.paused(self._now()):  # Another request may just have been told to wait.
                    self._keep(not_before=None, pauses=0, closed=None)
                return found

    def _headers(self, token: str | None) -> dict[str, str]:
        headers = {
            "product": _PRODUCT,
            "version": self._session.version,
            "User-Agent": _USER_AGENT,
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Cache-Control": "no-cache",
        }
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
            if self._session.user_id:
                headers["Account-Id"] = hashlib.sha256(self._session.user_id.encode()).hexdigest()
        return headers

    def _raise_if_paused(self, now: datetime) -> None:
        if not (wait := self._session.paused(now)):
            return
        if self._session.closed:
            raise ProtocolClosed(self._session.closed, retry_after=wait)
        raise Blocked(BlockReason.PAUSE, retry_after=wait)

    def _pause(self, err: Throttled) -> Blocked:
        """Take note of a pause that the cloud asks for; each in a row is longer than the last."""
        steps = BLOCK_PAUSES if err.reason is BlockReason.EDGE else RATE_LIMIT_PAUSES
        asked = err.retry_after
        if asked is not None and err.reason is BlockReason.LOCKED_OUT:
            asked *= 2 ** min(self._session.pauses, 6)
        if asked is not None and err.reason is BlockReason.EDGE:
            asked = max(asked, steps[0])
        now = self._now()
        paused = self._session.with_pause(now, steps, asked)
        self._keep(not_before=paused.not_before, pauses=paused.pauses)
        return Blocked(err.reason, retry_after=paused.paused(now))

    def _adopt(self, demanded: object, *, again: bool) -> None:
        """Take over the version that the cloud demands, while it speaks the same protocol."""
        version, current = parse_version(demanded), parse_version(self._session.version)
        if version and current and not again and version[0] == _MAJOR and version > current:
            self._keep(version=str(demanded))
            return
        named = str(demanded) if version else "unknown"
        self._keep(not_before=self._now() + timedelta(seconds=_CLOSED_SECONDS), closed=named)
        raise ProtocolClosed(named, retry_after=_CLOSED_SECONDS)

    def _counted[ErrorT: CloudError](self, error: ErrorT) -> ErrorT:
        """Say how long to wait after a failure: longer with each one in a row."""
        error.retry_after = RETRY_PAUSES[min(self._failures, len(RETRY_PAUSES) - 1)]
        self._failures += 1
        return error

    def _keep(self, **changes: Any) -> None:  # noqa: ANN401 - the session's own fields
        """Change the session, and hand it out when it is worth keeping."""
        self._session = replace(self._session, **changes)
        if self._on_session and _worth_keeping(self._saved, self._session):
            self._saved = self._session
            self._on_session(self._session)


def _worth_keeping(old: Session, new: Session) -> bool:
    """Return whether more has changed than the token that every answer brings."""
    if old.expires is None or new.expires is None or abs(new.expires - old.expires) >= _SAVE_EVERY:
        return old != new
    return replace(new, token=old.token, expires=old.expires) != old


def _path_segment(patient_id: str) -> str:
    """Return an id as a path segment. Raises BadAnswer for what is none: ids come from the cloud."""
    if not _ID.fullmatch(patient_id):
        raise BadAnswer("a patient id that is no id")
    return patient_id


def _first_url(data: object, prefix: str) -> str | None:
    """Return the first https address under the keys of an object that begin with a prefix."""
    if not isinstance(data, dict):
        return None
    values = [value for key, value in data.items() if isinstance(key, str) and key.startswith(prefix)]
    for value in values:
        for text in value.values() if isinstance(value, dict) else [value]:
            if isinstance(text, str) and text.startswith("https://") and text.isprintable() and " " not in text:
                return text
    return None
