"""What the forwarder needs of whoever keeps the readings, and what it tells about itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ..glucose import Reading


class Problem(StrEnum):
    """Why nothing can be delivered at the moment."""

    UNREACHABLE = "unreachable"
    TLS = "tls"
    SERVER = "server"
    SIGN_ON = "sign_on"
    REFUSES_ALL = "refuses_all"
    UNSURE = "unsure"
    """The site has refused us once: whether that is so, the next try will tell."""
    HTTPS_NEEDED = "https_needed"
    MOVED = "moved"
    CREDENTIAL = "credential"
    FORBIDDEN = "forbidden"
    JOURNAL = "journal"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the delivery stands."""

    problem: Problem | None = None
    detail: str = ""
    """The site's own words, made harmless."""
    since: datetime | None = None
    """When (UTC) the trouble began."""
    next_try: datetime | None = None
    behind: bool = False
    """Whether a failed delivery has left something that still waits."""
    others: bool | None = None
    """Whether another uploader sends readings to the site as they come, too; None: that is not known yet."""


class Outbox(Protocol):
    """What waits to be delivered: waiting → offered → delivered, present or refused.

    What is offered leaves that state only by what the site has answered, or by what was read there.
    """

    async def waiting(self, limit: int, *, newest: bool = False) -> Sequence[Reading]:
        """Return the oldest readings that wait, or the newest."""
        ...

    async def offer(self, readings: Sequence[Reading], at: datetime) -> Sequence[Reading]:
        """Note that readings are about to be sent; returns those that still wait, for one may have been replaced."""
        ...

    async def offered(self) -> Sequence[datetime]:
        """Return the times of what was sent and of which it is not known whether the site has it."""
        ...

    async def withdraw(self, readings: Sequence[Reading]) -> None:
        """Let readings wait again: it is known that the site has not taken them."""
        ...

    async def resolve(self, found: Collection[datetime], at: datetime, *, absent: bool) -> None:
        """Note which of the offered times the site has; `absent`: the others it has not, they wait again."""
        ...

    async def delivered(self, readings: Sequence[Reading], at: datetime) -> None:
        """Note that the site has confirmed readings."""
        ...

    async def present(self, readings: Sequence[Reading]) -> None:
        """Note that the site has these already."""
        ...

    async def refused(self, readings: Sequence[Reading], reason: str, at: datetime) -> None:
        """Set readings aside that the site will not take."""
        ...

    async def retry_refused(self, before: datetime) -> int:
        """Let what was set aside before a time wait again; returns how many."""
        ...
