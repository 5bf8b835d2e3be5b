"""The journal of an account while it runs: in its file, or in memory for as long as that cannot be written.

Whatever becomes of the file, readings are shown and alarms ring. Only what is forwarded waits for a file.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers.event import async_track_time_interval

from ..const import DOMAIN
from ..glucose import LOGBOOK_REACH, WINDOW, Reading, ReadingKind, Source, with_newer, within
from ..journal import Journal, JournalClosed, JournalDamaged, JournalError, JournalTooNew, set_aside
from .clock import utcnow
from .issues import (
    ISSUE_JOURNAL_DAMAGED,
    ISSUE_JOURNAL_DELETED,
    ISSUE_JOURNAL_UNWRITABLE,
    async_create_issue,
    async_delete_issues,
)
from .store import journal_path

_PRUNE_INTERVAL = timedelta(hours=6)
_PRUNE_PAUSE = timedelta(hours=3)
"""After an import: what is older than is kept goes into the statistics first."""
_RETRY_INTERVAL = timedelta(minutes=1)
_KEPT_IN_MEMORY = LOGBOOK_REACH


class Recorder:
    """Records in the journal of an account, and sees to it that there always is one."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, journal: Journal, path: Path) -> None:
        """Use `async_open`."""
        self.journal = journal
        self._hass = hass
        self._entry = entry
        self._path = path
        self._on_settled: Callable[[], Awaitable[None]] = _async_nothing
        self._on_close: Callable[[], Awaitable[None]] = _async_nothing
        self._lock = asyncio.Lock()
        self._recent: dict[str, tuple[Reading, ...]] = {}
        self._listeners: list[Callable[[str, tuple[Reading, ...]], None]] = []
        self._begun_anew = 0
        self._imported: datetime | None = None
        self._cancel_retries: CALLBACK_TYPE | None = None

    @classmethod
    async def async_open(cls, hass: HomeAssistant, entry: ConfigEntry) -> Recorder:
        """Open the journal of an account; it closes with the entry, or when Home Assistant stops.

        A damaged one is set aside and a new one begun; one that cannot be written is replaced by memory. Raises
        ConfigEntryError when a newer version has written it.
        """
        path = journal_path(hass, entry.entry_id)
        try:
            journal = await _async_open(hass, entry, path)
        except JournalTooNew as err:
            raise ConfigEntryError(translation_domain=DOMAIN, translation_key="journal_too_new") from err
        except JournalError:
            journal = await Journal.in_memory(path, utcnow(hass) - _KEPT_IN_MEMORY)
        recorder = cls(hass, entry, journal, path)
        entry.async_on_unload(recorder.async_close)
        # After everything that has still something to note: what was delivered, what was told.
        entry.async_on_unload(hass.bus.async_listen_once(EVENT_HOMEASSISTANT_FINAL_WRITE, recorder.async_close))
        recorder._async_tell()
        return recorder

    async def async_add(self, patient_id: str, readings: Iterable[Reading]) -> tuple[Reading, ...]:
        """Record readings; returns those that were new or better. A reading that cannot be recorded is still shown."""
        batch = list(readings)

        async def _async_add() -> tuple[Reading, ...]:
            return await self.journal.add(patient_id, batch, received=utcnow(self._hass))

        try:
            new = await self.async_do(_async_add)
        except JournalError:
            new = tuple(batch)
        self._async_tell()
        if any(reading.kind is not ReadingKind.CURRENT for reading in new):
            await self._async_read_recent(patient_id)
        elif new:
            self._recent[patient_id] = with_newer(await self.async_recent(patient_id), new, utcnow(self._hass))
        self._async_recorded(patient_id, new)
        return new

    async def async_add_from(
        self, patient_id: str, readings: Iterable[Reading], source: Source, *, near: timedelta, forward: bool
    ) -> int:
        """Record readings of another source, such as a file (see `Journal.add_from`); returns how many were new.

        They are of times long past, and no news. May raise a JournalError: who has a file can take it once more.
        """
        async with self._lock:
            self._imported = utcnow(self._hass)
            imported = await self.journal.add_from(
                patient_id, readings, source, within=near, received=self._imported, forward=forward
            )
        if imported.readings:
            recent = await self.async_recent(patient_id)
            if recent and imported.readings[-1].time >= recent[0].time:
                await self._async_read_recent(patient_id)
        self._async_recorded(patient_id, imported.readings)
        return imported.more

    @callback
    def _async_recorded(self, patient_id: str, new: tuple[Reading, ...]) -> None:
        if new:
            for listener in tuple(self._listeners):
                listener(patient_id, new)

    @callback
    def async_listen(self, listener: Callable[[str, tuple[Reading, ...]], None]) -> CALLBACK_TYPE:
        """Have a function called with the patient's id and the readings, in order of time, that are new or better now.

        Returns what ends that.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def async_recent(self, patient_id: str) -> tuple[Reading, ...]:
        """Return the newest readings of a patient, those of three hours up to the last of them, oldest first.

        They are read when they are first asked for, and after points of the history have been filled in between them.
        """
        if patient_id not in self._recent:
            await self._async_read_recent(patient_id)
        return self._recent.get(patient_id, ())

    async def _async_read_recent(self, patient_id: str) -> None:
        """Read the newest readings; what was shown stays, whatever the journal has of it."""
        with suppress(JournalError):
            latest = await self.journal.latest(patient_id)
            now = utcnow(self._hass)
            start = min(latest.time, now) - WINDOW if latest else now
            read = await self.journal.range(patient_id, start, latest.time) if latest else []
            shown = [one for one in self._recent.get(patient_id, ()) if one.kind is ReadingKind.CURRENT]
            self._recent[patient_id] = with_newer(read, [*([latest] if latest else []), *shown], now)

    async def async_do[T](self, action: Callable[[], Awaitable[T]]) -> T:
        """Return what an action on the journal returns; it is done a second time when the file had to be left."""
        async with self._lock:
            try:
                return await action()
            except JournalClosed:
                raise
            except JournalError as err:
                await self._async_leave_file(damaged=isinstance(err, JournalDamaged))
            return await action()

    async def _async_leave_file(self, *, damaged: bool) -> None:
        """Go on in memory; in place of a damaged file a new one is begun at once."""
        await self.journal.retreat(utcnow(self._hass) - _KEPT_IN_MEMORY)
        if damaged:
            with suppress(JournalError):
                await _async_set_aside(self._hass, self._entry, self._path)
                await self._async_settle()
        self._async_tell()

    async def _async_retry(self, *_: object) -> None:
        """Try to go over to the file."""
        async with self._lock:
            with suppress(JournalError):
                try:
                    await self._async_settle()
                except JournalDamaged:
                    await _async_set_aside(self._hass, self._entry, self._path)
                    await self._async_settle()
        self._async_tell()

    async def _async_settle(self) -> None:
        """Go over to the file, with what memory has. May raise a JournalError."""
        await self.journal.settle(self._path)
        for patient_id in self._recent:
            await self._async_read_recent(patient_id)
        await self._on_settled()

    @callback
    def _async_tell(self) -> None:
        """Tell the user how it stands, and try again for as long as there is no file."""
        if self.journal.durable:
            async_delete_issues(self._hass, self._entry.entry_id, ISSUE_JOURNAL_UNWRITABLE)
            self._async_end_retries()
        elif self._cancel_retries is None:
            self._cancel_retries = async_track_time_interval(self._hass, self._async_retry, _RETRY_INTERVAL)
            async_create_issue(self._hass, self._entry, ISSUE_JOURNAL_UNWRITABLE, {"path": str(self._path)})
        if self.journal.begun_anew > self._begun_anew:
            self._begun_anew = self.journal.begun_anew
            async_create_issue(self._hass, self._entry, ISSUE_JOURNAL_DELETED, {"path": str(self._path)})

    @callback
    def _async_end_retries(self) -> None:
        if self._cancel_retries:
            self._cancel_retries()
            self._cancel_retries = None

    @callback
    def async_begin(
        self,
        retention: timedelta,
        *,
        on_settled: Callable[[], Awaitable[None]],
        on_close: Callable[[], Awaitable[None]],
        needed: Callable[[datetime], bool],
    ) -> None:
        """Delete now and then what is older than the user wants to keep; at once, unless anything older is `needed`.

        `on_settled` is awaited when the journal has gone over from memory to a file, which may be a new one; `on_close`
        before the journal closes.
        """
        self._on_settled = on_settled
        self._on_close = on_close

        async def _async_prune(*_: object) -> None:
            if within(self._imported, utcnow(self._hass), _PRUNE_PAUSE):
                return
            with suppress(JournalError):  # The next reading tells the user.
                await self.journal.prune(utcnow(self._hass) - retention)

        if not needed(utcnow(self._hass) - retention):  # Otherwise a restart has come between an import and this.
            self._entry.async_create_background_task(self._hass, _async_prune(), f"{DOMAIN} prune")
        self._entry.async_on_unload(async_track_time_interval(self._hass, _async_prune, _PRUNE_INTERVAL))

    async def async_close(self, *_: object) -> None:
        """Close the journal; what memory has is written, if it can be at last."""
        self._async_end_retries()
        await self._on_close()
        with suppress(JournalError):
            if not self.journal.durable:
                await self.journal.settle(self._path)
        with suppress(JournalError):
            await self.journal.close()


async def _async_nothing() -> None:
    """Do nothing."""


async def _async_open(hass: HomeAssistant, entry: ConfigEntry, path: Path) -> Journal:
    """Open a journal; a damaged one is set aside and a new one begun. May raise a JournalError."""
    try:
        return await Journal.open(path)
    except JournalDamaged:
        await _async_set_aside(hass, entry, path)
        return await Journal.open(path)


async def _async_set_aside(hass: HomeAssistant, entry: ConfigEntry, path: Path) -> None:
    """Set a damaged journal aside, and tell the user where it lies. May raise a JournalError."""
    aside = await set_aside(path, utcnow(hass))
    async_create_issue(hass, entry, ISSUE_JOURNAL_DAMAGED, {"path": str(aside)})
