"""Files of a person's readings: what is in one, in which form, and what it is called."""

from datetime import datetime
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..glucose import GlucoseUnit
from ..journal import Journal, JournalError
from .clock import utcnow

_WITH_POINT: Final = ("en", "he", "hi", "ja", "ko", "th", "zh")
"""Languages whose people write numbers with a point, so that their spreadsheets want a comma between cells."""


async def async_export(
    hass: HomeAssistant,
    journal: Journal,
    patient_id: str,
    *,
    start: datetime,
    end: datetime,
    unit: GlucoseUnit,
    form: str,
) -> bytes:
    """Return a file of a patient's readings from `start` to before `end` (UTC); treatments are in the CSV only.

    `form` is csv, with LibreView's columns, or json, Nightscout's entries.

    Raises HomeAssistantError when the journal cannot be read.
    """
    try:
        readings = await journal.range(patient_id, start, end)
        treatments = await journal.treatments(patient_id, start, end)
    except JournalError as err:
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key="journal_unreadable") from err
    now, zone = utcnow(hass), dt_util.get_default_time_zone()
    comma = hass.config.language.partition("-")[0] not in _WITH_POINT

    def _write() -> bytes:
        from ..files import write_entries, write_libreview  # noqa: PLC0415 - costs memory, and few homes ever export
        from ..nightscout import document  # noqa: PLC0415

        if form == "json":
            return write_entries(readings, document)
        return write_libreview(readings, treatments, unit=unit, zone=zone, now=now, comma=comma)

    return await hass.async_add_executor_job(_write)


def export_file_name(form: str, start: datetime, end: datetime, name: str = "") -> str:
    """Return what a file of a span is called; with a name it says whose it is."""
    first, last = (dt_util.as_local(time).date().isoformat() for time in (start, end))
    parts = ["Glucose", name.replace("/", " "), first, "to", last]
    return f"{' '.join(part for part in parts if part)}.{form}"
