"""A real Home Assistant process on loopback, for the demo, the end-to-end tests and the bench.

It is onboarded over its own API, as its frontend would do it, and then driven over REST and WebSocket.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
import json
import os
from pathlib import Path
import shutil
import signal
import socket
import sys
import time
from typing import Any, Self

import aiohttp

ROOT = Path(__file__).parent.parent
HOST = "127.0.0.1"
_CLIENT_ID = f"http://{HOST}/"
_BLUEPRINTS = "blueprints/automation/librelink_up"
_START_SECONDS = 180
_STOP_SECONDS = 60
_TRIES = 3

_CONFIGURATION = """
homeassistant:
  name: LibreLink Up demo
  country: DE
  time_zone: {time_zone}
  media_dirs: {{local: {media}}}
  auth_providers:
    - type: trusted_networks
      trusted_networks: [127.0.0.1, "::1"]
      allow_bypass_login: true
    - type: homeassistant
frontend:
config:
history:
logbook:
recorder:
  commit_interval: 1
system_health:
mobile_app:
automation: !include automations.yaml
script:
logger:
  default: warning
  logs:
    custom_components.librelink_up: {log_level}
"""

# The address is a setting of the interface: in configuration.yaml it would be moved there, with a repair issue.
_ADDRESS = {
    "server_host": [HOST],
    "cors_allowed_origins": [],
    "login_attempts_threshold": -1,
    "ip_ban_enabled": True,
    "ssl_profile": "modern",
    "use_x_frame_options": True,
    "created_at": "2026-01-01T00:00:00+00:00",
    "error": None,
    "error_message": None,
}


def free_port(preferred: int = 0) -> int:
    """Return the preferred port of loopback when it is free, else any free one."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on loopback")


