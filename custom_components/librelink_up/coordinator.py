"""Polling: one coordinator per account asks the cloud, has its people looked at, and shows what is known."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
import logging
import random
from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryNotReady, HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .account.backfill import Backfill
from .account.client import async_name_account
from .account.clock import clock, utcnow
from .account.delivery import Delivery
from .account.failures import failure
from .account.hints import Hints
from .account.issues import (
    CLOUD_ISSUES,
    ISSUE_PATIENT_GONE,
    ISSUE_SILENT,
    async_ask_for_password,
    async_ask_no_more,
    async_create_issue,
    async_delete_issues,
)
from .account.metrics import PeopleMetrics
from .account.people import People
from .account.person import PatientData, patient_id_of, sensor_model
from .account.recorder import Recorder
from .account.statistics import Statistics
from .account.store import AccountStore
from .automation.alerts import Alerts
from .cloud import CloudClient, CloudError, CredentialsRejected, Graph
from .const import DOMAIN
from .glucose import LEAST_INTERVAL, Episode, Patient, Reading, Silence, goes_stale_at, next_poll
from .journal import Journal

_LOGGER = logging.getLogger(__name__)

_ABSENT_POLLS = 2  # One answer without a patient can be a hiccup of the cloud.
_JITTER_SECONDS = 2.0
_LOOK_INTERVAL = timedelta(minutes=1)
_LEAST_RETRY = 60.0
_LONGEST_RETRY = 300.0
_LONG_SILENCE = 900.0
"""Seconds of failures after which there is an issue about it; who started without the cloud is told at once."""


@dataclass(kw_only=True)
class LibreLinkUpData:
    """What an account that is set up consists of."""

    coordinator: LibreLinkUpCoordinator
    people: People
    recorder: Recorder
    journal: Journal
    statistics: Statistics
    store: AccountStore
    metrics: PeopleMetrics
    deliveries: dict[str, Delivery]
    """By subentry id: the people with a Nightscout site."""


type LibreLinkUpConfigEntry = ConfigEntry[LibreLinkUpData]


class LibreLinkUpCoordinator(DataUpdateCoordinator[dict[str, PatientData]]):
    """Asks for all patients of an account at once; `data` has everybody who is followed, by patient id.

    Somebody of whom the cloud tells nothing, now or ever, is there all the same, with what is remembered: that their
    readings are missing must be seen.
    """

    config_entry: LibreLinkUpConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: LibreLinkUpConfigEntry,
        *,
        client: CloudClient,
        journal: Journal,
        people: People,
        alerts: Alerts,
    ) -> None:
        """Prepare for the people of the entry; nothing is requested yet."""
        # The next poll is set to the second (_async_refresh_finished): the coordinator's own timer is not that exact.
        super().__init__(hass, _LOGGER, config_entry=entry, name=DOMAIN, update_interval=None)
        self.client = client
        self.people = people
        self.alerts = alerts
        self.hints = Hints(hass, entry)
        self._backfill = Backfill(client, journal, self._async_backfilled)
        self._absent: Counter[str] = Counter()
        self._asking: asyncio.Task[dict[str, PatientData]] | None = None
        self._answered = False
        self._failing_since: float | None = None
        self._jitter = random.uniform(0, _JITTER_SECONDS)  # noqa: S311 - to spread homes, not to hide anything
        self._polled_at = hass.loop.time()
        self._retry_seconds: float | None = None
        self._timers: dict[str, CALLBACK_TYPE] = {}
        self._stopped = False
        self.data = {}

    @property
    def gone(self) -> set[str]:
        """Return who is followed, but missing from the cloud's answers (patient ids)."""
        return {
            patient_id
            for patient_id, polls in self._absent.items()
            if polls >= _ABSENT_POLLS or (polls and not self.data[patient_id].heard)
        }

    async def async_refresh_now(self) -> None:
        """Poll because the user asks for it; gaps are looked for at once as well.

        Raises HomeAssistantError when the cloud gives no readings: who has asked waits for the answer.
        """
        self._backfill.forget_tries()
        self.client.forget_held()
        await self.async_request_refresh()
        if not self.last_update_success and isinstance(self.last_exception, HomeAssistantError):
            raise HomeAssistantError(
                translation_domain=self.last_exception.translation_domain,
                translation_key=self.last_exception.translation_key,
                translation_placeholders=self.last_exception.translation_placeholders,
            ) from self.last_exception

    @override
    async def async_config_entry_first_refresh(self) -> None:
        """Poll for the first time, or begin with what is recorded, which may be nothing, while nobody can be asked.

        What is recorded goes on to Nightscout, and that no readings come is told, while the cloud is away.
        """
        nameless = not self.client.first_name
        try:
            await super().async_config_entry_first_refresh()
        except (ConfigEntryNotReady, ConfigEntryAuthFailed) as err:
            _LOGGER.warning("Started without the LibreLink Up cloud, which is tried again: %s", err)
            if not self.data:
                await self._async_unanswered()
            self._async_refresh_finished()
        async_name_account(self.hass, self.config_entry, self.client, nameless=nameless)

    @override
    async def _async_setup(self) -> None:
        await self.people.async_recall_rhythms()

    @override
    async def _async_update_data(self) -> dict[str, PatientData]:
        # A task of the account's: a poll that is going on ends with it.
        self._asking = self.config_entry.async_create_background_task(self.hass, self._async_ask(), f"{DOMAIN} poll")
        return await self._asking

    async def _async_ask(self) -> dict[str, PatientData]:
        """Ask the cloud, record what it says, and return what is known now."""
        self._polled_at = self.hass.loop.time()
        try:
            patients = {patient.id: patient for patient in await self.client.connections()}
        except CloudError as err:
            translated = self._translated(err)
            await self._async_unanswered()
            raise translated from err
        now = utcnow(self.hass)  # The answer has told the time.
        self._async_answered()
        self._async_note_absent(patients)
        data: dict[str, PatientData] = {}
        for patient_id, subentry in self.people.subentries.items():
            known = self.data.get(patient_id)
            if patient := patients.get(patient_id):
                if not clock(self.hass).doubtful:  # Nobody else's clock is wrong, as far as is known.
                    self.hints.async_note(subentry, patient, utcnow(self.hass))
                await self.people.async_record(patient, utcnow(self.hass))
                data[patient_id] = await self.people.async_data(patient, now, known)
            else:
                known = await (self.people.async_again(known) if known else self.people.async_recorded(patient_id))
                data[patient_id] = replace(known, heard=known.heard and self._absent[patient_id] < _ABSENT_POLLS)
        self._async_update_devices(data)
        present = patients.keys() & data.keys()
        await self._backfill.async_fill(self.hass, self.config_entry, self.people.cadences(present))
        # Nothing is awaited from here until it is shown: what is told is what is shown.
        return self._looked(data)

    @callback
    def _async_answered(self) -> None:
        """Take back what was said while the cloud gave no readings; the password, too, is not asked for any more."""
        self._answered = True
        self._retry_seconds = self._failing_since = None
        async_delete_issues(self.hass, self.config_entry.entry_id, *CLOUD_ISSUES)
        async_ask_no_more(self.hass, self.config_entry)

    async def _async_unanswered(self) -> None:
        """Show what is known without an answer of the cloud."""
        data: dict[str, PatientData] = {}
        for patient_id in self.people.subentries:
            known = self.data.get(patient_id)
            data[patient_id] = await (
                self.people.async_again(known) if known else self.people.async_recorded(patient_id)
            )
        self.data = self._looked(data)
        self.async_update_listeners()

    async def _async_backfilled(self, patient_id: str, readings: Iterable[Reading], graph: Graph | None) -> None:
        """Take over what the graph or the logbook had."""
        if graph:
            self.hints.async_note_form(self.people.subentries[patient_id], patient_id, "history", graph.unread)
        await self.people.async_record_late(patient_id, readings, graph.patient.sensor if graph else None)
        if known := self.data.get(patient_id):
            filled = await self.people.async_again(known)
            # Otherwise a poll has ended meanwhile, and knows better.
            if patient_id in self.data and self.data[patient_id].patient is known.patient:
                self.data = {**self.data, **self._looked({patient_id: filled})}
                self._async_schedule_look()
                self.async_update_listeners()

    @callback
    def _async_note_absent(self, present: Mapping[str, Patient]) -> None:
        """Tell the user of followed patients who do not share any more, until they are back."""
        for patient_id, subentry in self.people.subentries.items():
            if patient_id in present:
                del self._absent[patient_id]
                async_delete_issues(self.hass, subentry.subentry_id, ISSUE_PATIENT_GONE)
                continue
            self._absent[patient_id] += 1
            if self._absent[patient_id] >= _ABSENT_POLLS:
                async_create_issue(self.hass, self.config_entry, ISSUE_PATIENT_GONE, subentry=subentry)

    @callback
    def _async_update_devices(self, data: Mapping[str, PatientData]) -> None:
        """Give the patients' devices the serial number of a new sensor."""
        registry = dr.async_get(self.hass)
        for device in dr.async_entries_for_config_entry(registry, self.config_entry.entry_id):
            known = data.get(patient_id_of(device))
            if known and known.sensor and device.serial_number != known.sensor.serial:
                registry.async_update_device(
                    device.id, serial_number=known.sensor.serial, model=sensor_model(known.sensor)
                )

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        self._async_schedule_poll()
        self._async_schedule_look()

    @callback
    def _async_schedule_poll(self) -> None:
        """Set the next poll."""
        self._cancel("poll")
        if self._stopped or self.config_entry.pref_disable_polling:
            return
        if self._retry_seconds is not None:
            seconds = self._retry_seconds
        elif clock(self.hass).doubtful:
            seconds = LEAST_INTERVAL.total_seconds()
        else:
            since = self.hass.loop.time() - self._polled_at
            polled = utcnow(self.hass) - timedelta(seconds=since)
            due = next_poll(
                self.people.rhythms.values(), polled, fixed=self.people.settings.polling, jitter=self._jitter
            )
            seconds = (due - polled).total_seconds() - since
        self._timers["poll"] = self._async_after(seconds, self._async_poll)

    @callback
    def _async_schedule_look(self) -> None:
        """Set when the patients are looked at without a poll: every minute, and when a value becomes too old."""
        self._cancel("look")
        if self._stopped:
            return
        now = utcnow(self.hass)
        stale = (goes_stale_at(known.shown, known.stale_limit) for known in self.data.values() if known.shown)
        due = min((moment for moment in stale if moment > now), default=now + _LOOK_INTERVAL)
        wait = min(due - now, _LOOK_INTERVAL)
        self._timers["look"] = self._async_after(wait.total_seconds(), self._async_look_or_poll)

    def _async_after(self, seconds: float, action: Any) -> CALLBACK_TYPE:  # noqa: ANN401 - sync or async
        """Do something after a time by the monotonic clock: whatever the wall clock is set to meanwhile."""
        job = HassJob(action, f"{self.name} in {seconds:.0f} s", cancel_on_shutdown=True)
        return async_call_later(self.hass, max(seconds, 0.0), job)

    @callback
    def _async_look_or_poll(self, _now: datetime) -> None:
        """Look; when the wall clock was set, wait for the cloud: only its answer tells how old readings are now."""
        if clock(self.hass).stepped and self._asking and not self._asking.done():
            return  # It ends with a look.
        if clock(self.hass).stepped and "poll" in self._timers and self._retry_seconds is None:
            self._cancel("poll")
            since = self.hass.loop.time() - self._polled_at
            self._timers["poll"] = self._async_after(LEAST_INTERVAL.total_seconds() - since, self._async_poll)
        else:
            self.async_look()

    async def _async_poll(self, _now: datetime) -> None:
        self._timers.pop("poll", None)
        await self.async_refresh()

    @callback
    def async_look(self, _now: object = None) -> None:
        """Look at the patients again: time alone changes things, too."""
        self.data = self._looked(self.data)
        self.async_update_listeners()
        self._async_schedule_look()

    @callback
    def async_acknowledge(self, patient_id: str) -> None:
        """Acknowledge what is going on: a patient's alerts keep quiet until it is over or becomes worse."""
        now = utcnow(self.hass)
        self._async_silence(patient_id, lambda silence, episode: silence.acknowledge(episode, now))

    @callback
    def async_snooze(self, patient_id: str, span: timedelta) -> None:
        """Keep a patient's alerts quiet for a time, unless it becomes worse."""
        now = utcnow(self.hass)
        self._async_silence(patient_id, lambda silence, episode: silence.snooze(episode, now, span))

    @callback
    def async_end_silence(self, patient_id: str) -> None:
        """Let a patient's alerts speak again."""
        self._async_silence(patient_id, lambda _, __: Silence())

    @callback
    def _async_silence(self, patient_id: str, change: Callable[[Silence, Episode], Silence]) -> None:
        """Change a patient's silence; everything that shows it does so at once."""
        self.data = {**self.data, patient_id: self.alerts.silence(self.data[patient_id], change)}
        self.async_update_listeners()

    @callback
    def _looked(self, data: Mapping[str, PatientData]) -> dict[str, PatientData]:
        """Return patients' data after the alerts have looked at them; show them before anything else happens."""
        now = utcnow(self.hass)
        waits_since = self.people.nightscout_waits_since
        return {patient_id: self.alerts.look(known, now, waits_since(patient_id)) for patient_id, known in data.items()}

    @callback
    def _cancel(self, timer: str) -> None:
        if cancel := self._timers.pop(timer, None):
            cancel()

    @override
    async def async_shutdown(self) -> None:
        """Stop polling."""
        self._stopped = True
        await super().async_shutdown()
        self._cancel("poll")
        self._cancel("look")
        asking = [task for task in (self._asking, self._backfill.task) if task and not task.done()]
        for task in asking:
            task.cancel()
        if asking:
            await asyncio.wait(asking)

    def _translated(self, err: CloudError) -> UpdateFailed | ConfigEntryAuthFailed:
        """Return what Home Assistant is told of a failure, in the user's words; the next poll waits accordingly."""
        # The client keeps every pause, whoever asks it: asking it often costs nothing, and what is shown stays true.
        self._retry_seconds = min(max(err.retry_after or 0.0, _LEAST_RETRY), _LONGEST_RETRY)
        self._failing_since = self._failing_since or self.hass.loop.time()
        words = failure(err)
        issue, text = words.issue, words.issue
        if issue is None and (not self._answered or self.hass.loop.time() - self._failing_since >= _LONG_SILENCE):
            issue, text = ISSUE_SILENT, words.lasting
        if isinstance(err, CredentialsRejected) and err.confirmed:
            async_ask_for_password(self.hass, self.config_entry)
            return ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key=words.page, translation_placeholders=words.details
            )
        if issue:
            async_create_issue(self.hass, self.config_entry, issue, words.details, text=text)
        return UpdateFailed(
            translation_domain=DOMAIN,
            translation_key=words.page,
            translation_placeholders=words.details,
            retry_after=self._retry_seconds,
        )
