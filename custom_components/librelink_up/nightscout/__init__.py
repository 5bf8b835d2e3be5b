"""Nightscout servers: the document, the clients of both APIs, and the forwarder that drains an outbox.

Knows nothing of Home Assistant nor of the journal; the HTTP session comes from outside.
"""

from collections.abc import Callable
from datetime import datetime

import aiohttp

from .address import is_exposed, normalise, site_key, split_credential
from .client import Api, Found, NightscoutClient
from .document import DEVICE, document
from .errors import (
    CredentialRejected,
    HttpsNeeded,
    Moved,
    NightscoutError,
    NotNightscout,
    Rejected,
    ServerTrouble,
    SignOnNeeded,
    TlsError,
    TooLarge,
    Unreachable,
    UploadForbidden,
)
from .forwarder import Forwarder
from .outbox import Outbox, Problem, Status
from .v1 import V1Client
from .v3 import V3Client


def create_client(
    http: aiohttp.ClientSession, *, url: str, secret: str, api: Api, now: Callable[[], datetime]
) -> NightscoutClient:
    """Return the client for a site's base address and the API that the user chose."""
    return (V3Client if api is Api.V3 else V1Client)(http, url=url, secret=secret, now=now)


__all__ = [
    "DEVICE",
    "Api",
    "CredentialRejected",
    "Forwarder",
    "Found",
    "HttpsNeeded",
    "Moved",
    "NightscoutClient",
    "NightscoutError",
    "NotNightscout",
    "Outbox",
    "Problem",
    "Rejected",
    "ServerTrouble",
    "SignOnNeeded",
    "Status",
    "TlsError",
    "TooLarge",
    "Unreachable",
    "UploadForbidden",
    "create_client",
    "document",
    "is_exposed",
    "normalise",
    "site_key",
    "split_credential",
]
