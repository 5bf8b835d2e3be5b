"""The simulated cloud, as the integration's own client and a person with curl meet it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientSession
import pytest

from custom_components.librelink_up.cloud import CloudClient, Region
from custom_components.librelink_up.glucose import Patient
from simulator.cloud import SimulatedCloud
from simulator.people import demo_account

from ..conftest import serving

NOW = datetime(2026, 11, 21, 12, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class World:
    """A cloud on a clock of its own, a client, and the control API."""

    http: ClientSession
    now: datetime = NOW
    url: str = ""

    def __post_init__(self) -> None:
        self.account = demo_account()
        self.cloud = SimulatedCloud([self.account], lambda: self.now)

    def connect(self) -> None:
        self.client = CloudClient(
            self.http,
            email=self.account.email,
            password=self.account.password,
            region=Region.AUTO,
            base_url=self.url,
            now=lambda: self.now,
        )

    async def anna(self) -> Patient:
        return next(one for one in await self.client.connections() if one.first_name == "Anna")

    async def control(self, what: str, **data: Any) -> tuple[int, Any]:
        async with self.http.post(f"{self.url}/control/{what}", json=data) as answer:
            return answer.status, await answer.json()


@pytest.fixture
async def world(socket_enabled: None) -> AsyncIterator[World]:
    async with ClientSession() as http:
        made = World(http)
        async with serving(made.cloud.app) as made.url:
            made.connect()
            yield made


async def test_a_new_sensor_is_shown_at_once_and_the_old_ones_last_reading_until_it_is_warm(world: World) -> None:
    old = await world.anna()
    await world.control("patient", name="Anna", new_sensor=True)
    world.now = NOW + 30 * MINUTE
    new = await world.anna()
    assert old.sensor
    assert new.sensor
    assert new.sensor.started == NOW
    assert new.sensor.serial != old.sensor.serial
    assert new.current
    assert NOW - MINUTE <= new.current.time < NOW
    graph = await world.client.graph(new.id)
    assert len(graph.readings) > 120
    assert graph.readings[-1].time < NOW


@pytest.mark.parametrize(
    ("glucose", "arrow", "high", "low"), [(500, 0, True, False), (20, 0, False, True), (200, 3, False, False)]
)
async def test_hi_and_lo_come_without_an_arrow(world: World, glucose: int, arrow: int, high: bool, low: bool) -> None:
    await world.control("patient", name="Anna", glucose=glucose)
    world.now += 2 * MINUTE
    sent = world.cloud.connection(world.cloud.patient("Anna"))["glucoseMeasurement"]
    assert sent["ValueInMgPerDl"] == glucose
    assert (sent["TrendArrow"], sent["isHigh"], sent["isLow"]) == (arrow, high, low)
    current = (await world.anna()).current
    assert current
    assert (current.trend is None, current.out_of_range is not None) == (arrow == 0, high or low)
