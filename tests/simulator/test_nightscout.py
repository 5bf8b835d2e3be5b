"""The simulated Nightscout, where it does what was measured on a real one and the contract suite does not look."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
import hashlib
from pathlib import Path
import time
from typing import Any

from aiohttp import ClientSession, ServerDisconnectedError
import pytest

from simulator.nightscout import SimulatedNightscout

from ..conftest import serving

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
MS = int(NOW.timestamp() * 1000)
MINUTE_MS = 60_000


class Site(SimulatedNightscout):
    """A site with a way to call it."""

    http: ClientSession

    async def call(self, method: str, path: str, body: Any = None, secret: str | None = None) -> tuple[int, Any]:
        headers = {"api-secret": hashlib.sha1((secret or self.secret).encode()).hexdigest()}
        if path.startswith("/api/v3"):
            token = self.add_token("all", "*")
            async with self.http.get(f"{self.url}/api/v2/authorization/request/{token}") as answer:
                headers = {"Authorization": f"Bearer {(await answer.json())['token']}"}
        async with self.http.request(method, self.url + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def upload(self, *entries: dict[str, Any]) -> list[dict[str, Any]]:
        status, stored = await self.call("POST", "/api/v1/entries.json", list(entries))
        assert status == 200
        return list(stored)


@pytest.fixture
async def site(socket_enabled: None) -> AsyncIterator[Site]:
    async with ClientSession() as http:
        made = Site(clock=lambda: NOW)
        made.http = http
        async with serving(made.app) as made.url:
            yield made


def entry(minutes: int = 0, **more: Any) -> dict[str, Any]:
    return {"type": "sgv", "sgv": 120, "direction": "Flat", "device": "lab", "date": MS - minutes * MINUTE_MS} | more


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("2026-11-21T14:00:00+02:00", 120),
        ("2026-11-21T06:30:00.000-05:30", -330),
        ("2026-11-21T12:00:00.000Z", 0),
        ("2026-11-21T12:00:00", 0),
        (None, 0),
    ],
)
async def test_v1_takes_the_offset_from_the_text_of_the_date(site: Site, text: str | None, offset: int) -> None:
    written = {"dateString": text} if text else {}
    (stored,) = await site.upload(entry(utcOffset=60, sysTime="x") | written)
    assert stored["utcOffset"] == offset
    assert stored["sysTime"] == stored["dateString"] == "2026-11-21T12:00:00.000Z"


async def test_the_same_moment_in_another_zone_is_the_same_entry_but_not_for_v3(site: Site) -> None:
    await site.upload(entry(app="lab", dateString="2026-11-21T12:00:00.000Z"))
    await site.upload(entry(app="lab", dateString="2026-11-21T14:00:00+02:00"))
    assert [one["utcOffset"] for one in site.entries] == [120]
    status, answer = await site.call("POST", "/api/v3/entries", entry(app="lab", utcOffset=0))
    assert (status, answer["message"]) == (400, "Field utcOffset cannot be modified by the client")


async def test_a_search_for_what_is_not_something(site: Site) -> None:
    await site.upload(entry(), entry(1, device="another"), {"type": "cal", "date": MS - 2 * MINUTE_MS})
    _, others = await site.call("GET", "/api/v1/entries.json?find[device][$ne]=lab")
    assert [one.get("device") for one in others] == ["another", None]
    _, dates = await site.call("GET", f"/api/v1/entries.json?find[date][$ne]={MS}&find[type]=sgv")
    assert [one["device"] for one in dates] == ["another"]
    _, found = await site.call("GET", "/api/v3/entries?device$ne=lab&sort=date")
    assert [one.get("device") for one in found["result"]] == [None, "another"]


async def test_an_entry_is_deleted_by_its_id(site: Site) -> None:
    old, new = await site.upload(entry(60 * 24 * 400), entry())
    answer = {"acknowledged": True, "deletedCount": 1}
    assert await site.call("DELETE", f"/api/v1/entries/{old['_id']}") == (200, answer)
    assert await site.call("DELETE", f"/api/v1/entries/{old['_id']}") == (200, answer | {"deletedCount": 0})
    assert [one["_id"] for one in site.entries] == [new["_id"]]


async def test_entries_are_deleted_by_a_search(site: Site) -> None:
    await site.upload(*(entry(minutes) for minutes in range(5)))
    assert (await site.call("DELETE", f"/api/v1/entries.json?find[date]={MS}"))[1]["deletedCount"] == 1
    older = f"/api/v1/entries.json?find[date][$lt]={MS - 2 * MINUTE_MS}&find[device]=lab"
    assert (await site.call("DELETE", older))[1]["deletedCount"] == 2
    assert {one["date"] for one in site.entries} == {MS - MINUTE_MS, MS - 2 * MINUTE_MS}


async def test_deleting_takes_the_right_to_delete(site: Site) -> None:
    (stored,) = await site.upload(entry())
    uploader = site.add_token("uploader", "api:entries:read,create,update")
    deleter = site.add_token("deleter", "api:entries:read,delete")
    path = f"/api/v1/entries/{stored['_id']}"
    assert (await site.call("DELETE", path, secret=uploader))[0] == 401
    assert (await site.call("DELETE", path, secret="wrong"))[0] == 401
    assert len(site.entries) == 1
    assert (await site.call("DELETE", path, secret=deleter))[0] == 200
    assert not site.entries


async def test_a_deleted_entry_is_new_when_it_comes_again(site: Site) -> None:
    (stored,) = await site.upload(entry(identifier="one"))
    await site.call("DELETE", f"/api/v1/entries/{stored['_id']}")
    (again,) = await site.upload(entry(identifier="one"))
    assert again["_id"] != stored["_id"]
    assert (await site.call("POST", "/api/v3/entries", entry(identifier="one", app="lab", device="lab")))[0] == 400
    assert len(site.entries) == 1


async def test_an_entry_is_found_by_what_it_is_now_not_by_what_it_was(site: Site) -> None:
    await site.upload(entry(identifier="first"))
    await site.upload(entry(identifier="second"))
    status, _ = await site.call("POST", "/api/v3/entries", entry(identifier="first", app="lab"))
    assert status == 201
    assert sorted(one["identifier"] for one in site.entries) == ["first", "second"]


async def test_what_a_site_holds_outlives_it(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "site.jsonl"
    for again in range(2):
        made = Site(clock=lambda: NOW, file=file)
        made.http = site.http
        async with serving(made.app) as made.url:
            first, second = await made.upload(entry(2 * again), entry(2 * again + 1))
            await made.upload(entry(2 * again, sgv=99 + again))
            await made.call("DELETE", f"/api/v1/entries/{second['_id']}")
        assert first["_id"] in {one["_id"] for one in made.entries}
    with file.open("a") as opened:
        opened.write('\n{"_id": "00')  # Killed while it wrote.
    kept = Site(clock=lambda: NOW, file=file)
    assert [one["sgv"] for one in kept.entries] == [99, 100]
    assert len({one["_id"] for one in kept.entries}) == 2


async def test_an_upload_to_a_site_with_many_entries_takes_no_longer(site: Site) -> None:
    for start in range(0, 40_000, 5_000):
        await site.upload(*(entry(start + minutes, identifier=f"{start + minutes}") for minutes in range(5_000)))
    assert len(site.entries) == 40_000
    batch = [entry(minutes, identifier=f"{minutes}", app="lab") for minutes in range(39_800, 40_000)]
    before = time.process_time()
    for _ in range(5):
        await site.upload(*batch)
    assert time.process_time() - before < 1
    assert len(site.entries) == 40_000


@pytest.mark.parametrize("api", ["v1", "v3"])
async def test_v3_finds_then_inserts_so_that_two_at_once_are_two(site: Site, api: str) -> None:
    site.store_seconds = 0.05
    one = entry(app="lab", identifier="one", utcOffset=0)
    body: Any = [one] if api == "v1" else one
    answers = await asyncio.gather(*(site.call("POST", f"/api/{api}/entries", body) for _ in range(2)))
    assert {status for status, _ in answers} <= {200, 201}
    assert len(site.entries) == (1 if api == "v1" else 2)


@pytest.mark.parametrize("after", [0, 0.02])
async def test_a_cut_connection_does_not_stop_what_was_begun(site: Site, after: float) -> None:
    site.store_seconds = 0.05
    site.faults.add("cut", after=after, times=1, path="/api/v3/entries")
    with pytest.raises(ServerDisconnectedError):
        await site.call("POST", "/api/v3/entries", entry(app="lab"))
    assert not site.entries
    await asyncio.sleep(0.2)
    assert len(site.entries) == 1


async def test_a_site_that_refuses_everything_still_lets_itself_be_read(site: Site) -> None:
    await site.upload(entry())
    site.faults.add("refuse", status=413)
    assert (await site.call("POST", "/api/v1/entries.json", [entry(5)]))[0] == 413
    status, found = await site.call("GET", "/api/v1/entries.json")
    assert (status, len(found)) == (200, 1)


async def test_up_to_version_14_0_only_ok_is_said_of_the_secret(site: Site) -> None:
    _, new = await site.call("GET", "/api/v1/verifyauth")
    assert new["message"] == {"message": "OK", "rolefound": "NOTFOUND", "isAdmin": True}
    site.old_verifyauth = True
    for secret, said in ((None, "OK"), ("wrong", "UNAUTHORIZED")):
        _, old = await site.call("GET", "/api/v1/verifyauth", secret=secret)
        assert old["message"] == {"message": said, "rolefound": "NOTFOUND"}
    _, token = await site.call("GET", "/api/v1/verifyauth", secret=site.add_token("reader", "*:*:read"))
    assert token["message"]["rolefound"] == "FOUND"
