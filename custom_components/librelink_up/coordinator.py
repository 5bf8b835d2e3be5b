"""Polling: one coordinator per account asks the cloud, records in the journal, and knows each patient's state."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
import logging
import random
from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .account.backfill import Backfill
from .account.delivery import Delivery
from .account.issues import (
    CLOUD_ISSUES,
    ISSUE_PATIENT_GONE,
    async_create_issue,
    async_delete_issues,
    failure,
)
from .account.people import People
from .account.person import PatientData, sensor_model
from .account.store import AccountStore
from .automation.alerts import Alerts
from .cloud import CloudClient, CloudError, CredentialsRejected
from .const import DOMAIN
from .glucose import Patient, Reading, Sensor, goes_stale_at, next_poll
from .journal import Journal

_LOGGER = logging.getLogger(__name__)

_ABSENT_POLLS = 2  # One answer without a patient can be a hiccup of the cloud.
_JITTER_SECONDS = 2.0
_LOOK_INTERVAL = timedelta(minutes=1)


@dataclass(kw_only=True)
class LibreLinkUpData:
    """What an account that is set up consists of."""

    coordinator: LibreLinkUpCoordinator
    people: People
    journal: Journal
    store: AccountStore
    deliveries: dict[str, Delivery]
    """By subentry id: the people with a Nightscout site."""


type LibreLinkUpConfigEntry = ConfigEntry[LibreLinkUpData]


class LibreLinkUpCoordinator(DataUpdateCoordinator[dict[str, PatientData]]):
    """Asks for all patients of an account at once; `data` has those who share with it, by patient id."""

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
        self._backfill = Backfill(client, journal, self._async_backfilled)
        self._absent: Counter[str] = Counter()
        # Those who do not share any more: nothing of them is shown, but that their readings are overdue is told.
        self._gone: dict[str, PatientData] = {}
        self._jitter = random.uniform(0, _JITTER_SECONDS)  # noqa: S311 - to spread homes, not to hide anything
        self._last_poll = dt_util.utcnow()
        self._retry_seconds: float | None = None
        self._timers: dict[str, CALLBACK_TYPE] = {}
        self._stopped = False
        self.data = {}

    async def async_refresh_now(self) -> None:
        """Poll because the user asks for it; gaps are looked for at once as well."""
        self._backfill.forget_tries()
        await self.async_request_refresh()

    async def async_start_recorded(self) -> bool:
        """Begin with what the journal has, when the cloud cannot be asked; returns whether it has anything.

        What is recorded stays useful, and goes on to Nightscout, while the cloud is away.
        """
        for patient_id in self.people.subentries:
            if known := await self.people.async_recorded(patient_id):
                self.data[patient_id] = known
        if not self.data:
            return False
        self.data = self._looked(self.data)
        self._async_schedule_look()
        return True

    @override
    async def _async_update_data(self) -> dict[str, PatientData]:
        now = self._last_poll = dt_util.utcnow()
        try:
            patients = {patient.id: patient for patient in await self.client.connections()}
        except CloudError as err:
            raise self._translated(err) from err
        self._retry_seconds = None
        async_delete_issues(self.hass, self.config_entry.entry_id, *CLOUD_ISSUES)
        data: dict[str, PatientData] = {}
        gone: dict[str, PatientData] = {}
        for patient_id in self.people.subentries:
            if patient := patients.get(patient_id):
                await self.people.async_record(patient, dt_util.utcnow())
                data[patient_id] = await self.people.async_data(patient, now, self.data.get(patient_id))
            elif self._absent[patient_id] + 1 < _ABSENT_POLLS and patient_id in self.data:
                data[patient_id] = self.data[patient_id]
            elif (
                known := self.data.get(patient_id)
                or self._gone.get(patient_id)
                or await self.people.async_recorded(patient_id)
            ):
                gone[patient_id] = known
        self._async_note_absent(patients)
        self._async_update_devices(data)
        await self._backfill.async_fill(self.hass, self.config_entry, self.people.cadences(data))
        # Nothing is awaited from here until it is shown: what is told is what is shown.
        self._gone = self._looked(gone)
        return self._looked(data)

    async def _async_backfilled(self, patient_id: str, readings: Iterable[Reading], sensor: Sensor | None) -> None:
        """Take over what the graph or the logbook had."""
        await self.people.async_record_late(patient_id, readings, sensor)
        if known := self.data.get(patient_id):
            filled = await self.people.async_data(known.patient, dt_util.utcnow(), known)
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
            known = next((data[name] for domain, name in device.identifiers if domain == DOMAIN and name in data), None)
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
        if isinstance(self.last_exception, ConfigEntryAuthFailed) and not self.last_update_success:
            return  # The user is asked for the password; asking on could lock the account.
        if self._retry_seconds is None:
            due = next_poll(
                self.people.rhythms.values(), self._last_poll, fixed=self.people.settings.polling, jitter=self._jitter
            )
        else:
            due = dt_util.utcnow() + timedelta(seconds=self._retry_seconds)
        self._timers["poll"] = self._async_at(due, self._async_poll)

    @callback
    def _async_schedule_look(self) -> None:
        """Set when the patients are looked at without a poll: every minute, and when a value becomes too old."""
        self._cancel("look")
        if self._stopped:
            return
        now = dt_util.utcnow()
        stale = (goes_stale_at(known.latest, known.stale_limit) for known in self.data.values() if known.latest)
        due = min((moment for moment in stale if moment > now), default=now + _LOOK_INTERVAL)
        self._timers["look"] = self._async_at(min(due, now + _LOOK_INTERVAL), self.async_look)

    def _async_at(self, when: datetime, action: Any) -> CALLBACK_TYPE:  # noqa: ANN401 - sync or async
        return async_track_point_in_utc_time(
            self.hass, HassJob(action, f"{self.name} {when:%X}", cancel_on_shutdown=True), when
        )

    async def _async_poll(self, _now: datetime) -> None:
        self._timers.pop("poll", None)
        await self.async_refresh()

    @callback
    def async_look(self, _now: object = None) -> None:
        """Look at the patients again: time alone changes things, too."""
        self.data = self._looked(self.data)
        self._gone = self._looked(self._gone)
        self.async_update_listeners()
        self._async_schedule_look()

    @callback
    def _looked(self, data: Mapping[str, PatientData]) -> dict[str, PatientData]:
        """Return patients' data after the alerts have looked at them; show them before anything else happens."""
        now = dt_util.utcnow()
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

    def _translated(self, err: CloudError) -> UpdateFailed | ConfigEntryAuthFailed:
        """Return what Home Assistant is told of a failure, in the user's words; the next poll waits accordingly."""
        self._retry_seconds = max(err.retry_after or 0.0, 60.0)
        key, placeholders, issue = failure(err)
        if issue:
            async_create_issue(self.hass, self.config_entry, issue, placeholders)
        if isinstance(err, CredentialsRejected) and err.confirmed:
            return ConfigEntryAuthFailed(translation_domain=DOMAIN, translation_key=key)
        return UpdateFailed(
            translation_domain=DOMAIN,
            translation_key=key,
            translation_placeholders=placeholders,
            retry_after=self._retry_seconds,
        )
