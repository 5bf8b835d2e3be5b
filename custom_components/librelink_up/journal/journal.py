"""The journal as the rest of the integration sees it: every call is awaited and runs in the journal's one thread."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
import sqlite3
from typing import Self

from ..glucose import Reading
from .connection import connect
from .errors import JournalClosed, JournalDamaged, JournalUnwritable
from .outbox import Outbox
from .store import Store

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_FILES = ("", "-wal", "-shm")


class Journal:
    """The durable record of one account: readings, and what each target has got of them.

    What `add` has returned from survives a kill and a power cut. Every method may raise a JournalError.
    """

    def __init__(self, path: Path, executor: ThreadPoolExecutor, store: Store) -> None:
        """Use `open`."""
        self.path = path
        self._executor = executor
        self._store = store
        self._closed = False

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open the journal in a file, which is created when it is missing.

        Raises JournalDamaged (see `set_aside`), JournalUnwritable or JournalTooNew.
        """

        def _open() -> Store:
            with _typed_errors():
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                return Store(connect(path))

        executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="librelink_up journal")
        try:
            store = await asyncio.get_running_loop().run_in_executor(executor, _open)
        except BaseException:
            executor.shutdown(wait=False)
            raise
        return cls(path, executor, store)

    async def close(self) -> None:
        """Finish what was begun and close the file; closing twice is allowed."""
        if self._closed:
            return
        self._closed = True
        loop = asyncio.get_running_loop()
        await asyncio.shield(loop.run_in_executor(self._executor, self._close))
        self._executor.shutdown()  # The thread has nothing left to do: it is gone in a moment.

    def _close(self) -> None:
        with _typed_errors():
            self._store.close()
        self._executor.shutdown(wait=False)

    async def _run[T](self, function: Callable[[], T]) -> T:
        """Run a function in the journal's thread, its errors typed."""
        if self._closed:
            raise JournalClosed("the journal was closed")

        def _typed() -> T:
            with _typed_errors():
                return function()

        return await asyncio.get_running_loop().run_in_executor(self._executor, _typed)

    async def checkpoint(self) -> None:
        """Bring everything into the one file, and leave that file as it is until `resume`.

        A copy that a backup makes of it meanwhile is whole; writing goes on in the write-ahead log.
        """

        def _checkpoint() -> None:
            self._store.hold_file(hold=True)
            self._store.checkpoint()

        await self._run(_checkpoint)

    async def resume(self) -> None:
        """Let the file change again after `checkpoint`."""
        await self._run(lambda: self._store.hold_file(hold=False))

    async def add(self, patient: str, readings: Iterable[Reading], *, received: datetime) -> tuple[Reading, ...]:
        """Store readings, and queue them for the patient's targets in the same transaction.

        A reading is unique by patient and time. A current or scanned reading replaces a historic one of the same time,
        or within two minutes of it; never the other way round. Returns those that were new or better, in order of time.
        """
        batch = list(readings)
        if not batch:
            return ()
        new = await self._run(lambda: self._store.add(patient, batch, received))
        return tuple(sorted(new, key=lambda reading: reading.time))

    async def latest(self, patient: str) -> Reading | None:
        """Return the newest reading of a patient."""
        return await self._run(lambda: self._store.latest(patient))

    async def range(self, patient: str, start: datetime, end: datetime) -> list[Reading]:
        """Return a patient's readings from `start` to before `end` (UTC), oldest first."""
        return await self._run(lambda: self._store.range(patient, start, end))

    async def times(self, patient: str, start: datetime, end: datetime) -> list[datetime]:
        """Return the times (UTC) of a patient's readings from `start` to before `end`, oldest first."""
        return await self._run(lambda: self._store.times(patient, start, end))

    async def first_time(self, patient: str) -> datetime | None:
        """Return the time (UTC) of a patient's oldest reading that is no scan."""
        return await self._run(lambda: self._store.first_time(patient))

    async def count(self, patient: str) -> int:
        """Return how many readings of a patient there are."""
        return await self._run(lambda: self._store.count(patient))

    async def delay(self, patient: str) -> timedelta | None:
        """Return how long a patient's current readings took to arrive of late."""
        return await self._run(lambda: self._store.delay(patient))

    async def watches(self) -> dict[str, str]:
        """Return what the alerts have kept of each patient (JSON)."""
        return await self._run(self._store.watches)

    async def keep_watches(self, documents: Mapping[str, str]) -> None:
        """Keep what the alerts know of some patients (JSON), so that a restart does not make them tell it again."""
        kept = dict(documents)
        await self._run(lambda: self._store.keep_watches(kept))

    async def prune(self, before: datetime) -> int:
        """Delete readings from before a time, except those that a target is still to get; returns how many."""
        return await self._run(lambda: self._store.prune(before))

    async def register_target(self, patient: str, name: str, *, since: datetime, spacing: timedelta | None) -> None:
        """Let a target have the patient's readings, at least `spacing` apart (None: all of them).

        Nothing from before the earliest `since` that it ever had is queued; one that is known goes on where it was.
        """
        await self._run(lambda: self._store.deliveries.register(patient, name, since, spacing))

    async def rest_targets(self, patient: str, *, keep: str | None) -> None:
        """Deliver nothing to the patient's other targets; what they have got is remembered for their return."""
        await self._run(lambda: self._store.deliveries.rest(patient, keep))

    async def forget_patients(self, *, keep: Iterable[str]) -> None:
        """Forget everything of patients who are not followed any more."""
        kept = list(keep)
        await self._run(lambda: self._store.forget_patients(kept))

    def outbox(self, patient: str, name: str) -> Outbox:
        """Return the queue of one target of a patient."""
        return Outbox(self._run, self._store.deliveries, patient, name)


async def set_aside(path: Path, now: datetime) -> Path:
    """Rename a damaged journal's files, so that a new one can begin; returns where the old one lies now."""
    aside = path.with_name(f"{path.name}.damaged-{now:%Y%m%dT%H%M%S}")

    def _rename() -> None:
        with _typed_errors():
            for suffix in _FILES:
                file = path.with_name(path.name + suffix)
                if file.exists():
                    file.rename(aside.with_name(aside.name + suffix))

    await asyncio.to_thread(_rename)
    return aside


async def remove(path: Path) -> None:
    """Delete a journal's files, those that were set aside too."""

    def _remove() -> None:
        with _typed_errors():
            for file in path.parent.glob(f"{path.name}*"):
                file.unlink(missing_ok=True)

    await asyncio.to_thread(_remove)


@contextmanager
def _typed_errors() -> Iterator[None]:
    """Turn the errors of SQLite and the file system into the journal's own; their texts can hold data."""
    try:
        yield
    except sqlite3.DatabaseError as err:
        code = getattr(err, "sqlite_errorcode", 0) & 0xFF
        # Without a code of its own, an error says that the tables are not what they should be.
        if code in _DAMAGE or code == sqlite3.SQLITE_ERROR:
            raise JournalDamaged("the journal's file is damaged") from None
        raise JournalUnwritable(f"the journal cannot be used: SQLite error {code}") from None
    except OSError as err:
        raise JournalUnwritable(f"the journal cannot be used: {type(err).__name__}") from None
