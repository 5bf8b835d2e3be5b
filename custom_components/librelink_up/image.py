"""The image entities of a patient: the last hours, for notifications, dashboards and a quick look, and the report."""

from abc import abstractmethod
import asyncio
from datetime import datetime, timedelta
from functools import partial
from typing import override

from homeassistant.components.image import ImageEntity, ImageEntityDescription
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import sun
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .account.clock import utcnow
from .account.person import PatientData
from .account.pictures import async_report, clock_for, font_files
from .automation.payload import value_shown
from .chart import Clock
from .const import CHART_AUTOMATIC, CHART_DARK, DOMAIN
from .coordinator import LibreLinkUpConfigEntry, LibreLinkUpData
from .entity import LibreLinkUpEntity
from .glucose import GlucoseUnit, Reading, ReadingKind, to_mg_dl
from .journal import JournalError
from .select import CHART_HOURS, CHART_STYLE, chosen

PARALLEL_UPDATES = 0

CHART = ImageEntityDescription(key="chart", translation_key="chart")
REPORT = ImageEntityDescription(key="report", translation_key="report", entity_registry_enabled_default=False)

_AHEAD = timedelta(minutes=25)
_FORECASTS = [timedelta(minutes=minutes) for minutes in range(2, 21, 3)]
_TICKS = {
    unit: [(to_mg_dl(glucose, unit), str(glucose)) for glucose in numbers]
    for unit, numbers in ((GlucoseUnit.MG_DL, range(50, 501, 50)), (GlucoseUnit.MMOL_L, range(3, 28, 3)))
}


async def async_setup_entry(
    hass: HomeAssistant, entry: LibreLinkUpConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the pictures of every followed patient."""
    for subentry in entry.runtime_data.people.subentries.values():
        async_add_entities(
            [picture(hass, entry.runtime_data, subentry) for picture in (ChartImage, ReportImage)],
            config_subentry_id=subentry.subentry_id,
        )


class Picture(LibreLinkUpEntity, ImageEntity):
    """Is drawn when somebody asks for it, and kept until there is something new to see."""

    _attr_content_type = "image/png"
    _description: ImageEntityDescription
    _kept: timedelta
    """Time goes on in a picture even when there is nothing new."""

    def __init__(self, hass: HomeAssistant, data: LibreLinkUpData, subentry: ConfigSubentry) -> None:
        """Take where the readings and the user's choices are."""
        LibreLinkUpEntity.__init__(self, data.coordinator, subentry, self._description)
        self._name = subentry.title
        self._recorder = data.recorder
        self._journal = data.journal
        self._store = data.store
        self._drawing = asyncio.Lock()
        self._drawn: tuple[object, datetime, bytes] | None = None
        self._renewed_for: object = None
        ImageEntity.__init__(self, hass)

    @override
    async def async_added_to_hass(self) -> None:
        """Say that there is a picture."""
        await super().async_added_to_hass()
        self._async_renew()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        self._async_renew()
        super()._handle_coordinator_update()

    @callback
    def _async_renew(self) -> None:
        """Let those who show the picture fetch it again at once when there is more to see than time going on.

        Each time is a row in the recorder; whoever asks for the picture gets it as it is at that moment in any case.
        """
        if not self.available:
            self._renewed_for = None
        elif self._renewed_for != (key := self._key()):
            self._renewed_for = key
            self._attr_image_last_updated = utcnow(self.hass)

    @override
    async def async_image(self) -> bytes | None:
        """Return the picture as it would look now."""
        async with self._drawing:  # Whoever else asks meanwhile gets the same one.
            if not self.available:
                return None
            key, now = (self._key(), self._shown()), utcnow(self.hass)
            if self._drawn and self._drawn[0] == key and now - self._drawn[1] < self._kept:
                return self._drawn[2]
            picture = await self._async_draw(now)
            self._drawn = key, now, picture
            return picture

    @abstractmethod
    def _key(self) -> object:
        """Return what makes another picture of it that everybody should see at once."""

    def _shown(self) -> object:
        """Return what else is to be seen."""
        return None

    @abstractmethod
    async def _async_draw(self, now: datetime) -> bytes: ...

    @property
    def _clock(self) -> Clock:
        return clock_for(self.hass, self._store, self.patient_id)


class ChartImage(Picture):
    """The last hours."""

    _description = CHART
    _kept = timedelta(minutes=5)

    @callback
    @override
    def async_update_token(self) -> None:
        """Take a new token, as Home Assistant wants it every five minutes: then the picture is fetched again anyway."""
        super().async_update_token()
        if self._attr_image_last_updated:
            self._attr_image_last_updated = utcnow(self.hass)

    @override
    def _key(self) -> object:
        """Return what makes another picture of it, but for the readings that come one after the other."""
        data = self.patient_data
        late = (reading.time for reading in reversed(data.recent) if reading.kind is not ReadingKind.CURRENT)
        return (
            data.current(utcnow(self.hass)) is None,
            data.glucose_state(),
            data.missing,
            next(late, None),
            data.thresholds,
            chosen(self._store, self.patient_id, CHART_HOURS),
            self._dark,
            self._clock,
        )

    @property
    def _dark(self) -> bool:
        """Return whether it is dark, as was chosen; automatic: from sunset to sunrise.

        Which theme a browser shows, only that browser knows.
        """
        style = chosen(self._store, self.patient_id, CHART_STYLE)
        if style == CHART_AUTOMATIC:
            return not sun.is_up(self.hass)
        return style == CHART_DARK

    @override
    def _shown(self) -> object:
        return self.patient_data.latest, self.patient_data.recent

    @override
    async def _async_draw(self, now: datetime) -> bytes:
        data = self.patient_data
        start = now - timedelta(hours=int(chosen(self._store, self.patient_id, CHART_HOURS)))
        try:
            readings = await self._journal.range(self.patient_id, start, now + _AHEAD)
        except JournalError as err:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="journal_unreadable") from err
        span = start, now
        drawn = partial(_drawn, data, self._name, readings, span, self._clock, dark=self._dark)
        return await self.hass.async_add_executor_job(drawn)


