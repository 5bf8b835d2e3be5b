"""Filling gaps: the graph and the logbook are fetched when something is missing that they can still hold."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
import logging

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..cloud import CloudClient, CloudError
from ..const import DOMAIN
from ..glucose import HISTORY_REACH, LOGBOOK_PAUSE, LOGBOOK_REACH, Reading, Sensor, backfill_due, gaps, logbook_due
from ..journal import Journal, JournalError

_LOGGER = logging.getLogger(__name__)

# The cloud answers 429 to a burst of requests: between two of them is a pause.
REQUEST_SPACING = 10.0

type _OnReadings = Callable[[str, Iterable[Reading], Sensor | None], Awaitable[None]]


class Backfill:
    """Looks after the gaps of an account's patients, one request at a time, beside the polling."""

    def __init__(self, client: CloudClient, journal: Journal, on_readings: _OnReadings) -> None:
        """Take who to ask, where to look for gaps, and who takes what was found."""
        self._client = client
        self._journal = journal
        self._on_readings = on_readings
        self._graph_tries: dict[str, datetime] = {}
        self._logbook_tries: dict[str, datetime] = {}
        self._task: asyncio.Task[None] | None = None

    def forget_tries(self) -> None:
        """Look for gaps anew, as after a start."""
        self._graph_tries.clear()
        self._logbook_tries.clear()

    async def async_fill(self, hass: HomeAssistant, entry: ConfigEntry, cadences: Mapping[str, timedelta]) -> None:
        """Fetch in the background what is missing of these patients (by id, with the cadence of their readings)."""
        if self._task and not self._task.done():
            return
        now = dt_util.utcnow()
        try:
            graphs = [patient for patient, cadence in cadences.items() if await self._graph_due(patient, cadence, now)]
            logbooks = [patient for patient in cadences if await self._logbook_due(patient, cadences[patient], now)]
        except JournalError:
            return
        if graphs or logbooks:
            self._task = entry.async_create_background_task(
                hass, self._async_fetch(graphs, logbooks), f"{DOMAIN} backfill", eager_start=False
            )

    async def _graph_due(self, patient: str, cadence: timedelta, now: datetime) -> bool:
        start = now - HISTORY_REACH
        times = await self._journal.times(patient, start, now)
        return backfill_due(gaps(times, start, now, cadence), now, self._graph_tries.get(patient))

    async def _logbook_due(self, patient: str, cadence: timedelta, now: datetime) -> bool:
        last = self._logbook_tries.get(patient)
        if last and now - last < LOGBOOK_PAUSE:
            return False  # Reading two weeks of times for nothing is a waste.
        start = now - LOGBOOK_REACH
        times = await self._journal.times(patient, start, now)
        return logbook_due(gaps(times, start, now, cadence), now, last)

    async def _async_fetch(self, graphs: Iterable[str], logbooks: Iterable[str]) -> None:
        """Ask for each in turn; the first failure ends it, the next poll finds out more."""
        try:
            # Scans first: a point of the history beside one is then never taken, so it is never sent as a second one.
            for patient in logbooks:
                await asyncio.sleep(REQUEST_SPACING)
                self._logbook_tries[patient] = dt_util.utcnow()
                await self._on_readings(patient, await self._client.logbook(patient), None)
            for patient in graphs:
                await asyncio.sleep(REQUEST_SPACING)
                self._graph_tries[patient] = dt_util.utcnow()
                graph = await self._client.graph(patient)
                await self._on_readings(patient, graph.readings, graph.patient.sensor)
        except CloudError as err:
            _LOGGER.debug("Backfill stopped: %s", err)
