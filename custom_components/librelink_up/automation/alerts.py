"""Alerts: what is new of a patient is told once, to the event entity and to triggers, whatever restarts in between."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
import json
from typing import NamedTuple

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, CoreState, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.signal_type import SignalType

from ..account.person import PatientData
from ..const import DOMAIN
from ..glucose import DAMAGE, AlarmLimits, GlucoseUnit, Happening, Look, Watch, happenings, take_look
from ..journal import Journal, JournalError


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a look at a patient has found, new or not; triggers ask it their own questions."""

    entry_id: str
    data: PatientData
    look: Look
    happenings: tuple[Happening, ...]
    """What has happened by the usual measures, the most important last."""
    nightscout_waits_since: datetime | None
    """Since when (UTC) readings wait for the patient's site and none was confirmed."""

    @property
    def patient_id(self) -> str:
        """Return whom it is about."""
        return self.data.patient.id


SIGNAL_NEWS: SignalType[News] = SignalType(f"{DOMAIN}_news")

# The alerts of every account that is set up, by entry id.
_ALERTS: HassKey[dict[str, Alerts]] = HassKey(f"{DOMAIN}_alerts")


class Known(NamedTuple):
    """What is known of a patient, and the watch over them up to what has been told."""

    data: PatientData
    watch: Watch


@callback
def known_of(hass: HomeAssistant, patient_ids: Collection[str]) -> list[Known]:
    """Return what is known of these patients, whatever account they are followed through."""
    accounts = hass.data.get(_ALERTS, {}).values()
    return [known for account in accounts for patient_id in patient_ids if (known := account.known(patient_id))]


class Alerts:
    """Keeps a watch over each patient of an account.

    While Home Assistant starts or stops, or the account is taken down, nobody listens: then nothing is told, and
    nothing counts as told.
    """

    def __init__(self, hass: HomeAssistant, entry_id: str, journal: Journal) -> None:
        """Take where the watches are kept."""
        self._hass = hass
        self._entry_id = entry_id
        self._journal = journal
        self._data: dict[str, PatientData] = {}
        self._watches: dict[str, Watch] = {}
        self._untold: list[News] = []
        self._told: dict[str, Watch] = {}

    @callback
    def async_answer(self) -> CALLBACK_TYPE:
        """Let triggers and conditions ask what is known of these people; returns what ends it."""
        asked = self._hass.data.setdefault(_ALERTS, {})
        asked[self._entry_id] = self

        @callback
        def _end() -> None:
            del asked[self._entry_id]

        return _end

    async def async_load(self) -> None:
        """Take the watches up where they were left; one that is damaged begins anew. May raise a JournalError."""
        for patient_id, document in (await self._journal.watches()).items():
            with suppress(*DAMAGE):
                self._watches[patient_id] = self._told[patient_id] = Watch.from_json(json.loads(document))

    def kept_limits(self, patient_id: str) -> AlarmLimits:
        """Return the account's own limits (mg/dL) as they were last said, for when the cloud does not say them."""
        watch = self._watches.get(patient_id)
        return watch.limits if watch else AlarmLimits()

    def kept_unit(self, patient_id: str) -> GlucoseUnit:
        """Return the unit that a patient used when the cloud last said it."""
        watch = self._watches.get(patient_id)
        return watch.unit if watch else GlucoseUnit.MG_DL

    def known(self, patient_id: str) -> Known | None:
        """Return what is known of a patient; None: nothing has been told of them."""
        data, watch = self._data.get(patient_id), self._told.get(patient_id)
        return Known(data, watch) if data and watch else None

    @callback
    def look(self, data: PatientData, now: datetime, nightscout_waits_since: datetime | None) -> PatientData:
        """Return a patient's data with their episode as it stands now (UTC); what is new is told by `async_tell`.

        `nightscout_waits_since` is since when (UTC) readings wait for the patient's site.
        """
        patient_id = data.patient.id
        before = self._watches.get(patient_id) or Watch.begin(now, data.thresholds, data.sensor)
        said = data.patient.alarm_limits
        before = replace(before, limits=before.limits if said == AlarmLimits() else said, unit=data.patient.unit)
        look = take_look(
            before,
            now,
            data.recent,
            thresholds=data.thresholds,
            stale_limit=data.stale_limit,
            sensor=data.sensor,
            life=data.life,
        )
        data = self._data[patient_id] = replace(data, episode=look.after.episode)
        if self._listened_to:
            self._watches[patient_id] = look.after
            self._untold.append(
                News(
                    entry_id=self._entry_id,
                    data=data,
                    look=look,
                    happenings=happenings(look, nightscout_waits_since),
                    nightscout_waits_since=nightscout_waits_since,
                )
            )
        return data

    @property
    def _listened_to(self) -> bool:
        entry = self._hass.config_entries.async_get_entry(self._entry_id)
        taken_down = entry is None or entry.state is ConfigEntryState.UNLOAD_IN_PROGRESS
        return self._hass.state is CoreState.running and not taken_down

    @callback
    def async_tell(self) -> None:
        """Tell what was found since the last time; the entities show it already."""
        untold, self._untold = self._untold, []
        for news in untold:
            self._told[news.patient_id] = news.look.after
            async_dispatcher_send(self._hass, SIGNAL_NEWS, news)
        if untold:
            # Told first, noted then: if the power fails in between, an alarm comes twice rather than never.
            watches = {news.patient_id: news.look.after for news in untold}
            self._hass.async_create_task(self._async_keep(watches), f"{DOMAIN} keep watches")

    async def _async_keep(self, watches: Mapping[str, Watch]) -> None:
        with suppress(JournalError):  # The journal's own failures are told when readings are recorded.
            await self._journal.keep_watches(
                {patient_id: json.dumps(watch.as_json()) for patient_id, watch in watches.items()}
            )
