"""Bad days on request."""

from datetime import UTC, datetime

from aiohttp import ClientSession, web
import pytest

from simulator.cloud import SimulatedCloud
from simulator.faults import COMMON_KINDS
from simulator.nightscout import SimulatedNightscout

from ..conftest import serving

CLOUD = (*COMMON_KINDS, "redirect")
NIGHTSCOUT = (*COMMON_KINDS, "write_then_hang", "write_then_drop", "https")


def clock() -> datetime:
    return datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


async def posted(app: web.Application, body: object) -> tuple[int, str]:
    async with serving(app) as url, ClientSession() as http, http.post(f"{url}/control/faults", json=body) as answer:
        return answer.status, await answer.text()


@pytest.mark.parametrize("body", [{"kind": "statsu", "status": 500}, {"status": 500}])
async def test_a_fault_that_nobody_knows_is_refused_with_the_names_of_those_that_are(
    socket_enabled: None, body: object
) -> None:
    for app, kinds in (
        (SimulatedCloud([], clock).app, CLOUD),
        (SimulatedNightscout(clock=clock).app, NIGHTSCOUT),
    ):
        status, text = await posted(app, body)
        assert status == 400
        assert all(kind in text for kind in kinds)


async def test_every_fault_that_is_named_is_known(socket_enabled: None) -> None:
    for kind in CLOUD:
        assert (await posted(SimulatedCloud([], clock).app, {"kind": kind}))[0] == 200
    for kind in NIGHTSCOUT:
        assert (await posted(SimulatedNightscout(clock=clock).app, {"kind": kind}))[0] == 200


async def test_a_refused_fault_spoils_nothing(socket_enabled: None) -> None:
    site = SimulatedNightscout(clock=clock)
    with pytest.raises(ValueError, match="redirect"):
        site.faults.add("redirect")
    async with serving(site.app) as url, ClientSession() as http, http.get(f"{url}/api/versions") as answer:
        assert answer.status == 200


async def test_a_fault_is_over_after_its_requests_and_spoils_only_its_paths(socket_enabled: None) -> None:
    site = SimulatedNightscout(clock=clock)
    site.faults.add("status", status=503, times=2, path="versions")
    async with serving(site.app) as url, ClientSession() as http:
        seen = []
        for path in ("/", "/api/versions", "/api/versions", "/api/versions"):
            async with http.get(url + path) as answer:
                seen.append(answer.status)
    assert seen == [200, 503, 503, 200]
