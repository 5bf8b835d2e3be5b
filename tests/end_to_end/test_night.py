"""A night in a real Home Assistant, with the blueprints and a phone: killed and restarted, and still no alert twice."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
import pytest

from scripts.demo_home import set_up
from scripts.home import HOST, free_port
from simulator.nights import sleep

from .world import World

START = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
# Minutes, mg/dL: a low that can be predicted, and on its way back a dance on 70.
COURSE = (
    *((0, 112), (8, 102), (34, 65)),
    *((minute, 68 if minute % 8 else 72) for minute in range(40, 100, 4)),
    (112, 104),
)
RESTART = 46
EVENTS = ["low_predicted", "became_low", "became_urgent_low", "back_in_range", "reading_overdue"]


class Outside:
    """What automations reach outside of the home: a webhook, and a phone by its push service."""

    def __init__(self) -> None:
        self.hooks: list[dict[str, Any]] = []
        self.pushes: list[dict[str, Any]] = []
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def _hook(self, request: web.Request) -> web.Response:
        self.hooks.append(await request.json())
        return web.json_response({})

    async def _push(self, request: web.Request) -> web.Response:
        self.pushes.append(await request.json())
        return web.json_response({}, status=201)

    async def open(self) -> None:
        app = web.Application()
        app.add_routes([web.post("/hook", self._hook), web.post("/push", self._push)])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        port = free_port()
        await web.TCPSite(self._runner, HOST, port).start()
        self.url = f"http://{HOST}:{port}"

    async def close(self) -> None:
        if self._runner:
            await self._runner.cleanup()


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    made = Outside()
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def world(tmp_path: Path, socket_enabled: None) -> AsyncIterator[World]:
    made = World(tmp_path / "home", START)
    configuration = made.home.folder / "configuration.yaml"
    configuration.write_text(
        configuration.read_text()
        + """
rest_command:
  librelink_up_webhook:
    url: "{{ url }}"
    method: post
    content_type: application/json
    payload: "{{ payload }}"
    timeout: 600  # Ten seconds of the world.
"""
    )
    await made.open()
    yield made
    await made.close()


@pytest.mark.timeout(900)
@pytest.mark.xdist_group("end_to_end")  # One at a time: each is a whole house in a hurry.
async def test_a_night_with_a_power_cut_and_a_restart_has_each_alert_once(world: World, outside: Outside) -> None:
    home, anna = world.home, world.cloud.patient("Anna")
    anna.overrides.clear()
    await home.start()
    await home.onboard()
    await home.until_running()
    await set_up(home, [None, None])
    phone = await home.register_phone("Mum", f"{outside.url}/push")
    devices = await home.command(type="config/device_registry/list")
    person = next(one["id"] for one in devices if one["name"] == "Anna")
    await home.automate(
        "webhook",
        use_blueprint={
            "path": "librelink_up/webhook.yaml",
            "input": {"person": person, "url": f"{outside.url}/hook", "events": EVENTS},
        },
    )
    await home.automate(
        "alert",
        use_blueprint={
            "path": "librelink_up/low_alert.yaml",
            "input": {"person": person, "phones": [phone], "repeat_every": 90},
        },
    )
    begin = world.clock()
    sleep(anna, begin, COURSE)

    def alerts() -> int:
        return sum(push.get("title") == "Anna: low" for push in outside.pushes)

    await world.hurry()
    await world.until(lambda: any(hook["event"] == "became_low" for hook in outside.hooks) and alerts() == 1)
    await world.pass_time(1)  # What was told is noted on disk at once.
    await world.restart(killed=True)
    await world.until(lambda: alerts() == 2 and world.clock() > begin + timedelta(minutes=RESTART))
    await world.restart()
    await world.until(lambda: alerts() == 3)
    await world.until(lambda: any(hook["event"] == "back_in_range" for hook in outside.hooks))
    await world.until(lambda: outside.pushes[-1]["message"] == "clear_notification")
    await world.pass_time(3)

    told = [(hook["event"], hook["mg_dl"]) for hook in outside.hooks]
    assert [event for event, _ in told] == ["low_predicted", "became_low", "back_in_range"], told
    assert 71 <= told[0][1] <= 90
    assert 66 <= told[1][1] < 70
    for hook in outside.hooks:
        age = datetime.fromisoformat(hook["measured_at"]) - begin
        assert anna.measure(begin + age).glucose == hook["mg_dl"]
    titles = [push.get("title", push["message"]) for push in outside.pushes]
    assert titles[0].startswith("Anna: low in about")
    assert titles[-1] == "clear_notification"
    # The alert, and once more after each of the two restarts that interrupted it.
    assert titles[1:-1] == ["Anna: low"] * 3, titles
    await world.slow_down()  # Home Assistant gives a picture ten seconds of its clock.
    alert = outside.pushes[1]["data"]
    assert alert["push"]["sound"]["critical"] == 1
    async with home.http.get(home.url + alert["image"], headers=home.authorized) as picture:
        assert picture.content_type == "image/png"
