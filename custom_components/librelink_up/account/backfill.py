"""Filling gaps: the graph and the logbook are fetched when something is missing that they can still hold."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
import logging

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..cloud import CloudClient, CloudError, Graph
from ..const import DOMAIN
from ..glucose import HISTORY_REACH, LOGBOOK_PAUSE, LOGBOOK_REACH, Reading, backfill_due, gaps, logbook_due, within
from ..journal import Journal, JournalError
from .clock import utcnow

_LOGGER = logging.getLogger(__name__)

# The cloud answers 429 to a burst of requests: between two of them is a pause.
REQUEST_SPACING = 10.0

type _OnReadings = Callable[[str, Iterable[Reading], Graph | None], Awaitable[None]]
"""Takes whom it is about, what was found, and the graph if it was in one."""


class Backfill:
    """Looks after the gaps of an account's patients, one request at a time, beside the polling."""

    def __init__(self, client: CloudClient, journal: Journal, on_readings: _OnReadings) -> None:
        """Take who to ask, where to look for gaps, and who takes what was found."""
        self._client = client
        self._journal = journal
        self._on_readings = on_readings
        self._graph_tries: dict[str, datetime] = {}
        self._logbook_tries: dict[str, datetime] = {}
        self._fortnights: dict[str, datetime] = {}
        """When the last two weeks of a patient were last found to be without gaps that the logbook could fill."""
        self.task: asyncio.Task[None] | None = None

    def forget_tries(self) -> None:
        """Look for gaps anew, as after a start."""
        self._graph_tries.clear()
        self._logbook_tries.clear()
        self._fortnights.clear()

    async def async_fill(self, hass: HomeAssistant, entry: ConfigEntry, cadences: Mapping[str, timedelta]) -> None:
        """Fetch in the background what is missing of these patients (by id, with the cadence of their readings)."""
        if self.task and not self.task.done():
            return
        now = utcnow(hass)
        try:
            graphs = [patient for patient, cadence in cadences.items() if await self._graph_due(patient, cadence, now)]
            logbooks = [patient for patient in cadences if await self._logbook_due(patient, cadences[patient], now)]
        except JournalError:
            return
        if graphs or logbooks:
            self.task = entry.async_create_background_task(
                hass, self._async_fetch(hass, graphs, logbooks), f"{DOMAIN} backfill", eager_start=False
            )

    async def _graph_due(self, patient: str, cadence: timedelta, now: datetime) -> bool:
        start = now - HISTORY_REACH
        times = await self._journal.times(patient, start, now)
        return backfill_due(gaps(times, start, now, cadence), now, self._graph_tries.get(patient))

    async def _logbook_due(self, patient: str, cadence: timedelta, now: datetime) -> bool:
        # A fortnight has thousands of readings, and a gap that the graph cannot fill is hours old when it gets there.
        if any(within(last.get(patient), now, LOGBOOK_PAUSE) for last in (self._fortnights, self._logbook_tries)):
            return False
        start = now - LOGBOOK_REACH
        times = await self._journal.times(patient, start, now)
        due = logbook_due(gaps(times, start, now, cadence), now)
        if not due:
            self._fortnights[patient] = now
        return due

    async def _async_fetch(self, hass: HomeAssistant, graphs: Iterable[str], logbooks: Iterable[str]) -> None:
        """Ask for each in turn; the first failure ends it, the next poll finds out more."""
        try:
            # Scans first: a point of the history beside one is then never taken, so it is never sent as a second one.
            for patient in logbooks:
                await asyncio.sleep(REQUEST_SPACING)
                self._logbook_tries[patient] = utcnow(hass)
                await self._on_readings(patient, await self._client.logbook(patient), None)
            for patient in graphs:
                await asyncio.sleep(REQUEST_SPACING)
                self._graph_tries[patient] = utcnow(hass)
                graph = await self._client.graph(patient)
                # The newest reading stands beside the history: it may be newer than that of the last poll.
                newest = [graph.patient.current] if graph.patient.current else []
                await self._on_readings(patient, [*graph.readings, *newest], graph)
        except CloudError as err:
            _LOGGER.debug("Backfill stopped: %s", err)
