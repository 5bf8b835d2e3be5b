"""Alerts: what is new of a patient is told once, to the event entity and to triggers, whatever restarts in between."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
import json
from typing import NamedTuple

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, CoreState, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.signal_type import SignalType

from ..account.clock import utcnow
from ..account.person import PatientData
from ..const import DOMAIN
from ..glucose import (
    DAMAGE,
    AlarmLimits,
    Episode,
    GlucoseUnit,
    Happening,
    Look,
    Silence,
    Watch,
    account_limits,
    happenings,
    take_look,
)
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


_LOOK_KEPT_EVERY = timedelta(minutes=5)

SIGNAL_NEWS: SignalType[News] = SignalType(f"{DOMAIN}_news")

# The alerts of every account that is set up, by entry id.
_ALERTS: HassKey[dict[str, Alerts]] = HassKey(f"{DOMAIN}_alerts")


class Known(NamedTuple):
    """What is known of a patient, and the watch over them up to what has been told; None: nothing has been yet."""

    data: PatientData
    watch: Watch | None


@callback
def known_of(hass: HomeAssistant, patient_ids: Collection[str]) -> dict[str, Known]:
    """Return what is known of these patients, by id; of whom nothing is known, is missing.

    Somebody can be followed through two accounts: the one that has the newest reading knows best.
    """
    found: dict[str, Known] = {}
    for account in hass.data.get(_ALERTS, {}).values():
        for patient_id in patient_ids:
            known, other = account.known(patient_id), found.get(patient_id)
            if known and (other is None or _newest(other) < _newest(known)):
                found[patient_id] = known
    return found


def _newest(known: Known) -> float:
    return known.data.shown.time.timestamp() if known.data.shown else 0.0


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
        self._kept: dict[str, Watch] = {}

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

    def kept_unit(self, patient_id: str) -> GlucoseUnit | None:
        """Return the unit in which a patient was shown last; None: they were not."""
        watch = self._watches.get(patient_id)
        return watch.unit if watch else None

    def known(self, patient_id: str) -> Known | None:
        """Return what is known of a patient; None: nothing is."""
        data = self._data.get(patient_id)
        return Known(data, self._told.get(patient_id)) if data else None

    @callback
    def look(self, data: PatientData, now: datetime, nightscout_waits_since: datetime | None) -> PatientData:
        """Return a patient's data with their episode as it stands now (UTC); what is new is told by `async_tell`.

        `nightscout_waits_since` is since when (UTC) readings wait for the patient's site.
        """
        patient_id = data.patient.id
        before = self._watches.get(patient_id) or Watch.begin(now, data.thresholds, data.sensor)
        before = replace(before, limits=account_limits(data.patient, before.limits), unit=data.unit)
        look = take_look(
            before,
            now,
            data.recent,
            thresholds=data.thresholds,
            stale_limit=data.stale_limit,
            sensor=data.sensor,
            life=data.life,
            usual=data.usual,
        )
        data = self._data[patient_id] = replace(data, episode=look.after.episode, silence=look.after.silence)
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

    @callback
    def silence(self, data: PatientData, change: Callable[[Silence, Episode], Silence]) -> PatientData:
        """Return a patient's data after somebody has acknowledged, snoozed, or ended that; it outlives a restart."""
        patient_id = data.patient.id
        if data.episode is None:
            return data
        silence = change(data.silence, data.episode)
        watch = self._watches.get(patient_id) or Watch.begin(utcnow(self._hass), data.thresholds, data.sensor)
        self._watches[patient_id] = replace(watch, silence=silence)
        if told := self._told.get(patient_id):
            self._told[patient_id] = replace(told, silence=silence)
            kept = {patient_id: self._told[patient_id]}
            self._hass.async_create_task(self._async_keep(kept), f"{DOMAIN} keep silence")
        data = self._data[patient_id] = replace(data, silence=silence)
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
            watches = {news.patient_id: news.look.after for news in untold if self._is_worth_keeping(news)}
            if watches:
                self._hass.async_create_task(self._async_keep(watches), f"{DOMAIN} keep watches")

    def _is_worth_keeping(self, news: News) -> bool:
        """Return whether a watch has changed since it was written; only that it was looked again is no reason.

        How far the looks have come is written now and then, and at the end: see `async_keep`.
        """
        watch, kept = news.look.after, self._kept.get(news.patient_id)
        if kept is None or news.happenings or watch.looked - kept.looked >= _LOOK_KEPT_EVERY:
            return True
        return replace(watch, looked=kept.looked, heard=kept.heard) != kept

    async def async_keep(self) -> None:
        """Keep what has been told so far, before the journal closes."""
        await self._async_keep({name: watch for name, watch in self._told.items() if watch != self._kept.get(name)})

    async def _async_keep(self, watches: Mapping[str, Watch]) -> None:
        with suppress(JournalError):  # The journal's own failures are told when readings are recorded.
            await self._journal.keep_watches(
                {patient_id: json.dumps(watch.as_json()) for patient_id, watch in watches.items()}
            )
            self._kept |= watches
