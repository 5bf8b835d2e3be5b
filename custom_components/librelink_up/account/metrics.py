"""The metrics of an account's people over today, 24 hours and up to 90 days: who works them out, and keeps them.

All of it is worked out off the event loop, every quarter of an hour. Several days are whole ones up to yesterday, as in
the report, and change once a day. The tally of a day that is over is kept: only a late reading of it changes it.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..glucose import REACH, Metrics, Reading, Tally, Thresholds, last_days, local_days
from ..journal import JournalError
from .clock import utcnow
from .recorder import Recorder

_RENEWED = timedelta(minutes=15)
"""What changes is a row in the recorder, and there are ten of these entities for each person."""
_DAY = timedelta(days=1)
_LONGEST_DAY = timedelta(hours=25)
_LONGEST = timedelta(days=92)


class Span(StrEnum):
    """Which time up to now metrics are of."""

    TODAY = "today"
    DAY = "24_hours"
    WEEK = "7_days"
    TWO_WEEKS = "14_days"
    MONTH = "30_days"
    QUARTER = "90_days"


LONG_SPANS: Mapping[Span, int] = {Span.WEEK: 7, Span.TWO_WEEKS: 14, Span.MONTH: 30, Span.QUARTER: 90}
"""Days; those are whole local days, the last of them is yesterday."""

type _Spans = dict[Span, tuple[Tally, datetime, datetime]]


class PeopleMetrics:
    """Keeps the metrics that somebody wants to know, by patient and span."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        recorder: Recorder,
        *,
        limits: Callable[[str], Thresholds],
        retention: timedelta,
    ) -> None:
        """Take where the readings are, a patient's limits by id, and how long the journal keeps readings."""
        self._hass = hass
        self._entry = entry
        self._recorder = recorder
        self._limits = limits
        self._retention = retention
        self._listeners: dict[str, list[tuple[Span, Callable[[], None]]]] = defaultdict(list)
        self._metrics: dict[tuple[str, Span], tuple[Metrics, Thresholds]] = {}
        self._days: dict[str, dict[datetime, Tally]] = defaultdict(dict)
        self._changes: Counter[str] = Counter()
        self._long_of: dict[str, tuple[datetime, Thresholds]] = {}
        self._working = asyncio.Lock()
        self._renewed = False

    def of(self, patient_id: str, span: Span) -> tuple[Metrics, Thresholds] | None:
        """Return the metrics and the limits that their shares go by; None: not known (yet)."""
        return self._metrics.get((patient_id, span))

    @callback
    def async_listen(self, patient_id: str, span: Span, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Have a span's metrics worked out, and a function called when there are new ones; returns what ends it."""
        wanted = (span, listener)
        self._listeners[patient_id].append(wanted)
        return lambda: self._listeners[patient_id].remove(wanted)

    @callback
    def async_begin(self) -> None:
        """Work everything out, now and every quarter of an hour for as long as the entry is loaded."""
        self._entry.async_on_unload(self._recorder.async_listen(self._async_recorded))
        self._entry.async_on_unload(async_track_time_interval(self._hass, self._async_due, _RENEWED))
        self._async_renew()

    @callback
    def _async_due(self, _: datetime) -> None:
        self._renewed = True
        self._async_renew()

    @callback
    def _async_renew(self) -> None:
        self._entry.async_create_background_task(self._hass, self._async_work(), f"{DOMAIN} metrics")

    @callback
    def _async_recorded(self, patient_id: str, readings: Sequence[Reading]) -> None:
        """Forget the days in which the journal has changed; the very first history is shown without waiting."""
        self._changes[patient_id] += 1
        days = self._days[patient_id]
        first, last = readings[0].time - REACH, readings[-1].time + REACH
        for day in [day for day in days if day < last and day + _LONGEST_DAY > first]:
            del days[day]
        if (known := self._long_of.get(patient_id)) and first < known[0]:
            del self._long_of[patient_id]
        if not self._renewed and utcnow(self._hass) - readings[0].time > _RENEWED:
            self._async_renew()

    async def _async_work(self) -> None:
        """Work out what is wanted and due."""
        async with self._working:
            for patient_id, listeners in list(self._listeners.items()):
                wanted = {span for span, _ in listeners}
                try:
                    await self._async_patient(patient_id, wanted)
                except JournalError:  # What nobody can check any more is not shown as if it were of now.
                    self._long_of.pop(patient_id, None)
                    for span in wanted:
                        self._metrics.pop((patient_id, span), None)
                for _, listener in listeners:
                    listener()

    async def _async_patient(self, patient_id: str, wanted: set[Span]) -> None:
        """Work out the metrics of a patient. May raise a JournalError."""
        now, zone = utcnow(self._hass), dt_util.get_default_time_zone()
        _, midnight = last_days(now, 1, zone)
        starts = {Span.TODAY: midnight, Span.DAY: now - _DAY}
        readings = await self._async_readings(patient_id, min(starts.values()), now)

        def _recent() -> _Spans:
            return {span: (Tally.of(readings, start, now), start, now) for span, start in starts.items()}

        found = await self._hass.async_add_executor_job(_recent)
        limits = self._limits(patient_id)
        if self._long_of.get(patient_id) != (midnight, limits):
            self._long_of[patient_id] = (midnight, limits)  # Before reading: what changes meanwhile takes it back.
            for span in wanted & LONG_SPANS.keys():
                start, end = last_days(now, LONG_SPANS[span], zone)
                found[span] = (await self._async_long(patient_id, local_days(start, end, zone)), start, end)

        def _metrics() -> dict[Span, Metrics]:
            return {
                span: tally.metrics(start, end, low=limits.low, high=limits.high)
                for span, (tally, start, end) in found.items()
            }

        for span, metrics in (await self._hass.async_add_executor_job(_metrics)).items():
            self._metrics[patient_id, span] = (metrics, limits)

    async def _async_long(self, patient_id: str, whole: Sequence[tuple[datetime, datetime]]) -> Tally:
        """Return the tally of whole days."""
        days = self._days[patient_id]
        oldest = utcnow(self._hass) - min(self._retention, _LONGEST)
        for day in [day for day in days if day < oldest]:
            del days[day]
        tallies = []
        for begin, end in whole:
            if (tally := days.get(begin)) is None:
                changes = self._changes[patient_id]
                tally = await self._async_tally(patient_id, begin, end)
                if begin >= oldest and changes == self._changes[patient_id]:
                    days[begin] = tally
            tallies.append(tally)
        return await self._hass.async_add_executor_job(Tally.total, tallies)

    async def _async_tally(self, patient_id: str, start: datetime, end: datetime) -> Tally:
        readings = await self._async_readings(patient_id, start, end)
        return await self._hass.async_add_executor_job(Tally.of, readings, start, end)

    async def _async_readings(self, patient_id: str, start: datetime, end: datetime) -> list[Reading]:
        return await self._recorder.journal.range(patient_id, start - REACH, end + REACH)
