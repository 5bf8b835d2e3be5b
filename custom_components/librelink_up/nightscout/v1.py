"""Nightscout's API v1: batches, any credential, and an answer that must be looked at closely."""

from collections.abc import Sequence
from datetime import datetime
import hashlib
from typing import override
from urllib.parse import quote

from ..glucose import Reading
from .client import Found, NightscoutClient
from .document import DEVICE, document, from_ms, to_ms
from .errors import CredentialRejected, Rejected, ServerTrouble, TooLarge, UploadForbidden
from .transport import Answer, request

_OK = 200
_REFUSED = (401, 403)
_TOO_LARGE = 413
_INVALID = (400, 422)
_MOST_ENTRIES = 10000
_LAST_DATE = 253402300799000


class V1Client(NightscoutClient):
    """Sends the SHA-1 of the credential, which stands for an API secret as well as for an access token."""

    @override
    async def _check_credential(self) -> None:
        # Each refused log-in makes the site slow for us for seconds: ask once who we are, then what we may.
        known = (await self._get("/api/v1/verifyauth", self._headers())).body
        message = known.get("message") if isinstance(known, dict) else None
        if not isinstance(message, dict) or not (message.get("isAdmin") is True or message.get("rolefound") == "FOUND"):
            raise CredentialRejected("the secret is not accepted")
        # An empty preview stores nothing, and succeeds exactly when uploading is allowed.
        answer = await self._post("/api/v1/entries/preview.json", [])
        if answer.status in _REFUSED:
            raise UploadForbidden("the token may not upload")
        if answer.status != _OK:
            raise ServerTrouble(f"the site answers {answer.status}")

    @override
    async def upload(self, readings: Sequence[Reading]) -> None:
        documents = [document(reading) for reading in readings]
        answer = await self._post("/api/v1/entries.json", documents)
        if answer.status in _REFUSED:
            raise CredentialRejected("the secret is not accepted")
        if answer.status == _TOO_LARGE:
            raise TooLarge("the batch is too large")
        if answer.status in _INVALID and answer.body is not None:  # A page is a proxy's, not the site's.
            raise Rejected(str(answer.status))
        # 200 is no proof: a body that the site did not understand is answered so too.
        stored = answer.body
        if (
            answer.status != _OK
            or not isinstance(stored, list)
            or len(stored) != len(documents)
            or not all(_is_stored(sent, got) for sent, got in zip(documents, stored, strict=True))
        ):
            raise ServerTrouble("the site did not confirm every reading")

    @override
    async def entries(self, start: datetime, end: datetime) -> list[Found]:
        query = f"find[date][$gte]={to_ms(start)}&find[date][$lte]={to_ms(end)}&find[type]=sgv&count={_MOST_ENTRIES}"
        answer = await self._get(f"/api/v1/entries.json?{quote(query, safe='=&')}", self._headers())
        if answer.status in _REFUSED:
            raise CredentialRejected("the secret is not accepted")
        if answer.status != _OK or not isinstance(answer.body, list):
            raise ServerTrouble("the entries cannot be read")
        return found_entries(answer.body)

    def _headers(self) -> dict[str, str]:
        # SHA-1 is what Nightscout asks for.
        return {"api-secret": hashlib.sha1(self._secret.encode(), usedforsecurity=False).hexdigest()}

    async def _post(self, path: str, body: object) -> Answer:
        return await request(self._http, "POST", self._url + path, headers=self._headers(), body=body)


def _is_stored(sent: dict[str, object], got: object) -> bool:
    return isinstance(got, dict) and all(got.get(key) == sent[key] for key in ("type", "date", "sgv"))


def found_entries(entries: list[object]) -> list[Found]:
    """Return entries with a sensible date."""
    return sorted(
        Found(from_ms(entry["date"]), entry.get("device") == DEVICE)
        for entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("date"), int | float) and 0 <= entry["date"] <= _LAST_DATE
    )
