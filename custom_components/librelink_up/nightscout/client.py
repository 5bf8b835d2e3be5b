"""What the two APIs of Nightscout have in common, and how a client is made."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

import aiohttp

from ..glucose import Reading
from .errors import NotNightscout, ServerTrouble, SignOnNeeded
from .transport import Answer, request

_OK = 200
_UNAUTHORIZED = 401
_FORBIDDEN = 403
_MALFORMED = 400
_WRONG_ENCODING = 415
_FORMS = (False, True)


class Api(StrEnum):
    """The API that is used for uploads."""

    V1 = "v1"
    V3 = "v3"


class Found(NamedTuple):
    """An entry on a site: its time (UTC), and whether this integration has put it there, now or in an earlier life."""

    time: datetime
    ours: bool


class NightscoutClient(ABC):
    """Uploads readings to one site. Every method may raise a NightscoutError."""

    batch = 200
    """How many readings one upload should hold at most."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        *,
        url: str,
        secret: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Take the site's base address without a slash at its end, and its API secret or an access token."""
        self._http = http
        self._url = url
        self.secret = secret
        """The credential; once `check` has returned, as it is best kept."""
        self._now = now
        self._plain_forms = list(_FORMS)  # What is left to try: gzipped bodies first, then plain ones.

    async def check(self) -> None:
        """Make sure that readings can be uploaded and read back; stores nothing.

        Raises what to tell the user: Unreachable, ServerTrouble, TlsError, HttpsNeeded, Moved, SignOnNeeded,
        NotNightscout, CredentialRejected or UploadForbidden.
        """
        answer = await self._get("/api/versions")
        body = answer.body
        if answer.status == _UNAUTHORIZED and not answer.own:
            raise SignOnNeeded("something before the site asks for a log-in of its own")
        if answer.status == _FORBIDDEN and not answer.own:
            raise answer.trouble()
        if (
            answer.status != _OK
            or not isinstance(body, list)
            or not any("version" in item for item in body if isinstance(item, dict))
        ):
            raise NotNightscout("no Nightscout answers here")
        await self._check_credential()

    @abstractmethod
    async def _check_credential(self) -> None:
        """Make sure that the credential may upload and read."""

    @abstractmethod
    async def upload(self, readings: Sequence[Reading]) -> None:
        """Upload readings; returns only when the site has confirmed each of them.

        Nothing is sent twice. Raises TooLarge or Rejected when the batch must be divided; an error says how many of the
        first readings were confirmed, and whether the fate of the rest is uncertain: then it must be read before
        anything of it is sent again.
        """

    @abstractmethod
    async def entries(self, start: datetime, end: datetime) -> list[Found]:
        """Return the glucose entries that the site has in a span (UTC), oldest first."""

    @abstractmethod
    async def documents(self, start: datetime, end: datetime) -> list[object]:
        """Return the glucose entries that the site has in a span (UTC) as it stores them, in any order.

        Some of them may be there twice. A span should be short enough for memory.
        """

    async def _get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return await request(self._http, "GET", self._url + path, headers=headers)

    async def _post(self, path: str, headers: dict[str, str], body: object) -> Answer:
        """Send a body once: gzipped, and plain from then on where that is minded.

        Raises ServerTrouble when the other form is worth a try, as the request does for much else.
        """
        plain = self._plain_forms[0]
        try:
            answer = await request(self._http, "POST", self._url + path, headers=headers, body=body, plain=plain)
        except ServerTrouble:
            self._plain_forms = [*self._plain_forms[1:], plain]  # Whatever it minds, it may be this.
            raise
        if answer.status == _WRONG_ENCODING and not plain:
            self._plain_forms = [True]
            raise answer.trouble()
        understood = answer.own and "body" not in answer.body["message"]  # It names a field of what was sent.
        if answer.status == _MALFORMED and len(self._plain_forms) > 1 and not understood:
            del self._plain_forms[0]
            raise answer.trouble()
        if answer.status // 100 == _OK // 100:
            self._plain_forms = [plain]
        return answer
