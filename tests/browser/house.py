"""One Home Assistant for all tests of the browser; the cloud and the Nightscout sites are simulated in this process."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
import json
from pathlib import Path
import ssl
from typing import Any

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from scripts.home import HOST, ROOT, Home, free_port
from simulator.cloud import SimulatedCloud
from simulator.glucose_days import Body
from simulator.nightscout import SimulatedNightscout
from simulator.people import SimulatedAccount, SimulatedPatient

PATIENCE = 60
"""Seconds until something that must come is missed: far more than it takes, also on a machine that is busy."""


async def until[T](ask: Callable[[], Awaitable[T]]) -> T:
    """Wait until an answer is true, and return it."""
    async with asyncio.timeout(PATIENCE):
        while not (answer := await ask()):  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.1)
        return answer


def self_signed(folder: Path) -> ssl.SSLContext:
    """Return what a server needs to present a certificate that it has made itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = folder / "self-signed.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context


class House:
    """A home, a cloud without accounts, and as many Nightscout sites as are asked for."""

    def __init__(self, folder: Path) -> None:
        self.cloud = SimulatedCloud([])
        self._cloud_port = free_port()
        # The home has the integration, and beside it the stage of these tests.
        components = folder / "custom_components"
        components.mkdir(parents=True)
        (components / "__init__.py").touch()
        (components / "librelink_up").symlink_to(ROOT / "custom_components/librelink_up")
        (components / "stage").symlink_to(Path(__file__).parent / "stage")
        self.home = Home(
            folder,
            port=free_port(),
            # Without the second one Python would find the repository's components before those of the home.
            env={"LIBRELINK_UP_CLOUD_URL": f"http://{HOST}:{self._cloud_port}", "PYTHONSAFEPATH": "1"},
        )
        with (folder / "configuration.yaml").open("a") as configuration:
            configuration.write("stage:\n")
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

    async def _serve(self, app: web.Application, port: int, tls: ssl.SSLContext | None = None) -> None:
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, HOST, port, ssl_context=tls).start()
        self._runners.append(runner)

    async def site(self) -> SimulatedNightscout:
        """Return a new Nightscout site; `site.url` is its address."""
        site = SimulatedNightscout()
        port = free_port()
        await self._serve(site.app, port)
        site.url = f"http://{HOST}:{port}"
        return site

    async def unsafe_site(self) -> str:
        """Return the address of a site whose certificate was signed by nobody whom others trust."""
        port = free_port()
        await self._serve(SimulatedNightscout().app, port, self_signed(self.home.folder))
        return f"https://{HOST}:{port}"

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

    async def follow(self, account: SimulatedAccount, *names: str) -> dict[str, Any]:
        """Set an account up by the defaults of each form, with everybody or those of these names; returns the entry."""
        path = "/api/config/config_entries/flow"
        result = await self.home.post(path, {"handler": "librelink_up"})
        chosen = [patient.patient_id for patient in account.patients if not names or patient.first_name in names]
        entered = {"email": account.email, "password": account.password, "patients": chosen}
        while result["type"] == "form":
            assert not result["errors"], result
            fields = {field["name"]: field.get("default") for field in result["data_schema"] or []}
            answers = {name: value for name, value in fields.items() if value is not None}
            answers |= {name: value for name, value in entered.items() if name in fields}
            result = await self.home.post(f"{path}/{result['flow_id']}", answers)
        assert result["type"] == "create_entry", result

        async def there() -> bool:
            return len(await self.devices()) >= len(chosen)

        await until(there)
        return await self.entry(result["result"]["entry_id"])

    async def entry(self, entry_id: str) -> dict[str, Any]:
        """Return an account as Home Assistant's interface knows it."""
        return next(entry for entry in await self.entries() if entry["entry_id"] == entry_id)

    async def entries(self) -> list[dict[str, Any]]:
        """Return the accounts that Home Assistant has, as its interface knows them."""
        found = await self.home.command(type="config_entries/get", domain="librelink_up")
        return list(found)

    async def devices(self) -> list[dict[str, Any]]:
        """Return the people, as devices."""
        found = await self.home.command(type="config/device_registry/list")
        return [device for device in found if any(domain == "librelink_up" for domain, *_ in device["identifiers"])]

    async def issue(self, issue_id: str) -> bool:
        """Return whether there is a certain repair."""
        issues = (await self.home.command(type="repairs/list_issues"))["issues"]
        return any(issue["issue_id"] == issue_id for issue in issues)

    async def flows(self) -> list[dict[str, Any]]:
        """Return the flows of the integration that wait for somebody."""
        flows = await self.home.command(type="config_entries/flow/progress")
        return [flow for flow in flows if flow["handler"] == "librelink_up"]

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
