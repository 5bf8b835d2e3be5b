"""The address of a site: as a person types it, as it is used, and whether a secret may travel to it."""

import hashlib
import ipaddress
from itertools import takewhile
from urllib.parse import urlsplit

from yarl import URL

_PORTS = {"http": 80, "https": 443}
_PAGES = ("api", "admin", "food", "profile", "report")
_LOCAL_SUFFIXES = (".local", ".lan", ".home", ".home.arpa", ".internal", ".localdomain", ".test")


def normalise(text: str) -> str:
    """Return the base address of a site, without a slash at its end.

    People paste what is in their browser: without a scheme, with a token, with the path of a page or of the API.
    Raises ValueError for what is no web address.
    """
    text = text.strip()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise ValueError("no web address")
    port = f":{parts.port}" if parts.port and parts.port != _PORTS[parts.scheme] else ""
    # A typing mistake: htp:/… and https//… would be hosts of these names.
    if parts.netloc.endswith(":") or parts.hostname in _PORTS or any(map(str.isspace, parts.netloc + parts.path)):
        raise ValueError("no web address")
    host = _one_spelling(parts.hostname)
    segments = [segment for segment in parts.path.split("/") if segment]
    path = "/".join(takewhile(lambda segment: segment not in _PAGES, segments))
    return f"{parts.scheme}://{host}{port}{f'/{path}' if path else ''}"


def _one_spelling(host: str) -> str:
    """Return a host's name as it is asked for: letters of all languages in ASCII, without the dot of the root."""
    if not host.isascii():
        host = URL.build(scheme="https", host=host).raw_host or ""  # As aiohttp reads it, whatever the standard says.
    host = host.rstrip(".")
    if not host:
        raise ValueError("no web address")
    return f"[{host}]" if ":" in host else host


def site_key(url: str) -> str:
    """Return a short name for a site that does not tell its address; the scheme is left out."""
    return hashlib.sha256(url.partition("://")[2].encode()).hexdigest()[:16]


def is_exposed(url: str) -> bool:
    """Return whether a secret sent to this address crosses the open internet unencrypted."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return False
    host = (parts.hostname or "").rstrip(".")
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(_LOCAL_SUFFIXES)
