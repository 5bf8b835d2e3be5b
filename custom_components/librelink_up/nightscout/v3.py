"""Nightscout's API v3: one reading a request, an access token only, and clear answers."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, override
from urllib.parse import quote

from ..glucose import Reading
from .client import Found, NightscoutClient
from .document import document, from_ms, to_ms
from .errors import CredentialRejected, NightscoutError, Rejected, TooLarge, UploadForbidden
from .transport import Answer
from .v1 import found_entries

_STORED = (200, 201)
_OK = 200
_UNAUTHORIZED = 401
_FORBIDDEN = 403
_TOO_LARGE = 413
_INVALID = (400, 422)
_PAGE = 1000
_NEEDED = ("api:entries:create", "api:entries:read", "api:entries:update")
_RENEW_BEFORE = timedelta(minutes=5)
_MINUTE = timedelta(minutes=1)
_THEIRS = "cannot be modified by the client"


class V3Client(NightscoutClient):
    """Exchanges the access token for a JWT, which is good for some hours, and sends that."""

    batch = 20  # One request each: what has arrived should not have to be sent again after a failure.
    _jwt: str | None = None
    _jwt_ends: datetime = datetime.min.replace(tzinfo=UTC)
    _groups: Any = None

    @override
    async def _check_credential(self) -> None:
        self._jwt = None
        await self._authorization()
        if not all(_allows(self._groups, needed) for needed in _NEEDED):
            raise UploadForbidden("the token may not upload")
        await self.entries(self._now() - _MINUTE, self._now())

    @override
    async def upload(self, readings: Sequence[Reading]) -> None:
        # One at a time: the site looks whether it has a reading and stores it then, so two at once can be two.
        for confirmed, reading in enumerate(readings):
            try:
                await self._upload_one(document(reading))
            except NightscoutError as err:
                err.confirmed = confirmed
                raise

    async def _upload_one(self, entry: dict[str, Any]) -> None:
        answer = await self._authorized("POST", "/api/v3/entries.json", entry)
        if answer.status in _STORED and _confirms(answer.body, entry):
            return
        if answer.status == _TOO_LARGE:
            raise TooLarge("the reading is too large")
        if answer.status not in _INVALID or not answer.own:
            raise answer.trouble()
        # Another uploader's entry of this very moment is there, and only it may change it: the reading is there.
        if _THEIRS not in answer.body["message"]:
            raise Rejected(str(answer.status))

    @override
    async def entries(self, start: datetime, end: datetime) -> list[Found]:
        return found_entries(await self._pages(start, end, "&fields=date,device"))

    @override
    async def documents(self, start: datetime, end: datetime) -> list[object]:
        return await self._pages(start, end, "")

    async def _pages(self, start: datetime, end: datetime, fields: str) -> list[object]:
        # Of two conditions on one field only the last would count: the end is looked at here.
        found: list[object] = []
        after, last = to_ms(start), to_ms(end)
        while True:
            answer = await self._authorized(
                "GET", f"/api/v3/entries.json?date$gte={after}&type$eq=sgv&sort=date&limit={_PAGE}{fields}"
            )
            result = answer.body.get("result") if isinstance(answer.body, dict) else None
            if answer.status != _OK or not isinstance(result, list):
                raise answer.trouble("the entries cannot be read")
            found += [entry for entry in result if isinstance(entry, dict) and _within(entry.get("date"), last)]
            dates = [
                entry["date"] for entry in result if isinstance(entry, dict) and isinstance(entry.get("date"), int)
            ]
            if len(result) < _PAGE or not dates or dates[-1] > last or dates[-1] <= after:
                return found
            after = dates[-1]

    async def _authorized(self, method: str, path: str, body: object = None) -> Answer:
        """Send a request with a JWT; one that has died early is renewed once.

        Only the site's own words count as a refusal: a page comes from what stands before it.
        """
        answer = await self._send(method, path, body)
        if answer.own and answer.status == _UNAUTHORIZED:
            self._jwt = None
            answer = await self._send(method, path, body)
        if answer.own and answer.status == _UNAUTHORIZED:
            raise CredentialRejected("the token is not accepted")
        if answer.own and answer.status == _FORBIDDEN:
            raise UploadForbidden("the token may not upload")
        return answer

    async def _send(self, method: str, path: str, body: object) -> Answer:
        headers = {"Authorization": f"Bearer {await self._authorization()}"}
        if method == "POST":
            return await self._post(path, headers, body)
        return await self._get(path, headers)

    async def _authorization(self) -> str:
        """Return a JWT that is still good. A wrong token costs nothing here, unlike everywhere else."""
        if self._jwt and self._now() < self._jwt_ends - _RENEW_BEFORE:
            return self._jwt
        answer = await self._get(f"/api/v2/authorization/request/{quote(self.secret, safe='')}")
        if answer.own and answer.status in (_UNAUTHORIZED, _FORBIDDEN):
            raise CredentialRejected("the token is not accepted")
        body = answer.body
        if answer.status != _OK or not isinstance(body, dict) or not isinstance(body.get("token"), str):
            trouble = answer.trouble("the site gives no authorization")
            trouble.uncertain = False
            raise trouble
        ends = body.get("exp")
        self._jwt = str(body["token"])
        self._jwt_ends = from_ms(ends * 1000) if isinstance(ends, int) else self._now()
        self._groups = body.get("permissionGroups")
        return self._jwt


def _within(date: object, last: int) -> bool:
    """Return whether a date is one before the end of the span: other uploaders' can be nonsense."""
    return isinstance(date, int | float) and date <= last


def _confirms(body: object, entry: dict[str, Any]) -> bool:
    """Return whether an answer names the entry: 200 alone is no proof."""
    return isinstance(body, dict) and body.get("identifier") == entry["identifier"]


def _allows(groups: object, needed: str) -> bool:
    """Return whether lists of permissions hold one: each part a star, or a list of words parted by commas."""
    if not isinstance(groups, list):
        return False
    permissions = [text for group in groups if isinstance(group, list) for text in group if isinstance(text, str)]
    return any(_implies(permission.split(":"), needed.split(":")) for permission in permissions)


def _implies(permission: list[str], needed: list[str]) -> bool:
    parts = [{part.strip() for part in parts.split(",")} for parts in permission]
    return len(parts) <= len(needed) and all(
        "*" in allowed or wanted in allowed for allowed, wanted in zip(parts, needed, strict=False)
    )
