"""What is known of the people of an account: readings go through here into the journal, and what follows comes out."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant

from ..const import SUBENTRY_TYPE_PATIENT
from ..glucose import (
    HABIT_SPAN,
    LONG_LIFE,
    SHORT_LIFE,
    AlarmLimits,
    GlucoseUnit,
    Habit,
    Patient,
    Reading,
    Rhythm,
    Sensor,
    Thresholds,
    account_limits,
    gaps,
    habit,
    in_time,
    missing,
    observe,
    proves_long_life,
    recalled,
)
from ..journal import JournalError
from .clock import utcnow
from .delivery import Delivery
from .person import PatientData
from .recorder import Recorder
from .settings import AccountSettings, PatientSettings
from .store import AccountStore
from .unit import chosen_for_glucose

_DAY = timedelta(days=1)
_HABIT_KEPT = timedelta(minutes=15)
"""A day of readings is looked through no more often than this: it says much the same as before."""


class Kept(Protocol):
    """Who remembers what the cloud has said of a patient, for when it does not say it."""

    def kept_limits(self, patient_id: str) -> AlarmLimits:
        """Return the account's own alarm limits (mg/dL)."""
        ...

    def kept_unit(self, patient_id: str) -> GlucoseUnit | None:
        """Return the unit in which the patient was shown last."""
        ...


