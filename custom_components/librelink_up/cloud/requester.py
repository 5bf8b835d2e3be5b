"""Requests in one session with the cloud: every pause obeyed, regions and versions kept, the session handed out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
import hashlib
from typing import Any

import aiohttp

from .answers import Throttled, TooOld, check
from .errors import Blocked, BlockReason, Maintenance, ProtocolClosed
from .hosts import Region, base_address
from .session import Session, parse_version
from .transport import request

_PRODUCT = "llu.android"
_USER_AGENT = "home-assistant-librelink-up"
_MAJOR = 4
"""The app's versions from 5 on speak a protocol that is closed to others."""
_CLOSED_SECONDS = 86400.0
_SAVE_EVERY = timedelta(days=1)
_SAVE_OFTEN = 4
"""A token of short life is saved this many times in it."""


class Requester:
    """Sends what the client of one account asks for, unless the cloud has asked for a pause."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        *,
        region: Region,
        session: Session,
        on_session: Callable[[Session], None] | None,
        base_url: str | None,
        now: Callable[[], datetime],
        on_date: Callable[[datetime | None], None],
    ) -> None:
        """Take over a session; see CloudClient."""
        self._http = http
        self._region = region
        self._on_session = on_session
        self._saved = session
        self._base_url = base_url
        self.session = session
        self.now = now
        self._on_date = on_date

    @property
    def finds_region(self) -> bool:
        """Return whether the cloud names the region; the user has not chosen one of the islands."""
        return self._region is Region.AUTO

    async def send(
        self, method: str, path: str, *, token: str | None = None, body: object = None, login: bool = False
    ) -> dict[str, Any]:
        """Send a request and return the body of its answer; pauses and versions are taken note of here."""
        self.raise_if_paused()
        adopted = False
        while True:
            url = base_address(self._region, self.session.region, self._base_url) + path
            try:
                answer = await request(self._http, method, url, self._headers(token), body)
                found = check(answer, self.now(), login=login)
            except Throttled as err:
                raise self._pause(err, login=login) from None
            except Maintenance as err:
                if err.retry_after is not None:
                    err.retry_after = self._take_pause(BlockReason.BUSY, err.retry_after)
                raise
            except TooOld as err:
                self._adopt(err.version, again=adopted)
                adopted = True
            else:
                self._on_date(answer.date)
                if not self.session.paused(self.now()):  # Another request may just have been told to wait.
                    self.keep(not_before=None, pauses=0, paused_for=None, paused_at=None, closed=None)
                return found

    def keep(self, **changes: Any) -> None:  # noqa: ANN401 - the session's own fields
        """Change the session, and hand it out when it is worth keeping."""
        self.keep_session(replace(self.session, **changes))

    def keep_session(self, session: Session) -> None:
        """Take over a changed session, and hand it out when it is worth keeping."""
        self.session = session
        if self._on_session and self._worth_keeping():
            self._saved = self.session
            self._on_session(self.session)

    def keep_always(self) -> None:
        """Hand out the next session whatever has changed in it."""
        self._saved = Session()

    def raise_if_paused(self) -> None:
        """Raise why no request may be sent now, as long as that is so."""
        session = self.session
        if not (wait := session.paused(self.now())):
            return
        if session.closed:
            raise ProtocolClosed(session.closed, retry_after=wait)
        if session.paused_for is BlockReason.BUSY:
            raise Maintenance("the cloud has said when to come back", retry_after=wait)
        raise Blocked(session.paused_for or BlockReason.RATE_LIMIT, retry_after=wait)

    def _headers(self, token: str | None) -> dict[str, str]:
        headers = {
            "product": _PRODUCT,
            "version": self.session.version,
            "User-Agent": _USER_AGENT,
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Cache-Control": "no-cache",
        }
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
            if self.session.user_id:
                headers["Account-Id"] = hashlib.sha256(self.session.user_id.encode()).hexdigest()
        return headers

    def _pause(self, err: Throttled, *, login: bool) -> Blocked:
        """Take note of a pause that the cloud asks for; each in a row is longer than the last."""
        asked = err.retry_after
        if asked is not None and err.reason is BlockReason.LOCKED_OUT:
            asked *= 2 ** min(self.session.pauses, 6)
        return Blocked(err.reason, retry_after=self._take_pause(err.reason, asked, login=login))

    def _take_pause(self, reason: BlockReason, asked: float | None, *, login: bool = False) -> float:
        """Keep a pause, and return how long it is (seconds)."""
        now = self.now()
        paused = self.session.with_pause(now, reason, asked, login=login)
        self.keep_session(paused)
        return paused.paused(now)

    def _adopt(self, demanded: object, *, again: bool) -> None:
        """Take over the version that the cloud demands, while it speaks the same protocol."""
        version, current = parse_version(demanded), parse_version(self.session.version)
        if version and current and not again and version[0] == _MAJOR and version > current:
            self.keep(version=str(demanded))
            return
        named = str(demanded) if version else "unknown"
        self.keep(not_before=self.now() + timedelta(seconds=_CLOSED_SECONDS), paused_at=self.now(), closed=named)
        raise ProtocolClosed(named, retry_after=_CLOSED_SECONDS)

    def _worth_keeping(self) -> bool:
        """Return whether more has changed than the token that every answer brings, or that one for long."""
        old, new = self._saved, self.session
        if old.expires is not None and new.expires is not None:
            moved = abs(new.expires - old.expires)
            if moved < min(_SAVE_EVERY, abs(new.expires - self.now()) / _SAVE_OFTEN):
                return replace(new, token=old.token, expires=old.expires) != old
        return old != new
