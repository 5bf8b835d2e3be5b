"""History without holes: hours that long-term statistics had only in part are written anew from the journal.

The recorder compiles an hour once, from the states that it has seen until then. What comes later (a gap that is
filled, an outage, an import) changes the journal only. Here it is noted on disk from when to when the journal has
changed, and the hours of that are compared with what the recorder has, once it has compiled them, until they are the
same.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
import logging
from typing import TYPE_CHECKING

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_RECORDER_5MIN_STATISTICS_GENERATED
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN
from ..glucose import REACH, Reading, ReadingKind, hours
from ..journal import JournalError
from .clock import utcnow
from .recorder import Recorder
from .store import AccountStore

if TYPE_CHECKING:
    from .long_term import Correction

_LOGGER = logging.getLogger(__name__)

_LIVE = timedelta(minutes=5)
"""A reading that is older when it comes was not shown in its time, and the recorder has not seen it."""
_HOUR = timedelta(hours=1)
_STANDS_FOR = timedelta(minutes=30)
"""No reading stands for more than this."""
_AT_ONCE = timedelta(days=14)
"""So much is read and compared at a time."""


class Statistics:
    """Has the long-term statistics of an account's people, those of their entity Glucose, follow the journal."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        recorder: Recorder,
        store: AccountStore,
        patient_ids: Sequence[str],
    ) -> None:
        """Use `async_begin`."""
        self._hass = hass
        self._entry = entry
        self._recorder = recorder
        self._store = store
        self._patient_ids = patient_ids
        self._changes: Counter[str] = Counter()
        self._lock = asyncio.Lock()

    @classmethod
    async def async_begin(
        cls,
        hass: HomeAssistant,
        entry: ConfigEntry,
        recorder: Recorder,
        store: AccountStore,
        patient_ids: Sequence[str],
    ) -> Statistics:
        """Begin, before anything is recorded, with what was left and with the time since the last reading.

        Of those who are new here it is everything that the journal has.
        """
        statistics = cls(hass, entry, recorder, store, patient_ids)
        for patient_id in patient_ids:
            await statistics._async_note_absence(patient_id)
        entry.async_on_unload(recorder.async_listen(statistics._async_recorded))
        # Sent from within the recorder's thread, and only by a recorder: without one nothing is ever tried.
        entry.async_on_unload(
            hass.bus.async_listen(EVENT_RECORDER_5MIN_STATISTICS_GENERATED, statistics._async_compiled)
        )
        return statistics

    async def _async_note_absence(self, patient_id: str) -> None:
        """Note the time in which nobody was here to see readings come."""
        journal = self._recorder.journal
        since: datetime | None = None
        with suppress(JournalError):
            if not self._store.knows_statistics(patient_id):
                since = await journal.first_time(patient_id)
            elif latest := await journal.latest(patient_id):
                since = latest.time
        if since:
            self.async_changed(patient_id, since, utcnow(self._hass))

    @callback
    def _async_recorded(self, patient_id: str, readings: tuple[Reading, ...]) -> None:
        """Note what the recorder cannot have seen in its time."""
        now = utcnow(self._hass)
        late = [one.time for one in readings if one.kind is not ReadingKind.CURRENT or now - one.time > _LIVE]
        if late:
            self.async_changed(patient_id, late[0], late[-1])

    @callback
    def async_changed(self, patient_id: str, start: datetime, end: datetime) -> None:
        """Note that a patient's readings from `start` to `end` (UTC) are not those that the recorder has seen.

        The hours of that are written when the recorder has compiled something, which it does every five minutes; after
        a restart, too.
        """
        self._changes[patient_id] += 1
        # A reading stands for some time after it, and ends that of the one before.
        due = _on_the_hour(start - _STANDS_FOR), _on_the_hour(end + _STANDS_FOR) + _HOUR
        if noted := self._store.statistics_due(patient_id):
            due = min(due[0], noted[0]), max(due[1], noted[1])
        if due != noted:
            self._store.async_save_statistics_due(patient_id, due)

    def needs(self, before: datetime) -> bool:
        """Return whether statistics are due of a time before (UTC)."""
        spans = map(self._store.statistics_due, self._patient_ids)
        return any(due is not None and due[0] < before for due in spans)

    @callback
    def _async_compiled(self, _event: Event) -> None:
        """Go on, unless that is being done already."""
        if not self._lock.locked() and any(map(self._store.statistics_due, self._patient_ids)):
            self._entry.async_create_background_task(self._hass, self._async_go_on(), f"{DOMAIN} statistics")

    async def _async_go_on(self) -> None:
        """Write what is due of everybody. What fails stays due."""
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - without a recorder it need not be there

        async with self._lock:
            for patient_id in self._patient_ids:
                try:
                    await self._async_write(patient_id)
                except (JournalError, SQLAlchemyError) as err:
                    _LOGGER.debug("Statistics are written later: %s", type(err).__name__)

    async def _async_write(self, patient_id: str) -> None:
        """Have the hours of a patient written that are due and compiled; those that are right already are done with.

        That an hour was written is not believed but seen: the next time it must be right.
        """
        from . import long_term  # noqa: PLC0415 - without a recorder it cannot be imported

        if (due := self._store.statistics_due(patient_id)) is None:
            return
        changes = self._changes[patient_id]
        begin, end = due[0], min(due[1], await long_term.async_compiled_until(self._hass))
        right = True
        while begin < end:
            until = min(begin + _AT_ONCE, end)
            found = await self._async_compare(patient_id, begin, until)
            if found is None or changes != self._changes[patient_id]:
                return  # Something else has become due, perhaps here.
            if found.hours:
                long_term.async_correct(self._hass, found)
                right = False
            if right:
                self._store.async_save_statistics_due(patient_id, (until, due[1]) if until < due[1] else None)
            begin = until

    async def _async_compare(self, patient_id: str, start: datetime, end: datetime) -> Correction | None:
        """Return what has to be written of some hours, which may be nothing; None: it cannot be done now."""
        from . import long_term  # noqa: PLC0415 - as above

        entity_id = self._entity_id(patient_id)
        if entity_id is None or not await long_term.async_keeps(self._hass, entity_id):
            return None
        journal = self._recorder.journal
        readings = await journal.range(patient_id, start - REACH, end + REACH)
        begins = await journal.first_time(patient_id)
        found = await long_term.async_correction(
            self._hass, entity_id, lambda: hours(readings, start, end), start, end, begins=begins
        )
        return found if entity_id == self._entity_id(patient_id) else None  # It may have been renamed meanwhile.

    @callback
    def _entity_id(self, patient_id: str) -> str | None:
        """Return what the entity Glucose of a patient is called now, by which its statistics go; None: it is off."""
        registry = er.async_get(self._hass)
        entity_id = registry.async_get_entity_id(SENSOR_DOMAIN, DOMAIN, f"{patient_id}_glucose")
        entity = registry.async_get(entity_id) if entity_id else None
        return entity.entity_id if entity and not entity.disabled else None


def _on_the_hour(time: datetime) -> datetime:
    return time.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
