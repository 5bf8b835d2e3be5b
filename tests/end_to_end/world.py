"""A home, a cloud and two Nightscout sites on one clock, far faster than the world's, that waits for the home."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
import sys

from aiohttp import web

from scripts.demo_home import SECRET
from scripts.home import HOST, Home, free_port
from simulator.cloud import SimulatedCloud
from simulator.nightscout import SimulatedNightscout
from simulator.people import demo_account

from .clock import SharedClock

FACTOR = 60
LEASH = 60
"""Seconds of the fast clock that go by without a sign of life of the home."""
PATIENCE = 400
"""Seconds of the world until something that must come is missed, however slow the machine is."""


class World:
    """Everything on one clock.

    Nothing depends on how fast the machine is: the clock is fast only while the home keeps up. It stands still as soon
    as the home does not answer, and while the home starts or stops it goes as the world's does.
    """

    def __init__(self, folder: Path, start: datetime) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        file = folder.parent / "clock"
        self.clock = SharedClock.create(file, start)
        self.account = demo_account()
        self.cloud = SimulatedCloud([self.account], self.clock)
        self.sites = [SimulatedNightscout(SECRET, self.clock) for _ in self.account.patients]
        self.ports = [free_port() for _ in range(3)]
        self._runners: list[web.AppRunner] = []
        self._leader: asyncio.Task[None] | None = None
        self.home = Home(
            folder,
            port=free_port(),
            env={"LIBRELINK_UP_CLOUD_URL": f"http://{HOST}:{self.ports[0]}"},
            launcher=[sys.executable, "-m", "tests.end_to_end.fast_home", str(file)],
        )

    async def open(self) -> None:
        """Open the cloud and the sites; the home is started by the tests."""
        for app, port in zip((self.cloud.app, *(site.app for site in self.sites)), self.ports, strict=True):
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            await web.TCPSite(runner, HOST, port).start()
            self._runners.append(runner)

    async def close(self) -> None:
        await self.slow_down()
        await self.home.close()
        for runner in self._runners:
            await runner.cleanup()

    async def hurry(self) -> None:
        """Let the clock run fast from now on, as long as the home keeps up."""
        self._leader = asyncio.create_task(self._lead())

    async def _lead(self) -> None:
        while True:
            if await self.home.serves():
                self.clock.run(FACTOR, at_most=LEASH)
            await asyncio.sleep(0.1)

    async def slow_down(self) -> None:
        """Let the clock go as the world's does."""
        if self._leader:
            self._leader.cancel()
            with suppress(asyncio.CancelledError):
                await self._leader
            self._leader = None
        self.clock.run(1)

    async def restart(self, *, killed: bool = False) -> None:
        """Stop the home, or kill it as a power cut would, and start it again."""
        if killed:
            await self.home.kill()
        await self.slow_down()
        await self.home.stop()
        await self.home.start()
        await self.home.until_running()
        await self.hurry()

    async def until(self, condition: Callable[[], bool | Awaitable[bool]]) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(PATIENCE):
            while True:
                holds = condition()
                if holds if isinstance(holds, bool) else await holds:
                    return
                await asyncio.sleep(0.1)

    async def pass_time(self, minutes: float) -> None:
        """Let some minutes of the fast clock go by."""
        end = self.clock() + timedelta(minutes=minutes)
        await self.until(lambda: self.clock() >= end)
