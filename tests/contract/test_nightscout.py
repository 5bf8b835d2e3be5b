"""What the integration relies on in a Nightscout server.

Runs against the simulator always, and against any real server as well with
`pytest tests/contract --nightscout-url http://127.0.0.1:1337 --nightscout-secret SECRET`. There it makes a role and two
subjects, and entries of the years 2001 to 2002 only, which it deletes again.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import hashlib
import random
from typing import Any

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
import pytest

from custom_components.librelink_up.glucose import OutOfRange, Reading, ReadingKind, Trend
from custom_components.librelink_up.nightscout import (
    Api,
    CredentialRejected,
    Found,
    NightscoutClient,
    UploadForbidden,
    create_client,
    document,
)
from simulator.nightscout import SimulatedNightscout

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
    for name, role in (("contract uploader", "contract-uploader"), ("contract reader", "readable")):
        subjects = await site.call("GET", "/api/v2/authorization/subjects")
        if not any(subject["name"] == name for subject in subjects):
            await site.call("POST", "/api/v2/authorization/subjects", {"name": name, "roles": [role]})
    tokens = {
        subject["name"]: subject["accessToken"] for subject in await site.call("GET", "/api/v2/authorization/subjects")
    }
    site.uploader, site.reader = tokens["contract uploader"], tokens["contract reader"]


@pytest.fixture(params=["simulator", "real"])
async def site(request: pytest.FixtureRequest, socket_enabled: None) -> AsyncIterator[Site]:
    start = datetime(2001, 1, 1, tzinfo=UTC) + timedelta(seconds=random.randrange(300 * 86400))
    url, secret = (request.config.getoption(name) for name in ("--nightscout-url", "--nightscout-secret"))
    if request.param == "real" and not url:
        pytest.skip("no --nightscout-url")
    async with ClientSession() as http:
        if request.param == "real":
            site = Site(http, url.rstrip("/"), secret, "", "", start)
            await real_tokens(site)
            yield site
            for entry in await site.entries():
                await site.call("DELETE", f"/api/v1/entries/{entry['_id']}")
        else:
            fake = SimulatedNightscout()
            uploader, reader = fake.add_token("uploader", *UPLOAD), fake.add_token("reader", "*:*:read")
            async with TestServer(fake.app) as server:
                yield Site(http, str(server.make_url("")).rstrip("/"), fake.secret, uploader, reader, start)


@pytest.fixture(params=list(Api))
def api(request: pytest.FixtureRequest) -> Api:
    return Api(request.param)


async def test_a_credential_that_may_upload(site: Site, api: Api) -> None:
    await site.client(api).check()
    await site.client(api, site.uploader).check()


async def test_a_token_that_may_only_read(site: Site, api: Api) -> None:
    with pytest.raises(UploadForbidden):
        await site.client(api, site.reader).check()


@pytest.mark.parametrize("secret", ["wrong", "uploader-0123456789abcdef", "with / slash"])
async def test_a_wrong_credential(site: Site, api: Api, secret: str) -> None:
    with pytest.raises(CredentialRejected):
        await site.client(api, secret).check()


async def test_checking_stores_nothing(site: Site, api: Api) -> None:
    await site.client(api).check()
    assert await site.entries() == []


async def test_what_was_uploaded_can_be_read_back(site: Site, api: Api) -> None:
    readings = site.readings()
    await site.client(api).upload(readings)
    stored = await site.entries()
    for reading, entry in zip(readings, stored, strict=True):
        assert document(reading).items() <= entry.items()


@pytest.mark.parametrize(
    "order", [[Api.V1, Api.V1], [Api.V3, Api.V3], [Api.V1, Api.V3, Api.V1], [Api.V3, Api.V1, Api.V3]]
)
async def test_uploading_again_through_whichever_api_changes_nothing(site: Site, order: list[Api]) -> None:
    readings = site.readings()
    for api in order:
        await site.client(api).upload(readings)
    assert [entry["sgv"] for entry in await site.entries()] == [reading.glucose for reading in readings]


async def test_a_batch_of_two_hundred(site: Site) -> None:
    await site.client(Api.V1).upload(site.readings(200))
    assert len(await site.entries()) == 200


async def test_a_full_batch_of_which_some_are_known(site: Site) -> None:
    client, readings = site.client(Api.V1), site.readings(20)
    await client.upload(readings[5:9])
    await client.upload(readings)
    assert len(await site.entries()) == 20


async def test_hi_and_lo_are_glucose_there_too(site: Site, api: Api) -> None:
    readings = [
        Reading(site.start, 500, ReadingKind.CURRENT, None, OutOfRange.HI),
        Reading(site.start + 5 * MINUTE, 20, ReadingKind.CURRENT, None, OutOfRange.LO),
    ]
    await site.client(api).upload(readings)
    assert [entry["sgv"] for entry in await site.entries()] == [500, 39]


async def test_others_are_seen_and_our_own_are_not(site: Site, api: Api) -> None:
    theirs = document(site.readings()[0]) | {"device": "another uploader", "identifier": "another"}
    theirs |= {"date": theirs["date"] + 60000}
    del theirs["dateString"], theirs["sysTime"]
    await site.call("POST", "/api/v1/entries.json", [theirs])
    client = site.client(api)
    await client.upload(site.readings())
    ours = [Found(reading.time, ours=True) for reading in site.readings()]
    found = [ours[0], Found(site.start + MINUTE, ours=False), *ours[1:]]
    assert await client.entries(site.start, site.start + 60 * MINUTE) == found
    assert await client.entries(site.start + 2 * MINUTE, site.start + 60 * MINUTE) == ours[1:]
    assert await client.entries(site.start - 60 * MINUTE, site.start) == ours[:1]


async def test_another_uploaders_entry_of_the_same_moment_makes_no_second_one(site: Site, api: Api) -> None:
    theirs = {key: value for key, value in document(site.readings()[0]).items() if key not in ("identifier", "app")}
    await site.call("POST", "/api/v1/entries.json", [theirs | {"device": "another uploader"}])
    await site.client(api).upload(site.readings()[:1])
    assert len(await site.entries()) == 1


async def test_a_jwt_that_died_is_renewed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = site.client(Api.V3)
    await client.check()
    monkeypatch.setattr(client, "_jwt", "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.dead")
    await client.upload(site.readings())
    assert len(await site.entries()) == 3
