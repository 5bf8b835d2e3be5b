"""Logging in: one at a time, within the budget that keeps accounts from being locked, never twice for one answer."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from .answers import Redirected, Refused, parse_ticket
from .errors import (
    BadAnswer,
    Blocked,
    BlockReason,
    CannotConnect,
    CloudError,
    CredentialsRejected,
    PendingTerms,
    StepRequired,
    TermsPending,
)
from .requester import Requester
from .shapes import as_object, as_text, is_plain

_CONFIRM_AFTER = timedelta(minutes=2)
_CONFIRM_SECONDS = 180.0
_REFUSED_PAUSES = (
    (timedelta(minutes=10), 600.0),
    (timedelta(hours=1), 1800.0),
    (timedelta.max, 3600.0),
)
"""Until how long after the first refusal it is tried again after how many seconds: right passwords have been refused
for some minutes, and whoever is asleep cannot type it in again."""
_STEP_PAUSES = ((timedelta(hours=1), 300.0), (timedelta.max, 900.0))
"""The same for a step in the app: when it is done, that should be noticed soon."""


class Login:
    """Logs an account in and keeps what the cloud said the last time."""

    def __init__(self, requester: Requester, email: str, password: str) -> None:
        """Take the credentials; nothing is requested yet."""
        self._requester = requester
        self._email = email
        self._password = password
        self._lock = asyncio.Lock()
        self._held: tuple[CloudError, datetime, datetime] | None = None
        self._step_since: datetime | None = None
        self.first_name = ""
        """Of the account's holder, as the last log-in gave it."""

    def forget_held(self) -> None:
        """Ask the cloud the next time, whatever it said before; the budget stays."""
        self._held = None

    async def anew(self) -> None:
        """Log in, whether or not there is a session."""
        async with self._lock:
            await self._log_in()

    async def unless_newer(self, used: str | None) -> None:
        """Log in, unless somebody else has done so since this token was used."""
        async with self._lock:
            if self._requester.session.token == used or not self._requester.session.usable:
                await self._log_in()

    async def accept(self, terms: PendingTerms) -> PendingTerms | None:
        """Accept a document; returns the one to accept next, or None when the log-in is complete."""
        async with self._lock:
            self._held = None
            try:
                if terms.expires <= self._requester.now():
                    try:
                        await self._log_in()
                    except TermsPending as err:
                        if err.terms.kind != terms.kind:
                            return err.terms
                        terms = err.terms
                    else:
                        return None
                path = f"/auth/continue/{terms.kind}"
                body = await self._requester.send("POST", path, token=terms.ticket, login=True)
            except Redirected as err:
                self._requester.keep(region=err.region)
                raise BadAnswer("the account has moved to another region; try again") from None
            except TermsPending as err:
                if err.terms.kind == terms.kind:  # Accepting did not help: only the app can.
                    raise StepRequired(terms.kind) from None
                return err.terms
            except Refused:
                raise BadAnswer("the terms could not be accepted") from None
            self._take(body)
            return None

    async def _log_in(self) -> None:
        """Log in, following the cloud to the account's region; the lock is held by the caller."""
        requester, now = self._requester, self._requester.now()
        if self._held and self._held[1] <= now < self._held[2]:
            error, _, until = self._held
            error.retry_after = (until - now).total_seconds()
            raise error
        requester.raise_if_paused()
        before = requester.session.logins
        asked: set[str | None] = set()
        while (region := requester.session.region) not in asked:
            if wait := requester.session.login_wait(now, redirected=bool(asked)):
                raise self._must_wait(wait)
            asked.add(region)
            try:
                body = await self._send_password(now)
            except Redirected as err:
                requester.keep(region=err.region)
            except (TermsPending, StepRequired) as err:
                requester.keep_session(requester.session.after_good_password(before, now))
                self._step_since = self._step_since or now
                err.retry_after = _pause(_STEP_PAUSES, now - self._step_since)
                raise self._hold(err) from None
            else:
                requester.keep_session(requester.session.after_good_password(before, now))
                self._take(body)
                return
        raise BadAnswer("the cloud sends the log-in in circles")

    async def _send_password(self, now: datetime) -> dict[str, Any]:
        """Send e-mail address and password once; every time counts."""
        requester = self._requester
        before = requester.session.logins
        requester.keep(logins=requester.session.with_login(now).logins)
        try:
            return await requester.send(
                "POST", "/llu/auth/login", body={"email": self._email, "password": self._password}, login=True
            )
        except CannotConnect as err:
            if not err.sent:
                requester.keep(logins=before)  # Nobody was asked.
            raise
        except Refused:
            raise self._hold(self._rejection(now)) from None

    def _must_wait(self, wait: float) -> CloudError:
        """Return why there is a wait before the next log-in: a refusal, or else our own budget."""
        if self._requester.session.rejected:
            return CredentialsRejected(confirmed=self._requester.session.confirmed, retry_after=wait)
        return Blocked(BlockReason.LOGIN_BUDGET, retry_after=wait)

    def _rejection(self, now: datetime) -> CredentialsRejected:
        """Return the error for refused credentials: certain only when it happens again minutes later."""
        requester = self._requester
        first = requester.session.rejected or now
        confirmed = requester.session.confirmed or now - first >= _CONFIRM_AFTER
        requester.keep(rejected=first, confirmed=confirmed)
        wait = _pause(_REFUSED_PAUSES, now - first) if confirmed else _CONFIRM_SECONDS
        return CredentialsRejected(confirmed=confirmed, retry_after=max(wait, requester.session.login_wait(now)))

    def _hold[ErrorT: CloudError](self, error: ErrorT) -> ErrorT:
        """Let the next attempts to log in end in the same error, without a request, while its time lasts."""
        now = self._requester.now()
        self._held = (error, now, now + timedelta(seconds=error.retry_after or 0))
        return error

    def _take(self, body: dict[str, Any]) -> None:
        """Take over the session of a complete log-in."""
        data = as_object(body.get("data"))
        user = as_object(data.get("user"))
        user_id = user.get("id")
        ticket = parse_ticket(data.get("authTicket"), self._requester.now())
        if not is_plain(user_id) or ticket is None:
            raise BadAnswer("a log-in without user or ticket")
        self._held = self._step_since = None
        self._requester.keep_always()  # The token before it may be dead.
        self._requester.keep(user_id=user_id, token=ticket.token, expires=ticket.expires)
        self.first_name = as_text(user.get("firstName"))


def _pause(pauses: tuple[tuple[timedelta, float], ...], since: timedelta) -> float:
    return next(seconds for span, seconds in pauses if since < span)
