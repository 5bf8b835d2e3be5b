"""A cloud that answers what a test tells it to, over a real connection."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
import pytest

from custom_components.librelink_up.cloud import CloudClient, Region, Session

NOW = datetime(2026, 11, 20, 7, 42, tzinfo=UTC)
EMAIL, PASSWORD, TOKEN = "robin@example.org", "S3cret!pass", "eyJ.c2VjcmV0.token"
USER_ID = "5d1f0c1e-7a42-11ee-9a51-3e0c7d5b9f10"
PATIENT = "0f4e8a66-8a0a-11ee-9d7e-2ae1b8c3f555"


def fixture(name: str) -> Any:
    """Return the recorded shape of an answer."""
    return json.loads((Path(__file__).parent / "fixtures" / f"{name}.json").read_text())


@dataclass
class Reply:
    """An answer to come."""

    body: Any = None
    status: int = 200
    text: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> web.Response:
        if self.text is not None:
            return web.Response(status=self.status, text=self.text, content_type="text/html", headers=self.headers)
        return web.json_response(self.body, status=self.status, headers=self.headers)


class FakeCloud:
    """Answers each path with its replies in turn, the last one for ever; remembers what was asked."""

    def __init__(self) -> None:
        self.now = NOW
        self.replies: dict[str, list[Reply]] = {}
        self.requests: list[tuple[str, dict[str, str], Any]] = []
        self.url = ""
        self.hook: Any = None
        self.saved: list[Session] = []
        self.dates: list[datetime | None] = []
        self.login(Reply(fixture("login")))
        self.on("/llu/connections", Reply(fixture("connections")))

    def on(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def login(self, *replies: Reply) -> None:
        self.on("/llu/auth/login", *replies)

    def pass_time(self, **span: float) -> None:
        self.now += timedelta(**span)

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.requests]

    @property
    def logins(self) -> int:
        return sum(path.endswith("/llu/auth/login") for path in self.paths)

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else None
        if self.hook:
            await self.hook()
        self.requests.append((request.path_qs, dict(request.headers), body))
        replies = self.replies.get(request.path) or self.replies[f"/{request.path.split('/', 2)[2]}"]
        return (replies.pop(0) if len(replies) > 1 else replies[0]).response()

    def client(self, http: ClientSession, session: Session | None = None, region: Region = Region.AUTO) -> CloudClient:
        return CloudClient(
            http,
            email=EMAIL,
            password=PASSWORD,
            region=region,
            session=session,
            on_session=self.saved.append,
            base_url=self.url,
            now=lambda: self.now,
            on_date=self.dates.append,
        )


@pytest.fixture
async def cloud(socket_enabled: None) -> AsyncIterator[FakeCloud]:
    fake = FakeCloud()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", fake.answer)
    async with TestServer(app) as server:
        fake.url = str(server.make_url("")).rstrip("/")
        yield fake


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def client(cloud: FakeCloud, http: ClientSession) -> CloudClient:
    return cloud.client(http)


def logged_in() -> Session:
    return Session(user_id=USER_ID, token=TOKEN, expires=NOW + timedelta(days=100))
