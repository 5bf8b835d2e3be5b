"""A home, a cloud and two Nightscout sites on one clock that runs sixty times as fast as the world's."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
import sys
import time

from aiohttp import web

from scripts.demo_home import SECRET
from scripts.home import HOST, Home, free_port
from simulator.clock import fast_clock
from simulator.cloud import SimulatedCloud
from simulator.nightscout import SimulatedNightscout
from simulator.people import demo_account

FACTOR = 60


class World:
    """Everything on one fast clock."""

    def __init__(self, folder: Path, start: datetime) -> None:
        origin = time.time()
        self.clock = fast_clock(start.timestamp(), origin, FACTOR)
        self.account = demo_account()
        self.cloud = SimulatedCloud([self.account], self.clock)
        self.sites = [SimulatedNightscout(SECRET, self.clock) for _ in self.account.patients]
        self.ports = [free_port() for _ in range(3)]
        self._runners: list[web.AppRunner] = []
        self.home = Home(
            folder,
            port=free_port(),
            env={"LIBRELINK_UP_CLOUD_URL": f"http://{HOST}:{self.ports[0]}"},
            launcher=[
                sys.executable,
                "-m",
                "tests.end_to_end.fast_home",
                str(start.timestamp()),
                str(origin),
                str(FACTOR),
            ],
        )

    async def open(self) -> None:
        for app, port in zip((self.cloud.app, *(site.app for site in self.sites)), self.ports, strict=True):
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            await web.TCPSite(runner, HOST, port).start()
            self._runners.append(runner)

    async def close(self) -> None:
        await self.home.close()
        for runner in self._runners:
            await runner.cleanup()

    async def until(self, condition: Callable[[], bool | Awaitable[bool]], minutes: float = 45) -> None:
        """Wait until something holds; minutes are those of the fast clock."""
        async with asyncio.timeout(minutes * 60 / FACTOR):
            while True:
                holds = condition()
                if holds if isinstance(holds, bool) else await holds:
                    return
                await asyncio.sleep(0.1)

    async def pass_time(self, minutes: float) -> None:
        await asyncio.sleep(minutes * 60 / FACTOR)
