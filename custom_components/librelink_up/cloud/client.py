"""The client of one account: one session for all its patients, in the right region, logged in when it must be."""

from collections.abc import Callable
from datetime import UTC, datetime
import re
from typing import Any

import aiohttp

from ..glucose import Patient, Reading
from .answers import Redirected, parse_ticket
from .errors import (
    BadAnswer,
    Blocked,
    CannotConnect,
    CloudError,
    HostUnknown,
    Maintenance,
    PendingTerms,
    TokenRejected,
)
from .hosts import Region
from .login import Login
from .parse import Graph, parse_connections, parse_graph, parse_logbook
from .requester import Requester
from .session import Session

_EVERY_MINUTE = 15
_EVERY_TWO = 40
_DOUBT_AT = 3
_DOUBT_EVERY = 5
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TERMS_KEYS = {"tou": "lluToU", "pp": "lluPrivacyPolicy"}
_TERMS_FALLBACK = "https://www.libreview.com"


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
        self._requester = Requester(
            http,
            region=region,
            session=session or Session(),
            on_session=on_session,
            base_url=base_url,
            now=now,
            on_date=on_date,
        )
        self._login = Login(self._requester, email, password)
        self._failures = 0

    @property
    def session(self) -> Session:
        """Return the session as it is now."""
        return self._requester.session

    @property
    def first_name(self) -> str:
        """Return the first name of the account's holder; empty while it is not known."""
        return self._login.first_name or self.session.first_name

    def forget_held(self) -> None:
        """Look anew whether a step that was due in the app is done; for when the user says so."""
        self._login.forget_held()

    async def connections(self) -> tuple[Patient, ...]:
        """Return every patient who shares with the account, each with the current reading."""
        return await self._data("/llu/connections", parse_connections)

    async def graph(self, patient_id: str) -> Graph:
        """Return the history of a patient: 12 hours of five-minute points, the newest 17 to 21 minutes old."""
        path = f"/llu/connections/{_path_segment(patient_id)}/graph"
        return await self._data(path, lambda data, now: parse_graph(data, patient_id, now))

    async def logbook(self, patient_id: str) -> tuple[Reading, ...]:
        """Return a patient's scans, and the alarms that have a value, of about 14 days."""
        return await self._data(f"/llu/connections/{_path_segment(patient_id)}/logbook", parse_logbook)

    async def login(self) -> None:
        """Log in, whether or not there is a session."""
        await self._login.anew()

    async def accept_terms(self, terms: PendingTerms) -> PendingTerms | None:
        """Accept a document in the account owner's name; call it only on their word.

        Returns the document to accept next, or None when the log-in is complete.
        """
        return await self._login.accept(terms)

    async def terms_url(self, terms: PendingTerms) -> str:
        """Return where the text of a document can be read; a general page when the cloud does not say."""
        try:
            body = await self._requester.send("GET", f"/llu/config/country?country={terms.country}")
        except CloudError:
            return _TERMS_FALLBACK
        return _first_url(body.get("data"), _TERMS_KEYS[terms.kind]) or _TERMS_FALLBACK

    async def _data[T](self, path: str, parse: Callable[[object, datetime], T]) -> T:
        """Return what a data call gives; a failure that says nothing of load says how soon to come back."""
        try:
            found = await self._asked(path, parse)
        except (BadAnswer, CannotConnect, Maintenance) as err:
            self._failures += 1
            found = await self._asked_elsewhere(path, parse, err)
        self._failures = 0
        return found

    async def _asked_elsewhere[T](self, path: str, parse: Callable[[object, datetime], T], err: CloudError) -> T:
        """Return what another region gives, if the cloud names one now; raise the error of this one otherwise.

        A region is named once and for all, but hosts come and go: when one fails, the global host is asked again.
        """
        region = self.session.region
        unknown = isinstance(err, HostUnknown) and self._failures == 1
        doubtful = unknown or self._failures == _DOUBT_AT or self._failures % _DOUBT_EVERY == 0
        if region and self._requester.finds_region and err.retry_after is None and doubtful:
            self._requester.keep(region=None)
            try:
                return await self._asked(path, parse)
            except Blocked:
                pass  # A log-in is due and has to wait: then it is the global host's turn.
            except BadAnswer, CannotConnect, Maintenance:
                self._requester.keep(region=region)
            except CloudError:
                self._requester.keep(region=region)
                raise
        if err.retry_after is None:
            err.retry_after = self._retry_after()
        raise err

    def _retry_after(self) -> float:
        """Return after how many seconds to try again, for a failure that says nothing of load.

        Every minute for a quarter of an hour, every two for the rest of the hour: an outage must not outlast itself.
        """
        if self._failures <= _EVERY_MINUTE:
            return 60.0
        return 120.0 if self._failures <= _EVERY_TWO else 300.0

    async def _asked[T](self, path: str, parse: Callable[[object, datetime], T]) -> T:
        """Return what a data call gives: logged in, in the right region, tried again once for each cause."""
        body = await self._body(path)
        if ticket := parse_ticket(body.get("ticket"), self._requester.now()):
            self._requester.keep(token=ticket.token, expires=ticket.expires)
        self._requester.keep(rejected=None, confirmed=False)  # A refusal before it was a passing one.
        return parse(body.get("data"), self._requester.now())

    async def _body(self, path: str) -> dict[str, Any]:
        seen: set[type[CloudError]] = set()
        while True:
            if not self.session.usable:
                await self._login.unless_newer(self.session.token)
            token = self.session.token
            try:
                return await self._requester.send("GET", path, token=token)
            except (TokenRejected, Redirected) as err:
                if type(err) in seen:
                    raise BadAnswer("the cloud does not accept its own session") from None
                seen.add(type(err))
                if isinstance(err, Redirected):
                    self._requester.keep(region=err.region)
                else:
                    await self._login.unless_newer(token)


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
