"""What an account keeps beside its journal: session, sensors' lives and starts, choices, which statistics are due.

The session holds a token in which names can be read: the file is private, and nothing of it is logged.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.storage import STORAGE_DIR, Store
from homeassistant.util.hass_dict import HassKey

from ..cloud import Session
from ..const import DOMAIN

_VERSION = 1
_SAVE_DELAY = 1.0
_SAME_START = 3600.0
"""Seconds: no sensor starts while another warms up, so a start that is told a little otherwise is of the same one."""
_MOST_STARTS = 60

# Sessions that a flow has just opened, by user id, for the entry that it creates: logging in twice is a waste of the
# few log-ins that the cloud allows.
_HANDED_OVER: HassKey[dict[str, Session]] = HassKey(f"{DOMAIN}_sessions")


@callback
def async_hand_over(hass: HomeAssistant, user_id: str, session: Session) -> None:
    """Leave the session of a finished flow for the entry of this cloud user to take."""
    hass.data.setdefault(_HANDED_OVER, {})[user_id] = session


def journal_path(hass: HomeAssistant, entry_id: str) -> Path:
    """Return the file of an account's journal."""
    return Path(hass.config.path(STORAGE_DIR, DOMAIN, f"{entry_id}.db"))


class AccountStore:
    """The small private file of one account."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Name the file; nothing is read yet."""
        self._hass = hass
        # Atomic: a power cut must not cost the log-in.
        self._store: Store[dict[str, Any]] = Store(
            hass, _VERSION, f"{DOMAIN}.{entry_id}", private=True, atomic_writes=True
        )
        self.session = Session()
        self.sensor_lives: dict[str, timedelta] = {}
        self._choices: dict[str, dict[str, str]] = {}
        self._statistics_due: dict[str, list[float]] = {}
        self._sensor_starts: dict[str, list[float]] = {}
        self._closed = False

    async def async_load(self, user_id: str | None) -> None:
        """Read the file; a session that a flow has handed over for this user takes precedence."""
        data: Mapping[str, Any] = await self._store.async_load() or {}
        self.session = Session.from_dict(data.get("session"))
        lives = data.get("sensor_lives")
        if isinstance(lives, dict):
            self.sensor_lives = {patient: timedelta(days=days) for patient, days in lives.items()}
        self._choices = data.get("choices") or {}
        self._statistics_due = data.get("statistics_due") or {}
        self._sensor_starts = data.get("sensor_starts") or {}
        if user_id and (session := self._hass.data.get(_HANDED_OVER, {}).pop(user_id, None)):
            self.async_save_session(session)

    @callback
    def async_save_session(self, session: Session) -> None:
        """Keep a session for the next start."""
        self.session = session
        self._async_save()

    @callback
    def async_forget_others(self, patients: Collection[str]) -> None:
        """Delete what is kept of people who are not among these any more."""
        kept: tuple[dict[str, Any], ...] = (
            self.sensor_lives,
            self._choices,
            self._statistics_due,
            self._sensor_starts,
        )
        gone = {patient for one in kept for patient in one} - set(patients)
        for patient in gone:
            for one in kept:
                one.pop(patient, None)
        if gone:
            self._async_save()

    @callback
    def async_save_sensor_life(self, patient: str, life: timedelta) -> None:
        """Remember how long a patient's sensors last."""
        self.sensor_lives[patient] = life
        self._async_save()

    def sensor_starts(self, patient: str) -> list[datetime]:
        """Return when a patient's sensors were started (UTC), oldest first: the last 60 that were seen."""
        return [datetime.fromtimestamp(start, UTC) for start in self._sensor_starts.get(patient, ())]

    @callback
    def async_note_sensor_start(self, patient: str, started: datetime) -> None:
        """Remember when a sensor was started: the cloud tells only of the newest."""
        known, start = self._sensor_starts.get(patient, []), started.timestamp()
        if all(abs(start - other) > _SAME_START for other in known):
            self._sensor_starts[patient] = sorted([*known, start])[-_MOST_STARTS:]
            self._async_save()

    def choice(self, patient: str, key: str) -> str | None:
        """Return what the user has chosen for a patient."""
        return self._choices.get(patient, {}).get(key)

    @callback
    def async_save_choice(self, patient: str, key: str, option: str) -> None:
        """Remember what the user has chosen for a patient."""
        self._choices.setdefault(patient, {})[key] = option
        self._async_save()

    def knows_statistics(self, patient: str) -> bool:
        """Return whether a patient's statistics have ever been seen to."""
        return patient in self._statistics_due

    def statistics_due(self, patient: str) -> tuple[datetime, datetime] | None:
        """Return the span (UTC) whose statistics are still to be written; None: there is nothing to do."""
        if not (due := self._statistics_due.get(patient)):
            return None
        start, end = (datetime.fromtimestamp(time, UTC) for time in due)
        return start, end

    @callback
    def async_save_statistics_due(self, patient: str, due: tuple[datetime, datetime] | None) -> None:
        """Remember the span (UTC) whose statistics are to be written."""
        self._statistics_due[patient] = [time.timestamp() for time in due] if due else []
        self._async_save()

    @callback
    def _async_save(self) -> None:
        if not self._closed:
            self._store.async_delay_save(self._data, _SAVE_DELAY)

    async def async_close(self, session: Session) -> None:
        """Write everything now, with the newest session, and nothing later: the account may be removed next."""
        self.session = session
        self._closed = True
        await self._store.async_save(self._data())

    async def async_remove(self) -> None:
        """Delete the file."""
        await self._store.async_remove()

    def _data(self) -> dict[str, Any]:
        return {
            "session": self.session.as_dict(),
            "sensor_lives": {patient: life.days for patient, life in self.sensor_lives.items()},
            "choices": self._choices,
            "sensor_starts": self._sensor_starts,
            "statistics_due": self._statistics_due,
        }
