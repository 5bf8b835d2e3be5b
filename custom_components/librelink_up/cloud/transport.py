"""One request to the cloud: bounded in time and size, never redirected, its failures typed.

aiohttp's own errors hold addresses with patient ids in them: they end here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
import json
from typing import Any

import aiohttp

from .errors import BadAnswer, CannotConnect, Maintenance

CONNECT_SECONDS = 10.0
WHOLE_SECONDS = 30.0
MOST_BYTES = 4 * 1024 * 1024
_TIMEOUT = aiohttp.ClientTimeout(total=WHOLE_SECONDS, sock_connect=CONNECT_SECONDS, connect=CONNECT_SECONDS)
_CHUNK = 65536
_DIGITS = 12
_REDIRECTS = range(300, 400)
_SERVER_ERRORS = range(500, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back from the cloud."""

    status: int
    body: dict[str, Any] | None
    """The JSON object, None when it is none."""
    html: bool = False
    retry_after: float | None = None
    """What Retry-After says, in seconds."""
    date: datetime | None = None
    """When it was sent (UTC, whole seconds), by the cloud's clock."""


async def request(
    http: aiohttp.ClientSession, method: str, url: str, headers: Mapping[str, str], body: object = None
) -> Answer:
    """Send one request.

    Raises CannotConnect (no connection, no answer within 30 seconds), BadAnswer (a redirect, more than 4 MiB) and
    Maintenance (HTTP 5xx).
    """
    try:
        async with http.request(
            method,
            url,
            headers=headers,
            json=body,
            timeout=_TIMEOUT,
            allow_redirects=False,  # No credential follows to another host.
        ) as response:
            if response.status in _SERVER_ERRORS:
                wait = _seconds(response.headers)
                raise Maintenance(f"the cloud answers {response.status}", retry_after=wait)
            if response.status in _REDIRECTS:
                raise BadAnswer(f"the cloud answers {response.status}")
            return Answer(
                status=response.status,
                body=_json_object(await _content(response)),
                html="html" in response.content_type,
                retry_after=_seconds(response.headers),
                date=_date(response.headers.get("Date")),
            )
    except TimeoutError:
        raise CannotConnect("the cloud did not answer in time", sent=True) from None
    except aiohttp.ClientPayloadError:
        raise BadAnswer("the answer was cut off") from None
    except (aiohttp.ClientError, OSError, RuntimeError) as err:  # A closed session is a RuntimeError.
        sent = not isinstance(err, aiohttp.ClientConnectorError)
        raise CannotConnect(f"no connection: {type(err).__name__}", sent=sent) from None


async def _content(response: aiohttp.ClientResponse) -> bytearray:
    """Read an answer, up to 4 MiB."""
    content = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > MOST_BYTES:
            raise BadAnswer("the answer is too large")
    return content


def _json_object(content: bytearray) -> dict[str, Any] | None:
    try:
        body = json.loads(content)
    except ValueError, RecursionError:
        return None
    return body if isinstance(body, dict) else None


def _date(header: str | None) -> datetime | None:
    """Return the time (UTC) of a Date header; nonsense counts as none."""
    try:
        date = parsedate_to_datetime(header or "")
    except ValueError, OverflowError:
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)


def _seconds(headers: Mapping[str, str]) -> float | None:
    """Return how long (seconds) Retry-After says to wait, which may name a time; nonsense counts as none."""
    text = headers.get("Retry-After", "")
    if text.isascii() and text.isdigit() and len(text) < _DIGITS:
        return float(text)
    until, sent = _date(text), _date(headers.get("Date"))
    return max((until - sent).total_seconds(), 0.0) if until and sent else None
