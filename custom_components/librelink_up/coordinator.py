"""Polling: one coordinator per account asks the cloud, records in the journal, and knows each patient's state."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
import logging
import random
from typing import TYPE_CHECKING, Any, override

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .alerts import Alerts
from .backfill import Backfill
from .cloud import (
    CloudClient,
    CloudError,
    CredentialsRejected,
)
from .const import DOMAIN, SUBENTRY_TYPE_PATIENT
from .glucose import (
    LONG_LIFE,
    SHORT_LIFE,
    WINDOW,
    AlarmLimits,
    Patient,
    Reading,
    ReadingKind,
    Rhythm,
    Sensor,
    Thresholds,
    gaps,
    goes_stale_at,
    missing,
    next_poll,
    observe,
    proves_long_life,
)
from .issues import (
    ACCOUNT_ISSUES,
    ISSUE_JOURNAL_UNWRITABLE,
    ISSUE_PATIENT_GONE,
    async_create_gone_issue,
    async_create_issue,
    told,
)
from .journal import Journal, JournalDamaged, JournalError
from .patient import PatientData, sensor_model
from .settings import AccountSettings, PatientSettings
from .storage import ISSUE_JOURNAL_DAMAGED, AccountStore, async_set_journal_aside

if TYPE_CHECKING:
    from .delivery import Delivery

_LOGGER = logging.getLogger(__name__)

_DAY = timedelta(days=1)
_ABSENT_POLLS = 2  # One answer without a patient can be a hiccup of the cloud.
_JITTER_SECONDS = 2.0
_LOOK_INTERVAL = timedelta(minutes=1)


@dataclass(kw_only=True)
class LibreLinkUpData:
    """What an account that is set up consists of."""

    coordinator: LibreLinkUpCoordinator
    journal: Journal
    store: AccountStore
    deliveries: dict[str, Delivery]
    """By subentry id: the patients with a Nightscout site."""


type LibreLinkUpConfigEntry = ConfigEntry[LibreLinkUpData]


class LibreLinkUpCoordinator(DataUpdateCoordinator[dict[str, PatientData]]):
    """Asks for all patients of an account at once; `data` has those who share with it, by patient id."""

    config_entry: LibreLinkUpConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: LibreLinkUpConfigEntry,
        client: CloudClient,
        journal: Journal,
        store: AccountStore,
    ) -> None:
        """Prepare for the patients of the entry; nothing is requested yet."""
        # The next poll is set to the second (_async_refresh_finished): the coordinator's own timer is not that exact.
        super().__init__(hass, _LOGGER, config_entry=entry, name=DOMAIN, update_interval=None)
        self.client = client
        self.settings = AccountSettings.from_options(entry.options)
        self.patients: dict[str, ConfigSubentry] = {
            str(subentry.unique_id): subentry for subentry in entry.get_subentries_of_type(SUBENTRY_TYPE_PATIENT)
        }
        self._journal = journal
        self._store = store
        self.alerts = Alerts(hass, entry.entry_id, journal, self._nightscout_waits_since)
        self._backfill = Backfill(client, journal, self._async_backfilled)
        self._rhythms: dict[str, Rhythm] = {}
        self._graph_sensors: dict[str, Sensor] = {}
        self._delays: dict[str, timedelta] = {}
        self._absent: Counter[str] = Counter()
        # Those who do not share any more: nothing of them is shown, but that their readings are overdue is told.
        self._gone: dict[str, PatientData] = {}
        self._jitter = random.uniform(0, _JITTER_SECONDS)  # noqa: S311 - to spread homes, not to hide anything
        self._last_poll = dt_util.utcnow()
        self._retry_seconds: float | None = None
        self._timers: dict[str, CALLBACK_TYPE] = {}
        self._stopped = False
        self.data = {}

    def cadence(self, patient_id: str) -> timedelta:
        """Return how often readings of a patient come."""
        return self._rhythms.get(patient_id, Rhythm()).cadence

    async def async_refresh_now(self) -> None:
        """Poll because the user asks for it; gaps are looked for at once as well."""
        self._backfill.forget_tries()
        await self.async_request_refresh()

    async def async_start_recorded(self) -> bool:
        """Begin with what the journal has, when the cloud cannot be asked; returns whether it has anything.

        What is recorded stays useful, and goes on to Nightscout, while the cloud is away.
        """
        for patient_id in self.patients:
            if known := await self._async_recorded(patient_id):
                self.data[patient_id] = known
        if not self.data:
            return False
        self.data = self._looked(self.data)
        self._async_schedule_look()
        return True

    async def _async_recorded(self, patient_id: str) -> PatientData | None:
        """Return what the journal has of a patient; None when it has nothing, or cannot be read."""
        title = self.patients[patient_id].title
        patient = Patient(id=patient_id, first_name=title, last_name="", unit=self.alerts.kept_unit(patient_id))
        known = await self._async_patient_data(patient, dt_util.utcnow())
        return known if known.latest else None

    @override
    async def _async_update_data(self) -> dict[str, PatientData]:
        now = self._last_poll = dt_util.utcnow()
        try:
            patients = {patient.id: patient for patient in await self.client.connections()}
        except CloudError as err:
            raise self._translated(err) from err
        self._retry_seconds = None
        for issue in ACCOUNT_ISSUES:
            ir.async_delete_issue(self.hass, DOMAIN, f"{issue}_{self.config_entry.entry_id}")
        data: dict[str, PatientData] = {}
        gone: dict[str, PatientData] = {}
        for patient_id in self.patients:
            if patient := patients.get(patient_id):
                await self._async_record(patient, dt_util.utcnow())
                data[patient_id] = await self._async_patient_data(patient, now)
            elif self._absent[patient_id] + 1 < _ABSENT_POLLS and patient_id in self.data:
                data[patient_id] = self.data[patient_id]
            elif (
                known := self.data.get(patient_id)
                or self._gone.get(patient_id)
                or await self._async_recorded(patient_id)
            ):
                gone[patient_id] = known
        self._async_note_absent(patients)
        self._async_update_devices(data)
        await self._backfill.async_look(self.hass, self.config_entry, {name: self.cadence(name) for name in data})
        # Nothing is awaited from here until it is shown: what is told is what is shown.
        self._gone = self._looked(gone)
        return self._looked(data)

    async def _async_record(self, patient: Patient, now: datetime) -> None:
        """Put a patient's current reading into the journal."""
        if (reading := patient.current) is None:
            return
        rhythm = self._rhythms.get(patient.id, Rhythm())
        self._rhythms[patient.id] = observe(rhythm, reading.time, now)
        # The first reading of a run may have been there for days: only one that a poll has seen come tells the delay.
        if rhythm.newest is not None and reading.time > rhythm.newest:
            self._delays[patient.id] = now - reading.time
        await self._async_add(patient.id, [reading])

    async def _async_add(self, patient_id: str, readings: Iterable[Reading]) -> None:
        """Record readings and wake the delivery; a full disk costs nothing: the cloud has them for hours."""
        issue_id = f"{ISSUE_JOURNAL_UNWRITABLE}_{self.config_entry.entry_id}"
        try:
            new = await self._journal.add(patient_id, readings, received=dt_util.utcnow())
        except JournalDamaged as err:
            await self._async_begin_anew()
            raise UpdateFailed(translation_domain=DOMAIN, translation_key=ISSUE_JOURNAL_DAMAGED) from err
        except JournalError:
            async_create_issue(self.hass, self.config_entry, ISSUE_JOURNAL_UNWRITABLE)
            return
        ir.async_delete_issue(self.hass, DOMAIN, issue_id)
        delivery = self.config_entry.runtime_data.deliveries.get(self.patients[patient_id].subentry_id)
        if new and delivery:
            await delivery.async_wake()

    async def _async_begin_anew(self) -> None:
        """Set a damaged journal aside and set the entry up again, with a new one."""
        with suppress(JournalError):
            await self._journal.close()
        await async_set_journal_aside(self.hass, self.config_entry)
        self.hass.config_entries.async_schedule_reload(self.config_entry.entry_id)

    async def _async_patient_data(self, patient: Patient, now: datetime) -> PatientData:
        """Return what is known of a patient, from the answer and the journal."""
        known = self.data.get(patient.id)
        try:
            latest = await self._journal.latest(patient.id)
            recent = tuple(await self._journal.range(patient.id, latest.time - WINDOW, now + _DAY)) if latest else ()
            absent = await self._async_missing(patient.id, now)
        except JournalError:
            latest, recent, absent = (known.latest, known.recent, known.missing) if known else (None, (), 0)
        # The journal cannot be written: what is current must be seen all the same, and what follows from an hour of it.
        kept = (*(known.recent if known else ()), *([patient.current] if patient.current else []))
        by_time = {one.time: one for one in kept if one.kind is ReadingKind.CURRENT} | {one.time: one for one in recent}
        if by_time and (latest is None or max(by_time) > latest.time):
            latest = by_time[max(by_time)]
        recent = tuple(one for time, one in sorted(by_time.items()) if latest and time >= latest.time - WINDOW)
        sensor = self._sensor(patient)
        return PatientData(
            patient=patient,
            latest=latest,
            recent=recent,
            sensor=sensor,
            life=self._life(patient.id, sensor, latest),
            stale_limit=self.settings.stale_limit,
            cloud_delay=self._delays.get(patient.id),
            missing=absent,
            thresholds=self._thresholds(patient),
        )

    def _thresholds(self, patient: Patient) -> Thresholds:
        """Return the patient's thresholds: as chosen, or as the account's alarms are set."""
        limits = patient.alarm_limits
        if limits == AlarmLimits():  # Nothing was said: that must not look like a change.
            limits = self.alerts.kept_limits(patient.id)
        chosen = PatientSettings.from_data(self.patients[patient.id].data).thresholds
        return Thresholds.from_limits(limits, chosen)

    def _nightscout_waits_since(self, patient_id: str) -> datetime | None:
        """Return since when (UTC) a patient's readings wait for their site."""
        delivery = self.config_entry.runtime_data.deliveries.get(self.patients[patient_id].subentry_id)
        return delivery.waits_since if delivery else None

    async def _async_missing(self, patient_id: str, now: datetime) -> int:
        """Return how many five-minute readings of the last 24 hours are missing, counted from the first one ever."""
        first = await self._journal.first_time(patient_id)
        if first is None:
            return 0
        start = max(now - _DAY, first)
        times = await self._journal.times(patient_id, start, now)
        return missing(gaps(times, start, now, self.cadence(patient_id)))

    def _sensor(self, patient: Patient) -> Sensor | None:
        """Return the newest sensor that the list or the graph has shown."""
        seen = [sensor for sensor in (patient.sensor, self._graph_sensors.get(patient.id)) if sensor]
        return max(seen, key=lambda sensor: sensor.started, default=None)

    def _life(self, patient_id: str, sensor: Sensor | None, latest: Reading | None) -> timedelta:
        """Return how long the patient's sensors last: as set, or as learned."""
        if chosen := PatientSettings.from_data(self.patients[patient_id].data).sensor_life:
            return chosen
        if patient_id not in self._store.sensor_lives and proves_long_life(sensor, latest):
            self._store.async_save_sensor_life(patient_id, LONG_LIFE)
        return self._store.sensor_lives.get(patient_id, SHORT_LIFE)

    async def _async_backfilled(self, patient_id: str, readings: Iterable[Reading], sensor: Sensor | None) -> None:
        """Take over what the graph or the logbook had."""
        if sensor:
            self._graph_sensors[patient_id] = sensor
        oldest = dt_util.utcnow() - self.settings.retention  # What would be deleted at once is not taken.
        await self._async_add(patient_id, [reading for reading in readings if reading.time >= oldest])
        if known := self.data.get(patient_id):
            filled = await self._async_patient_data(known.patient, dt_util.utcnow())
            # Otherwise a poll has ended meanwhile, and knows better.
            if patient_id in self.data and self.data[patient_id].patient is known.patient:
                self.data = {**self.data, **self._looked({patient_id: filled})}
                self._async_schedule_look()
                self.async_update_listeners()

    @callback
    def _async_note_absent(self, present: Mapping[str, Patient]) -> None:
        """Tell the user of followed patients who do not share any more, until they are back."""
        for patient_id, subentry in self.patients.items():
            issue_id = f"{ISSUE_PATIENT_GONE}_{subentry.subentry_id}"
            if patient_id in present:
                del self._absent[patient_id]
                ir.async_delete_issue(self.hass, DOMAIN, issue_id)
                continue
            self._absent[patient_id] += 1
            if self._absent[patient_id] >= _ABSENT_POLLS:
                async_create_gone_issue(self.hass, subentry)

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
            due = next_poll(self._rhythms.values(), self._last_poll, fixed=self.settings.polling, jitter=self._jitter)
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
        return {patient_id: self.alerts.look(known, now) for patient_id, known in data.items()}

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
        key, placeholders, issue = told(err)
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