class ReportImage(Picture):
    """The report of the last 14 days: there is another one every day, and when readings of these days come late."""

    _description = REPORT
    _kept = timedelta(days=1)
    _late = 0

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to what comes late."""
        await super().async_added_to_hass()
        self.async_on_remove(self._recorder.async_listen(self._async_note))

    @callback
    def _async_note(self, patient_id: str, readings: tuple[Reading, ...]) -> None:
        today = dt_util.start_of_local_day(dt_util.as_local(utcnow(self.hass)))
        if patient_id == self.patient_id and readings[0].time < today:
            self._late += 1

    @override
    def _key(self) -> object:
        today = dt_util.as_local(utcnow(self.hass)).date()
        return today, self._late, self.patient_data.unit, self._clock

    @override
    async def _async_draw(self, now: datetime) -> bytes:
        return await async_report(
            self.hass, journal=self._journal, store=self._store, data=self.patient_data, form="png"
        )


def _drawn(
    data: PatientData,
    name: str,
    readings: list[Reading],
    span: tuple[datetime, datetime],
    clock: Clock,
    *,
    dark: bool,
) -> bytes:
    """Draw what is to be seen of a patient."""
    from .chart.draw import Chart, draw  # noqa: PLC0415 - costs memory, and many homes never ask for a picture
    from .chart.style import DARK, LIGHT  # noqa: PLC0415 - the same

    start, now = span
    current = data.current(now)
    unit = data.unit
    expected = [(now + ahead, data.forecast(now, ahead)) for ahead in _FORECASTS]
    chart = Chart(
        readings=readings,
        start=start,
        end=now + _AHEAD,
        zone=dt_util.get_default_time_zone(),
        clock=clock,
        thresholds=data.thresholds,
        ticks=_TICKS[unit],
        value=value_shown(current, unit) if current else "---",
        unit=unit.value,
        name=name,
        measured_at=data.shown.time if data.shown else None,
        trend=current.trend if current else None,
        current=current,
        state=data.glucose_state(),
        forecast=[(time, glucose) for time, glucose in expected if glucose is not None],
    )
    return draw(chart, DARK if dark else LIGHT, font_files())