class People:
    """Records the readings of an account's people, and answers what is known of each."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        *,
        recorder: Recorder,
        store: AccountStore,
        deliveries: Mapping[str, Delivery],
        kept: Kept,
    ) -> None:
        """Take where readings are recorded, and who forwards them (by subentry id)."""
        self.settings = AccountSettings.from_options(entry.options)
        self.subentries: dict[str, ConfigSubentry] = {
            str(subentry.unique_id): subentry for subentry in entry.get_subentries_of_type(SUBENTRY_TYPE_PATIENT)
        }
        store.async_forget_others(self.subentries)
        self.rhythms: dict[str, Rhythm] = {}
        """How the readings of each patient come, by id."""
        self.units: dict[str, GlucoseUnit] = {
            patient_id: unit
            for patient_id, subentry in self.subentries.items()
            if (unit := PatientSettings.from_data(subentry.data).unit or chosen_for_glucose(hass, entry, subentry))
        }
        """In which unit each patient is shown, by id."""
        self._hass = hass
        self._entry = entry
        self._recorder = recorder
        self._journal = recorder.journal
        self._store = store
        self._deliveries = deliveries
        self._kept = kept
        self._graph_sensors: dict[str, Sensor] = {}
        self._delays: dict[str, timedelta] = {}
        self._habits: dict[str, tuple[datetime, Habit]] = {}

    def cadence(self, patient_id: str) -> timedelta:
        """Return how often readings of a patient come."""
        return self.rhythms.get(patient_id, Rhythm()).cadence

    def cadences(self, patient_ids: Iterable[str]) -> dict[str, timedelta]:
        """Return how often readings come, by patient id."""
        return {patient_id: self.cadence(patient_id) for patient_id in patient_ids}

    def nightscout_waits_since(self, patient_id: str) -> datetime | None:
        """Return since when (UTC) a patient's readings wait for their site."""
        delivery = self._deliveries.get(self.subentries[patient_id].subentry_id)
        return delivery.waits_since if delivery else None

    async def async_recall_rhythms(self) -> None:
        """Begin with the delay that the last readings had: polls would come too early until it is learned anew."""
        for patient_id in self.subentries:
            with suppress(JournalError):
                self.rhythms[patient_id] = recalled(await self._journal.delay(patient_id))

    async def async_recorded(self, patient_id: str) -> PatientData:
        """Return what the journal has of a patient of whom the cloud has told nothing; it may be nothing."""
        title = self.subentries[patient_id].title
        if kept := self._kept.kept_unit(patient_id):
            self.units.setdefault(patient_id, kept)
        unit = self.units.get(patient_id, GlucoseUnit.MG_DL)
        patient = Patient(id=patient_id, first_name=title, last_name="", unit=unit)
        return replace(await self.async_data(patient, utcnow(self._hass), None), heard=False)

    async def async_again(self, known: PatientData) -> PatientData:
        """Return what is known of a patient without an answer about them: the time that is missing grows."""
        return replace(await self.async_data(known.patient, utcnow(self._hass), known), heard=known.heard)

    async def async_record(self, patient: Patient, now: datetime) -> None:
        """Put a patient's current reading into the journal."""
        self.units.setdefault(patient.id, patient.unit)  # Only the first time: what the cloud says can flip.
        if (reading := patient.current) is None:
            return
        rhythm = self.rhythms.get(patient.id, Rhythm())
        self.rhythms[patient.id] = observe(rhythm, reading.time, now)
        # The first reading of a run may have been there for days: only one that a poll has seen come tells the delay.
        if rhythm.newest is not None and reading.time > rhythm.newest:
            self._delays[patient.id] = now - reading.time
        await self._async_add(patient.id, [reading])

    async def async_record_late(self, patient_id: str, readings: Iterable[Reading], sensor: Sensor | None) -> None:
        """Put what the graph or the logbook had into the journal; what would be deleted at once is not taken."""
        if sensor:
            self._graph_sensors[patient_id] = sensor
        self._habits.pop(patient_id, None)
        oldest = utcnow(self._hass) - self.settings.retention
        await self._async_add(patient_id, [reading for reading in readings if reading.time >= oldest])

    async def _async_add(self, patient_id: str, readings: Iterable[Reading]) -> None:
        """Record readings and wake the delivery."""
        new = await self._recorder.async_add(patient_id, readings)
        delivery = self._deliveries.get(self.subentries[patient_id].subentry_id)
        if new and delivery:
            await delivery.async_wake()

    async def async_settled(self) -> None:
        """Go on forwarding: the journal has gone over to a file, which may be a new one."""
        with suppress(JournalError):  # A file that fails at once: the next reading finds that out.
            for delivery in self._deliveries.values():
                await delivery.async_take_part()
                await delivery.async_wake()

    async def async_data(self, patient: Patient, now: datetime, known: PatientData | None) -> PatientData:
        """Return what is known of a patient now (UTC), from the answer, the journal, and what was known before."""
        recent = await self._recorder.async_recent(patient.id)
        # What is from the future, by a clock that has been set since, stands behind what is known now.
        recent = tuple(reading for reading in recent if in_time(reading, now)) or recent
        latest = recent[-1] if recent else None
        absent, usual = (known.missing, known.usual) if known else (0, None)
        with suppress(JournalError):
            absent = await self._async_missing(patient.id, now)
            usual = await self._async_habit(patient.id, latest)
        sensor = self._sensor(patient)
        return PatientData(
            patient=patient,
            unit=self.units.get(patient.id, patient.unit),
            latest=latest,
            recent=recent,
            sensor=sensor,
            life=self._life(patient.id, sensor, latest),
            stale_limit=self.settings.stale_limit,
            cloud_delay=self._delays.get(patient.id),
            missing=absent,
            thresholds=self._thresholds(patient),
            usual=usual,
        )

    async def _async_habit(self, patient_id: str, latest: Reading | None) -> Habit | None:
        """Return what glucose has been like in the day before the newest reading."""
        if latest is None:
            return None
        since, kept = self._habits.get(patient_id, (None, None))
        if since is None or not timedelta(0) <= latest.time - since < _HABIT_KEPT:
            day = await self._journal.range(patient_id, latest.time - HABIT_SPAN, latest.time + timedelta(seconds=1))
            if not day:  # It could not be recorded.
                return None
            since, kept = self._habits[patient_id] = latest.time, habit(day)
        return kept

    def _thresholds(self, patient: Patient) -> Thresholds:
        """Return the patient's thresholds: as chosen, or as the account's target range and alarms are set."""
        # What an answer does not say must not look like a change.
        limits = account_limits(patient, self._kept.kept_limits(patient.id))
        chosen = PatientSettings.from_data(self.subentries[patient.id].data).thresholds
        return Thresholds.from_limits(limits, chosen)

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
        for sensor in seen:
            self._store.async_note_sensor_start(patient.id, sensor.started)
        return max(seen, key=lambda sensor: sensor.started, default=None)

    def _life(self, patient_id: str, sensor: Sensor | None, latest: Reading | None) -> timedelta:
        """Return how long the patient's sensors last: as set, or as learned."""
        if chosen := PatientSettings.from_data(self.subentries[patient_id].data).sensor_life:
            return chosen
        if patient_id not in self._store.sensor_lives and proves_long_life(sensor, latest):
            self._store.async_save_sensor_life(patient_id, LONG_LIFE)
        return self._store.sensor_lives.get(patient_id, SHORT_LIFE)
