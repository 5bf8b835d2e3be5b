"""Nightscout's API v1: batches, any credential, and an answer that must be looked at closely."""

from collections.abc import Sequence
from datetime import datetime, timedelta
import hashlib
import re
from typing import override
from urllib.parse import quote

from ..glucose import Reading
from .client import Found, NightscoutClient
from .document import DEVICE, document, from_ms, to_ms
from .errors import CredentialRejected, Rejected, ServerTrouble, TooLarge, UploadForbidden
from .transport import Answer

_OK = 200
_REFUSED = (401, 403)
_TOO_LARGE = 413
_INVALID = (400, 422)
_MOST_ENTRIES = 10000
_LAST_DATE = 253402300799000
_DIGEST = "sha1:"
_DIGEST_DIGITS = re.compile(r"[0-9a-f]{40}", re.IGNORECASE)
_MINUTE = timedelta(minutes=1)


class V1Client(NightscoutClient):
    """Sends the SHA-1 of the credential, which stands for an API secret as well as for an access token."""

    @override
    async def _check_credential(self) -> None:
        # Each refused log-in makes the site slow for us for seconds: ask once who we are, then what we may.
        typed = self.secret
        if _DIGEST_DIGITS.fullmatch(typed):  # Other uploaders show people the SHA-1 of their secret.
            self.secret = _DIGEST + typed
        if not await self._recognised():
            refused, self.secret = self.secret, typed
            if refused == typed or not await self._recognised():
                raise CredentialRejected("the secret is not accepted")
        # An empty preview stores nothing, and succeeds exactly when uploading is allowed.
        path = "/api/v1/entries/preview.json"
        try:
            answer = await self._post(path, self._headers(), [])
        except ServerTrouble:
            answer = await self._post(path, self._headers(), [])
        if answer.own and answer.status in _REFUSED:
            raise UploadForbidden("the token may not upload")
        if answer.status != _OK:
            raise answer.trouble()
        try:
            await self.entries(self._now() - _MINUTE, self._now())
        except CredentialRejected:
            raise UploadForbidden("the token may not read") from None

    async def _recognised(self) -> bool:
        """Return whether the site knows the credential; up to version 14.0 only "OK" says so of an API secret."""
        answer = await self._get("/api/v1/verifyauth", self._headers())
        known = answer.body.get("message") if isinstance(answer.body, dict) else None
        if answer.status != _OK or not isinstance(known, dict):
            raise answer.trouble()
        return known.get("isAdmin") is True or known.get("rolefound") == "FOUND" or known.get("message") == "OK"

    @override
    async def upload(self, readings: Sequence[Reading]) -> None:
        documents = [document(reading) for reading in readings]
        answer = await self._post("/api/v1/entries.json", self._headers(), documents)
        _raise_if_refused(answer)
        if answer.status == _TOO_LARGE:
            raise TooLarge("the batch is too large")
        if answer.status in _INVALID and isinstance(answer.body, dict):  # A page is a proxy's, not the site's.
            raise Rejected(str(answer.status))
        if answer.status != _OK:
            raise answer.trouble()
        # 200 is no proof: a body that the site did not understand is answered so too.
        stored = answer.body
        if (
            not isinstance(stored, list)
            or len(stored) != len(documents)
            or not all(_is_stored(sent, got) for sent, got in zip(documents, stored, strict=True))
        ):
            raise answer.trouble("the site did not confirm every reading")

    @override
    async def entries(self, start: datetime, end: datetime) -> list[Found]:
        return sorted(set(found_entries(await self.documents(start, end))))

    @override
    async def documents(self, start: datetime, end: datetime) -> list[object]:
        first, last = to_ms(start), to_ms(end)
        found: list[object] = []
        while True:
            query = f"find[date][$gte]={first}&find[date][$lte]={last}&find[type]=sgv&count={_MOST_ENTRIES}"
            answer = await self._get(f"/api/v1/entries.json?{quote(query, safe='=&')}", self._headers())
            _raise_if_refused(answer)
            if answer.status != _OK or not isinstance(answer.body, list):
                raise answer.trouble("the entries cannot be read")
            page = found_entries(answer.body)
            found += answer.body
            # A full page has the newest; the rest is older, of which those of the very oldest moment are asked twice.
            if len(answer.body) < _MOST_ENTRIES or not page or to_ms(page[0].time) >= last:
                return found
            last = to_ms(page[0].time)

    def _headers(self) -> dict[str, str]:
        if self.secret.startswith(_DIGEST):
            return {"api-secret": self.secret.removeprefix(_DIGEST).lower()}
        # SHA-1 is what Nightscout asks for.
        return {"api-secret": hashlib.sha1(self.secret.encode(), usedforsecurity=False).hexdigest()}


def _raise_if_refused(answer: Answer) -> None:
    """Raise when the site itself does not accept the credential; it does not say whether a right is missing."""
    if answer.own and answer.status in _REFUSED:
        raise CredentialRejected("the secret is not accepted")


def _is_stored(sent: dict[str, object], got: object) -> bool:
    return isinstance(got, dict) and all(got.get(key) == sent[key] for key in ("type", "date", "sgv"))


def found_entries(entries: list[object]) -> list[Found]:
    """Return entries with a sensible date."""
    return sorted(
        Found(from_ms(entry["date"]), entry.get("device") == DEVICE)
        for entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("date"), int | float) and 0 <= entry["date"] <= _LAST_DATE
    )
