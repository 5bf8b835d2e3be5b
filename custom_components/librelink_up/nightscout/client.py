"""What the two APIs of Nightscout have in common, and how a client is made."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

import aiohttp

from ..glucose import Reading
from .errors import NotNightscout
from .transport import Answer, request

_OK = 200


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
        self._secret = secret
        self._now = now

    async def check(self) -> None:
        """Make sure that readings can be uploaded; stores nothing.

        Raises what to tell the user: Unreachable, ServerTrouble, TlsError, HttpsNeeded, NotNightscout,
        CredentialRejected or UploadForbidden.
        """
        answer = await self._get("/api/versions")
        body = answer.body
        if (
            answer.status != _OK
            or not isinstance(body, list)
            or not any("version" in item for item in body if isinstance(item, dict))
        ):
            raise NotNightscout("no Nightscout answers here")
        await self._check_credential()

    @abstractmethod
    async def _check_credential(self) -> None:
        """Make sure that the credential may upload."""

    @abstractmethod
    async def upload(self, readings: Sequence[Reading]) -> None:
        """Upload readings; returns only when the site has confirmed each of them.

        Raises TooLarge or Rejected when the batch must be divided. Uploading again what was uploaded changes nothing.
        """

    @abstractmethod
    async def entries(self, start: datetime, end: datetime) -> list[Found]:
        """Return the glucose entries that the site has in a span (UTC), oldest first."""

    async def _get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return await request(self._http, "GET", self._url + path, headers=headers)
