"""What is odd about a person's readings as they come: told by repair issues, and in the log once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
import logging

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback

from ..glucose import Patient, Unread
from .issues import (
    ISSUE_CLOCK_AHEAD,
    ISSUE_CLOCK_BEHIND,
    ISSUE_UNREADABLE,
    async_create_issue,
    async_delete_issues,
)

_LOGGER = logging.getLogger(__name__)

_BEHIND = timedelta(minutes=20)
_BEHIND_PROOFS = 3
_MINUTE = timedelta(minutes=1)


@dataclass(kw_only=True)
class _Seen:
    """What has been seen of one person's answers."""

    unreadable: dict[str, str] = field(default_factory=dict)
    """The shape of what could not be read, by where it stood."""
    newest: datetime | None = None
    behind: int = 0
    """How many readings in a row came with a time that was long ago."""


class Hints:
    """Looks at how the readings of an account's people come."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Take the account."""
        self._hass = hass
        self._entry = entry
        self._seen: dict[str, _Seen] = {}
        self._logged: set[str] = set()

    def unreadable(self, patient_id: str) -> dict[str, str]:
        """Return the shapes of what could not be read of a person, by where it stood."""
        return dict(self._seen[patient_id].unreadable) if patient_id in self._seen else {}

    @callback
    def async_note(self, subentry: ConfigSubentry, patient: Patient, now: datetime) -> None:
        """Take note of an answer about a person that came now (UTC)."""
        seen = self._seen.setdefault(patient.id, _Seen())
        unread = patient.unread
        ahead = unread.ahead if unread else None
        self._async_say(subentry, ISSUE_CLOCK_AHEAD, ahead)
        if unread is None or ahead is None:
            self.async_note_form(subentry, patient.id, "newest", unread)
        if patient.current is None:
            return
        time = patient.current.time
        # The first one may have been there for days: only one that was seen to come tells of the clock.
        if seen.newest is not None and time > seen.newest:
            seen.behind = seen.behind + 1 if now - time >= _BEHIND else 0
            self._async_say(subentry, ISSUE_CLOCK_BEHIND, now - time if seen.behind >= _BEHIND_PROOFS else None)
        seen.newest = max(time, seen.newest or time)

    @callback
    def async_note_form(self, subentry: ConfigSubentry, patient_id: str, where: str, unread: Unread | None) -> None:
        """Take note of whether the readings at one place of the answers could be understood."""
        unreadable = self._seen.setdefault(patient_id, _Seen()).unreadable
        if unread is None:
            unreadable.pop(where, None)
        else:
            unreadable[where] = unread.shape
            self._log(unread.shape)
        if unreadable:
            async_create_issue(self._hass, self._entry, ISSUE_UNREADABLE, subentry=subentry)
        else:
            async_delete_issues(self._hass, subentry.subentry_id, ISSUE_UNREADABLE)

    def _log(self, shape: str) -> None:
        """Log once what readings look like that cannot be understood."""
        if shape not in self._logged:
            self._logged.add(shape)
            _LOGGER.warning(
                "Readings cannot be understood and are left out (%s); please report this with the diagnostics of the "
                "account, which hold no values",
                shape,
            )

    @callback
    def _async_say(self, subentry: ConfigSubentry, key: str, wrong_by: timedelta | None) -> None:
        """Say by how much a phone's clock is wrong, or that it is not."""
        if wrong_by is None:
            async_delete_issues(self._hass, subentry.subentry_id, key)
            return
        minutes = {"minutes": str(round(wrong_by / _MINUTE))}
        async_create_issue(self._hass, self._entry, key, minutes, subentry=subentry)
