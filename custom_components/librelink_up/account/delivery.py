"""The delivery of a patient's readings to Nightscout: from the journal, by a forwarder, problems told to the user."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..journal import Journal, JournalError, OutboxCount
from ..nightscout import Forwarder, Problem, Status, create_client, site_key
from .clock import utcnow
from .issues import (
    ISSUE_CREDENTIAL,
    ISSUE_FORBIDDEN,
    ISSUE_HTTPS_NEEDED,
    ISSUE_INTERNAL,
    ISSUE_MOVED,
    ISSUE_REFUSED,
    ISSUE_REFUSES_ALL,
    ISSUE_SERVER,
    ISSUE_SIGN_ON,
    ISSUE_TLS,
    ISSUE_TWO_UPLOADERS,
    ISSUE_UNREACHABLE,
    NIGHTSCOUT_ISSUES,
    async_create_issue,
    async_delete_issues,
)
from .recorder import Recorder
from .settings import NightscoutSettings, PatientSettings

# One upload at a time per site, whoever uploads: parallel writes could double a reading.
_SITE_LOCKS: HassKey[defaultdict[str, asyncio.Lock]] = HassKey(f"{DOMAIN}_site_locks")

# Only the user can help, at once; all other trouble passes as a rule, and is told when it does not.
_ASK_THE_USER = {
    Problem.CREDENTIAL: ISSUE_CREDENTIAL,
    Problem.FORBIDDEN: ISSUE_FORBIDDEN,
    Problem.HTTPS_NEEDED: ISSUE_HTTPS_NEEDED,
    Problem.MOVED: ISSUE_MOVED,
}
_TELL_LATER = {
    Problem.UNREACHABLE: ISSUE_UNREACHABLE,
    Problem.TLS: ISSUE_TLS,
    Problem.SERVER: ISSUE_SERVER,
    Problem.SIGN_ON: ISSUE_SIGN_ON,
    Problem.REFUSES_ALL: ISSUE_REFUSES_ALL,
    Problem.INTERNAL: ISSUE_INTERNAL,
}
_BROKEN_AFTER = timedelta(hours=1)


class Delivery:
    """How the readings of one patient get to their site."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        subentry: ConfigSubentry,
        settings: NightscoutSettings,
        journal: Journal,
        *,
        cadence: Callable[[], timedelta],
    ) -> None:
        """Prepare; `async_start` begins."""
        self._hass = hass
        self._entry = entry
        self._subentry = subentry
        self._settings = settings
        self._journal = journal
        self._patient = str(subentry.unique_id)
        self._site = site_key(settings.url)
        self._outbox = journal.outbox(self._patient, self._site)
        self._count = OutboxCount(0, 0, None)
        self._listeners: set[CALLBACK_TYPE] = set()
        self._shown: tuple[object, ...] = ()
        self._forwarder = Forwarder(
            create_client(
                async_get_clientsession(hass),
                url=settings.url,
                secret=settings.secret,
                api=settings.api,
                now=partial(utcnow, hass),
            ),
            self._outbox,
            lock=hass.data.setdefault(_SITE_LOCKS, defaultdict(asyncio.Lock))[self._site],
            cadence=cadence,
            now=partial(utcnow, hass),
            clock=hass.loop.time,
            on_change=self._async_changed,
            outbox_error=JournalError,
            spacing=settings.spacing,
        )

    @property
    def status(self) -> Status:
        """Return how the delivery stands at the moment."""
        return self._forwarder.status

    @property
    def waiting(self) -> int:
        """Return how many readings wait that a failed delivery has left; what is on its way does not count."""
        return self._count.waiting if self.status.behind else 0

    @property
    def refused(self) -> int:
        """Return how many readings the site has refused."""
        return self._count.refused

    @property
    def last_delivery(self) -> datetime | None:
        """Return when the site last confirmed a reading (UTC)."""
        return self._count.last_delivery

    @property
    def waits_since(self) -> datetime | None:
        """Return since when (UTC) readings wait and none was confirmed; None: none waits.

        Both times are on disk, so the answer is the same after a restart.
        """
        if self._count.oldest_waiting is None:
            return None
        return max(self._count.oldest_waiting, self._count.last_delivery or self._count.oldest_waiting)

    async def async_start(self) -> None:
        """Take part in the journal and begin to deliver; ends with the entry. May raise a JournalError."""
        await self.async_take_part()
        with suppress(JournalError):  # In memory nothing is counted, and nothing is sent.
            self._count = await self._outbox.count()
        if self.waits_since is None:  # Otherwise the first attempt says whether what was told still holds.
            await self._async_changed(Status())
        self._entry.async_create_background_task(self._hass, self._forwarder.run(), f"{DOMAIN} Nightscout delivery")

    async def async_take_part(self) -> None:
        """Let the journal keep for the site what comes; a new journal is told anew. May raise a JournalError."""
        await self._journal.rest_targets(self._patient, keep=self._site)
        await self._journal.register_target(
            self._patient,
            self._site,
            since=self._settings.first_time(utcnow(self._hass)),
            spacing=self._settings.spacing,
        )

    @callback
    def async_add_listener(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call a listener whenever something has changed that the entities of the delivery show."""
        self._listeners.add(listener)
        return partial(self._listeners.discard, listener)

    async def async_wake(self) -> None:
        """Say that the journal has new readings of the patient; they count as waiting while the site is away, too."""
        with suppress(JournalError):
            self._count = await self._outbox.count()
            self._async_show()
        self._forwarder.wake()

    async def async_retry_refused(self) -> None:
        """Let what the site has refused wait again."""
        await self._outbox.retry_refused()
        self._forwarder.wake()

    async def _async_changed(self, status: Status) -> None:
        """Tell the entities, and the user when only they can help or when it has lasted for long."""
        with suppress(JournalError):  # Then as many wait as before.
            self._count = await self._outbox.count()
        asked = _ASK_THE_USER.get(status.problem) if status.problem else None
        later = _TELL_LATER.get(status.problem) if status.problem else None
        self._async_issue(ISSUE_REFUSED, needed=self.refused > 0, placeholders={"count": str(self.refused)})
        if status.others is not None:  # What was ignored before a restart is not said again after it.
            self._async_issue(ISSUE_TWO_UPLOADERS, needed=status.others)
        # Trouble that changes its kind is not over: only a success, or a better answer, takes back what was told.
        if status.problem is None or asked:
            for key in _ASK_THE_USER.values():
                self._async_issue(key, needed=key == asked)
        if status.problem is None or asked or (later and self._is_broken(status)):
            self._async_issue(
                ISSUE_UNREACHABLE, needed=later is not None, text=later, placeholders={"detail": status.detail}
            )
        self._async_show()

    def _is_broken(self, status: Status) -> bool:
        """Return whether it has lasted for an hour; a restart does not begin it anew where something was delivered."""
        since = self.waits_since if self.last_delivery else status.since
        return since is not None and utcnow(self._hass) - since >= _BROKEN_AFTER

    @callback
    def _async_show(self) -> None:
        """Let the entities of the delivery show what has changed."""
        shown = (self.status, self.waiting, self.last_delivery)
        if shown != self._shown:
            self._shown = shown
            for listener in tuple(self._listeners):
                listener()

    @callback
    def _async_issue(
        self, key: str, *, needed: bool, text: str | None = None, placeholders: dict[str, str] | None = None
    ) -> None:
        if not needed:
            async_delete_issues(self._hass, self._subentry.subentry_id, key)
            return
        filled = {"url": self._settings.url, **(placeholders or {})}
        async_create_issue(self._hass, self._entry, key, filled, subentry=self._subentry, text=text)


async def async_start_deliveries(
    hass: HomeAssistant,
    entry: ConfigEntry,
    recorder: Recorder,
    subentries: Mapping[str, ConfigSubentry],
    *,
    cadence: Callable[[str], timedelta],
) -> dict[str, Delivery]:
    """Begin the delivery for every patient with a site; returns them by subentry id. May raise a JournalError.

    Takes the followed patients by id, and forgets everything of all others.
    """
    journal = recorder.journal
    await recorder.async_do(partial(journal.forget_patients, keep=subentries))
    deliveries = {}
    for patient_id, subentry in subentries.items():
        settings = PatientSettings.from_data(subentry.data).nightscout
        if settings is None:
            await recorder.async_do(partial(journal.rest_targets, patient_id, keep=None))
            async_delete_issues(hass, subentry.subentry_id, *NIGHTSCOUT_ISSUES)
            continue
        delivery = Delivery(hass, entry, subentry, settings, journal, cadence=partial(cadence, patient_id))
        deliveries[subentry.subentry_id] = delivery
        await recorder.async_do(delivery.async_start)
    return deliveries