class Process:
    """A child process whose output goes to a file, and that dies with its owner."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Take over a started process."""
        self._process = process

    @classmethod
    async def start(cls, command: list[str], log: Path, env: Mapping[str, str] | None = None) -> Self:
        """Start a command in the repository's root; its output is appended to a log file."""
        with log.open("ab") as output:
            return cls(
                await asyncio.create_subprocess_exec(
                    *command, cwd=ROOT, env={**os.environ, **(env or {})}, stdout=output, stderr=output
                )
            )

    @property
    def running(self) -> bool:
        """Return whether the process still runs."""
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        """Return the id of the process."""
        return self._process.pid

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the process and wait for it; one that will not end is killed."""
        if not self.running:
            return
        self._process.send_signal(how)
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def kill(self) -> None:
        """End the process as a power cut would."""
        await self.stop(signal.SIGKILL)


class Home:
    """A Home Assistant with this repository's integration, in a configuration folder of its own."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int,
        env: Mapping[str, str] | None = None,
        time_zone: str = "Europe/Berlin",
        launcher: list[str] | None = None,
        log_level: str = "info",
    ) -> None:
        """Prepare the folder; nothing runs yet."""
        self.url = f"http://{HOST}:{port}"
        self.folder = folder
        self.time_zone = time_zone
        temporary = folder / "tmp"  # Uploads lie there: a home that ends deletes those of all that share it.
        self._env = {"TMPDIR": str(temporary), **(env or {})}
        self._launcher = launcher or [sys.executable, "-m", "homeassistant"]
        self._http: aiohttp.ClientSession | None = None
        self._process: Process | None = None
        self._token = ""
        temporary.mkdir(parents=True, exist_ok=True)
        self.media = folder / "media"
        self.media.mkdir(exist_ok=True)
        configuration = _CONFIGURATION.format(time_zone=time_zone, log_level=log_level, media=self.media)
        (folder / "configuration.yaml").write_text(configuration)
        # Of the first start only the owner is left to do: other steps bring integrations that ask the internet.
        self._keep("onboarding", (4, 1), {"done": ["core_config", "analytics", "integration"]})
        address = {"stable": _ADDRESS | {"server_port": port}, "pending": None, "yaml_migration_done": True}
        self._keep("http", (2, 2), address)
        (folder / "automations.yaml").touch()
        # The list of blueprints does not look behind links.
        shutil.copytree(ROOT / _BLUEPRINTS, folder / _BLUEPRINTS, dirs_exist_ok=True)
        if not (link := folder / "custom_components").exists():
            link.symlink_to(ROOT / "custom_components")

    def _keep(self, key: str, version: tuple[int, int], data: dict[str, Any]) -> None:
        """Write what Home Assistant would have stored by now, unless it has stored something itself."""
        file = self.folder / ".storage" / key
        file.parent.mkdir(exist_ok=True)
        if not file.exists():
            major, minor = version
            file.write_text(json.dumps({"version": major, "minor_version": minor, "key": key, "data": data}))

    @property
    def log(self) -> Path:
        """Return the file with everything that the process prints."""
        return self.folder / "output.log"

    async def start(self) -> None:
        """Start the process and wait until it serves."""
        self._http = self._http or aiohttp.ClientSession()
        command = [*self._launcher, "--skip-pip", "--config", str(self.folder)]
        self._process = await Process.start(command, self.log, self._env)
        async with asyncio.timeout(_START_SECONDS):
            while not await self.serves():
                if not self._process.running:
                    raise RuntimeError(f"Home Assistant ended:\n{self.log.read_text()[-4000:]}")
                await asyncio.sleep(0.2)

    async def serves(self) -> bool:
        """Return whether it answers."""
        try:
            async with self.http.get(f"{self.url}/api/onboarding") as answer:
                return answer.status in (200, 404)
        except aiohttp.ClientError:
            return False

    @property
    def pid(self) -> int:
        """Return the id of the running process."""
        if self._process is None:
            raise RuntimeError("not started")
        return self._process.pid

    async def stop(self) -> None:
        """Stop the process the way a user would."""
        if self._process:
            await self._process.stop()

    async def kill(self) -> None:
        """End the process as a power cut would."""
        if self._process:
            await self._process.kill()

    async def close(self) -> None:
        """Stop everything that belongs to this home."""
        await self.stop()
        if self._http:
            await self._http.close()

    @property
    def http(self) -> aiohttp.ClientSession:
        """Return the HTTP session; there is one from the first start on."""
        if self._http is None:
            raise RuntimeError("not started")
        return self._http

    async def onboard(self, name: str = "Demo", password: str = "demo") -> None:  # noqa: S107 - loopback only
        """Create the owner, the one step of the first start that is left."""
        owner = await self._json(
            "POST",
            "/api/onboarding/users",
            {"client_id": _CLIENT_ID, "name": name, "username": "demo", "password": password, "language": "en"},
        )
        self._token = (await self._tokens(owner["auth_code"]))["access_token"]
        # The token of a log-in ends after half an hour; tests may live longer.
        self._token = await self.command(type="auth/long_lived_access_token", client_name="demo", lifespan=365)

    async def log_in(self, username: str, password: str) -> dict[str, Any]:
        """Log somebody in by their password; returns their tokens as the frontend keeps them."""
        begin = {"client_id": _CLIENT_ID, "handler": ["homeassistant", None], "redirect_uri": _CLIENT_ID}
        flow = await self._json("POST", "/auth/login_flow", begin)
        answers = {"client_id": _CLIENT_ID, "username": username, "password": password}
        result = await self._json("POST", f"/auth/login_flow/{flow['flow_id']}", answers)
        tokens = await self._tokens(result["result"])
        return {**tokens, "hassUrl": self.url, "clientId": _CLIENT_ID, "expires": (time.time() + 1800) * 1000}

    async def _tokens(self, code: str) -> dict[str, Any]:
        form = {"grant_type": "authorization_code", "code": code, "client_id": _CLIENT_ID}
        async with self.http.post(f"{self.url}/auth/token", data=form) as answer:
            return dict(await answer.json())

    @property
    def authorized(self) -> dict[str, str]:
        """Return the headers of a request by the owner."""
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    async def _json(self, method: str, path: str, body: Any = None) -> Any:
        async with self.http.request(method, self.url + path, json=body, headers=self.authorized) as answer:
            if answer.status >= 400:  # noqa: PLR2004
                raise RuntimeError(f"{method} {path}: {answer.status} {await answer.text()}")
            return await answer.json()

    async def get(self, path: str) -> Any:
        """Return the answer of a GET of the REST API."""
        return await self._json("GET", path)

    async def post(self, path: str, body: Any) -> Any:
        """Return the answer of a POST to the REST API."""
        return await self._json("POST", path, body)

    async def delete(self, path: str) -> Any:
        """Return the answer of a DELETE of the REST API."""
        return await self._json("DELETE", path)

    async def act(self, action: str, **data: Any) -> dict[str, Any]:
        """Carry out an action of the integration that answers, and return the answer."""
        answer = await self.post(f"/api/services/librelink_up/{action}?return_response", data)
        return dict(answer["service_response"])

    async def states(self) -> dict[str, dict[str, Any]]:
        """Return every state by entity id."""
        return {state["entity_id"]: state for state in await self.get("/api/states")}

    @asynccontextmanager
    async def socket(self) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        """Open an authenticated WebSocket."""
        async with self.http.ws_connect(f"{self.url}/api/websocket") as ws:
            await ws.receive_json()
            await ws.send_json({"type": "auth", "access_token": self._token})
            if (await ws.receive_json())["type"] != "auth_ok":
                raise RuntimeError("the WebSocket refused the token")
            yield ws

    async def command(self, **message: Any) -> Any:
        """Send one WebSocket command and return its result."""
        async with self.socket() as ws:
            await ws.send_json({"id": 1, **message})
            answer = await ws.receive_json()
            if not answer["success"]:
                raise RuntimeError(f"{message['type']}: {answer['error']}")
            return answer["result"]

    async def entities(self) -> list[dict[str, Any]]:
        """Return the registered entities of the integration."""
        registered = await self.command(type="config/entity_registry/list")
        return [entity for entity in registered if entity["platform"] == "librelink_up"]

    async def until_running(self) -> None:
        """Wait until everything of the configuration is set up."""
        async with asyncio.timeout(_START_SECONDS):
            while (await self.get("/api/config"))["state"] != "RUNNING":  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.2)

    async def automate(self, name: str, **automation: Any) -> None:
        """Make an automation, as its editor does."""
        await self.post(
            f"/api/config/automation/config/{name}",
            {"alias": name.replace("_", " ").capitalize(), "description": "", **automation},
        )

    async def register_phone(self, name: str, push_url: str) -> str:
        """Log a phone's app in, whose notifications go to an address; returns the phone's device id."""
        await self.post(
            "/api/mobile_app/registrations",
            {
                "device_id": name,
                "app_id": "demo",
                "app_name": "Demo",
                "app_version": "1",
                "device_name": name,
                "manufacturer": "Nobody",
                "model": "None",
                "os_name": "None",
                "os_version": "1",
                "supports_encryption": False,
                "app_data": {"push_token": "demo", "push_url": push_url},
            },
        )
        devices = await self.command(type="config/device_registry/list")
        return str(next(device["id"] for device in devices if device["name"] == name))

    async def flow(self, handler: str, steps: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
        """Go through a config flow: for each (step id, input), the step must be that one. Returns the last result."""
        return await self._walk("/api/config/config_entries/flow", {"handler": handler}, steps)

    async def change_person(
        self, entry_id: str, subentry_id: str, steps: list[tuple[str, dict[str, Any]]]
    ) -> dict[str, Any]:
        """Go through the dialog "Change person"; see `flow`."""
        begin = {"handler": [entry_id, "patient"], "subentry_id": subentry_id}
        return await self._walk("/api/config/config_entries/subentries/flow", begin, steps)

    async def _walk(self, path: str, begin: dict[str, Any], steps: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
        result = await self.post(path, begin)
        for step, answers in steps:
            if result.get("step_id") != step:
                raise RuntimeError(f"expected step {step}, got {result}")
            for _ in range(_TRIES):  # A busy machine answers late: then a user would submit the form once more.
                result = await self.post(f"{path}/{result['flow_id']}", answers)
                if not result.get("errors"):
                    break
        return dict(result)
