"""One request to a Nightscout site: bounded, never redirected, never repeated, its failures typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
import gzip
import json
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp

from .errors import HttpsNeeded, Moved, NightscoutError, ServerTrouble, SignOnNeeded, TlsError, Unreachable

# Reading is what is tried while a site is away: it must not hang long after the site is back.
_READ_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=10, sock_connect=10)
_WRITE_TIMEOUT = aiohttp.ClientTimeout(total=60, connect=10, sock_connect=10)
_MOST_BYTES = 16 * 1024 * 1024
_CHUNK = 65536
_LONGEST_WAIT = 3600.0
_REDIRECTS = range(300, 400)
_BUSY = 429
_SERVER_ERRORS = range(500, 600)

_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*[.,:;!?]?")
_LONGEST_TEXT, _LONGEST_WORD, _LONGEST_NUMBER = 80, 20, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The HTTP status and the JSON of an answer (None: it is no JSON)."""

    status: int
    body: Any
    detail: str = ""
    """What it says in words, made harmless."""
    retry_after: float | None = None
    """How long (seconds) it asks to wait."""

    @property
    def own(self) -> bool:
        """Return whether Nightscout itself refuses; a page, or JSON of another form, is of what stands before it."""
        return (
            isinstance(self.body, dict)
            and self.body.get("status") == self.status
            and isinstance(self.body.get("message"), str)
        )

    def trouble(self, message: str = "") -> ServerTrouble:
        """Return the failure that this answer is."""
        return ServerTrouble(
            message or f"the site answers {self.status}",
            detail=f"{self.status} {self.detail}".rstrip(),
            retry_after=self.retry_after,
        )


async def request(
    http: aiohttp.ClientSession,
    method: str,
    url: str,
    *,
    headers: dict[str, str] | None = None,
    body: object = None,
    plain: bool = False,
) -> Answer:
    """Send one request; a body goes as JSON, gzipped unless it must be plain.

    Only a GET is sent a second time when the connection was closed just then: sites close idle ones after 5 seconds. A
    POST never is, as the first may still be carried out. Raises Unreachable, TlsError, HttpsNeeded, Moved,
    SignOnNeeded and ServerTrouble (429 and 5xx).
    """
    headers = {"Accept": "application/json", **(headers or {})}
    data = None
    if body is not None:
        data = json.dumps(body).encode()
        headers["Content-Type"] = "application/json"
        if not plain:
            headers["Content-Encoding"] = "gzip"
            data = gzip.compress(data, compresslevel=6, mtime=0)
    if method != "GET":
        return await _typed(http, method, url, headers, data)
    try:
        try:
            return await _typed(http, method, url, headers, data)
        except _Dropped:
            return await _typed(http, method, url, headers, data)
    except NightscoutError as err:
        err.uncertain = False
        raise


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
    except aiohttp.ConnectionTimeoutError:
        raise Unreachable("no connection in time", sent=False) from None
    except TimeoutError:
        raise Unreachable("no answer in time") from None
    except aiohttp.ClientSSLError, aiohttp.ServerFingerprintMismatch:
        raise TlsError("the certificate is not accepted") from None
    except (aiohttp.ClientError, OSError) as err:
        sent = not isinstance(err, aiohttp.ClientConnectorError)
        raise Unreachable(f"no connection: {type(err).__name__}", sent=sent) from None


async def _once(
    http: aiohttp.ClientSession, method: str, url: str, headers: dict[str, str], data: bytes | None
) -> Answer:
    timeout = _READ_TIMEOUT if method == "GET" else _WRITE_TIMEOUT
    async with http.request(
        method, url, headers=headers, data=data, timeout=timeout, allow_redirects=False
    ) as response:
        if response.status in _REDIRECTS and (location := response.headers.get("Location")):
            raise _redirected(url, location)
        content = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            content += chunk
            if len(content) > _MOST_BYTES:
                raise ServerTrouble("the answer is too large", detail="answer too large")
        answer = _answer(response, bytes(content))
        if answer.status == _BUSY or answer.status in _SERVER_ERRORS:
            raise answer.trouble()
        return answer


def _answer(response: aiohttp.ClientResponse, content: bytes) -> Answer:
    try:
        body = json.loads(content)
    except ValueError, RecursionError:
        body = None
    said = content[:_CHUNK].decode(errors="ignore") if body is None else None  # What else is JSON can hold glucose.
    if isinstance(body, dict):
        said = body.get("message")
    return Answer(
        status=response.status,
        body=body,
        detail=harmless(said) if isinstance(said, str) else "",
        retry_after=_retry_after(response.headers),
    )


def _redirected(url: str, location: str) -> NightscoutError:
    """Return what it means that a site sends us elsewhere; nothing follows it."""
    here = urlsplit(url)
    try:
        there = urlsplit(urljoin(url, location))
    except ValueError:
        return ServerTrouble("the site redirects to nowhere", detail="redirects to nowhere")
    if there.path.rstrip("/") != here.path.rstrip("/"):
        return SignOnNeeded("a sign-on page stands before the site")
    if there.hostname != here.hostname:
        return Moved("the site has another address")
    if (here.scheme, there.scheme) == ("http", "https"):
        return HttpsNeeded("the site wants https")
    return ServerTrouble("the site redirects in circles", detail="redirects in circles")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Return what Retry-After asks for (seconds or a date) in seconds, an hour at most; nonsense counts as nothing.

    A date is one of the site's clock, which its answer tells: Home Assistant's may be wrong.
    """
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return _LONGEST_WAIT if len(text) > len(str(int(_LONGEST_WAIT))) else min(float(text), _LONGEST_WAIT)
    try:
        wait = (parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("Date", ""))).total_seconds()
    except ValueError, TypeError, OverflowError:
        return None
    return min(max(wait, 0.0), _LONGEST_WAIT)


def harmless(text: str) -> str:
    """Return the words of a server as they can be shown: short, without markup, addresses or anything like a secret."""
    if title := _TITLE.search(text):
        text = title[1]
    words = [word for word in _MARKUP.sub(" ", text).split() if _WORD.fullmatch(word) and not _could_be_secret(word)]
    kept = ""
    for word in words:
        if len(kept) + 1 + len(word) > _LONGEST_TEXT:
            break
        kept = f"{kept} {word}".lstrip()
    return kept.rstrip(".,:;")


def _could_be_secret(word: str) -> bool:
    return len(word) > _LONGEST_WORD or (len(word) > _LONGEST_NUMBER and any(sign.isdigit() for sign in word))
