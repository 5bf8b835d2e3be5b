"""What is told of a person to all who look at them: one listens and works it out, however many browsers are open."""

from asyncio import Task
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from homeassistant.auth.models import User
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.json import json_bytes
from homeassistant.util.hass_dict import HassKey

from ..account.clock import utcnow
from ..const import DOMAIN
from ..glucose import SAME_READING, Reading, ReadingKind
from ..glucose.thin import after_silences
from ..journal import JournalError
from .messages import Message, ms, person_message, rows
from .people import Found, button, is_glucose, may_read, person_of
from .today import LEAD, Today, midnight, nothing_yet, today

_FEEDS: HassKey[dict[str, Feed]] = HassKey(f"{DOMAIN}_feeds")

_MOST_LIVE = 5
"""What comes live comes one by one; more at once is fetched like a backfill."""
_QUARTER = timedelta(minutes=15) // timedelta(milliseconds=1)
_GONE = b'{"type":"gone"}'
_AHEAD = timedelta(minutes=5)
"""The clock of a phone can be ahead."""


@callback
def async_follow(
    hass: HomeAssistant, entity: er.RegistryEntry, connection: ActiveConnection, message_id: int
) -> CALLBACK_TYPE:
    """Tell a connection of a person from now on; returns what ends that."""
    feeds = hass.data.setdefault(_FEEDS, {})
    if (feed := feeds.get(entity.id)) is None:
        feed = feeds[entity.id] = Feed(hass, entity)
    follower = Follower(connection, message_id)
    feed.async_add(follower)

    @callback
    def _end() -> None:
        if feed.async_drop(follower):
            feeds.pop(entity.id, None)

    return _end


@dataclass(eq=False)
class Follower:
    """One subscription of one browser."""

    connection: ActiveConnection
    message_id: int
    gone: bool = False
    """Whether the last that was said is that there is nothing to be said."""

    @property
    def user(self) -> User:
        """Return who it is."""
        return self.connection.user

    @callback
    def async_send(self, event: bytes | None) -> None:
        """Send an event, made already; None: there is nothing to be said (any more)."""
        if event or not self.gone:
            self.connection.send_message(b'{"id":%d,"type":"event","event":%b}' % (self.message_id, event or _GONE))
        self.gone = event is None


