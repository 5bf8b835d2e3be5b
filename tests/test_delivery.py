"""From the cloud to Nightscout, through Home Assistant."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.librelink_up.nightscout import site_key
from simulator.cloud import SimulatedCloud
from simulator.nightscout import SimulatedNightscout

from .conftest import NOW, pass_time, settle
from .test_coordinator import state
from .test_init import issues

type Start = Callable[[], Awaitable[None]]

PROBLEM = "binary_sensor.anna_example_nightscout_problem"
WAITING = "sensor.anna_example_nightscout_waiting"
LAST = "sensor.anna_example_nightscout_last_delivery"


@pytest.fixture
def forwarded(set_patient: Callable[..., str], nightscout: dict[str, Any]) -> str:
    """Anna's readings go to the site; the id of her subentry."""
    return set_patient("Anna", nightscout=nightscout)


async def test_every_reading_arrives_exactly_once(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    start: Start,
    forwarded: str,
    frozen: FrozenDateTimeFactory,
) -> None:
    await start()
    for _ in range(5):
        await pass_time(hass, frozen, minutes=1)
    anna = cloud.patient("Anna")
    recorded = await entry.runtime_data.journal.range(anna.patient_id, NOW - timedelta(days=1), NOW + timedelta(days=1))
    sent = sorted(entry["date"] for entry in site.entries)
    assert len(sent) == len(set(sent)) == len(recorded)
    # A scan that comes after its historic point was sent is the same reading, and is not sent again.
    assert all(abs(date / 1000 - one.time.timestamp()) <= 120 for date, one in zip(sent, recorded, strict=True))
    assert state(hass, PROBLEM) == "off"
    assert state(hass, WAITING) == "0"
    assert state(hass, LAST) != "unknown"


async def test_a_site_that_is_away_gets_everything_later(
    hass: HomeAssistant, site: SimulatedNightscout, start: Start, forwarded: str, frozen: FrozenDateTimeFactory
) -> None:
    site.faults.add("drop")
    await start()
    assert state(hass, PROBLEM) == "on"
    assert int(state(hass, WAITING)) > 140
    assert issues(hass) == set()
    site.faults.clear()
    await pass_time(hass, frozen, seconds=20)
    await pass_time(hass, frozen, seconds=20)
    assert state(hass, PROBLEM) == "off"
    assert state(hass, WAITING) == "0"
    dates = [entry["date"] for entry in site.entries]
    assert len(dates) == len(set(dates)) > 140


async def test_a_wrong_secret_asks_the_user_and_goes_on_by_itself_once_it_is_right(
    hass: HomeAssistant,
    site: SimulatedNightscout,
    start: Start,
    forwarded: str,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    frozen: FrozenDateTimeFactory,
) -> None:
    right, site.secret = site.secret, "changed there"
    await start()
    assert issues(hass) == {"nightscout_credential"}
    (issue,) = ir.async_get(hass).issues.values()
    assert issue.is_fixable
    assert right not in str(issue)
    set_patient("Anna", nightscout=nightscout | {"secret": "changed there"})
    await settle(hass)
    assert issues(hass) == set()
    assert len(site.entries) > 140


async def test_a_secret_that_is_mended_on_the_site_is_noticed(
    hass: HomeAssistant, site: SimulatedNightscout, start: Start, forwarded: str, frozen: FrozenDateTimeFactory
) -> None:
    right, site.secret = site.secret, "changed there"
    await start()
    site.secret = right
    await pass_time(hass, frozen, minutes=61)
    assert issues(hass) == set()


async def test_readings_that_the_site_refuses_are_set_aside_and_tried_again_on_request(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    start: Start,
    forwarded: str,
    frozen: FrozenDateTimeFactory,
) -> None:
    refused = cloud.patient("Anna").history(cloud.clock())[7]
    site.refused_dates = frozenset({int(refused.time.timestamp() * 1000)})
    await start()
    assert issues(hass) == {"nightscout_refused"}
    count = len(site.entries)
    assert count > 140
    assert state(hass, WAITING) == "0"
    site.refused_dates = frozenset()
    await entry.runtime_data.deliveries[forwarded].async_retry_refused()
    await settle(hass)
    assert len(site.entries) == count + 1
    assert issues(hass) == set()


@pytest.mark.parametrize(("since", "least", "most"), [("now", 0, 2), ("day", 130, 160), ("ever", 190, 230)])
async def test_where_a_new_site_starts(
    hass: HomeAssistant,
    site: SimulatedNightscout,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    since: str,
    least: int,
    most: int,
) -> None:
    await start()
    set_patient("Anna", nightscout=nightscout | {"since": since})
    await settle(hass)
    assert least <= len(site.entries) <= most


async def test_one_reading_per_five_minutes(
    hass: HomeAssistant,
    site: SimulatedNightscout,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    frozen: FrozenDateTimeFactory,
) -> None:
    set_patient("Anna", nightscout=nightscout | {"send": "five_minutes"})
    await start()
    for _ in range(11):
        await pass_time(hass, frozen, minutes=1)
    dates = sorted(entry["date"] for entry in site.entries)
    assert min(later - earlier for earlier, later in pairwise(dates)) >= 270000


async def test_a_site_that_is_taken_away_is_forgotten(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    start: Start,
    forwarded: str,
    set_patient: Callable[..., str],
) -> None:
    await start()
    set_patient("Anna", nightscout=None)
    await settle(hass)
    outbox = entry.runtime_data.journal.outbox(cloud.patient("Anna").patient_id, site_key(site.url))
    assert (await outbox.count()).last_delivery is None
    assert hass.states.get(PROBLEM) is None or state(hass, PROBLEM) == "unavailable"


async def test_api_v3(
    hass: HomeAssistant,
    site: SimulatedNightscout,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
) -> None:
    token = site.add_token("ha", "api:entries:create,read,update")
    set_patient("Anna", nightscout=nightscout | {"api": "v3", "secret": token})
    await start()
    assert len(site.entries) > 140
    assert all("srvModified" in entry for entry in site.entries)
