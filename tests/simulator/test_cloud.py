"""The simulated cloud, as the integration's own client and a person with curl meet it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientSession
import pytest

from custom_components.librelink_up.cloud import BadAnswer, CloudClient, CloudError, CredentialsRejected, Region
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


@pytest.mark.parametrize(
    ("sent", "end"), [({"number": 0}, "lo"), ({"number": None}, "lo"), ({}, "lo"), ({"number": "HI"}, "hi")]
)
async def test_lo_and_hi_come_with_whatever_number_one_likes_or_none(
    world: World, sent: dict[str, Any], end: str
) -> None:
    await world.control("patient", name="Anna", out_of_range=end, **sent)
    world.now += 2 * MINUTE
    measurement = world.cloud.connection(world.cloud.patient("Anna"))["glucoseMeasurement"]
    assert measurement.get("ValueInMgPerDl", "none") == sent.get("number", "none")
    assert (measurement["isLow"], measurement["isHigh"]) == (end == "lo", end == "hi")
    current = (await world.anna()).current
    assert current
    assert current.out_of_range == end


@pytest.mark.parametrize("form", ["us", "narrow", "24", "iso"])
async def test_times_can_be_written_in_other_forms(world: World, form: str) -> None:
    before = (await world.anna()).current
    await world.control("cloud", time_form=form)
    assert (await world.anna()).current == before


async def test_times_that_nobody_can_read(world: World) -> None:
    await world.control("cloud", time_form="arabic")
    anna = await world.anna()
    assert anna.current is None
    assert anna.unread
    assert (await world.control("cloud", time_form="roman"))[0] == 400


async def test_a_phone_whose_clock_is_wrong(world: World) -> None:
    await world.control("patient", name="Anna", phone_clock=600)
    anna = await world.anna()
    assert anna.unread
    assert anna.unread.ahead
    assert abs(anna.unread.ahead - 9.5 * MINUTE) < MINUTE


async def test_a_right_password_is_refused_for_a_while(world: World) -> None:
    await world.control("cloud", refuse_password=300)
    with pytest.raises(CredentialsRejected):
        await world.client.login()
    world.now += 5 * MINUTE
    await world.client.login()


async def test_tokens_can_live_for_an_hour(world: World) -> None:
    await world.control("cloud", token_life=3600)
    await world.anna()
    assert world.client.session.expires == NOW + timedelta(hours=1)
    world.now += timedelta(hours=2)
    await world.anna()
    assert sum(path.endswith("login") for _, _, path in world.cloud.faults.calls) == 3  # One of them redirected.


async def test_regions_in_circles_and_a_region_that_is_gone(world: World) -> None:
    await world.control("cloud", circle=["de", "fr", "eu"])
    with pytest.raises(CloudError):
        await world.client.login()
    assert [path for _, _, path in world.cloud.faults.calls] == [
        "/llu/auth/login",
        "/de/llu/auth/login",
        "/fr/llu/auth/login",
    ]
    await world.control("cloud", circle=[], dead_regions=["fr", "eu"])
    for pause in (5, 15):  # The dead host, then the global one; each password counts.
        world.now += pause * MINUTE
        with pytest.raises(CloudError):
            await world.client.connections()
    world.now += 60 * MINUTE
    assert await world.client.connections()
    assert world.client.session.region == "de"


async def test_a_connection_that_is_cut_in_the_middle_of_an_answer(world: World) -> None:
    world.cloud.faults.add("cut", path="connections", times=1)
    with pytest.raises(BadAnswer, match="cut off"):
        await world.client.connections()
    assert await world.client.connections()


async def test_a_slow_phone_can_be_ordered(world: World) -> None:
    await world.control("patient", name="Anna", slow_phone=True, seconds=7200)
    seen = set()
    for _ in range(120):
        seen.add(world.cloud.patient("Anna").current(world.now).time)
        world.now += MINUTE
    assert 6 <= len(seen) <= 10