class Feed:
    """Listens to everything that changes what is known of a person, through reloads and renamed entities."""

    def __init__(self, hass: HomeAssistant, entity: er.RegistryEntry) -> None:
        """Begin to listen."""
        self._hass = hass
        self._id = entity.id
        self._followers: list[Follower] = []
        self._found: Found | None = None
        self._detach: list[CALLBACK_TYPE] = []
        self._newest: Reading | None = None
        self._last: list[Reading] = []
        self._readings: list[Reading] | None = None
        self._news = 0
        self._since: datetime | None = None
        self._today: Today | None = None
        self._today_key: object = None
        self._working: Task[None] | None = None
        self._ends = [
            async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._async_attach),
            hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._async_attach),
        ]
        self._async_attach()

    @callback
    def async_add(self, follower: Follower) -> None:
        """Tell one more."""
        self._followers.append(follower)
        self._async_send_person([follower])

    @callback
    def async_drop(self, follower: Follower) -> bool:
        """Tell one less; returns whether that was the last, and nobody listens any more."""
        self._followers.remove(follower)
        if self._followers:
            return False
        for end in self._ends:
            end()
        self._async_release()
        return True

    # Whose readings they are, and where they come from

    @callback
    def _async_attach(self, *_: object) -> None:
        """Listen to the account as it is loaded now; one that is not is waited for."""
        entity = er.async_get(self._hass).async_get(self._id)
        found = person_of(self._hass, entity) if entity and is_glucose(self._hass, entity) else None
        known = self._found
        if known and found and found.account is known.account:
            if found.entity.entity_id != known.entity.entity_id:
                self._found = found
                self._async_send_person(self._followers)
            return
        if known is None and found is None:
            return
        self._async_release()
        self._found = found
        if found:
            self._newest = found.data.latest
            self._last = _regular(found.data.recent)[-2:]
            account = found.account
            self._detach = [
                account.coordinator.async_add_listener(self._async_changed),
                account.recorder.async_listen(self._async_recorded),
            ]
            if delivery := account.deliveries.get(found.entity.config_subentry_id or ""):
                self._detach.append(delivery.async_add_listener(self._async_changed))
        self._async_changed()

    @callback
    def _async_release(self) -> None:
        """Listen to no account."""
        for detach in self._detach:
            detach()
        if self._working:
            self._working.cancel()
        self._found = self._newest = self._readings = self._working = self._today = self._today_key = None
        self._last = []
        self._detach = []

    # What is told

    @callback
    def _async_changed(self) -> None:
        """Tell how everything stands now."""
        self._async_send_person(self._followers)
        self._async_look_at_today()

    @callback
    def _async_recorded(self, patient_id: str, readings: tuple[Reading, ...]) -> None:
        """Tell of readings that are new: as they are, or that what is on screen must be fetched anew."""
        if self._found is None or patient_id != self._found.patient_id:
            return
        live = self._is_live(readings)
        self._newest = max([readings[-1], *([self._newest] if self._newest else [])], key=lambda one: one.time)
        self._news += 1
        if live and self._readings is not None:
            self._readings += readings
        else:
            self._readings = None
        event: Message = {"type": "readings", "rows": self._live_rows(readings)}
        if not live:
            start, end = readings[0].time - SAME_READING, readings[-1].time + SAME_READING
            event = {"type": "changed", "start": ms(start), "end": ms(end)}
            self._async_look_at_today()
        self._async_send(self._followers, lambda _: event)

    def _live_rows(self, readings: tuple[Reading, ...]) -> list[list[int]]:
        """Return readings as rows, and remember the last two that came by themselves: they tell of the next."""
        regular = sorted([*self._last, *_regular(readings)], key=lambda one: one.time)
        begin_anew = after_silences(regular)
        if not self._last:
            begin_anew |= {reading.time for reading in regular[:1]}
        self._last = regular[-2:]
        return rows(readings, begin_anew)

    def _is_live(self, readings: tuple[Reading, ...]) -> bool:
        """Return whether readings only go on where the newest ended, and none can have taken another's place."""
        if len(readings) > _MOST_LIVE or any(reading.kind is not ReadingKind.CURRENT for reading in readings):
            return False
        if self._newest is None:
            return True
        same = SAME_READING if self._newest.kind is ReadingKind.HISTORIC else timedelta(0)
        return readings[0].time > self._newest.time + same

    @callback
    def _async_send_person(self, followers: list[Follower]) -> None:
        if (found := self._found) is None:
            self._async_send(followers, lambda _: None)
            return
        now, entity = utcnow(self._hass), found.entity
        device = dr.async_get(self._hass).async_get(entity.device_id or "")
        delivery = found.account.deliveries.get(entity.config_subentry_id or "")
        person = person_message(
            entity, device, found.data, delivery=delivery, today=self._today or nothing_yet(now), now=now
        )

        def _for(user: User) -> Message:
            buttons = {key: button(self._hass, user, found.patient_id, key) for key in ("acknowledge", "snooze")}
            return {"type": "person", "person": {**person, "silence": {**person["silence"], **buttons}}}

        self._async_send(followers, _for)

    @callback
    def _async_send(self, followers: list[Follower], event_for: Callable[[User], Message | None]) -> None:
        """Send an event to those who may read the entity; to others, once, that there is nothing to be said."""
        made: dict[str, bytes | None] = {}
        for follower in tuple(followers):
            user = follower.user
            if user.id not in made:
                event = event_for(user) if self._may_read(user) else None
                made[user.id] = json_bytes(event) if event else None
            follower.async_send(made[user.id])

    def _may_read(self, user: User) -> bool:
        """Return whether a user may read the entity now: that can change while they look."""
        return self._found is not None and may_read(user, self._found.entity.entity_id)

    # What today was like

    @callback
    def _async_look_at_today(self) -> None:
        """Work out what today was like, if something of it has changed."""
        found = self._found
        if found and (self._working is None or self._working.done()) and self._key(found) != self._today_key:
            self._working = found.account.coordinator.config_entry.async_create_background_task(
                self._hass, self._async_work_out(found), f"{DOMAIN} today"
            )

    def _key(self, found: Found) -> object:
        """Return what decides on what today was like; that time goes on counts every quarter of an hour."""
        data, now = found.data, utcnow(self._hass)
        when = midnight(now), ms(now) // _QUARTER
        return self._news, when, data.thresholds, data.stale_limit, data.sensor_expires, data.glucose_state()

    async def _async_work_out(self, found: Found) -> None:
        while (key := self._key(found)) != self._today_key:
            day = await self._async_today(found)
            self._today_key, self._today = key, day
            self._async_send_person(self._followers)

    async def _async_today(self, found: Found) -> Today | None:
        """Return what today was like until now; None: the journal cannot be read."""
        now, news = utcnow(self._hass), self._news
        since = midnight(now) - LEAD
        readings = self._readings
        if readings is None or self._since != since:
            try:
                readings = await found.account.journal.range(found.patient_id, since, now + _AHEAD)
            except JournalError:
                return None
            if news == self._news:  # Otherwise it is read again.
                self._readings, self._since = readings, since
        return await self._hass.async_add_executor_job(today, found.data, tuple(readings), now)


def _regular(readings: Iterable[Reading]) -> list[Reading]:
    """Return the readings that came by themselves."""
    return [reading for reading in readings if reading.kind is not ReadingKind.SCAN]
