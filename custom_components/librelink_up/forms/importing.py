"""The steps that import readings of a person: from where, what was found, how it goes, and what has come of it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import UnitOfTime
from homeassistant.core import callback
from homeassistant.helpers.selector import (
    BooleanSelector,
    FileSelector,
    FileSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
from homeassistant.helpers.typing import VolDictType
from homeassistant.util import dt as dt_util
import probatio as vol

from ..account.clock import utcnow
from ..account.importer import Import, ImportFailed, Result, async_look_at_site, async_zone, look_at_uploaded
from ..account.settings import AccountSettings, NightscoutSettings, PatientSettings
from ..const import CONF_RETENTION, DOMAIN
from ..glucose import Source
from ..nightscout import NightscoutError
from .nightscout import nightscout_error
from .person import PersonDialog
from .thresholds import NOTHING

if TYPE_CHECKING:
    from ..files import Content, DateOrder, Found

CONF_DATE_ORDER = "date_order"
CONF_DAYS = "days"
CONF_FILE = "file"
CONF_TIME_ZONE = "time_zone"
CONF_TO_NIGHTSCOUT = "to_nightscout"

MOST_DAYS = 400
_FILE = vol.Schema({vol.Required(CONF_FILE): FileSelector(FileSelectorConfig(accept=".csv,.json,.tsv,.txt"))})


def _number(least: int, most: int) -> NumberSelector:
    return NumberSelector(
        NumberSelectorConfig(
            min=least, max=most, step=1, mode=NumberSelectorMode.BOX, unit_of_measurement=UnitOfTime.DAYS
        )
    )


_SITE = vol.Schema({vol.Required(CONF_DAYS, default=90): vol.All(_number(1, MOST_DAYS), vol.Coerce(int))})
_SOURCES = {Source.LIBREVIEW: "LibreView", Source.NIGHTSCOUT: "Nightscout", Source.CLARITY: "Dexcom Clarity"}
_PATTERNS = {"day_first": "DD-MM-YYYY", "month_first": "MM-DD-YYYY", "year_first": "YYYY-MM-DD"}

_AT_ONCE = 1.0
"""Seconds: what takes no longer shows no progress."""
_SHOWN = 1.0
"""Seconds for which progress is shown at least."""


async def _at_once(task: asyncio.Task[None]) -> bool:
    """Return whether something is done before long."""
    await asyncio.wait([task], timeout=_AT_ONCE)
    return task.done()


async def _async_shown(task: asyncio.Task[None]) -> None:
    """Wait for something of which progress is shown; cancelled, that is, too."""
    try:
        await asyncio.sleep(_SHOWN)
        await task
    finally:
        task.cancel()


class ImportSteps(PersonDialog):
    """The part of a person's dialog that imports. Whoever closes it ends the import; what is recorded stays."""

    _task: asyncio.Task[None] | None = None
    _import: Import | None = None
    _result: Result | None = None
    _order: DateOrder | None = None
    _zone = "UTC"
    _from_site = False
    _failure = ""

    async def async_step_importing(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask from where, if there is a choice."""
        if self._site() is None:
            return await self.async_step_import_file()
        return self.async_show_menu(
            step_id="importing",
            menu_options=["import_file", "import_site"],
            description_placeholders={"patient": self._person().title},
        )

    async def async_step_import_file(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a file."""
        if user_input is not None:
            look = partial(look_at_uploaded, self.hass, user_input[CONF_FILE])
            return await self._async_begin("import_look", self._async_look(self.hass.async_add_executor_job(look)))
        return self._async_ask("import_file", _FILE, CONF_FILE)

    async def async_step_import_site(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask how much of the past the person's site is asked for."""
        if user_input is not None and (site := self._site()):
            self._from_site = True
            span = timedelta(days=user_input[CONF_DAYS])
            look = async_look_at_site(self.hass, site, span, self.async_update_progress)
            return await self._async_begin("import_look", self._async_look(look))
        return self._async_ask("import_site", _SITE, CONF_DAYS)

    @callback
    def _async_ask(self, step_id: str, schema: vol.Schema, field: str) -> SubentryFlowResult:
        """Show a form that asks from what to import, and what was wrong with that the last time."""
        errors = {field: self._failure} if self._failure else {}
        self._failure = ""
        return self.async_show_form(
            step_id=step_id,
            data_schema=schema,
            errors=errors,
            description_placeholders={"patient": self._person().title},
        )

    async def _async_begin(self, step_id: str, work: Coroutine[Any, Any, None]) -> SubentryFlowResult:
        """Begin something that may take a while.

        Progress is shown of what is not done at once, and then for a moment at least: a page hears of its end only when
        it shows it already, and would otherwise wait for ever.
        """
        task = self.hass.async_create_task(work, f"{DOMAIN} {step_id}", eager_start=False)
        if await _at_once(task):
            following: Callable[[], Awaitable[SubentryFlowResult]] = getattr(self, f"async_step_{self._after(step_id)}")
            return await following()
        self._task = self.hass.async_create_task(_async_shown(task), f"{DOMAIN} {step_id}, shown", eager_start=False)
        return self._async_wait(step_id)

    def _after(self, step_id: str) -> str:
        """Return the step that follows when that is over of which progress is shown."""
        if step_id == "import_run":
            return "import_done"
        if self._failure:
            return "import_site" if self._from_site else "import_file"
        return "import_dates" if len(self._found().found.ways(utcnow(self.hass))) > 1 else "import_summary"

    @callback
    def _async_wait(self, step_id: str) -> SubentryFlowResult:
        return self.async_show_progress(
            step_id=step_id,
            progress_action=step_id,
            progress_task=self._task,
            description_placeholders={"patient": self._person().title},
        )

    async def _async_look(self, looking: Awaitable[Found]) -> None:
        """See what there is, and what of it is new."""
        patient_id = str(self._person().unique_id)
        try:
            found = await looking
            self._import = Import(self.hass, self._entry_id, patient_id, found)
            self._order = next(iter(found.ways(utcnow(self.hass))), None)
            self._zone = self.hass.config.time_zone
            await self._async_prepare()
        except ImportFailed as err:
            self._failure = err.key
        except NightscoutError as err:
            self._failure = nightscout_error(err)[1]

    async def _async_prepare(self) -> None:
        await self._found().async_prepare(self._order, await async_zone(self.hass, self._zone))

    def _found(self) -> Import:
        """Return what was found."""
        assert self._import  # noqa: S101 - for the type checker: who asks has found something
        return self._import

    async def async_step_import_look(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Wait for what is found."""
        if self._task and not self._task.done():
            return self._async_wait("import_look")
        return self.async_show_progress_done(next_step_id=self._after("import_look"))

    async def async_step_import_dates(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask which number of a date is the day, as each of two could be."""
        ways = self._found().found.ways(utcnow(self.hass))
        if user_input is not None:
            self._order = next(order for order in ways if order == user_input[CONF_DATE_ORDER])
            return await self._async_again()
        options = [
            SelectOptionDict(value=order, label=f"{_PATTERNS[order]}: {first} … {last}")
            for order, (first, last) in ways.items()
        ]
        field = SelectSelector(SelectSelectorConfig(options=options, mode=SelectSelectorMode.LIST))
        return self.async_show_form(
            step_id="import_dates",
            data_schema=vol.Schema({vol.Required(CONF_DATE_ORDER): field}),
            description_placeholders={"patient": self._person().title},
        )

    async def _async_again(self) -> SubentryFlowResult:
        """Read dates another way, and show what that comes to."""
        try:
            await self._async_prepare()
        except ImportFailed as err:
            return self.async_abort(reason=err.key)
        return await self.async_step_import_summary()

    async def async_step_import_summary(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Show what was found, and begin when that is right."""
        if user_input is None:
            return self.async_show_form(
                step_id="import_summary",
                data_schema=await self._async_questions(),
                description_placeholders=self._said(),
            )
        if (zone := user_input.get(CONF_TIME_ZONE, self._zone)) != self._zone:
            self._zone = zone
            return await self._async_again()
        forward, days = user_input.get(CONF_TO_NIGHTSCOUT, False), user_input.get(CONF_RETENTION)
        return await self._async_begin("import_run", self._async_run(forward=forward, days=days))

    async def _async_questions(self) -> vol.Schema:
        """Return what is still to be said."""
        fields: VolDictType = {}
        if self._found().found.local:
            zones = sorted(await self.hass.async_add_executor_job(available_timezones))
            fields[vol.Required(CONF_TIME_ZONE, default=self._zone)] = SelectSelector(
                SelectSelectorConfig(options=zones, mode=SelectSelectorMode.DROPDOWN)
            )
        if self._site() and not self._from_site:
            fields[vol.Required(CONF_TO_NIGHTSCOUT, default=False)] = BooleanSelector()
        if self._too_old():
            fields[vol.Required(CONF_RETENTION, default=self._days_to_keep())] = vol.All(
                _number(self._retention().days, MOST_DAYS), vol.Coerce(int)
            )
        return vol.Schema(fields)

    def _said(self) -> dict[str, str]:
        """Return what the text of the summary fills in."""
        found, content = self._found().found, self._content()
        zone = dt_util.get_time_zone(self._zone) or UTC
        start, end = (f"{time.astimezone(zone):%Y-%m-%d %H:%M}" for time in content.span) if content.span else "??"
        named = ", ".join(map(str, content.skipped.first))
        more = " …" if content.skipped.count > len(content.skipped.first) else ""
        return {
            "patient": self._person().title,
            "kind": _SOURCES[found.source],
            "unit": found.unit or NOTHING,
            "readings": str(len(content)),
            "start": start,
            "end": end,
            "dates": _PATTERNS[self._order] if self._order else NOTHING,
            "new": str(self._found().new),
            "known": str(len(content) - self._found().new),
            "treatments": str(len(content.treatments)),
            "too_new": str(content.too_new),
            "too_old": str(self._too_old()),
            "days": str(self._retention().days),
            "skipped": f"{content.skipped.count} ({named}{more})" if named else "0",
        }

    def _content(self) -> Content:
        content = self._found().content
        assert content is not None  # noqa: S101 - for the type checker: it was prepared
        return content

    def _retention(self) -> timedelta:
        return AccountSettings.from_options(self._account().options).retention

    def _too_old(self) -> int:
        """Return how many readings would be deleted again as older than what is kept."""
        return self._content().count_before(utcnow(self.hass) - self._retention())

    def _days_to_keep(self) -> int:
        """Return for how many days readings would have to be kept so that none is deleted again."""
        span = self._content().span
        needed = (utcnow(self.hass) - span[0]).days + 1 if span else 0
        return min(max(needed, self._retention().days), MOST_DAYS)

    async def _async_run(self, *, forward: bool, days: int | None) -> None:
        """Import."""
        entry = self.hass.config_entries.async_get_entry(self._entry_id)
        if entry and days and days > AccountSettings.from_options(entry.options).retention.days:
            # First, or what is recorded could be deleted at once.
            self.hass.config_entries.async_update_entry(entry, options={**entry.options, CONF_RETENTION: days})
            async with entry.setup_lock:  # Its listener sets it up again.
                pass
        try:
            self._result = await self._found().async_run(forward=forward, on_progress=self.async_update_progress)
        except ImportFailed as err:
            self._failure = err.key

    async def async_step_import_run(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Wait until everything is recorded."""
        if self._task and not self._task.done():
            return self._async_wait("import_run")
        return self.async_show_progress_done(next_step_id=self._after("import_run"))

    async def async_step_import_done(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say what has become of it."""
        if self._result is None:
            return self.async_abort(reason=self._failure or "import_interrupted")
        done = self._result
        return self.async_abort(
            reason="imported",
            description_placeholders={
                **self._said(),
                "added": str(done.added),
                "known": str(done.known),
                "noted": str(done.treatments),
            },
        )

    def _site(self) -> NightscoutSettings | None:
        return PatientSettings.from_data(self._person().data).nightscout
