"""The forwarder: drains an outbox into a site, oldest first, for as long as it takes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
import logging
import random
from typing import Protocol

from ..glucose import SAME_READING, Reading, ReadingKind
from .client import Found, NightscoutClient
from .errors import (
    CredentialRejected,
    HttpsNeeded,
    NightscoutError,
    Rejected,
    ServerTrouble,
    TlsError,
    TooLarge,
    UploadForbidden,
)

_LOGGER = logging.getLogger(__name__)

_FIRST_PAUSE = 5.0
_LONGEST_PAUSE = 900.0
# A refused log-in makes the site slow for everybody behind this address, and only a person can help.
_USER_PAUSE = 3600.0
_LIVE = timedelta(minutes=10)
_MOST_REFUSED = 5


class Problem(StrEnum):
    """Why nothing can be delivered at the moment."""

    UNREACHABLE = "unreachable"
    TLS = "tls"
    SERVER = "server"
    HTTPS_NEEDED = "https_needed"
    CREDENTIAL = "credential"
    FORBIDDEN = "forbidden"
    JOURNAL = "journal"


class Outbox(Protocol):
    """What waits to be delivered; a reading leaves it only by one of the three ways out."""

    async def waiting(self, limit: int) -> Sequence[Reading]:
        """Return the oldest readings that wait."""
        ...

    async def delivered(self, readings: Sequence[Reading], at: datetime) -> None:
        """Note that the site has confirmed readings."""
        ...

    async def present(self, readings: Sequence[Reading]) -> None:
        """Note that the site has these from somebody else."""
        ...

    async def refused(self, readings: Sequence[Reading], reason: str) -> None:
        """Set readings aside that the site will not take."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the delivery stands."""

    problem: Problem | None = None
    next_try: datetime | None = None


class Forwarder:
    """Delivers one patient's readings to one site."""

    def __init__(
        self,
        client: NightscoutClient,
        outbox: Outbox,
        *,
        lock: asyncio.Lock,
        cadence: Callable[[], timedelta],
        now: Callable[[], datetime],
        on_change: Callable[[Status], Awaitable[None]],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Prepare; `run` does the work.

        `lock` is shared by all who upload to the site. `cadence` is the time between two readings of the patient.
        `on_change` is awaited when the status has changed or readings have left the outbox. `jitter` gives 0 to 1.
        """
        self._client = client
        self._outbox = outbox
        self._lock = lock
        self._cadence = cadence
        self._now = now
        self._on_change = on_change
        self._jitter = jitter
        self._wake = asyncio.Event()
        self._batch = client.batch
        self._failures = 0
        self._refused_in_a_row = 0
        self.status = Status()

    def wake(self) -> None:
        """Say that there is something new in the outbox."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver for ever; end it by cancelling."""
        while True:
            self._wake.clear()
            pause = await self.drain()
            if pause is None:
                await self._wake.wait()
            else:
                await asyncio.sleep(pause)  # New readings do not shorten it.

    async def drain(self) -> float | None:
        """Deliver what waits. Returns None when nothing is left, else the seconds to wait before the next try."""
        try:
            while await self._outbox.waiting(1):
                async with self._lock:
                    batch = await self._outbox.waiting(self._batch)
                    self._refused_in_a_row = 0
                    await self._deliver(await self._without_others(batch))
                self._failures = 0
                self._batch = min(2 * self._batch, self._client.batch)
                await self._set(Status())
        except NightscoutError as err:
            return await self._failed(_problem(err), getattr(err, "retry_after", None))
        except Exception as err:  # noqa: BLE001 - whatever the outbox raises, delivery goes on later
            _LOGGER.debug("The outbox failed: %s", type(err).__name__)
            return await self._failed(Problem.JOURNAL, None)
        return None

    async def _without_others(self, batch: Sequence[Reading]) -> Sequence[Reading]:
        """Leave out what the site has already; only the past is looked at.

        That is what another uploader has put there, within half a cadence, and what this integration has sent as a
        minute reading in an earlier life, of which a new journal knows only the point of the history.
        """
        if self._now() - batch[0].time < _LIVE:
            return batch
        half = self._cadence() / 2
        margin = max(half, SAME_READING)
        found = await self._client.entries(batch[0].time - margin, batch[-1].time + margin)
        there = [reading for reading in batch if any(_is_there(reading, entry, half) for entry in found)]
        if not there:
            return batch
        await self._outbox.present(there)
        return [reading for reading in batch if reading not in there]

    async def _deliver(self, batch: Sequence[Reading]) -> None:
        """Upload a batch; one that is refused or too large is halved until what is minded is alone."""
        if not batch:
            return
        try:
            await self._client.upload(batch)
        except (TooLarge, Rejected) as err:
            if len(batch) == 1:
                self._refused_in_a_row += 1
                if self._refused_in_a_row > _MOST_REFUSED:  # That is no reading's fault.
                    raise ServerTrouble("the site refuses everything") from None
                reason = err.reason if isinstance(err, Rejected) else "too large"
                _LOGGER.warning("Nightscout refuses a reading (%s); it is set aside", reason)
                await self._outbox.refused(batch, reason)
                return
            half = len(batch) // 2
            if isinstance(err, TooLarge):
                self._batch = half
            await self._deliver(batch[:half])
            await self._deliver(batch[half:])
        else:
            self._refused_in_a_row = 0
            await self._outbox.delivered(batch, self._now())

    async def _failed(self, problem: Problem, retry_after: float | None) -> float:
        """Take note of a failure and return how long to wait (seconds)."""
        if problem in (Problem.CREDENTIAL, Problem.FORBIDDEN, Problem.HTTPS_NEEDED):
            pause = _USER_PAUSE
        else:
            pause = back_off(self._failures, self._jitter())
            self._failures += 1
        pause = max(pause, retry_after or 0.0)
        await self._set(Status(problem=problem, next_try=self._now() + timedelta(seconds=pause)))
        return pause

    async def _set(self, status: Status) -> None:
        if status.problem is not self.status.problem:
            if status.problem:
                _LOGGER.warning("Readings cannot be delivered to Nightscout: %s", status.problem)
            else:
                _LOGGER.info("Readings are delivered to Nightscout again")
        self.status = status
        try:
            await self._on_change(status)
        except Exception as err:  # noqa: BLE001 - whoever listens must not end the delivery
            _LOGGER.debug("The status could not be told: %s", type(err).__name__)


def _is_there(reading: Reading, entry: Found, half: timedelta) -> bool:
    """Return whether an entry of the site is the reading, though it was not made from it."""
    distance = abs(reading.time - entry.time)
    if not entry.ours:
        return distance <= half
    return reading.kind is ReadingKind.HISTORIC and timedelta(0) < distance <= SAME_READING


def back_off(failures: int, jitter: float) -> float:
    """Return the seconds to wait after a number of failures in a row: 5 s, doubling to 15 min, up to a quarter more."""
    pause: float = min(_FIRST_PAUSE * 2 ** min(failures, 16), _LONGEST_PAUSE)
    return pause * (1 + jitter / 4)


def _problem(err: NightscoutError) -> Problem:
    match err:
        case CredentialRejected():
            return Problem.CREDENTIAL
        case UploadForbidden():
            return Problem.FORBIDDEN
        case HttpsNeeded():
            return Problem.HTTPS_NEEDED
        case TlsError():
            return Problem.TLS
        case ServerTrouble():
            return Problem.SERVER
    return Problem.UNREACHABLE
