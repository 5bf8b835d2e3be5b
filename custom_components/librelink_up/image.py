"""The image entity of a patient: the last hours as a picture, for notifications, dashboards and a quick look."""

import asyncio
from datetime import datetime, timedelta
from typing import override

from homeassistant.components.image import ImageEntity, ImageEntityDescription
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .account.person import PatientData
from .account.store import AccountStore
from .automation.payload import value_shown
from .chart import DARK, LIGHT, Chart, draw
from .const import CHART_DARK, DOMAIN
from .coordinator import LibreLinkUpConfigEntry, LibreLinkUpCoordinator
from .entity import LibreLinkUpEntity
from .glucose import GlucoseUnit, Reading, forecast, to_mg_dl
from .journal import Journal, JournalError
from .select import CHART_HOURS, CHART_STYLE, chosen

PARALLEL_UPDATES = 0

CHART = ImageEntityDescription(key="chart", translation_key="chart")

_AHEAD = timedelta(minutes=25)
_KEPT = timedelta(minutes=5)
"""Time goes on in a picture even when no reading comes."""
_FORECASTS = [timedelta(minutes=minutes) for minutes in range(2, 21, 3)]
_TICKS = {
    unit: [(to_mg_dl(glucose, unit), str(glucose)) for glucose in numbers]
    for unit, numbers in ((GlucoseUnit.MG_DL, range(50, 501, 50)), (GlucoseUnit.MMOL_L, range(3, 28, 3)))
}


async def async_setup_entry(
    hass: HomeAssistant, entry: LibreLinkUpConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the chart of every followed patient."""
    data = entry.runtime_data
    for subentry in data.people.subentries.values():
        async_add_entities(
            [ChartImage(hass, data.coordinator, subentry, data.journal, data.store)],
            config_subentry_id=subentry.subentry_id,
        )


class ChartImage(LibreLinkUpEntity, ImageEntity):
    """Draws when somebody asks for the picture, and keeps it until there is something new to see."""

    _attr_content_type = "image/png"

    def __init__(
        self,
        hass: HomeAssistant,
        coordinator: LibreLinkUpCoordinator,
        subentry: ConfigSubentry,
        journal: Journal,
        store: AccountStore,
    ) -> None:
        """Take where the readings and the user's choices are."""
        LibreLinkUpEntity.__init__(self, coordinator, subentry, CHART)
        ImageEntity.__init__(self, hass)
        self._name = subentry.title
        self._journal = journal
        self._store = store
        self._drawing = asyncio.Lock()
        self._drawn: tuple[object, datetime, bytes] | None = None
        self._seen: object = None

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
        """Let those who show the picture fetch it again when there is something new to see."""
        if self.available and self._seen != (key := self._key()):
            self._seen = key
            self._attr_image_last_updated = dt_util.utcnow()

    def _key(self) -> object:
        """Return everything that the picture depends on, but for the time."""
        data = self.patient_data
        return (
            data.latest,
            data.recent,
            data.missing,
            data.thresholds,
            data.current(dt_util.utcnow()),
            chosen(self._store, self.patient_id, CHART_HOURS),
            chosen(self._store, self.patient_id, CHART_STYLE),
        )

    @override
    async def async_image(self) -> bytes | None:
        """Return the picture as it would look now."""
        async with self._drawing:  # Whoever else asks meanwhile gets the same one.
            if not self.available:
                return None
            key, now = self._key(), dt_util.utcnow()
            if self._drawn and self._drawn[0] == key and now - self._drawn[1] < _KEPT:
                return self._drawn[2]
            picture = await self._async_draw(now)
            self._drawn = key, now, picture
            return picture

    async def _async_draw(self, now: datetime) -> bytes:
        data = self.patient_data
        start = now - timedelta(hours=int(chosen(self._store, self.patient_id, CHART_HOURS)))
        colours = DARK if chosen(self._store, self.patient_id, CHART_STYLE) == CHART_DARK else LIGHT
        try:
            readings = await self._journal.range(self.patient_id, start, now + _AHEAD)
        except JournalError as err:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="journal_unreadable") from err
        return await self.hass.async_add_executor_job(draw, _chart(data, self._name, readings, start, now), colours)


def _chart(data: PatientData, name: str, readings: list[Reading], start: datetime, now: datetime) -> Chart:
    """Return what is to be seen of a patient."""
    current = data.current(now)
    unit = data.patient.unit
    expected = [(ahead, forecast(data.measured, ahead)) for ahead in _FORECASTS] if current else []
    return Chart(
        readings=readings,
        start=start,
        end=now + _AHEAD,
        zone=dt_util.get_default_time_zone(),
        thresholds=data.thresholds,
        ticks=_TICKS[unit],
        value=value_shown(current, unit) if current else "---",
        unit=unit.value,
        name=name,
        measured_at=data.latest.time if data.latest else None,
        trend=current.trend if current else None,
        current=current,
        forecast=[(current.time + ahead, glucose) for ahead, glucose in expected if current and glucose is not None],
    )
