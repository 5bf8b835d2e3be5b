"""What pictures of a person are drawn with in this home, and the report, drawn beside the event loop."""

from datetime import timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..chart import Clock, clock_of
from ..const import CHOICE_CLOCK, CLOCK_AUTOMATIC, DOMAIN, REPORT_DAYS
from ..glucose import REACH, last_days
from ..journal import Journal, JournalError
from .clock import utcnow
from .person import PatientData
from .store import AccountStore

if TYPE_CHECKING:
    from ..chart.fonts import FontFiles

_OF_PATHS = "~./\\"
_LONGEST_NAME = 40
"""Letters of a name in a file's name: one of four bytes each must fit, too."""


@cache
def font_files() -> FontFiles:
    """Return the fonts that the frontend brings, if it is there; does I/O."""
    from ..chart.fonts import FontFiles  # noqa: PLC0415 - costs memory, and many homes never ask for a picture

    found = find_spec("hass_frontend")
    if found is None or not found.submodule_search_locations:
        return FontFiles()
    folder = Path(found.submodule_search_locations[0]) / "static" / "fonts" / "roboto"
    return FontFiles(regular=folder / "Roboto-Regular.woff2", bold=folder / "Roboto-Bold.woff2")


@callback
def clock_for(hass: HomeAssistant, store: AccountStore, patient_id: str) -> Clock:
    """Return the clock that was chosen for a person; automatic: the one of Home Assistant's country."""
    clock = store.choice(patient_id, CHOICE_CLOCK) or CLOCK_AUTOMATIC
    if clock == CLOCK_AUTOMATIC:
        return clock_of(hass.config.country, hass.config.language)
    return Clock(clock)


async def async_report(
    hass: HomeAssistant,
    *,
    journal: Journal,
    store: AccountStore,
    data: PatientData,
    name: str = "",
    days: int = REPORT_DAYS,
    form: str = "pdf",
) -> bytes:
    """Return the report of a person's last whole days as a file: `form` is pdf or png; without a name it has none.

    Raises HomeAssistantError when the journal cannot be read.
    """
    zone, now = dt_util.get_default_time_zone(), utcnow(hass)
    start, end = last_days(now, days, zone)
    clock, country = clock_for(hass, store, data.patient.id), hass.config.country
    try:
        readings = await journal.range(data.patient.id, start - REACH, end + REACH)
    except JournalError as err:
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key="journal_unreadable") from err

    def _drawn() -> bytes:
        from ..chart.page import Form, draw_report  # noqa: PLC0415 - costs memory, and few homes ever ask for a report
        from ..chart.report import Style, report  # noqa: PLC0415 - the same

        style = Style(unit=data.unit, clock=clock, country=country, zone=zone, name=name)
        return draw_report(report(readings, start, end, style=style, made=now), Form(form), font_files())

    return await hass.async_add_executor_job(_drawn)


def report_file_name(hass: HomeAssistant, form: str, name: str = "") -> str:
    """Return what a report is called as a file: it says whose it is only if the report does."""
    last = (dt_util.as_local(utcnow(hass)) - timedelta(days=1)).date()
    whose = "".join(letter for letter in name if letter.isprintable() and letter not in _OF_PATHS)[
        :_LONGEST_NAME
    ].strip()
    parts = ["Glucose report", whose, last.isoformat()]
    return f"{' '.join(part for part in parts if part)}.{form}"
