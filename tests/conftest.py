"""What all tests share: Hypothesis, options of the contract suite, and an account on a simulated cloud."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
import time
from types import MappingProxyType
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState, ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
from homeassistant.util import dt as dt_util
from hypothesis import HealthCheck, settings
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion

from simulator.cloud import SimulatedCloud
from simulator.nightscout import SimulatedNightscout
from simulator.people import SimulatedAccount, demo_account

settings.register_profile(
    "default",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("default")

NOW = datetime(2026, 11, 21, 12, 0, 30, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nightscout-url", help="run the contract suite against this Nightscout, too")
    parser.addoption("--nightscout-secret", help="its API secret")


@pytest.fixture(autouse=True)
def _custom_integrations(request: pytest.FixtureRequest) -> None:
    if "hass" in request.fixturenames:
        if "recorder_mock" in request.fixturenames:
            request.getfixturevalue("recorder_mock")  # It must be there before Home Assistant is.
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(HomeAssistantSnapshotExtension)


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    """Serve an application on loopback; gives its address."""
    server = TestServer(app)
    await server.start_server(access_log=None)  # It does not get on with a frozen clock.
    yield str(server.make_url("")).rstrip("/")
    await server.close()


@pytest.fixture(autouse=True)
def _own_storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.librelink_up.account.store.STORAGE_DIR", str(tmp_path))


@pytest.fixture
def frozen(freezer: FrozenDateTimeFactory) -> FrozenDateTimeFactory:
    freezer.move_to(NOW)
    return freezer


@pytest.fixture
def account() -> SimulatedAccount:
    """A parent who follows Anna (mg/dL) and Ben (mmol/L)."""
    return demo_account()


@pytest.fixture
async def cloud(
    account: SimulatedAccount,
    frozen: FrozenDateTimeFactory,
    socket_enabled: None,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[SimulatedCloud]:
    simulated = SimulatedCloud([account], dt_util.utcnow)
    async with serving(simulated.app) as url:
        monkeypatch.setenv("LIBRELINK_UP_CLOUD_URL", url)
        monkeypatch.setattr("custom_components.librelink_up.account.backfill.REQUEST_SPACING", 0)
        yield simulated


@pytest.fixture
async def site(frozen: FrozenDateTimeFactory, socket_enabled: None) -> AsyncIterator[SimulatedNightscout]:
    """A Nightscout; `site.url` is its address."""
    simulated = SimulatedNightscout(clock=dt_util.utcnow)
    async with serving(simulated.app) as simulated.url:
        yield simulated


@pytest.fixture
def nightscout(site: SimulatedNightscout) -> dict[str, Any]:
    """The settings of a patient whose readings go to the site."""
    return {"url": site.url, "secret": site.secret, "api": "v1", "send": "every_reading", "since": "day"}


@pytest.fixture
def entry(hass: HomeAssistant, account: SimulatedAccount) -> MockConfigEntry:
    """The account as the flow would have made it, without Nightscout."""
    made = MockConfigEntry(
        domain="librelink_up",
        title=account.email,
        unique_id=account.user_id,
        data={"email": account.email, "password": account.password, "region": "auto"},
        subentries_data=[
            ConfigSubentryData(
                data={"sensor_life": "learn"},
                subentry_type="patient",
                title=f"{patient.first_name} {patient.last_name}",
                unique_id=patient.patient_id,
            )
            for patient in account.patients
        ],
    )
    made.add_to_hass(hass)
    return made


@pytest.fixture
def set_patient(hass: HomeAssistant, entry: MockConfigEntry) -> Callable[..., str]:
    """Changes the settings of a patient by name; returns the subentry's id."""

    def _set(name: str, **data: Any) -> str:
        subentry = next(one for one in entry.subentries.values() if one.title.startswith(name))
        hass.config_entries.async_update_subentry(entry, subentry, data=MappingProxyType({**subentry.data, **data}))
        return subentry.subentry_id

    return _set


@pytest.fixture
def start(hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud) -> Callable[[], Awaitable[None]]:
    """Sets the account up and waits for the first readings and the history."""

    async def _start() -> None:
        await hass.config_entries.async_setup(entry.entry_id)
        await settle(hass)

    return _start


@pytest.fixture(autouse=True)
def _every_entity(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every entity is there, also those that are disabled at first, unless the test wants it as installed."""
    if "hass" in request.fixturenames and not request.node.get_closest_marker("as_installed"):
        monkeypatch.setattr(Entity, "entity_registry_enabled_default", property(lambda _: True))


async def settle(hass: HomeAssistant) -> None:
    """Wait for what is going on: requests on loopback, the journal's thread, background tasks."""
    for _ in range(3):
        await hass.async_block_till_done(wait_background_tasks=False)
        while any(entry.state is ConfigEntryState.SETUP_IN_PROGRESS for entry in hass.config_entries.async_entries()):
            await breathe()
        for entry in hass.config_entries.async_entries("librelink_up"):
            for task in list(entry._background_tasks):
                if "delivery" not in str(task):
                    await asyncio.wait([task])
            data = getattr(entry, "runtime_data", None)
            for delivery in data.deliveries.values() if data else ():
                await drained(delivery)


async def breathe() -> None:
    """Let other threads and connections get on; the loop's own clock stands still with the frozen one."""
    await asyncio.to_thread(time.sleep, 0.003)


async def drained(delivery: Any) -> None:
    """Wait until a forwarder has nothing to do or waits for its next try."""
    forwarder = delivery._forwarder
    for _ in range(500):
        await breathe()
        if next_try := forwarder.status.next_try:
            idle = next_try > dt_util.utcnow()
        else:
            idle = not forwarder._wake.is_set() and not (await delivery._outbox.count()).waiting
        if idle:
            break


async def pass_time(hass: HomeAssistant, frozen: FrozenDateTimeFactory, **span: float) -> None:
    """Let time go by, and what is due happen."""
    frozen.tick(timedelta(**span))
    async_fire_time_changed(hass)
    await settle(hass)
