"""The journal as the rest of the integration sees it: every call is awaited and runs in the journal's one thread."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Self

from ..glucose import Reading, Source, Treatment
from .connection import typed_errors
from .errors import JournalClosed, JournalDamaged, JournalUnwritable
from .outbox import Outbox
from .place import INDEX, LOG, Place
from .worker import Worker


class Imported(NamedTuple):
    """What was new of readings of another source."""

    readings: tuple[Reading, ...]
    """In order of time."""
    more: int
    """How many more readings there are now: some may have taken the place of others."""


class Journal:
    """The durable record of one account: readings, what each target has got of them, and treatments.

    What `add` has returned from survives a kill and a power cut, unless the journal lies in memory. Every method may
    raise a JournalError.
    """

    def __init__(self, worker: Worker, place: Place) -> None:
        """Use `open`."""
        self._worker = worker
        self._place = place
        self._store = place.store
        self._closed = False

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open the journal in a file, which is created when it is missing.

        Raises JournalDamaged (see `set_aside`), JournalUnwritable or JournalTooNew.
        """
        return await cls._begin(lambda: Place.in_file(path))

    @classmethod
    async def in_memory(cls, path: Path, since: datetime) -> Self:
        """Begin in memory where a file cannot be written, with what can be read of it from a time (UTC) on."""
        return await cls._begin(lambda: Place.in_memory(path, since))

    @classmethod
    async def _begin(cls, place: Callable[[], Place]) -> Self:
        worker = Worker("librelink_up journal")
        try:
            return cls(worker, await worker.run(place))
        except BaseException:
            worker.end()
            raise

    @property
    def durable(self) -> bool:
        """Return whether the journal lies in a file."""
        return self._place.path is not None

    @property
    def begun_anew(self) -> int:
        """Return how often the file was deleted or replaced while it was open, and written anew with all it had."""
        return self._place.begun_anew

    async def retreat(self, since: datetime) -> None:
        """Go on in memory, with what can be read of the file from a time (UTC) on."""
        self._refuse_when_closed()
        await self._worker.run(lambda: self._place.retreat(since))

    async def settle(self, path: Path) -> None:
        """Go over from memory to a file, with everything that memory has. Raises what `open` does: memory goes on.

        What memory has waits for no target but those that the file knows.
        """
        self._refuse_when_closed()
        await self._worker.run(lambda: self._place.settle(path))

    async def close(self) -> None:
        """Finish what was begun and close the file; closing twice is allowed."""
        if self._closed:
            return
        self._closed = True
        try:
            await self._worker.run(self._close)
        finally:
            self._worker.end()

    def _close(self) -> None:
        with typed_errors():
            self._place.close()

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise JournalClosed("the journal was closed")

    async def _run[T](self, function: Callable[[], T]) -> T:
        """Run a function in the journal's thread, its errors typed; damage is what a new connection confirms."""
        self._refuse_when_closed()

        def _typed() -> T:
            self._place.ensure()
            try:
                with typed_errors():
                    return function()
            except JournalDamaged:
                self._place.confirm_damage()
                raise JournalUnwritable("the journal failed, but is whole") from None

        return await self._worker.run(_typed)

    async def _run_durably[T](self, function: Callable[[], T]) -> T:
        """Run a function about deliveries: they wait for a file, since what is sent must not be sent anew."""
        if not self.durable:
            raise JournalUnwritable("the journal lies in memory")
        return await self._run(function)

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

        def _add() -> tuple[Reading, ...]:
            self._place.guard()
            return self._store.add(patient, batch, received)

        new = await self._run(_add)
        return tuple(sorted(new, key=lambda reading: reading.time))

    async def add_from(
        self,
        patient: str,
        readings: Iterable[Reading],
        source: Source,
        *,
        within: timedelta,
        received: datetime,
        forward: bool,
    ) -> Imported:
        """Store readings of another source, such as a file, beside what is there, and return what was new.

        One that is `within` some time of a reading of another source is that reading, and is left out. With `forward`
        what is new waits for the targets in use, of whatever time it is, until nothing else waits for them; otherwise
        no target gets it. Raises JournalUnwritable while the journal lies in memory.
        """
        batch = list(readings)

        def _add() -> Imported:
            self._place.guard()
            found = self._store.add_from(patient, batch, source, within=within, received=received, forward=forward)
            return Imported(tuple(found.new), found.more)

        return await self._run_durably(_add)

    async def count_new(self, patient: str, readings: Iterable[Reading], source: Source, *, within: timedelta) -> int:
        """Return how many readings `add_from` would add."""
        batch = list(readings)
        return await self._run(lambda: self._store.compare(patient, batch, source, within).more)

    async def add_treatments(self, patient: str, treatments: Iterable[Treatment]) -> int:
        """Store a patient's treatments; returns how many of them were new.

        What happened in the same minute, is of the same kind and has the same amount (a note: the same text) is the
        same treatment, and stays as it is.
        """
        batch = list(treatments)

        def _add() -> int:
            self._place.guard()
            return self._store.add_treatments(patient, batch)

        return await self._run(_add) if batch else 0

    async def treatments(self, patient: str, start: datetime, end: datetime) -> list[Treatment]:
        """Return a patient's treatments from `start` to before `end` (UTC), oldest first."""
        return await self._run(lambda: self._store.treatments.range(patient, start, end))

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
        """Delete what is from before a time, but no reading that a target waits for; returns how many of them."""
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
        """Return the queue of one target of a patient. It raises JournalUnwritable while the journal lies in memory."""
        return Outbox(self._run_durably, self._store, patient, name)


async def set_aside(path: Path, now: datetime) -> Path:
    """Rename a damaged journal's files, so that a new one can begin; returns where the old one lies now."""
    aside = path.with_name(f"{path.name}.damaged-{now:%Y%m%dT%H%M%S}")

    def _rename() -> None:
        with typed_errors():
            for suffix in ("", LOG, INDEX):
                file = path.with_name(path.name + suffix)
                if file.exists():
                    file.rename(aside.with_name(aside.name + suffix))

    await asyncio.to_thread(_rename)
    return aside


async def remove(path: Path) -> None:
    """Delete a journal's files, those that were set aside too."""

    def _remove() -> None:
        with typed_errors():
            for file in path.parent.glob(f"{path.name}*"):
                file.unlink(missing_ok=True)

    await asyncio.to_thread(_remove)
