"""One Home Assistant for all tests of the browser; the cloud and the Nightscout sites are simulated in this process."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count
import json
from pathlib import Path
from typing import Any

from aiohttp import web

from scripts.home import HOST, Home, free_port
from simulator.cloud import SimulatedCloud
from simulator.glucose_days import Body
from simulator.nightscout import SimulatedNightscout
from simulator.people import SimulatedAccount, SimulatedPatient

PATIENCE = 8
"""Seconds until something that must come is missed: far more than it takes, also on a machine that is busy."""


async def until[T](ask: Callable[[], Awaitable[T]]) -> T:
    """Wait until an answer is true, and return it."""
    async with asyncio.timeout(PATIENCE):
        while not (answer := await ask()):  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.1)
        return answer


class House:
    """A home, a cloud without accounts, and as many Nightscout sites as are asked for."""

    def __init__(self, folder: Path) -> None:
        self.cloud = SimulatedCloud([])
        self._cloud_port = free_port()
        self.home = Home(folder, port=free_port(), env={"LIBRELINK_UP_CLOUD_URL": f"http://{HOST}:{self._cloud_port}"})
        self._runners: list[web.AppRunner] = []
        self._numbers = count(1)

    async def open(self) -> None:
        await self._serve(self.cloud.app, self._cloud_port)
        await self.home.start()
        await self.home.onboard()
        await self.home.until_running()

    async def close(self) -> None:
        await self.home.close()
        for runner in self._runners:
            await runner.cleanup()

    async def _serve(self, app: web.Application, port: int) -> None:
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, HOST, port).start()
        self._runners.append(runner)

    async def site(self) -> SimulatedNightscout:
        """Return a new Nightscout site; `site.url` is its address."""
        site = SimulatedNightscout()
        port = free_port()
        await self._serve(site.app, port)
        site.url = f"http://{HOST}:{port}"
        return site

    def account(self, *names: str) -> SimulatedAccount:
        """Return a new account whom these people share with."""
        number = next(self._numbers)
        account = SimulatedAccount(
            email=f"parent{number}@example.com",
            password="Simulator-1!",
            region="de",
            patients=[
                SimulatedPatient(first_name=name, last_name="Example", body=Body(seed=f"{name} {number}"))
                for name in names
            ],
        )
        self.cloud.accounts.append(account)
        return account

    async def follow(self, account: SimulatedAccount) -> dict[str, Any]:
        """Set an account up with everybody in it, by the defaults of each form; returns the entry."""
        path = "/api/config/config_entries/flow"
        result = await self.home.post(path, {"handler": "librelink_up"})
        entered = {"email": account.email, "password": account.password}
        while result["type"] == "form":
            assert not result["errors"], result
            fields = {field["name"]: field.get("default") for field in result["data_schema"] or []}
            answers = {name: value for name, value in fields.items() if value is not None}
            answers |= {name: value for name, value in entered.items() if name in fields}
            result = await self.home.post(f"{path}/{result['flow_id']}", answers)
        assert result["type"] == "create_entry", result
        return await self.entry(result["result"]["entry_id"])

    async def entry(self, entry_id: str) -> dict[str, Any]:
        """Return an account as Home Assistant's interface knows it."""
        return next(entry for entry in await self.entries() if entry["entry_id"] == entry_id)

    async def entries(self) -> list[dict[str, Any]]:
        """Return the accounts that Home Assistant has, as its interface knows them."""
        found = await self.home.command(type="config_entries/get", domain="librelink_up")
        return list(found)

    async def saved(self) -> list[dict[str, Any]]:
        """Return the accounts that stand on disk, with everything that was decided until now.

        Home Assistant writes some time after a change, and all entries at once: as soon as a mark that is set now on
        another entry stands there, so does everything before it.
        """
        mark = f"mark {next(self._numbers)}"
        others = [
            entry for entry in await self.home.command(type="config_entries/get") if entry["domain"] != "librelink_up"
        ]
        await self.home.command(type="config_entries/update", entry_id=others[0]["entry_id"], title=mark)
        file = self.home.folder / ".storage/core.config_entries"

        async def written() -> list[dict[str, Any]]:
            entries = json.loads(await asyncio.to_thread(file.read_text, "utf-8"))["data"]["entries"]
            return entries if any(entry["title"] == mark for entry in entries) else []

        return [entry for entry in await until(written) if entry["domain"] == "librelink_up"]

    async def clear(self) -> None:
        """Remove every account and automation, and let everything go right again."""
        self.cloud.faults.clear()
        self.cloud.minimum_version = "4.16.0"
        for entry in await self.entries():
            await self.home.delete(f"/api/config/config_entries/entry/{entry['entry_id']}")
        self.cloud.accounts.clear()
