"""The forwarder: drains an outbox into a site, oldest first, for as long as it takes.

Nothing is sent a second time before it is known, by reading, that the first time was in vain: API v3 finds out whether
it has a reading and stores it then, so two of one at once are two. What is sent is noted as offered before. When its
fate is not known, because the connection was cut, the answer made no sense or Home Assistant was killed, the site is
read. What is found there is delivered. What is not may still be on its way: only a second query, a while after the site
has answered the first, is believed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
import logging
import random

from ..glucose import Reading
from .client import NightscoutClient
from .errors import (
    CredentialRejected,
    HttpsNeeded,
    Moved,
    NightscoutError,
    Rejected,
    ServerTrouble,
    SignOnNeeded,
    TlsError,
    TooLarge,
    UploadForbidden,
)
from .others import LIVE, already_there, another_sends, margin, span
from .outbox import Outbox, Problem, Status

_LOGGER = logging.getLogger(__name__)

SETTLE = 10.0
"""So long (seconds) after a site has answered again, what it was still doing is done."""
_PROMPT = 5.0  # A slower answer may have waited for the very database that the upload waits for.
_EARLY = 0.1  # A timer may be this much early.

_FIRST_PAUSE = 5.0
_LONGEST_PAUSE = 25.0  # With the queries and what it takes to send, all is there a minute after the site is back.
_LATER_AFTER = 3600.0
_LATER_PAUSE = 300.0
_CONFIRM_PAUSE = 120.0
# A refused log-in makes the site slow for everybody behind this address, and only a person can help.
_USER_PAUSE = 900.0
_USER_PROBLEMS = (Problem.CREDENTIAL, Problem.FORBIDDEN, Problem.HTTPS_NEEDED, Problem.MOVED)

_MOST_DOUBTED = 5
_BELIEVED_FOR = 120.0
_RETRY_REFUSED = timedelta(days=1)
_IDLE = 3600.0

_FIRST_SEARCH = 1200.0
_SEARCH_EVERY = 6 * 3600.0


class _RefusedInARowError(Exception):
    """So many readings were refused one after the other that it may be no reading's fault."""


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
        clock: Callable[[], float],
        on_change: Callable[[Status], Awaitable[None]],
        outbox_error: type[Exception] = OSError,
        spacing: timedelta | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Prepare; `run` does the work.

        `lock` is shared by all who upload to the site. `cadence` is the time between two readings of the patient,
        `spacing` the least time between two that are wanted. `on_change` is awaited when the status has changed or
        readings have left the outbox, `outbox_error` is what that raises. `jitter` gives 0 to 1, `clock` seconds that
        nobody sets.
        """
        self._client = client
        self._outbox = outbox
        self._lock = lock
        self._cadence = cadence
        self._now = now
        self._on_change = on_change
        self._outbox_error = outbox_error
        self._spacing = spacing or timedelta(0)
        self._jitter = jitter
        self._clock = clock
        self._wake = asyncio.Event()
        self._batch = client.batch
        self._failures = 0
        self._failing_since = 0.0
        self._answered: float | None = None
        """When the site first answered a query for what is uncertain."""
        self._refused_since: float | None = None
        """When the site first refused us, if nothing has gone well since."""
        self._accepted: float | None = None
        """When the site last took a reading in this drain."""
        self._doubted: list[tuple[Reading, str]] = []
        self._next_search = clock() + _FIRST_SEARCH
        self._alone = 0
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
                with suppress(TimeoutError):  # What was refused is due again, also when nothing new comes.
                    await asyncio.wait_for(self._wake.wait(), _IDLE)
            else:
                await asyncio.sleep(pause)  # New readings do not shorten it.

    async def drain(self) -> float | None:
        """Deliver what waits. Returns None when nothing is left, else the seconds to wait before the next try."""
        self._accepted = None
        self._doubted = []
        try:
            await self._outbox.retry_refused(self._now() - _RETRY_REFUSED)
            if (pause := await self._settle()) is not None:
                return pause
            while batch := await self._outbox.waiting(self._batch):
                async with self._lock:
                    with suppress(_RefusedInARowError):
                        await self._deliver(await self._without_others(batch))
                    await self._weigh()
                self._batch = min(2 * self._batch, self._client.batch)
                await self._succeeded()
        except NightscoutError as err:
            return await self._failed(_problem(err), err)
        except Exception as err:  # noqa: BLE001 - whatever it is, delivery goes on later
            _LOGGER.debug("The delivery failed: %s", type(err).__name__)
            return await self._failed(Problem.JOURNAL if isinstance(err, self._outbox_error) else Problem.INTERNAL)
        if self.status.behind or self.status.problem:
            await self._set(Status(others=self.status.others))
        await self._search_for_others()
        return None

    async def _settle(self) -> float | None:
        """Find out what has become of what was offered; returns the seconds to wait before the next query, if any."""
        if not (offered := await self._outbox.offered()):
            return None
        async with self._lock:
            begun = self._clock()
            try:
                found = await self._client.entries(offered[0], offered[-1])
            except NightscoutError:
                self._answered = None
                raise
        ended = self._clock()
        prompt = ended - begun <= _PROMPT
        absent = prompt and self._answered is not None and begun - self._answered >= SETTLE - _EARLY
        there = set(offered) & {entry.time for entry in found if entry.ours}
        await self._outbox.resolve(there, self._now(), absent=absent)
        if absent or len(there) == len(offered):
            self._answered = None
            await self._succeeded()
            return None
        if self._answered is None or not prompt:
            self._answered = ended
        pause = max(SETTLE - (ended - self._answered), _EARLY)
        await self._set(replace(self.status, next_try=self._now() + timedelta(seconds=pause)))
        return pause

    async def _without_others(self, batch: Sequence[Reading]) -> Sequence[Reading]:
        """Leave out what the site has already; where every reading is wanted, only of the past."""
        if not self._spacing and self._now() - batch[0].time < LIVE:
            return batch
        half = self._cadence() / 2
        reach = margin(half, self._spacing)
        found = await self._client.entries(batch[0].time - reach, batch[-1].time + reach)
        there = already_there(batch, found, half=half, spacing=self._spacing)
        if not there:
            return batch
        await self._outbox.present(there)
        left = set(batch) - set(there)
        return [reading for reading in batch if reading in left]

    async def _deliver(self, batch: Sequence[Reading]) -> None:
        """Upload a batch; one that is refused or too large is halved until what is minded is alone."""
        if not (batch := await self._outbox.offer(batch, self._now())):
            return
        try:
            await self._client.upload(batch)
        except NightscoutError as err:
            await self._took(batch[: err.confirmed])
            rest = batch[err.confirmed :]
            if err.uncertain:
                self._answered = None
            else:
                await self._outbox.withdraw(rest)
            if not isinstance(err, TooLarge | Rejected):
                raise
            minded = err
        else:
            await self._took(batch)
            return
        if len(rest) == 1:
            self._doubted.append((rest[0], minded.reason if isinstance(minded, Rejected) else "413"))
            if len(self._doubted) >= _MOST_DOUBTED:
                raise _RefusedInARowError
            return
        half = len(rest) // 2
        if isinstance(minded, TooLarge):
            self._batch = half
        await self._deliver(rest[:half])
        await self._deliver(rest[half:])

    async def _took(self, batch: Sequence[Reading]) -> None:
        """Note what the site has confirmed; only now is it believed that it minds what it has refused just before."""
        if batch:
            await self._outbox.delivered(batch, self._now())
            self._accepted = self._clock()
            await self._set_doubted_aside()

    async def _set_doubted_aside(self) -> None:
        doubted, self._doubted = self._doubted, []
        for reading, reason in doubted:
            _LOGGER.warning("Nightscout refuses a reading (%s); it is set aside and tried again every day", reason)
            await self._outbox.refused([reading], reason, self._now())

    async def _weigh(self) -> None:
        """Decide whether what was refused last is at fault, or the site, which then takes no other reading either."""
        if not self._doubted:
            return
        if self._accepted is not None and self._clock() - self._accepted <= _BELIEVED_FOR:
            await self._set_doubted_aside()
            return
        reason = self._doubted[0][1]
        (newest,) = await self._outbox.waiting(1, newest=True)
        if newest not in [reading for reading, _ in self._doubted]:
            with suppress(_RefusedInARowError):
                await self._deliver(await self._without_others([newest]))
        if self._doubted:
            self._batch = self._client.batch  # The next time with as many neighbours as may be.
            raise _RefusesAllError("the site refuses everything", detail=reason)

    async def _search_for_others(self) -> None:
        """See now and then whether another uploader sends to the site, too; twice nobody takes that back."""
        if self._clock() < self._next_search:
            return
        self._next_search = self._clock() + _SEARCH_EVERY
        try:
            seen = another_sends(await self._client.entries(*span(self._now())))
        except NightscoutError:
            return
        self._alone = 0 if seen else self._alone + 1
        if seen is not self.status.others and (seen or self._alone > 1):
            await self._set(replace(self.status, others=seen))

    async def _succeeded(self) -> None:
        self._failures = 0
        self._refused_since = None
        await self._set(Status(behind=self.status.behind, others=self.status.others))

    async def _failed(self, problem: Problem, err: NightscoutError | None = None) -> float:
        """Take note of a failure and return how long to wait (seconds)."""
        now = self._clock()
        if self._failures == 0:
            self._failing_since = now
        if problem not in _USER_PROBLEMS:
            pause = back_off(self._failures, now - self._failing_since, self._jitter())
        elif self._refused_since is not None and now - self._refused_since >= _CONFIRM_PAUSE - _EARLY:
            pause = _USER_PAUSE
        else:
            self._refused_since = self._refused_since if self._refused_since is not None else now
            problem, pause = Problem.UNSURE, _CONFIRM_PAUSE
        self._failures += 1
        detail = err.detail if isinstance(err, ServerTrouble) else ""
        asked = err.retry_after if isinstance(err, ServerTrouble) else None
        pause = max(pause, asked or 0.0)
        await self._set(
            Status(
                problem=problem,
                detail=detail,
                since=self.status.since or self._now(),
                next_try=self._now() + timedelta(seconds=pause),
                behind=True,
                others=self.status.others,
            )
        )
        return pause

    async def _set(self, status: Status) -> None:
        before, self.status = self.status.problem, status
        if status.problem and (before is None or (status.problem in _USER_PROBLEMS and status.problem is not before)):
            _LOGGER.warning("Readings cannot be delivered to Nightscout: %s", status.problem)
        elif before and not status.problem:
            _LOGGER.info("Readings are delivered to Nightscout again")
        try:
            await self._on_change(status)
        except Exception as err:  # noqa: BLE001 - whoever listens must not end the delivery
            _LOGGER.debug("The status could not be told: %s", type(err).__name__)


class _RefusesAllError(ServerTrouble):
    """The site takes no reading at all."""


def back_off(failures: int, lasting: float, jitter: float) -> float:
    """Return the seconds to wait after a number of failures in a row that have been `lasting` for so many seconds.

    From 5 s, doubling to 25 s; 5 minutes once it has lasted an hour; up to a quarter less: homes stay apart.
    """
    pause = _LATER_PAUSE if lasting >= _LATER_AFTER else min(_FIRST_PAUSE * 2 ** min(failures, 16), _LONGEST_PAUSE)
    return pause * (1 - jitter / 4)


_PROBLEMS: dict[type[NightscoutError], Problem] = {
    CredentialRejected: Problem.CREDENTIAL,
    UploadForbidden: Problem.FORBIDDEN,
    HttpsNeeded: Problem.HTTPS_NEEDED,
    Moved: Problem.MOVED,
    SignOnNeeded: Problem.SIGN_ON,
    TlsError: Problem.TLS,
    ServerTrouble: Problem.SERVER,
    _RefusesAllError: Problem.REFUSES_ALL,
}


def _problem(err: NightscoutError) -> Problem:
    return _PROBLEMS.get(type(err), Problem.UNREACHABLE)
