"""Taking over readings from a file or from a Nightscout site: looked at first, then recorded piece by piece."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonValueType

from ..const import DOMAIN
from ..glucose import WINDOW, GlucoseUnit, Reading, Source
from ..journal import JournalError
from ..nightscout import create_client
from .clock import utcnow
from .settings import NightscoutSettings

if TYPE_CHECKING:  # Only who imports needs it; it is loaded then, off the event loop.
    from ..files import Content, DateOrder, Found

_CHUNK = 5000
"""So many readings are recorded in one transaction."""
_NEWEST = WINDOW
"""What is younger comes by itself: nothing that is imported can be taken for the present."""
_SITE_STEP = timedelta(days=5)

# What is wrong with a file, and the text that says so.
_REFUSED = {
    "binary": "file_binary",
    "empty": "file_empty",
    "no_readings": "file_no_readings",
    "packed": "file_packed",
    "too_large": "file_too_large",
    "unknown": "file_unknown",
    "web_page": "file_web_page",
}

type Progress = Callable[[float], None]
"""Takes the part that is done, 0 to 1."""


class ImportFailed(Exception):
    """Nothing can be imported, or no more; `key` names the text that says why."""

    def __init__(self, key: str) -> None:
        """Name the text."""
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What has become of an import."""

    added: int
    """How many more readings there are."""
    known: int
    """How many were there already."""
    treatments: int
    """How many treatments were new."""


async def async_import_file(
    hass: HomeAssistant,
    entry: ConfigEntry,
    patient_id: str,
    *,
    path: str,
    date_order: str | None,
    time_zone: str | None,
    forward: bool,
    dry_run: bool,
) -> dict[str, JsonValueType]:
    """Import a file for an action, or only look at it; returns what was found and what has become of it.

    Raises ServiceValidationError for a file or an order that cannot be taken, HomeAssistantError when it is not done.
    """
    if not await hass.async_add_executor_job(hass.config.is_allowed_path, path):
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="path_not_allowed", translation_placeholders={"path": path}
        )
    try:
        found = await hass.async_add_executor_job(look_at, Path(path))
    except ImportFailed as err:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key=err.key) from err
    order = _order(found.ways(utcnow(hass)), date_order)
    job = Import(hass, entry.entry_id, patient_id, found)
    try:
        content = await job.async_prepare(order, await async_zone(hass, time_zone))
        result = None if dry_run else await job.async_run(forward=forward, on_progress=lambda _: None)
    except ImportFailed as err:
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key=err.key) from err
    start, end = (dt_util.as_local(time).isoformat() for time in content.span) if content.span else (None, None)
    return {
        "kind": found.source.name.lower(),
        "unit": found.unit,
        "date_order": order,
        "from": start,
        "to": end,
        "readings": len(content),
        "new": job.new,
        "treatments": len(content.treatments),
        "too_new": content.too_new,
        "skipped": content.skipped.count,
        "skipped_lines": list(content.skipped.first),
        "added": result.added if result else None,
        "treatments_added": result.treatments if result else None,
    }


async def async_zone(hass: HomeAssistant, name: str | None) -> tzinfo:
    """Return the time zone of a name; without one, or for one that is not known, that of Home Assistant."""
    return (await dt_util.async_get_time_zone(name) if name else None) or dt_util.get_default_time_zone()


def _order(ways: Mapping[DateOrder, object], chosen: str | None) -> DateOrder | None:
    """Return in which order dates are read: as they say themselves, or as was chosen where they leave it open."""
    if len(ways) > 1 and chosen is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="date_order_open")
    return next((order for order in ways if len(ways) == 1 or order == chosen), None)


def look_at(path: Path) -> Found:
    """Return what is in a file. Raises ImportFailed. Not for the event loop."""
    from ..files import FileRefused, look  # noqa: PLC0415

    try:
        return look(path)
    except FileRefused as err:
        raise ImportFailed(_REFUSED[err.refusal]) from None
    except OSError:
        raise ImportFailed("file_unreadable") from None


