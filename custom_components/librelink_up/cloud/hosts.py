"""Where the cloud is: one fixed domain with a host per region, and two fixed islands.

A region comes from the cloud's own answer. It is never a host: the password only ever goes to these domains.
"""

from enum import StrEnum
import re

GLOBAL_URL = "https://api.libreview.io"
_REGION = re.compile(r"[a-z]{2}[0-9]?")


class Region(StrEnum):
    """What the user can choose: everything but the two islands is found by itself."""

    AUTO = "auto"
    RUSSIA = "ru"
    CHINA = "cn"


_ISLANDS = {Region.RUSSIA: "https://api.libreview.ru", Region.CHINA: "https://api-cn.myfreestyle.cn"}


def is_region(text: object) -> bool:
    """Return whether a text of the cloud names a region: two letters and at most a digit."""
    return isinstance(text, str) and _REGION.fullmatch(text) is not None


def base_address(chosen: Region, redirected: str | None, stand_in: str | None = None) -> str:
    """Return the address to put before a path.

    `redirected` is the region that the cloud has named, None for its global host. With a stand-in (the simulator) a
    region is a first path segment of its address.
    """
    region = chosen.value if chosen in _ISLANDS else redirected
    if stand_in is not None:
        return f"{stand_in.rstrip('/')}/{region}" if region else stand_in.rstrip("/")
    if chosen in _ISLANDS:
        return _ISLANDS[chosen]
    return f"https://api-{region}.libreview.io" if region else GLOBAL_URL
