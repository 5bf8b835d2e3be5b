"""The queue of one target, as whoever delivers sees it."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol

from ..glucose import Reading
from .deliveries import OutboxCount, State
from .store import Store


class _Run(Protocol):
    """Runs a function in the journal's thread."""

    async def __call__[T](self, function: Callable[[], T]) -> T: ...


class Outbox:
    """The queue of one target: waiting → offered → delivered, present or refused.

    Every method may raise a JournalError.
    """

    def __init__(self, run: _Run, store: Store, patient: str, name: str) -> None:
        """Use `Journal.outbox`."""
        self._run = run
        self._store = store
        self._patient = patient
        self._name = name

    async def waiting(self, limit: int, *, newest: bool = False) -> list[Reading]:
        """Return the oldest readings that wait, or the newest."""
        return await self._run(lambda: self._store.deliveries.waiting(self._patient, self._name, limit, newest=newest))

    async def offer(self, readings: Sequence[Reading], at: datetime) -> list[Reading]:
        """Note at a time (UTC) that readings are about to be sent; returns those that still wait."""
        batch = list(readings)
        return await self._run(lambda: self._store.deliveries.offer(self._patient, self._name, batch, at))

    async def offered(self) -> list[datetime]:
        """Return the times (UTC) of what was sent and of which it is not known whether the target has it."""
        return await self._run(lambda: self._store.deliveries.offered(self._patient, self._name))

    async def withdraw(self, readings: Sequence[Reading]) -> None:
        """Let readings wait again of which it is known that the target has not taken them."""
        batch = list(readings)
        await self._run(lambda: self._store.deliveries.withdraw(self._patient, self._name, batch))

    async def resolve(self, found: Collection[datetime], at: datetime, *, absent: bool) -> None:
        """Note which of the offered times the target has; `absent`: the others it has not, they wait again."""
        times = list(found)
        await self._run(lambda: self._store.deliveries.resolve(self._patient, self._name, times, at, absent=absent))

    async def delivered(self, readings: Sequence[Reading], at: datetime) -> None:
        """Note that the target has confirmed readings at a time (UTC)."""
        await self._settle(readings, State.DELIVERED, at=at)

    async def present(self, readings: Sequence[Reading]) -> None:
        """Note that the target has these already."""
        await self._settle(readings, State.PRESENT)

    async def refused(self, readings: Sequence[Reading], reason: str, at: datetime) -> None:
        """Set readings aside that the target will not take; the reason holds nothing personal."""
        await self._settle(readings, State.REFUSED, at=at, reason=reason)

    async def retry_refused(self, before: datetime | None = None) -> int:
        """Let what was set aside (before a time) wait again; returns how many.

        It counts as refused until it is taken; without a time, only when it is refused again.
        """
        return await self._run(lambda: self._store.deliveries.retry_refused(self._patient, self._name, before))

    async def count(self) -> OutboxCount:
        """Return how many wait, how many are refused, when the last was delivered, and which waits longest."""
        return await self._run(lambda: self._store.deliveries.count(self._patient, self._name))

    async def _settle(
        self, readings: Sequence[Reading], state: State, *, at: datetime | None = None, reason: str | None = None
    ) -> None:
        batch, name = list(readings), self._name
        await self._run(lambda: self._store.deliveries.settle(self._patient, name, batch, state, at=at, reason=reason))
