"""One request to a Nightscout site: bounded, never redirected, its failures typed."""

from dataclasses import dataclass
import gzip
import json
from typing import Any

import aiohttp

from .errors import HttpsNeeded, ServerTrouble, TlsError, Unreachable

_TIMEOUT = aiohttp.ClientTimeout(total=60, connect=10, sock_connect=10)
_MOST_BYTES = 16 * 1024 * 1024
_CHUNK = 65536
_LONGEST_WAIT = 3600.0
_DIGITS = 12
_REDIRECTS = range(300, 400)
_BUSY = (429, 503)
_SERVER_ERRORS = range(500, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The HTTP status and the JSON of an answer (None: it is no JSON)."""

    status: int
    body: Any


async def request(
    http: aiohttp.ClientSession,
    method: str,
    url: str,
    *,
    headers: dict[str, str] | None = None,
    body: object = None,
) -> Answer:
    """Send one request; a body goes as gzipped JSON.

    A connection that the site has just closed is tried once more: sites close idle ones after 5 seconds, and every
    request here may be repeated. Raises Unreachable, TlsError, HttpsNeeded and ServerTrouble (429 and 5xx).
    """
    headers = {"Accept": "application/json", **(headers or {})}
    data = None
    if body is not None:
        headers |= {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        data = gzip.compress(json.dumps(body).encode(), compresslevel=6, mtime=0)
    try:
        return await _typed(http, method, url, headers, data)
    except _Dropped:
        return await _typed(http, method, url, headers, data)


class _Dropped(Unreachable):
    """The connection was closed without an answer."""


async def _typed(
    http: aiohttp.ClientSession, method: str, url: str, headers: dict[str, str], data: bytes | None
) -> Answer:
    """Send one request; aiohttp's own errors hold addresses and end here."""
    try:
        return await _once(http, method, url, headers, data)
    except aiohttp.ServerDisconnectedError, ConnectionResetError:
        raise _Dropped("the connection was dropped") from None
    except TimeoutError:
        raise Unreachable("no answer in time") from None
    except aiohttp.ClientSSLError, aiohttp.ServerFingerprintMismatch:
        raise TlsError("the certificate is not accepted") from None
    except (aiohttp.ClientError, OSError) as err:
        raise Unreachable(f"no connection: {type(err).__name__}") from None


async def _once(
    http: aiohttp.ClientSession, method: str, url: str, headers: dict[str, str], data: bytes | None
) -> Answer:
    async with http.request(
        method, url, headers=headers, data=data, timeout=_TIMEOUT, allow_redirects=False
    ) as response:
        if response.status in _REDIRECTS:
            if response.headers.get("Location", "").startswith("https://") and url.startswith("http://"):
                raise HttpsNeeded("the site wants https")
            return Answer(status=response.status, body=None)
        if response.status in _BUSY or response.status in _SERVER_ERRORS:
            raise ServerTrouble(f"the site answers {response.status}", retry_after=_retry_after(response))
        content = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            content += chunk
            if len(content) > _MOST_BYTES:
                raise ServerTrouble("the answer is too large")
        try:
            return Answer(status=response.status, body=json.loads(content))
        except ValueError, RecursionError:
            return Answer(status=response.status, body=None)


def _retry_after(response: aiohttp.ClientResponse) -> float | None:
    """Return what Retry-After asks for in seconds; a date or nonsense counts as nothing."""
    text = response.headers.get("Retry-After", "")
    return min(float(text), _LONGEST_WAIT) if text.isascii() and text.isdigit() and len(text) < _DIGITS else None
