"""The metrics of an account's people over today, a day and up to 90 days: who works them out, and keeps them.

What the entities show is renewed every quarter of an hour, what spans days every hour, all of it off the event loop.
The tally of a day that is over is kept: it changes only when a reading of that day turns up late.
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
from ..glucose import REACH, Metrics, Reading, Tally, Thresholds, local_days
from ..journal import JournalError
from .clock import utcnow
from .recorder import Recorder

_RENEWED = timedelta(minutes=15)
"""What changes is a row in the recorder, and there are ten of these entities for each person."""
_LONG_RENEWED = timedelta(hours=1)
_DAY = timedelta(days=1)
_LONGEST_DAY = timedelta(hours=25)


class Span(StrEnum):
    """Which time up to now metrics are of."""

    TODAY = "today"
    DAY = "24_hours"
    WEEK = "7_days"
    TWO_WEEKS = "14_days"
    MONTH = "30_days"
    QUARTER = "90_days"


LONG_SPANS: Mapping[Span, timedelta] = {
    Span.WEEK: 7 * _DAY,
    Span.TWO_WEEKS: 14 * _DAY,
    Span.MONTH: 30 * _DAY,
    Span.QUARTER: 90 * _DAY,
}

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
        self._long_since: dict[str, datetime] = {}
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

    async def _async_due(self, _: datetime) -> None:
        self._renewed = True
        await self._async_work()

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
        if utcnow(self._hass) - readings[0].time > _RENEWED:
            self._long_since.pop(patient_id, None)
            if not self._renewed:
                self._async_renew()

    async def _async_work(self) -> None:
        """Work out what is wanted and due."""
        async with self._working:
            for patient_id, listeners in list(self._listeners.items()):
                wanted = {span for span, _ in listeners}
                try:
                    await self._async_patient(patient_id, wanted)
                except JournalError:  # What nobody can check any more is not shown as if it were of now.
                    self._long_since.pop(patient_id, None)
                    for span in wanted:
                        self._metrics.pop((patient_id, span), None)
                for _, listener in listeners:
                    listener()

    async def _async_patient(self, patient_id: str, wanted: set[Span]) -> None:
        """Work out the metrics of a patient. May raise a JournalError."""
        now = utcnow(self._hass)
        midnight = dt_util.start_of_local_day(dt_util.as_local(now)).astimezone(dt_util.UTC)
        starts = {Span.TODAY: midnight, Span.DAY: now - _DAY}
        since = self._long_since.get(patient_id)
        long_due = since is None or not timedelta(0) <= now - since < _LONG_RENEWED
        if long_due:
            self._long_since[patient_id] = now  # Before anything is read: what changes meanwhile makes it due again.
        readings = await self._async_readings(patient_id, min(starts.values()), now)

        def _recent() -> _Spans:
            return {span: (Tally.of(readings, start, now), start, now) for span, start in starts.items()}

        found = await self._hass.async_add_executor_job(_recent)
        if long_due:
            today = found[Span.TODAY][0]
            for span in wanted & LONG_SPANS.keys():
                start = now - LONG_SPANS[span]
                found[span] = (await self._async_long(patient_id, start, midnight, today), start, now)
        limits = self._limits(patient_id)

        def _metrics() -> dict[Span, Metrics]:
            return {
                span: tally.metrics(start, end, low=limits.low, high=limits.high)
                for span, (tally, start, end) in found.items()
            }

        for span, metrics in (await self._hass.async_add_executor_job(_metrics)).items():
            self._metrics[patient_id, span] = (metrics, limits)

    async def _async_long(self, patient_id: str, start: datetime, midnight: datetime, today: Tally) -> Tally:
        """Return the tally of a span from its start to now: a part of a day, whole days, and today."""
        days = self._days[patient_id]
        oldest = utcnow(self._hass) - min(self._retention, max(LONG_SPANS.values()))
        for day in [day for day in days if day < oldest]:
            del days[day]
        tallies = [today]
        for begin, end in local_days(start, midnight, dt_util.get_default_time_zone()):
            tally = days.get(begin) if begin >= start else None
            if tally is None:
                changes = self._changes[patient_id]
                tally = await self._async_tally(patient_id, max(begin, start), end)
                if begin >= max(start, oldest) and changes == self._changes[patient_id]:
                    days[begin] = tally
            tallies.append(tally)
        return await self._hass.async_add_executor_job(Tally.total, tallies)

    async def _async_tally(self, patient_id: str, start: datetime, end: datetime) -> Tally:
        readings = await self._async_readings(patient_id, start, end)
        return await self._hass.async_add_executor_job(Tally.of, readings, start, end)

    async def _async_readings(self, patient_id: str, start: datetime, end: datetime) -> list[Reading]:
        return await self._recorder.journal.range(patient_id, start - REACH, end + REACH)
