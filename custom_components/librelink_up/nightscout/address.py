"""The address of a site: as a person types it, as it is used, and whether a secret may travel to it."""

import hashlib
import ipaddress
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from yarl import URL

_PORTS = {"http": 80, "https": 443}
_PAGES = ("admin", "food", "profile", "report")
_APIS = ("v1", "v2", "v3", "versions")
_CREDENTIALS = ("token", "secret")
_LOCAL_SUFFIXES = (".local", ".lan", ".home", ".home.arpa", ".internal", ".localdomain", ".test")


def normalise(text: str) -> str:
    """Return the base address of a site, without a slash at its end.

    People paste what is in their browser or in another uploader: without a scheme, with a secret or token in it, with
    the path of a page or of the API. Raises ValueError for what is no web address.
    """
    parts = _parts(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.password is not None:
        raise ValueError("no web address")
    port = f":{parts.port}" if parts.port and parts.port != _PORTS[parts.scheme] else ""
    # A typing mistake: htp:/… and https//… would be hosts of these names.
    if parts.netloc.endswith(":") or parts.hostname in _PORTS or any(map(str.isspace, parts.netloc + parts.path)):
        raise ValueError("no web address")
    host = _one_spelling(parts.hostname)
    path = "/".join(_base([segment for segment in parts.path.split("/") if segment]))
    return f"{parts.scheme}://{host}{port}{f'/{path}' if path else ''}"


def split_credential(text: str) -> str | None:
    """Return the secret or token in an address: `https://TOKEN@host` or `https://host/?token=…`; None without one."""
    try:
        parts = _parts(text)
    except ValueError:
        return None
    query = dict(parse_qsl(parts.query))
    return unquote(parts.username or "") or next((query[name] for name in _CREDENTIALS if query.get(name)), None)


def _parts(text: str) -> SplitResult:
    text = text.strip()
    return urlsplit(text if "://" in text else f"https://{text}")


def _base(segments: list[str]) -> list[str]:
    """Leave out what leads from a site to one of its pages or APIs; `api` alone can be part of its own address."""
    for index, segment in enumerate(segments):
        if segment == "api" and (not segments[index + 1 :] or segments[index + 1].partition(".")[0] in _APIS):
            return segments[:index]
    return segments[:-1] if segments and segments[-1] in _PAGES else segments


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