def look_at_uploaded(hass: HomeAssistant, file_id: str) -> Found:
    """Return what is in a file that was uploaded, and delete that. Raises ImportFailed. Not for the event loop."""
    from homeassistant.components.file_upload import process_uploaded_file  # noqa: PLC0415

    try:
        with process_uploaded_file(hass, file_id) as path:
            return look_at(path)
    except ValueError, OSError:  # Whoever else ends takes the folder of uploads along.
        raise ImportFailed("file_gone") from None


async def async_look_at_site(
    hass: HomeAssistant, site: NightscoutSettings, span: timedelta, on_progress: Progress
) -> Found:
    """Return what a Nightscout site has of a span up to now. Raises ImportFailed, or a NightscoutError."""

    def _take(documents: list[object], found: Found | None) -> Found:
        from ..files import Found as Empty, take_documents  # noqa: PLC0415

        taken = found or Empty(Source.NIGHTSCOUT, GlucoseUnit.MG_DL)
        take_documents(documents, taken)
        return taken

    client = create_client(
        async_get_clientsession(hass), url=site.url, secret=site.secret, api=site.api, now=partial(utcnow, hass)
    )
    end = utcnow(hass)
    at = start = end - span
    found: Found | None = None
    while at < end:
        documents = await client.documents(at, min(at + _SITE_STEP, end))
        found = await hass.async_add_executor_job(_take, documents, found)
        at += _SITE_STEP
        on_progress(min((at - start) / span, 1.0))
    if not found or not found.documents:
        raise ImportFailed("site_empty")
    return found


class Import:
    """One person's import of what was found."""

    def __init__(self, hass: HomeAssistant, entry_id: str, patient_id: str, found: Found) -> None:
        """Take for whom; nothing is recorded yet."""
        self._hass = hass
        self._entry_id = entry_id
        self._patient_id = patient_id
        self.found = found
        self.content: Content | None = None
        self.new = 0
        """How many readings would be new."""

    async def async_prepare(self, order: DateOrder | None, zone: tzinfo) -> Content:
        """Return what can be taken when dates are read so, and count what of it is new. Raises ImportFailed."""
        now = utcnow(self._hass)
        content = await self._hass.async_add_executor_job(self.found.content, order, zone, now, now - _NEWEST)
        journal = self._entry.runtime_data.journal
        self.new = 0
        chunks = content.chunks(_CHUNK)
        with _told():
            while chunk := await self._hass.async_add_executor_job(_next, chunks):
                self.new += await journal.count_new(self._patient_id, chunk, self.found.source, within=content.within)
        self.content = content
        return content

    async def async_run(self, *, forward: bool, on_progress: Progress) -> Result:
        """Record everything; what is recorded stays when it is cancelled or fails. Raises ImportFailed.

        `forward`: what is new goes on to the person's Nightscout site, after everything else that waits for it.
        """
        assert self.content is not None  # noqa: S101 - for the type checker: it was prepared
        content, done, added = self.content, 0, 0
        with _told():
            treatments = await self._entry.runtime_data.journal.add_treatments(self._patient_id, content.treatments)
            chunks = content.chunks(_CHUNK)
            while chunk := await self._hass.async_add_executor_job(_next, chunks):
                added += await self._entry.runtime_data.recorder.async_add_from(
                    self._patient_id, chunk, self.found.source, near=content.within, forward=forward
                )
                done += len(chunk)
                on_progress(done / len(content))
            if forward:
                await self._async_wake()
        return Result(added=added, known=max(done - added, 0), treatments=treatments)

    async def _async_wake(self) -> None:
        entry = self._entry
        for subentry in entry.subentries.values():
            if subentry.unique_id == self._patient_id and (
                delivery := entry.runtime_data.deliveries.get(subentry.subentry_id)
            ):
                await delivery.async_wake()

    @property
    def _entry(self) -> ConfigEntry:
        """Return the account while it runs: it may be set up anew at any time. Raises ImportFailed."""
        entry = self._hass.config_entries.async_get_entry(self._entry_id)
        if entry is None or entry.state is not ConfigEntryState.LOADED:
            raise ImportFailed("account_not_loaded")
        return entry


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except JournalError:
        raise ImportFailed("import_interrupted") from None


def _next(chunks: Iterator[list[Reading]]) -> list[Reading]:
    return next(chunks, [])
