"""What the card and the dashboard ask of the integration, over a real WebSocket."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest

from simulator.cloud import SimulatedCloud

from .conftest import NOW, breathe, pass_time, settle
from .test_automations import steady

type Start = Callable[[], Awaitable[None]]

ANNA = "sensor.anna_example_glucose"
BEN = "sensor.ben_example_glucose"
MIDNIGHT = datetime(2026, 11, 21, 8, tzinfo=UTC)  # In California, where Home Assistant is in tests.


def ms(time: Any) -> int:
    return int(time.timestamp() * 1000)


class Browser:
    """One connection: what it asks, and what it is told meanwhile."""

    def __init__(self, hass: HomeAssistant, client: Any) -> None:
        self._hass = hass
        self.client = client
        self.heard: list[dict[str, Any]] = []
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        while True:
            message = await self.client.receive_json()
            self.heard.append(message)

    async def ask(self, command: str, **arguments: Any) -> dict[str, Any]:
        """The answer to a command."""
        await self.client.send_json_auto_id({"type": f"librelink_up/{command}", **arguments})
        while not (answers := [one for one in self.heard if one["type"] == "result"]):
            await breathe()
        self.heard.remove(answers[0])
        return answers[0]

    async def error(self, command: str, **arguments: Any) -> str:
        return str((await self.ask(command, **arguments))["error"]["code"])

    async def events(self) -> list[dict[str, Any]]:
        """What it was told since it was last asked."""
        for _ in range(5):
            await settle(self._hass)
            await breathe()
        told = [one["event"] for one in self.heard if one["type"] == "event"]
        self.heard = [one for one in self.heard if one["type"] != "event"]
        return told

    async def person(self) -> dict[str, Any]:
        """The newest that it was told of a person."""
        return [one for one in await self.events() if one["type"] == "person"][-1]["person"]

    async def close(self) -> None:
        self._reading.cancel()
        await self.client.close()


type Open = Callable[..., Awaitable[Browser]]


@pytest.fixture
async def open_browser(hass: HomeAssistant, cloud: SimulatedCloud, hass_ws_client: Any) -> Any:
    opened = []

    async def _open(token: str | None = None) -> Browser:
        opened.append(Browser(hass, await (hass_ws_client(hass, token) if token else hass_ws_client(hass))))
        return opened[-1]

    yield _open
    for browser in opened:
        await browser.close()


async def test_the_people_by_name(start: Start, open_browser: Open) -> None:
    await start()
    people = (await (await open_browser()).ask("people"))["result"]["people"]
    assert [(one["entity_id"], one["name"]) for one in people] == [(ANNA, "Anna Example"), (BEN, "Ben Example")]
    assert all(one["device_id"] for one in people)


async def test_a_subscription_tells_everything_at_once_and_goes_on(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, open_browser: Open, frozen: FrozenDateTimeFactory
) -> None:
    steady(cloud)
    await start()
    browser = await open_browser()
    assert (await browser.ask("subscribe", entity_id=ANNA))["success"]
    first = await browser.person()
    assert first["reading"]["glucose"] == 110
    assert first["state"] == "in_range"
    assert first["stale_at"] == first["reading"]["time"] + 15 * 60_000
    await pass_time(hass, frozen, minutes=1)
    events = await browser.events()
    (live,) = [one for one in events if one["type"] == "readings"]
    person = [one for one in events if one["type"] == "person"][-1]["person"]
    assert live["rows"] == [[person["reading"]["time"], 110, 2, 0]]
    assert person["reading"]["time"] == first["reading"]["time"] + 60_000
    assert person["now"] == first["now"] + 60_000


async def test_the_curve_of_a_span(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, open_browser: Open
) -> None:
    steady(cloud)
    await start()
    browser = await open_browser()
    since = ms(NOW - timedelta(hours=3))
    answer = await browser.ask("readings", entity_id=ANNA, start=since, end=ms(NOW), width=300)
    rows = answer["result"]["rows"]
    assert len(rows) == 34
    assert rows == sorted(rows)
    assert all(row[0] >= since and row[1] == 110 for row in rows)
    assert answer["result"]["gap"] == 7.5 * 60_000
    assert answer["result"]["marks"] == []
    assert answer["result"]["first"] < ms(NOW - timedelta(hours=11))


async def test_the_last_days(cloud: SimulatedCloud, start: Start, open_browser: Open) -> None:
    steady(cloud)
    await start()
    answer = (await (await open_browser()).ask("days", entity_id=ANNA, days=3, width=300))["result"]
    today, yesterday, before = answer["days"]
    assert [one["date"] for one in answer["days"]] == ["2026-11-21", "2026-11-20", "2026-11-19"]
    assert (today["start"], today["end"]) == (ms(MIDNIGHT), yesterday["end"] + 86_400_000)
    assert today["shares"] == {
        "start": today["start"],
        "end": ms(NOW),
        "below": 0,
        "in_range": 100,
        "above": 0,
        "measured": pytest.approx(94, abs=1),
    }
    assert today["mean"] == 110
    assert before["shares"]["in_range"] is None
    assert before["shares"]["measured"] == 0
    assert before["mean"] is None
    assert [row[2:] for row in before["rows"]] == [[1, 0, 1]] * 4  # Scans, which are all that there is.
    assert all(today["start"] <= row[0] < today["end"] for row in today["rows"])
    assert answer["gap"] == 7.5 * 60_000


async def test_the_report_says_what_its_pages_say_and_where_they_are(
    cloud: SimulatedCloud, start: Start, open_browser: Open, hass_client_no_auth: Any
) -> None:
    steady(cloud)
    await start()
    answer = (await (await open_browser()).ask("report", entity_id=ANNA, days=14, named=True))["result"]
    assert answer["metrics"]["end"] == ms(MIDNIGHT)
    assert answer["metrics"]["end"] - answer["metrics"]["start"] == 14 * 86_400_000
    assert answer["metrics"]["mean"] == 110
    assert (answer["metrics"]["gmi"], answer["metrics"]["why"]) == (None, "share")
    assert answer["limits"] == {"urgent_low": 55, "low": 70, "high": 180, "urgent_high": 240}
    assert answer["profile"] == []
    assert answer["episodes"]["low"] == 0
    assert answer["episodes"]["low_minutes"] is None
    client = await hass_client_no_auth()
    fetched = await client.get(answer["pdf"])
    assert fetched.status == 200
    assert "Anna" in fetched.headers["Content-Disposition"]
    assert (await client.get(answer["pdf"].replace("days=14", "days=13"))).status == 401
