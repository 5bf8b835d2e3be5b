"""The delivery of a patient's readings to their Nightscout site: journal in, forwarder out, problems to where the user looks."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .journal import Journal
from .nightscout import Forwarder, Problem, Status, create_client, site_key
from .settings import NightscoutSettings

# One upload at a time per site, whoever uploads: parallel writes could double a reading.
_SITE_LOCKS: HassKey[defaultdict[str, asyncio.Lock]] = HassKey(f"{DOMAIN}_site_locks")

_ASK_THE_USER = (Problem.CREDENTIAL, Problem.FORBIDDEN)
