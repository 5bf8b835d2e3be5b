"""A browser that asks and listens, over a real WebSocket."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.web_ws import WebSocketResponse
from homeassistant.core import HomeAssistant
import pytest

from simulator.cloud import SimulatedCloud
from tests.conftest import breathe, settle

ANNA = "sensor.anna_example_glucose"
BEN = "sensor.ben_example_glucose"
MINUTE = 60_000

type Start = Callable[[], Awaitable[None]]
type Open = Callable[..., Awaitable[Browser]]


def ms(time: Any) -> int:
    """A time as the card knows it."""
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

    async def send(self, message_type: str, **arguments: Any) -> dict[str, Any]:
        """The answer to any command of Home Assistant."""
        await self.client.send_json_auto_id({"type": message_type, **arguments})
        while not (answers := [one for one in self.heard if one["type"] == "result"]):
            await breathe()
        self.heard.remove(answers[0])
        return answers[0]

    async def ask(self, command: str, **arguments: Any) -> dict[str, Any]:
        """What a command of ours answers."""
        answer = await self.send(f"librelink_up/{command}", **arguments)
        assert answer["success"], answer
        result: dict[str, Any] = answer["result"]
        return result

    async def error(self, command: str, **arguments: Any) -> str:
        """With which error a command of ours is refused."""
        answer = await self.send(f"librelink_up/{command}", **arguments)
        assert answer["error"]["message"]
        return str(answer["error"]["code"])

    async def follow(self, entity_id: str) -> int:
        """Subscribe to a person; returns the subscription."""
        answer = await self.send("librelink_up/subscribe", entity_id=entity_id)
        assert answer["success"]
        return int(answer["id"])

    async def events(self, kind: str | None = None) -> list[dict[str, Any]]:
        """What it was told since it was last asked."""
        for _ in range(4):
            await settle(self._hass)
            await breathe()
        told = [one["event"] for one in self.heard if one["type"] == "event"]
        self.heard = [one for one in self.heard if one["type"] != "event"]
        return [one for one in told if kind in (None, one["type"])]

    async def person(self) -> dict[str, Any]:
        """The newest that it was told of a person."""
        person: dict[str, Any] = (await self.events("person"))[-1]["person"]
        return person

    async def close(self) -> None:
        """Close the page."""
        self._reading.cancel()
        await self.client.close()
        await settle(self._hass)


@pytest.fixture
async def open_browser(
    hass: HomeAssistant, cloud: SimulatedCloud, hass_ws_client: Any, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Open]:
    """Opens pages, of the administrator or of whose token is given."""
    opened: list[Browser] = []
    # Where minutes pass at once, nobody answers a heartbeat in time.
    monkeypatch.setattr(web, "WebSocketResponse", lambda **options: WebSocketResponse(**options | {"heartbeat": None}))

    async def _open(token: str | None = None) -> Browser:
        opened.append(Browser(hass, await (hass_ws_client(hass, token) if token else hass_ws_client(hass))))
        return opened[-1]

    yield _open
    for browser in opened:
        await browser.close()
