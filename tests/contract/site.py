"""A Nightscout to rely on: a server, what may do what there, and a way to look behind the clients."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import hashlib
from typing import Any

from aiohttp import ClientSession

from custom_components.librelink_up.glucose import Reading, ReadingKind, Trend
from custom_components.librelink_up.nightscout import Api, NightscoutClient, create_client

MINUTE = timedelta(minutes=1)
UPLOAD = ["api:entries:create", "api:entries:read", "api:entries:update"]


@dataclass
class Site:
    """A server, what may do what there, and direct access to look behind the clients."""

    http: ClientSession
    url: str
    secret: str
    uploader: str
    reader: str
    creator: str
    start: datetime

    def client(self, api: Api, secret: str | None = None) -> NightscoutClient:
        secret = secret or (self.uploader if api is Api.V3 else self.secret)
        return create_client(self.http, url=self.url, secret=secret, api=api, now=lambda: datetime.now(UTC))

    def readings(self, count: int = 3) -> list[Reading]:
        return [
            Reading(self.start + index * 5 * MINUTE, 100 + index % 200, ReadingKind.CURRENT, Trend.STEADY)
            for index in range(count)
        ]

    async def call(self, method: str, path: str, body: Any = None, secret: str | None = None) -> Any:
        headers = {"api-secret": hashlib.sha1((secret or self.secret).encode()).hexdigest()}
        async with self.http.request(method, self.url + path, json=body, headers=headers) as answer:
            return await answer.json()

    async def entries(self) -> list[dict[str, Any]]:
        first, last = (int((self.start + hours * 60 * MINUTE).timestamp() * 1000) for hours in (-24, 24))
        found = await self.call(
            "GET", f"/api/v1/entries.json?find[date][$gte]={first}&find[date][$lte]={last}&count=9999"
        )
        return sorted(found, key=lambda entry: int(entry["date"]))


async def real_tokens(site: Site) -> None:
    """Make a role that may upload, and subjects with it and with only the right to read."""
    roles = await site.call("GET", "/api/v2/authorization/roles")
    if not any(role["name"] == "contract-uploader" for role in roles):
        await site.call("POST", "/api/v2/authorization/roles", {"name": "contract-uploader", "permissions": UPLOAD})
    if not any(role["name"] == "contract-creator" for role in roles):
        await site.call("POST", "/api/v2/authorization/roles", {"name": "contract-creator", "permissions": UPLOAD[:1]})
    for name, role in (
        ("contract uploader", "contract-uploader"),
        ("contract reader", "readable"),
        ("contract creator", "contract-creator"),
    ):
        subjects = await site.call("GET", "/api/v2/authorization/subjects")
        if not any(subject["name"] == name for subject in subjects):
            await site.call("POST", "/api/v2/authorization/subjects", {"name": name, "roles": [role]})
    tokens = {
        subject["name"]: subject["accessToken"] for subject in await site.call("GET", "/api/v2/authorization/subjects")
    }
    site.uploader, site.reader = tokens["contract uploader"], tokens["contract reader"]
    site.creator = tokens["contract creator"]
