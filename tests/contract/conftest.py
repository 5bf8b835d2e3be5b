from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
import random

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
import pytest

from custom_components.librelink_up.nightscout import Api
from simulator.nightscout import SimulatedNightscout

from .site import UPLOAD, Site, real_tokens


@pytest.fixture(params=["simulator", "real"])
async def site(request: pytest.FixtureRequest, socket_enabled: None) -> AsyncIterator[Site]:
    start = datetime(2001, 1, 1, tzinfo=UTC) + timedelta(seconds=random.randrange(300 * 86400))
    url, secret = (request.config.getoption(name) for name in ("--nightscout-url", "--nightscout-secret"))
    if request.param == "real" and not url:
        pytest.skip("no --nightscout-url")
    async with ClientSession() as http:
        if request.param == "real":
            site = Site(http, url.rstrip("/"), secret, "", "", "", start)
            await real_tokens(site)
            yield site
            for entry in await site.entries():
                await site.call("DELETE", f"/api/v1/entries/{entry['_id']}")
        else:
            fake = SimulatedNightscout()
            fake.store_seconds = 0.03
            uploader, reader = fake.add_token("uploader", *UPLOAD), fake.add_token("reader", "*:*:read")
            creator = fake.add_token("creator", *UPLOAD[:1])
            async with TestServer(fake.app) as server:
                yield Site(http, str(server.make_url("")).rstrip("/"), fake.secret, uploader, reader, creator, start)


@pytest.fixture(params=list(Api))
def api(request: pytest.FixtureRequest) -> Api:
    return Api(request.param)
